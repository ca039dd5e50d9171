package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that needs to be told that its files are complete. */
class TriggerTest {
  private static final String DDL = "CREATE TABLE dw.t (id BIGINT NOT NULL PRIMARY KEY);";
  private static final String JOB =
      """
      trigger { path = ${raw}"/done/*.txt", wait = "2 seconds" }
      sources { a {
        path = ${raw}"/a/", format = csv
        columns { id = "bigint not null" }
      } }
      tables { "dw.t" { from = a, mode = append } }
      """;

  private final ReleaseBed bed = ReleaseBed.with(DDL, JOB).put("a/1.csv", "id", "1", "2");

  @Test
  void anEmptyNotificationIsEnough() {
    bed.putText("done/any.txt", "");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT COUNT(*) FROM dw.t")).containsExactly("2");
    assertThat(bed.said()).anyMatch(line -> line.matches("wait for .*/done/\\*.txt: 1 found"));
    assertThat(bed.said()).anyMatch(line -> line.startsWith("Already loaded"));
  }

  @Test
  void aRunWaitsUntilItComes() throws InterruptedException {
    bed.change(JOB.replace("2 seconds", "60 seconds"));
    Thread upload =
        new Thread(
            () -> {
              pause(Duration.ofSeconds(2));
              bed.putText("done/late.txt", "");
            });
    upload.start();

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    upload.join();
    assertThat(bed.said()).anyMatch(line -> line.startsWith("  No notification yet; waiting "));
    assertThat(bed.query("SELECT COUNT(*) FROM dw.t")).containsExactly("2");
  }

  @Test
  void aRunThatHasWaitedLongEnoughSaysWhatItWaitedFor() {
    Instant begin = Instant.now(java.time.Clock.systemUTC());

    StarliftException refused = refused();

    assertThat(Duration.between(begin, Instant.now(java.time.Clock.systemUTC())))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
    assertThat(refused.code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
    assertThat(refused)
        .hasMessageContaining("project/jobs/small.conf:3: there is no notification at")
        .hasMessageContaining("/done/*.txt after 2 seconds");
    assertThat(bed.said()).anyMatch(line -> line.matches("wait for .*: failed"));
  }

  @Test
  void aJobThatDoesNotWaitSaysHowItCould() {
    bed.change(JOB.replace(", wait = \"2 seconds\"", ""));

    assertThat(refused())
        .hasMessageContaining("yet")
        .hasMessageContaining("say wait = \"2 hours\"");
  }

  @Test
  void aListThatIsTrueIsAccepted() {
    bed.putText("done/list.txt", list("s3://", "1.csv", 7, 2));

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void anotherFileThatIsLoadedAlreadyNeedNotBeListed() {
    bed.putText("done/list.txt", list("s3://", "1.csv", 7, 2));
    bed.run();
    bed.put("a/2.csv", "id", "3");
    bed.putText("done/list.txt", list("s3a://", "2.csv", 5, 1));

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.query("SELECT COUNT(*) FROM dw.t")).containsExactly("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2.csv | 7 | 2 | a/2.csv: is in s3a://test/%s/raw/done/list.txt, and no source has found it. | a/1.csv: was found, and is not in s3a://test/%s/raw/done/list.txt.
          1.csv | 8 | 2 | a/1.csv: has 7 bytes, and s3a://test/%s/raw/done/list.txt says 8. | It may still be written.
          1.csv | 7 | 3 | a/1.csv: has 2 rows, and s3a://test/%s/raw/done/list.txt says 3. | Nothing was published.
          """)
  void everyDifferenceIsNamedAndNothingIsPublished(
      String file, long bytes, long rows, String one, String other) {
    bed.putText("done/list.txt", list("s3://", file, bytes, rows));

    StarliftException refused = refused();

    assertThat(refused.code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
    assertThat(refused)
        .hasMessageContaining(one.replace("%s", bed.warehouse().schema()))
        .hasMessageContaining(other.replace("%s", bed.warehouse().schema()));
    assertThat(
            bed.query(
                "SELECT COUNT(*) FROM svv_tables WHERE table_name = 't' AND table_schema = '"
                    + bed.warehouse().schema()
                    + "'"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          done                     | is no manifest: Unrecognized token 'done'
          {"files": []}            | is no manifest: it has no list 'entries'.
          {"entries": [{"url": "s3://elsewhere/a.csv"}]} | entry 1: 's3://elsewhere/a.csv' is not in the bucket of the manifest. Write the notification again.
          {"entries": [{"url": "s3://test/a.csv", "meta": {"record_count": "two"}}]} | entry 1: 'record_count' must be a number of rows.
          """)
  void aTextThatIsNoListIsRefused(String text, String problem) {
    bed.putText("done/list.txt", text);

    StarliftException refused = refused();

    assertThat(refused.code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
    assertThat(refused).hasMessageContaining(problem);
  }

  private String list(String scheme, String file, long bytes, long rows) {
    return """
        {"entries": [{"url": "%stest/%s/raw/a/%s",
          "meta": {"content_length": %d, "record_count": %d}}]}
        """
        .formatted(scheme, bed.warehouse().schema(), file, bytes, rows);
  }

  private StarliftException refused() {
    return catchThrowableOfType(StarliftException.class, bed::run);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
