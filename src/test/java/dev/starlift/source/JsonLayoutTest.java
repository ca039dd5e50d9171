package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
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

/** JSON that is declared to be an array, or objects over several lines. */
class JsonLayoutTest {
  @TempDir Path directory;

  static Stream<Arguments> readable() {
    return Stream.of(
        arguments(
            "F50 array in one line", JsonLayout.ARRAY, "[{\"a\":1},{\"a\":2}]", "1:1|∅ 1:2|∅"),
        arguments(
            "F50 array over lines",
            JsonLayout.ARRAY,
            "\uFEFF\n[\n  {\"a\": 1,\n   \"b\": 2}\r\n,\n\n{\"b\":3}\n]\n\n",
            "3:1|2 7:∅|3"),
        arguments("F50 empty array", JsonLayout.ARRAY, " [ \n ] ", ""),
        arguments("F01 nothing, array", JsonLayout.ARRAY, "", ""),
        arguments("F01 nothing, objects", JsonLayout.OBJECTS, " \n", ""),
        arguments(
            "F50 pretty-printed",
            JsonLayout.OBJECTS,
            "{\n  \"a\": {\n    \"x\": [\n 1 ]\n  }\n}\n{\n  \"b\": 2\n}",
            "1:{\n    \"x\": [\n 1 ]\n  }|∅ 7:∅|2"),
        arguments(
            "F51 concatenated",
            JsonLayout.OBJECTS,
            "{\"a\":1}{\"a\":2}\n{\"a\":3}",
            "1:1|∅ 1:2|∅ 2:3|∅"),
        arguments(
            "F52 last object truncated",
            JsonLayout.OBJECTS,
            "{\"a\":1}\n{\"a\":\n\"x",
            "1:1|∅ 2:JSON_SYNTAX"),
        arguments(
            "F53 too deep, then another",
            JsonLayout.ARRAY,
            "[{\"a\":%s%s},{\"a\":1}]".formatted("[".repeat(3_000), "]".repeat(3_000)),
            "1:JSON_DEPTH 1:1|∅"),
        arguments(
            "F53 100,000 deep",
            JsonLayout.OBJECTS,
            "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "{\"a\":1}",
            "1:JSON_DEPTH 1:1|∅"),
        arguments(
            "records that are wrong in themselves",
            JsonLayout.ARRAY,
            "[{\"a\":1,\"a\":2},\n{\"a\":01},{\"a\":\"\\ud800\"},\n{\"c\":[\"]\\\"}\"]},{\"a\":},{\"a\":2}]",
            "1:JSON_DUP_KEY 2:JSON_SYNTAX 2:SURROGATE 3:UNKNOWN_FIELD 3:JSON_SYNTAX 3:2|∅"),
        arguments(
            "values that are no objects",
            JsonLayout.ARRAY,
            "[1, \"x\", [{\"a\":1}], null, true, {\"a\":2}]",
            "1:TYPE 1:TYPE 1:TYPE 1:TYPE 1:TYPE 1:2|∅"),
        arguments(
            "values between objects",
            JsonLayout.OBJECTS,
            "1 {\"a\":1}\n12 \"x\"{\"a\":2}",
            "1:TYPE 1:1|∅ 2:TYPE 2:TYPE 2:2|∅"),
        arguments(
            "a line end in a text",
            JsonLayout.OBJECTS,
            "{\"a\":\"x\ny\"}\n{\"a\":1}",
            "1:JSON_SYNTAX 3:1|∅"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void readsOrRejectsEachRecord(String id, JsonLayout layout, String content, String expected)
      throws IOException {
    assertThat(shown(read(layout, content.getBytes(UTF_8)))).isEqualTo(expected);
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("F50 no array", JsonLayout.ARRAY, "{\"a\":1}", "json:1: is no JSON array"),
        arguments(
            "F50 an array after all",
            JsonLayout.OBJECTS,
            "\n[{\"a\":1}]",
            "json:2: is a JSON array"),
        arguments(
            "F51 text behind the array", JsonLayout.ARRAY, "[]\n{}", "json:2: goes on behind"),
        arguments("F52 array cut between", JsonLayout.ARRAY, "[{\"a\":1},\n", "2: is truncated"),
        arguments("F52 array cut inside", JsonLayout.ARRAY, "[{\"a\":1},{\"a\"", "is truncated"),
        arguments("F52 array without an end", JsonLayout.ARRAY, "[", "is truncated"),
        arguments(
            "V44 comma at the end", JsonLayout.ARRAY, "[{\"a\":1},\n]", "a ',' before the end"),
        arguments("no comma", JsonLayout.ARRAY, "[{\"a\":1}{\"a\":2}]", "neither ',' nor ']'"),
        arguments(
            "F51 text", JsonLayout.OBJECTS, "{\"a\":1}\nhello {\"a\":2}", "2: has text that is no"),
        arguments("V44 a number", JsonLayout.ARRAY, "[01]", "neither ',' nor ']'"),
        arguments(
            "a bracket too many",
            JsonLayout.OBJECTS,
            "{\"a\":1}\n}\n{\"a\":2}",
            "2: has text that"),
        arguments(
            "brackets",
            JsonLayout.OBJECTS,
            "{\"a\":1]\n{\"a\":2}",
            "1: has a record whose brackets"),
        arguments(
            "a text that swallows the rest",
            JsonLayout.OBJECTS,
            "{\"a\":\"x}\n" + "{\"a\":1}\n".repeat(150_001),
            "json:1: has a record"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void refusesAFileWhoseRecordsNobodyCanTell(
      String id, JsonLayout layout, String content, String reason) {
    assertThatThrownBy(() -> read(layout, content.getBytes(UTF_8)))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining(reason);
  }

  @Test
  void rejectsBytesThatAreNotUtf8() throws IOException {
    byte[] content = "[{\"a\":\"é\"},{\"a\":1}]".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(shown(read(JsonLayout.ARRAY, content))).isEqualTo("1:BAD_UTF8 1:1|∅");
  }

  @Test
  @DisplayName("F24 passes over aRecord that is longer than copy takes")
  void passesOverARecordThatIsLongerThanCopyTakes() throws IOException {
    String huge = "{\"a\":\n\"" + "x]".repeat(ByteWindow.MAX_RECORD_BYTES) + "\"}";
    List<ReadRecord> records =
        read(JsonLayout.ARRAY, ("[{\"a\":1}," + huge + ",{\"a\":2}]").getBytes(UTF_8));
    assertThat(shown(records)).isEqualTo("1:1|∅ 1:TOO_LONG 2:2|∅");
    assertThat(records.get(1).raw()).hasSize(1000);
  }

  @Test
  void readsALongFileThroughManyWindows() throws IOException {
    String content = "[" + "{\"a\": \"some text\",\n \"b\": 12345},\n".repeat(100_000) + "{}]";
    List<ReadRecord> records = read(JsonLayout.ARRAY, content.getBytes(UTF_8));
    assertThat(records).hasSize(100_001);
    assertThat(records.subList(0, 100_000)).allMatch(r -> r.shown().equals("some text|12345"));
    assertThat(records.get(100_000).line()).isEqualTo(200_001);
    assertThat(records.get(1).raw()).isEqualTo("{\"a\": \"some text\",\n \"b\": 12345}");
  }

  private List<ReadRecord> read(JsonLayout layout, byte[] content) throws IOException {
    Path file = RawFiles.write(directory, "x.json", content);
    return RawFiles.read(
        RawFiles.source(
            file.toString(),
            Format.JSON,
            CsvDialect.STANDARD,
            layout,
            UnknownField.REJECT,
            "a",
            "b"));
  }

  private static String shown(List<ReadRecord> records) {
    return String.join(
        " ", records.stream().map(record -> record.line() + ":" + record.shown()).toList());
  }
}
