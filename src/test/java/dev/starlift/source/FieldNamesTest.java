package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.NaughtyStrings;
import dev.starlift.job.SourceDefinition.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A field of a file may have any name. */
class FieldNamesTest {
  @TempDir Path directory;

  @Test
  @DisplayName("V45 V54 keys of JSON may be empty, long, quoted, reserved or naughty")
  void keysOfJsonMayBeAnything() throws IOException {
    List<String> fields = new ArrayList<>(NaughtyStrings.ALL);
    fields.addAll(List.of("", "`", "a.b.c", "x".repeat(200) + "1", "x".repeat(200) + "2"));
    ObjectMapper json = new ObjectMapper();
    List<String> members = new ArrayList<>();
    for (String field : fields) {
      members.add(json.writeValueAsString(field) + ":" + members.size());
    }
    Path file =
        RawFiles.write(
            directory, "x.json", "{%s}\n".formatted(String.join(",", members)).getBytes(UTF_8));

    assertThat(shown(file, Format.JSON, fields)).isEqualTo(numbers(fields.size()));
  }

  @Test
  @DisplayName("V45 V54 columns of CSV may have any name but a blank one")
  void columnsOfCsvMayHaveAnyNameButABlankOne() throws IOException {
    // Two that differ by case are one to Redshift, and refused.
    List<String> fields =
        NaughtyStrings.ALL.stream()
            .filter(field -> !field.isBlank() && !field.equals("NULL"))
            .toList();
    String header =
        fields.stream()
            .map(field -> '"' + field.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","));
    String row = numbers(fields.size()).replace('|', ',');
    Path file =
        RawFiles.write(directory, "x.csv", "%s\n%s\n".formatted(header, row).getBytes(UTF_8));

    assertThat(shown(file, Format.CSV, fields)).isEqualTo(numbers(fields.size()));
  }

  private static String shown(Path file, Format format, List<String> fields) throws IOException {
    return RawFiles.read(RawFiles.source(file.toString(), format, fields.toArray(String[]::new)))
        .stream()
        .map(RawFiles.ReadRecord::shown)
        .collect(Collectors.joining("\n"));
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining("|"));
  }
}
