package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.generate.Generated.Broken;
import dev.starlift.model.RejectCode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirtTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 15);
  private static final double RATE = 0.1;

  private Generated clean;
  private Generated dirty;

  @BeforeAll
  void generate(@TempDir Path folder) {
    clean = write(folder.resolve("clean"), 0);
    dirty = write(folder.resolve("dirty"), RATE);
  }

  private static Generated write(Path folder, double rate) {
    return Generated.write(new AirlineOptions(folder.toString(), 2, 11, AS_OF, rate));
  }

  @Test
  void theListNamesExactlyTheRowsThatAJobMustReject() {
    assertThat(dirty.broken())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(RawJudge.judge(dirty));
  }

  @Test
  void cleanFilesHoldNothingToReject() {
    assertThat(RawJudge.judge(clean)).isEmpty();
    assertThat(clean.broken()).isEmpty();
    assertThat(clean.contents()).noneSatisfy((name, text) -> assertThat(name).contains("_broken"));
  }

  @Test
  void whatIsNotRejectedIsWhatIsThereWithoutDirt() {
    Set<String> rejected =
        dirty.broken().stream()
            .map(broken -> broken.file() + ":" + broken.line())
            .collect(Collectors.toSet());
    for (Source source : Source.values()) {
      assertThat(dirty.lines(source).keySet()).isEqualTo(clean.lines(source).keySet());
      dirty
          .lines(source)
          .forEach(
              (file, lines) -> {
                List<String> kept = new ArrayList<>();
                for (int i = 0; i < lines.size(); i++) {
                  if (!rejected.contains(file + ":" + (i + 1))) {
                    kept.add(lines.get(i));
                  }
                }
                assertThat(kept).isEqualTo(clean.lines(source).get(file));
              });
    }
  }

  @Test
  void everyFaultOfTheLargeSourcesOccurs() {
    for (Source source : List.of(Source.CUSTOMERS, Source.BOOKINGS, Source.OPERATIONS)) {
      Set<String> expected = new TreeSet<>();
      for (Fault fault : Faults.of(source)) {
        expected.add(fault.code() + " " + fault.column());
      }
      Set<String> seen = new TreeSet<>();
      for (Broken broken : dirty.broken()) {
        if (broken.source().equals(source.text)) {
          seen.add(broken.code() + " " + broken.column());
        }
      }
      assertThat(seen).isEqualTo(expected);
    }
  }

  @Test
  void everySourceHasTheFaultsOfItsFormat() {
    for (Source source : Source.values()) {
      Set<RejectCode> codes = new HashSet<>();
      Faults.of(source).forEach(fault -> codes.add(fault.code()));
      assertThat(codes)
          .contains(RejectCode.SUPERSEDED, RejectCode.KEY_TIE, RejectCode.TOO_LONG)
          .contains(
              source.format == Source.Format.CSV
                  ? new RejectCode[] {RejectCode.COLUMNS_FEW, RejectCode.COLUMNS_MANY}
                  : new RejectCode[] {RejectCode.JSON_SYNTAX, RejectCode.JSON_DUP_KEY});
    }
  }

  @Test
  void theRateIsAboutTheShareOfCleanRowsThatAreFollowedByDirt() {
    int cleanRows = clean.lines(Source.BOOKINGS).values().iterator().next().size();
    int dirtyRows = dirty.lines(Source.BOOKINGS).values().iterator().next().size();
    assertThat((dirtyRows - cleanRows) / (double) cleanRows).isBetween(RATE * 0.9, RATE * 1.3);
  }
}
