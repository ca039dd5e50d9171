package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.source.RawFiles.ReadRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of every odd file of JSON lines. */
class JsonFilesTest {
  @TempDir Path directory;

  static Stream<Arguments> lines() {
    return Stream.of(
        arguments("plain", "{\"a\":\"x\",\"b\":1}", "1:x|1"),
        arguments("blanks", " \t{ \"b\" : 1 ,\t\"a\" : \"x\" }\t ", "1:x|1"),
        arguments("missing key", "{\"b\":1}", "1:∅|1"),
        arguments("empty object", "{}", "1:∅|∅"),
        arguments("null and empty", "{\"a\":null,\"b\":\"\"}", "1:∅|"),
        arguments("booleans", "{\"a\":true,\"b\":false}", "1:true|false"),
        arguments("F01 zero bytes", "", ""),
        arguments("F03 byte order mark", "\uFEFF{\"a\":1}\n", "1:1|∅"),
        arguments("F06 CRLF", "{\"a\":1}\r\n{\"a\":2}\r\n", "1:1|∅\n2:2|∅"),
        arguments("F15 blank lines", "\n\n{\"a\":1}\n \r\n{\"a\":2}\n\n", "3:1|∅\n5:2|∅"),
        arguments(
            "F51 two objects on a line",
            "{\"a\":1} {\"a\":2}{\"a\":3}\n{\"a\":4}",
            "1:1|∅\n1:2|∅\n1:3|∅\n2:4|∅"),
        arguments("F51 text after an object", "{\"a\":1} x\n{\"a\":2}", "1:JSON_TRAILING\n2:2|∅"),
        arguments("F51 comma after an object", "{\"a\":1},\n{\"a\":2}", "1:JSON_TRAILING\n2:2|∅"),
        arguments("F52 truncated", "{\"a\":1}\n{\"a\":\"2", "1:1|∅\n2:JSON_SYNTAX"),
        arguments("F52 truncated in the middle", "{\"a\":\n{\"a\":2}", "1:JSON_SYNTAX\n2:2|∅"),
        arguments("F53 nested 200", nested(199), "1:∅|" + "[".repeat(199) + "]".repeat(199)),
        arguments("F53 nested 201", nested(200), "1:JSON_DEPTH"),
        arguments("F53 nested 3,000", nested(3_000), "1:JSON_DEPTH"),
        arguments("F53 nested 100,000", nested(100_000), "1:JSON_DEPTH"),
        arguments("F53 objects", "{\"a\":".repeat(500), "1:JSON_DEPTH"),
        arguments(
            "not an object", "{}\n1\n\"x\"\n[1]\nnull\n", "1:∅|∅\n2:TYPE\n3:TYPE\n4:TYPE\n5:TYPE"),
        arguments("no JSON at all", "hello\n{\"a\":1}", "1:JSON_SYNTAX\n2:1|∅"),
        arguments("V24 NUL escaped", "{\"a\":\"\\u0000\"}", "1:NUL"),
        arguments("V24 NUL as it is", "{\"a\":\"\0\"}", "1:NUL"),
        arguments(
            "V25 controls escaped",
            "{\"a\":\"\\u0001\u007f\u0085\u2028\"}",
            "1:\u0001\u007f\u0085\u2028|∅"),
        arguments("V25 controls unescaped", "{\"a\":\"\u0001\"}", "1:JSON_SYNTAX"),
        arguments("V27 high surrogate", "{\"a\":\"\\ud800\"}", "1:SURROGATE"),
        arguments("V27 high surrogate, then other", "{\"a\":\"\\ud800\\u0041\"}", "1:SURROGATE"),
        arguments("V27 high surrogate, then escape", "{\"a\":\"\\ud800\\n\"}", "1:SURROGATE"),
        arguments("V27 low surrogate", "{\"a\":\"\\udc00x\"}", "1:SURROGATE"),
        arguments("V27 in a key", "{\"\\udc00\":1}", "1:SURROGATE"),
        arguments("V27 nested", "{\"a\":{\"x\":[\"\\ud800\"]}}", "1:SURROGATE"),
        arguments("surrogate pair", "{\"a\":\"\\ud83d\\ude00\"}", "1:😀|∅"),
        arguments("V28 non-characters", "{\"a\":\"\\ufffe\uFDD0\"}", "1:\uFFFE\uFDD0|∅"),
        arguments(
            "escapes",
            "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u6F22\"}",
            "1:\"\\/\b\f\n\r\té漢|∅"),
        arguments("escaped key", "{\"\\u0061\":1}", "1:1|∅"),
        arguments("V38 duplicate key", "{\"a\":1,\"b\":2,\"a\":1}", "1:JSON_DUP_KEY"),
        arguments("V38 duplicate key, escaped", "{\"a\":1,\"\\u0061\":1}", "1:JSON_DUP_KEY"),
        arguments(
            "V38 duplicate key, nested",
            "{\"a\":{\"x\":1,\"y\":{\"x\":1},\"x\":2}}",
            "1:JSON_DUP_KEY"),
        arguments(
            "same key in other objects",
            "{\"a\":{\"a\":{\"a\":1},\"b\":{\"a\":1}}}",
            "1:{\"a\":{\"a\":1},\"b\":{\"a\":1}}|∅"),
        arguments("V39 other case", "{\"A\":1}", "1:UNKNOWN_FIELD"),
        arguments(
            "V40 large numbers",
            "{\"a\":9223372036854775808,\"b\":" + "123456789".repeat(5) + "}",
            "1:9223372036854775808|" + "123456789".repeat(5)),
        arguments(
            "V41 all digits",
            "{\"a\":0.1234567890123456789,\"b\":-0.00}",
            "1:0.1234567890123456789|-0.00"),
        arguments("V42 exponent", "{\"a\":1e400,\"b\":-1.5E-3}", "1:1e400|-1.5E-3"),
        arguments(
            "V43 nested", "{\"a\":{\"x\" : [1, \"é\"]},\"b\":[]}", "1:{\"x\" : [1, \"é\"]}|[]"),
        arguments("V44 NaN", "{\"a\":NaN}", "1:JSON_SYNTAX"),
        arguments("V44 Infinity", "{\"a\":-Infinity}", "1:JSON_SYNTAX"),
        arguments("V44 leading zero", "{\"a\":01}", "1:JSON_SYNTAX"),
        arguments("V44 plus", "{\"a\":+1}", "1:JSON_SYNTAX"),
        arguments("V44 bare point", "{\"a\":1.}", "1:JSON_SYNTAX"),
        arguments("V44 bare exponent", "{\"a\":1e}", "1:JSON_SYNTAX"),
        arguments("V44 single quotes", "{'a':1}", "1:JSON_SYNTAX"),
        arguments("V44 trailing comma", "{\"a\":1,}", "1:JSON_SYNTAX"),
        arguments("V44 trailing comma in an array", "{\"a\":[1,]}", "1:JSON_SYNTAX"),
        arguments("V44 comment", "{\"a\":1/**/}", "1:JSON_SYNTAX"),
        arguments("V44 bare key", "{a:1}", "1:JSON_SYNTAX"),
        arguments("V44 wrong escape", "{\"a\":\"\\x41\"}", "1:JSON_SYNTAX"),
        arguments("V44 wrong hex", "{\"a\":\"\\u00g0\"}", "1:JSON_SYNTAX"),
        arguments("V44 misspelt", "{\"a\":tru}", "1:JSON_SYNTAX"),
        arguments("unknown field", "{\"a\":1,\"c\":2}", "1:UNKNOWN_FIELD"));
  }

  private static String nested(int arrays) {
    return "{\"b\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void readsOrRejectsEachRecord(String id, String content, String expected) throws IOException {
    assertThat(RawFiles.readShown(directory, Format.JSON, content.getBytes(UTF_8)))
        .isEqualTo(expected);
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("F04 UTF-16LE", "\uFEFF{}".getBytes(StandardCharsets.UTF_16LE), "UTF-16"),
        arguments(
            "F50 array", "\n[{\"a\":1},\n{\"a\":2}]".getBytes(UTF_8), "json:2: is a JSON array"),
        arguments("F50 pretty-printed", "{\n  \"a\":1\n}".getBytes(UTF_8), "json:1: spreads"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void refusesAFileAsAWhole(String id, byte[] content, String reason) {
    assertThatThrownBy(() -> RawFiles.readShown(directory, Format.JSON, content))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("V26 rejects the lines of bytes that are not utf8 and shows them")
  void rejectsTheLinesOfBytesThatAreNotUtf8AndShowsThem() throws IOException {
    // also where the line has other faults
    byte[] content = "{\"a\":\"é\"}\n{\"a\":é}\n{\"a\":1}".getBytes(StandardCharsets.ISO_8859_1);
    List<ReadRecord> records = read(content, UnknownField.REJECT);
    assertThat(records)
        .extracting(ReadRecord::shown)
        .containsExactly("BAD_UTF8", "BAD_UTF8", "1|∅");
    assertThat(records.get(0).raw()).isEqualTo("{\"a\":\"\uFFFD\"}");
  }

  @Test
  void ignoresUnknownFieldsWhenTheContractSaysSoButNotThoseOfOtherCase() throws IOException {
    String content =
        "{\"c\":1,\"a\":2}\n{\"a\":1,\"c\":[{\"x\":1}],\"d\":3}\n{\"B\":1}\n{\"c\":1,\"c\":1}";
    List<ReadRecord> records = read(content.getBytes(UTF_8), UnknownField.IGNORE);
    assertThat(records)
        .extracting(ReadRecord::shown)
        .containsExactly("2|∅", "1|∅", "UNKNOWN_FIELD", "JSON_DUP_KEY");
    assertThat(records.get(2).column()).isEqualTo("B");
  }

  @Test
  void findsADuplicateAmongManyKeys() throws IOException {
    StringBuilder keys = new StringBuilder("\"x0\":0");
    for (int i = 1; i < 5_000; i++) {
      keys.append(",\"x").append(i).append("\":{\"x0\":").append(i).append('}');
    }
    String content =
        "{\"a\":{%s}}\n{\"a\":{%s,\"x4999\":1}}\n{\"a\":{%s,\"x3\":1}}".formatted(keys, keys, keys);
    assertThat(read(content.getBytes(UTF_8), UnknownField.REJECT))
        .extracting(ReadRecord::problem)
        .containsExactly(null, "JSON_DUP_KEY", "JSON_DUP_KEY");
  }

  @Test
  @DisplayName("F24 rejects aRecord that is longer than copy takes and goes on")
  void rejectsARecordThatIsLongerThanCopyTakesAndGoesOn() throws IOException {
    String huge = "{\"a\":\"" + "x".repeat(ByteWindow.MAX_RECORD_BYTES) + "\"}";
    String content = "{\"a\":1}\n" + huge + "\n{\"a\":2}\n" + huge + huge + "\n{\"a\":3}\n" + huge;
    List<ReadRecord> records = read(content.getBytes(UTF_8), UnknownField.REJECT);
    assertThat(records)
        .extracting(record -> record.line() + ":" + record.shown())
        .containsExactly("1:1|∅", "2:TOO_LONG", "3:2|∅", "4:TOO_LONG", "5:3|∅", "6:TOO_LONG");
    assertThat(records.get(1).raw()).hasSize(1000);
  }

  @Test
  void readsAFileOfObjectsWithoutLineEnds() throws IOException {
    // As Firehose writes them; longer than any window.
    String content = "{\"a\":\"some text\",\"b\":12345}".repeat(400_000);
    assertThat(read(content.getBytes(UTF_8), UnknownField.REJECT))
        .hasSize(400_000)
        .allMatch(record -> record.shown().equals("some text|12345") && record.line() == 1);
  }

  @Test
  void givesTheLineAsItStandsInTheFileAndSaysWhatIsWrong() throws IOException {
    List<ReadRecord> records =
        read("{\"a\": 1 }\r\n{\"a\":1, \"b\":0x}\r\n".getBytes(UTF_8), UnknownField.REJECT);
    assertThat(records)
        .extracting(ReadRecord::raw)
        .containsExactly("{\"a\": 1 }", "{\"a\":1, \"b\":0x}");
    assertThat(records.get(1).message()).isEqualTo("no JSON from byte 14 of the record");
  }

  private List<ReadRecord> read(byte[] content, UnknownField unknown) throws IOException {
    Path file = RawFiles.write(directory, "x.json", content);
    return RawFiles.read(
        RawFiles.source(file.toString(), Format.JSON, CsvDialect.STANDARD, unknown, "a", "b"));
  }
}
