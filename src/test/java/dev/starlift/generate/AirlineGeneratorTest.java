package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.starlift.SparkTest;
import dev.starlift.generate.GenerationReport.SourceTotals;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirlineGeneratorTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 15);

  @TempDir private Path folder;

  private final AirlineGenerator generator = new AirlineGenerator(SparkTest.session());

  @Test
  void scaleOneIsAsLargeAsTheOriginal() {
    GenerationReport report = generator.run(options("raw", 1, 1, 0));
    assertThat(report.sources())
        .extracting(SourceTotals::source, SourceTotals::files, SourceTotals::cleanRows)
        .containsExactly(
            tuple("airports", 1, 20L),
            tuple("aircraft", 1, 50L),
            tuple("flights", 1, 60L),
            tuple("customers", 1, 1_000L),
            tuple("bookings", 1, 5_000L),
            tuple("operations", 31, 48L * 31));
    assertThat(report.brokenRows()).isEmpty();
    Map<String, String> contents = Generated.in(folder.resolve("raw")).contents();
    Set<String> expected = new HashSet<>();
    for (int back = 0; back < 31; back++) {
      expected.add("flight_operations/" + AS_OF.minusDays(back) + ".csv");
    }
    expected.addAll(
        List.of(
            "airports/airports.csv",
            "aircraft/aircraft.csv",
            "flights/flights.csv",
            "customers/part-00000.jsonl",
            "bookings/part-00000.jsonl"));
    assertThat(contents.keySet()).isEqualTo(expected);
  }

  @Test
  void theReportCountsWhatIsThere() {
    GenerationReport report = generator.run(options("raw", 1, 1, 0.05));
    Generated generated = Generated.in(folder.resolve("raw"));
    long rows = 0;
    long files = 0;
    for (Source source : Source.values()) {
      for (List<String> lines : generated.lines(source).values()) {
        files++;
        rows += lines.size() - (source.header().isEmpty() ? 0 : 1);
      }
    }
    assertThat(report.files()).isEqualTo(files);
    assertThat(report.rows()).isEqualTo(rows);
    assertThat(report.bytes()).isEqualTo(bytes(generated));
    assertThat(report.broken()).isEqualTo(generated.broken().size());
    report
        .brokenRows()
        .forEach(
            (code, count) ->
                assertThat(generated.broken())
                    .filteredOn(broken -> broken.code().equals(code.name()))
                    .hasSize(Math.toIntExact(count)));
  }

  private static long bytes(Generated generated) {
    return generated.contents().entrySet().stream()
        .filter(file -> !file.getKey().startsWith("_"))
        .mapToLong(file -> file.getValue().getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  /** Spark writes files side by side, the other one after the other from the last to the first. */
  @Test
  void sameArgumentsGiveSameBytesInAnyOrderAndAgain() {
    generator.run(options("side-by-side", 30, 5, 0.02));
    Map<String, String> first = Generated.in(folder.resolve("side-by-side")).contents();
    assertThat(first).containsKeys("bookings/part-00001.jsonl", "_broken/part-00000.jsonl");
    assertThat(Generated.write(options("one-by-one", 30, 5, 0.02)).contents()).isEqualTo(first);
    generator.run(options("side-by-side", 30, 5, 0.02));
    assertThat(Generated.in(folder.resolve("side-by-side")).contents()).isEqualTo(first);
  }

  @Test
  void anotherSeedGivesOtherRowsInTheSameFiles() {
    Map<String, String> one = Generated.write(options("one", 1, 1, 0)).contents();
    Map<String, String> other = Generated.write(options("other", 1, 2, 0)).contents();
    assertThat(other.keySet()).isEqualTo(one.keySet());
    // Airports and timetable are facts, not draws.
    Set<String> same =
        one.keySet().stream()
            .filter(name -> one.get(name).equals(other.get(name)))
            .collect(Collectors.toSet());
    assertThat(same).containsExactlyInAnyOrder("airports/airports.csv", "flights/flights.csv");
  }

  @Test
  void filesOfAnotherGenerationAreNotMixedIn() {
    generator.run(options("raw", 1, 1, 0.05));
    assertThatThrownBy(() -> generator.run(options("raw", 1, 1, 0)))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE))
        .hasMessageContaining("_broken/part-000");
  }

  @Test
  void hiddenFilesAndFilesBesideTheFoldersDoNotMatter() throws IOException {
    Files.createDirectories(folder.resolve("raw/bookings"));
    Files.writeString(folder.resolve("raw/bookings/_SUCCESS"), "");
    Files.writeString(folder.resolve("raw/notes.txt"), "");
    assertThat(generator.run(options("raw", 1, 1, 0)).files()).isEqualTo(36);
  }

  @Test
  void anUnknownSchemeIsAProblem() {
    AirlineOptions options = new AirlineOptions("s4://bucket/raw", 1, 1, AS_OF, 0);
    assertThatThrownBy(() -> generator.run(options))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE))
        .hasMessageContaining("--to: 's4://bucket/raw'");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Files.writeString(folder.resolve("raw"), "a file");
    assertThatThrownBy(() -> generator.run(options("raw", 1, 1, 0)))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE))
        .hasMessageContaining("is a file");
  }

  private AirlineOptions options(String name, int scale, long seed, double dirtyRate) {
    return new AirlineOptions(folder.resolve(name).toString(), scale, seed, AS_OF, dirtyRate);
  }
}
