package dev.starlift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of odd inputs: every line of it is shown by a test that bears its number. */
class InputsPageTest {
  private static final Path PAGE = Path.of("docs", "inputs.md");

  /** Change data capture is a feature of its own. */
  private static final List<String> STILL_TO_COME = List.of("F56", "F57", "F58", "V51", "V52");

  static Stream<Arguments> lines() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.matches("\\| [FV][0-9]{2} \\|.*"))
        .map(line -> line.split("\\|", -1))
        .map(cells -> Arguments.of(cells[1].strip(), cells[4].strip().replace("`", "")));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("lines")
  void theNamedClassHasATestOfThatNumber(String id, String test) throws IOException {
    if (STILL_TO_COME.contains(id)) {
      assertThat(test).isEmpty();
      return;
    }
    String code = Files.readString(source(test));
    // In a display name, or as the first argument of a case.
    assertThat(code)
        .containsPattern("(?m)(\"|name = \"|[A-Z]\\d\\d,? )" + Pattern.quote(id) + "\\b");
  }

  @Test
  void noNumberIsLeftOut() throws IOException {
    TreeMap<String, String> found = new TreeMap<>();
    lines().forEach(line -> found.put((String) line.get()[0], (String) line.get()[1]));
    List<String> all =
        Stream.concat(
                IntStream.rangeClosed(1, 58).mapToObj("F%02d"::formatted),
                IntStream.rangeClosed(1, 54).mapToObj("V%02d"::formatted))
            .toList();

    assertThat(found.keySet()).containsExactlyElementsOf(all);
  }

  private static Path source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      return files
          .filter(file -> file.endsWith(test + ".java"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("There is no class " + test));
    }
  }
}
