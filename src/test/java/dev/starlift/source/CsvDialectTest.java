package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.CsvDialect.Header;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.source.RawFiles.ReadRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a declared dialect changes, and that nothing changes where it is not declared. */
class CsvDialectTest {
  @TempDir Path directory;

  private static CsvDialect escaping(boolean lineBreaks) {
    return new CsvDialect(
        ',',
        '"',
        Optional.of('\\'),
        Optional.empty(),
        Header.NAMES,
        Optional.of("\\N"),
        UTF_8,
        false,
        lineBreaks);
  }

  private static CsvDialect with(Header header, char quote, boolean blankLinesAreRecords) {
    return new CsvDialect(
        ',',
        quote,
        Optional.empty(),
        Optional.of('#'),
        header,
        Optional.empty(),
        UTF_8,
        blankLinesAreRecords,
        true);
  }

  static Stream<Arguments> escapes() {
    return Stream.of(
        arguments("F11 escaped quote", "\"5\\\" disk\",2", "2:5\" disk|2"),
        arguments("F11 escaped quote before the delimiter", "\"5\\\",2\",3", "2:5\",2|3"),
        arguments("doubled quotes still count", "\"a\"\"b\\\"c\",1", "2:a\"b\"c|1"),
        arguments("escaped delimiter outside quotes", "a\\,b,2", "2:a,b|2"),
        arguments("escaped quote outside quotes", "\\\"a\\\",2", "2:\"a\"|2"),
        arguments("escaped escape", "a\\\\,2", "2:a\\|2"),
        arguments("escaped line feed is a line break", "a\\\nb,2\n3,4", "2:a\nb|2\n4:3|4"),
        arguments("escaped CRLF is one line break", "a\\\r\nb,2\r\n3,4", "2:a\r\nb|2\n4:3|4"),
        arguments("escaped letter stands for itself", "\\n\\é,\\t", "2:né|t"),
        arguments("null mark with the escape", "\\N,\"\\N\"", "2:∅|N"),
        arguments("escaped NUL is a NUL", "a\\\0,2\n3,4", "2:NUL\n3:3|4"),
        arguments("nothing behind the escape", "1,2\n3,4\\", "2:1|2\n3:QUOTE"),
        arguments("nothing behind the escape in quotes", "1,2\n3,\"4\\", "2:1|2\n3:QUOTE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("escapes")
  void anEscapeMakesTheNextCharacterStandForItself(String name, String rows, String expected)
      throws IOException {
    assertThat(shown("a,b\n" + rows, escaping(true))).isEqualTo(expected);
  }

  @Test
  void anEscapedLineEndBreaksTheRecordWhereFieldsHoldNone() throws IOException {
    assertThat(shown("a,b\n1\\\n2,3\n4,5\n", escaping(false))).isEqualTo("2:QUOTE\n3:2|3\n4:4|5");
  }

  @Test
  void anEscapeMayStandWhereTheWindowEnds() throws IOException {
    StringBuilder content = new StringBuilder("a,b\n");
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      content.append(i).append(",\"x\\\"").append("\\\\".repeat(i % 5)).append("\\\n\"\n");
      expected.append("x\"").append("\\".repeat(i % 5)).append("\n;");
    }

    List<ReadRecord> records = read(content.toString(), escaping(true), "a", "b");

    assertThat(
            records.stream()
                .map(record -> record.values().get(1) + ";")
                .collect(Collectors.joining()))
        .isEqualTo(expected.toString());
    assertThat(records.get(39_999).line()).isEqualTo(2 + 2 * 39_999);
  }

  @Test
  void anOverlongRecordEndsWhereItsEscapesLetIt() throws IOException {
    String huge = "\"" + "y\\\"\\\n".repeat(ByteWindow.MAX_RECORD_BYTES / 4) + "\"";
    assertThat(
            read(
                "a,b\n1," + huge + "\n2," + "z\\\n".repeat(2 << 20) + "\n3,4\n",
                escaping(true),
                "a",
                "b"))
        .extracting(ReadRecord::shown)
        .containsExactly("TOO_LONG", "TOO_LONG", "3|4");
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments(
            "comments before the header and between rows",
            with(Header.NAMES, '"', false),
            "# of \"today\n#\r\na,b\n1,2\n#3,4\n5,#6\n\"#7\",8\n#",
            "4:1|2\n6:5|#6\n7:#7|8"),
        arguments(
            "F16 columns by position whatever the header says",
            with(Header.SKIPPED, '"', false),
            "x,x\n1,2\nx,x\n3,4\n",
            "2:1|2\n3:HEADER_REPEAT\n4:3|4"),
        arguments(
            "columns by position without a header",
            with(Header.NONE, '"', false),
            "1,2\n",
            "1:1|2"),
        arguments(
            "no quotes at all",
            with(Header.NAMES, CsvDialect.NO_QUOTE, false),
            "a,b\n\"1,2\"\n5\" disk,\"\"\n1\0,2\n",
            "2:\"1|2\"\n3:5\" disk|\"\"\n4:NUL"),
        arguments(
            "F15 blank lines that are records",
            with(Header.NAMES, '"', true),
            "\n\na,b\n\n1,2\n",
            "4:COLUMNS_FEW\n5:1|2"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void aDialectIsReadAsDeclared(String name, CsvDialect dialect, String content, String expected)
      throws IOException {
    assertThat(shown(content, dialect)).isEqualTo(expected);
  }

  @Test
  void aBlankLineOfOneColumnIsNullWhereItIsARecord() throws IOException {
    assertThat(read("a\n1\n\n\"\"\n", with(Header.NAMES, '"', true), "a"))
        .extracting(ReadRecord::shown)
        .containsExactly("1", "∅", "");
  }

  @Test
  void aCommentIsPassedOverHoweverLong() throws IOException {
    String content = "a\n#" + "x".repeat(6 << 20) + "\r\n1\n";
    assertThat(read(content, with(Header.NAMES, '"', false), "a"))
        .extracting(record -> record.line() + ":" + record.shown())
        .containsExactly("3:1");
  }

  @Test
  @DisplayName("F16 a skipped header must have as many columns as the contract")
  void aSkippedHeaderMustHaveAsManyColumnsAsTheContract() {
    assertThatThrownBy(() -> shown("a,b,c\n1,2,3\n", with(Header.SKIPPED, '"', false)))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("has 3 header columns, and the contract 2");
  }

  @Test
  void partsOfAFileWithCommentsAndEscapesGiveWhatTheWholeGives() throws IOException {
    CsvDialect dialect =
        new CsvDialect(
            ',',
            '"',
            Optional.of('\\'),
            Optional.of('#'),
            Header.NAMES,
            Optional.empty(),
            UTF_8,
            false,
            false);
    String content = "#x\na,b\n1\\,2,3\n# \"\n\n\"4\\\"\",5\n6\\\n7,8\n#\n9,10";
    SourceDefinition source = source(content, dialect, "a", "b");
    List<ReadRecord> whole = RawFiles.read(source);

    // A part is of megabytes: the first one holds the header.
    for (int bytes = 7; bytes < content.length(); bytes++) {
      assertThat(RawFiles.readInParts(source, bytes)).as("parts of " + bytes).isEqualTo(whole);
    }
    assertThat(whole)
        .extracting(ReadRecord::shown)
        .containsExactly("1,2|3", "4\"|5", "QUOTE", "7|8", "9|10");
  }

  private String shown(String content, CsvDialect dialect) throws IOException {
    return read(content, dialect, "a", "b").stream()
        .map(record -> record.line() + ":" + record.shown())
        .collect(Collectors.joining("\n"));
  }

  private List<ReadRecord> read(String content, CsvDialect dialect, String... columns)
      throws IOException {
    return RawFiles.read(source(content, dialect, columns));
  }

  private SourceDefinition source(String content, CsvDialect dialect, String... columns) {
    Path file = RawFiles.write(directory, "x.csv", content.getBytes(UTF_8));
    return RawFiles.source(file.toString(), Format.CSV, dialect, UnknownField.REJECT, columns);
  }
}
