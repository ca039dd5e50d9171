package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.source.RawFiles.ReadRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of every odd CSV file, with the identifiers of the table of nasty inputs. */
class CsvFilesTest {
  @TempDir Path directory;

  static Stream<Arguments> files() {
    return Stream.of(
        arguments("F01 zero bytes", "", ""),
        arguments("F02 header only", "a,b\n", ""),
        arguments("F03 byte order mark", "\uFEFFa,b\n1,2\n", "2:1|2"),
        arguments("F06 CRLF", "a,b\r\n1,2\r\n3,4\r\n", "2:1|2\n3:3|4"),
        arguments("F07 bare CR", "a,b\r1,2\r3,4\r", "2:1|2\n3:3|4"),
        arguments("F08 LF in quotes", "a,b\n\"1\n1\",2\n3,4\n", "2:1\n1|2\n4:3|4"),
        arguments("F09 CRLF in quotes", "a,b\r\n\"1\r\n1\",2\r\n3,4\r\n", "2:1\r\n1|2\n4:3|4"),
        arguments("F09 CR in quotes", "a,b\n\"1\r1\",2\n3,4\n", "2:1\r1|2\n4:3|4"),
        arguments("F10 doubled quotes", "a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", "2:say \"hi\"|\""),
        arguments("F11 escaped quotes", "a,b\n\"5\\\" disk\",2\n3,4\n", "2:QUOTE\n3:3|4"),
        arguments("F11 escaped before comma", "a,b\n\"5\\\",2\",3\n4,5\n", "2:QUOTE\n3:4|5"),
        arguments("F11 quote inside a field", "a,b\n5\" disk,2\n3,4\n", "2:QUOTE\n3:3|4"),
        arguments("F12 unclosed quote", "a,b\n1,2\n\"3,4\n5,6\n", "2:1|2\n3:QUOTE"),
        arguments("F12 unclosed at the end", "a,b\n1,\"", "2:QUOTE"),
        arguments("F13 too few fields", "a,b\n1\n3,4\n", "2:COLUMNS_FEW\n3:3|4"),
        arguments("F14 too many fields", "a,b\n1,2,3\n3,4\n", "2:COLUMNS_MANY\n3:3|4"),
        arguments("F15 blank lines", "\n\na,b\n\n1,2\n\r\n\n3,4\n\n", "5:1|2\n8:3|4"),
        arguments("F18 other order", "b,a\n1,2\n", "2:2|1"),
        arguments("F18 quoted header", "\"b\",\"a\"\n1,2\n", "2:2|1"),
        arguments(
            "F20 header again",
            "a,b\n1,2\na,b\n\"a\",b\n3,4",
            "2:1|2\n3:HEADER_REPEAT\n4:HEADER_REPEAT\n5:3|4"),
        arguments("F21 no last newline", "a,b\n1,2", "2:1|2"),
        arguments("F21 trailing delimiter", "a,b\n1,2,\n", "2:COLUMNS_MANY"),
        arguments("F21 last field empty", "a,b\n1,", "2:1|∅"),
        arguments("V23 empty and quoted empty", "a,b\n,\"\"\nNULL,\\N\n", "2:∅|\n3:NULL|\\N"),
        arguments("V24 NUL", "a,b\n1\0,2\n\"1\0\",2\n3,4\n", "2:NUL\n3:NUL\n4:3|4"),
        arguments(
            "V25 controls",
            "a,b\n\u0001\u001f\u007f,\u0085\u2028\n",
            "2:\u0001\u001f\u007f|\u0085\u2028"),
        arguments("V28 non-characters", "a,b\n\uFFFE,\uFDD0\n", "2:\uFFFE|\uFDD0"),
        arguments("V34 blanks stay", "a,b\n 1 ,\t2|\\\n", "2: 1 |\t2|\\"),
        arguments("V34 blank before a quote", "a,b\n1, \"2\"\n", "2:QUOTE"),
        arguments("V35 formulas", "a,b\n=cmd(),${jndi:x}\n", "2:=cmd()|${jndi:x}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void readsOrRejectsEachRecord(String id, String content, String expected) throws IOException {
    assertThat(RawFiles.readShown(directory, Format.CSV, content.getBytes(UTF_8)))
        .isEqualTo(expected);
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("F04 UTF-16LE", bytes("\uFEFFa,b\n", StandardCharsets.UTF_16LE), "UTF-16"),
        arguments("F04 UTF-16BE", bytes("\uFEFFa,b\n", StandardCharsets.UTF_16BE), "UTF-16"),
        arguments(
            "F12 quote that swallows",
            bytes("a,b\n\"1," + "x".repeat(2 << 20)),
            "csv:2: opens a quote"),
        arguments(
            "F12 quote that swallows more",
            bytes("a,b\n\"1," + "x,\n".repeat(4 << 20)),
            "csv:2: opens a quote"),
        arguments("F16 duplicate header", bytes("a,b,a\n"), "header column 'a' twice"),
        arguments("F16 blank header", bytes("a,b,\n"), "without a name"),
        arguments("F17 header but for case", bytes("a,b,A\n"), "header column 'A' twice"),
        arguments("F19 missing header", bytes("a\n1\n"), "no header column 'b'"),
        arguments(
            "F19 other case", bytes("a,B\n1,2\n"), "no header column 'b', but has 'B' besides"),
        arguments(
            "F19 extra header",
            bytes("a,c,b\n"),
            "header column 'c', which the contract does not name"),
        arguments("F22 wrong delimiter", bytes("a;b\n1;2\n"), "delimited by ';', not by ','"),
        arguments("F23 too many columns", bytes("a,".repeat(20_480) + "b\n"), "20,481 columns"),
        arguments(
            "header with bad quotes", bytes("a,\"b\"c\n"), "csv:1: has a header that is no CSV"),
        arguments(
            "header of bad UTF-8",
            bytes("a,é\n", StandardCharsets.ISO_8859_1),
            "header that is no CSV"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void refusesAFileAsAWhole(String id, byte[] content, String reason) {
    assertThatThrownBy(() -> RawFiles.readShown(directory, Format.CSV, content))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining(directory + "/file.csv")
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("F05, V26 rejects the rows of bytes that are not utf8 and shows them")
  void rejectsTheRowsOfBytesThatAreNotUtf8AndShowsThem() throws IOException {
    List<ReadRecord> records =
        read(bytes("a,b\n1,é\n2,3\n", StandardCharsets.ISO_8859_1), "a", "b");
    assertThat(records).extracting(ReadRecord::shown).containsExactly("BAD_UTF8", "2|3");
    assertThat(records.get(0).raw()).isEqualTo("1,\uFFFD");
  }

  @Test
  @DisplayName("F24 rejects aRecord that is longer than copy takes and goes on")
  void rejectsARecordThatIsLongerThanCopyTakesAndGoesOn() throws IOException {
    String huge = "x".repeat(ByteWindow.MAX_RECORD_BYTES);
    String quoted = "\"" + "y,\r\n\"\"".repeat(ByteWindow.MAX_RECORD_BYTES / 4) + "\"";
    String content = "a,b\n1," + huge + "\n2," + quoted + "\r\n3,4\n" + huge + "," + huge;
    List<ReadRecord> records = read(bytes(content), "a", "b");
    assertThat(records)
        .extracting(ReadRecord::shown)
        .containsExactly("TOO_LONG", "TOO_LONG", "3|4", "TOO_LONG");
    assertThat(records.get(0).raw()).hasSize(1000);
    assertThat(records).extracting(ReadRecord::line).containsExactly(2L, 3L, 1048580L, 1048581L);
  }

  @Test
  @DisplayName("F24 reads aField of more than aMegabyte")
  void readsAFieldOfMoreThanAMegabyte() throws IOException {
    String field = "é".repeat(600_000);
    assertThat(read(bytes("a,b\n1," + field + "\n2,3\n"), "a", "b"))
        .extracting(ReadRecord::shown)
        .containsExactly("1|" + field, "2|3");
  }

  @Test
  @DisplayName("F19 ignores aFurther column when the contract says so")
  void ignoresAFurtherColumnWhenTheContractSaysSo() throws IOException {
    Path file = RawFiles.write(directory, "x.csv", bytes("b,c,a\n1,2,3\n4,5\n"));
    assertThat(
            RawFiles.read(
                RawFiles.source(
                    file.toString(),
                    Format.CSV,
                    CsvDialect.STANDARD,
                    UnknownField.IGNORE,
                    "a",
                    "b")))
        .extracting(ReadRecord::shown)
        .containsExactly("3|1", "COLUMNS_FEW");
  }

  @Test
  void readsFilesWithoutHeaderInTheContractsOrder() throws IOException {
    CsvDialect dialect = new CsvDialect('|', '\'', false, Optional.of("NULL"), UTF_8, true);
    assertThat(read(bytes("NULL|'NULL'\n''''|\n"), dialect))
        .extracting(ReadRecord::shown)
        .containsExactly("∅|NULL", "'|∅");
  }

  static Stream<Charset> encodings() {
    return Stream.of("ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-32", "GB18030")
        .map(Charset::forName);
  }

  @ParameterizedTest(name = "F04 {0}")
  @MethodSource("encodings")
  void readsADeclaredEncoding(Charset encoding) throws IOException {
    CsvDialect dialect = new CsvDialect(',', '"', true, Optional.empty(), encoding, true);
    String rows = "\"é\",ü\r\n".repeat(50_000);
    assertThat(read(bytes("a,b\r\n" + rows, encoding), dialect))
        .hasSize(50_000)
        .allMatch(record -> record.shown().equals("é|ü"));
  }

  @Test
  void rejectsBytesThatTheDeclaredEncodingDoesNotHave() throws IOException {
    CsvDialect dialect =
        new CsvDialect(',', '"', true, Optional.empty(), StandardCharsets.US_ASCII, true);
    assertThat(read(bytes("a,b\n1,é\n2,3\n"), dialect))
        .extracting(ReadRecord::shown)
        .containsExactly("BAD_UTF8", "2|3");
  }

  @Test
  void givesTheRecordsTextAsItStandsInTheFile() throws IOException {
    assertThat(read(bytes("a,b\r\n\"1\"\"\r\n\", 2\r\nx\r\n"), "a", "b"))
        .extracting(ReadRecord::raw)
        .containsExactly("\"1\"\"\r\n\", 2", "x");
  }

  private List<ReadRecord> read(byte[] content, CsvDialect dialect) throws IOException {
    Path file = RawFiles.write(directory, "x.csv", content);
    SourceDefinition source =
        RawFiles.source(file.toString(), Format.CSV, dialect, UnknownField.REJECT, "a", "b");
    return RawFiles.read(source);
  }

  private List<ReadRecord> read(byte[] content, String... columns) throws IOException {
    Path file = RawFiles.write(directory, "x.csv", content);
    return RawFiles.read(RawFiles.source(file.toString(), Format.CSV, columns));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }
}
