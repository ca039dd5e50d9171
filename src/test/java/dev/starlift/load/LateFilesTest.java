package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which files a run takes, and how few of them are too few. */
class LateFilesTest {
  private static final String DDL =
      "CREATE TABLE dw.t (id INTEGER NOT NULL PRIMARY KEY, day DATE);";

  private static final String JOB =
      """
      sources.s {
        path = ${raw}"/s/", format = csv
        columns { id = "integer not null", day { type = date, directory = day } }
      }
      tables."dw.t" { from = s, mode = append }
      """;

  @Test
  @DisplayName("F40 F44 F45 a late file of an old day is loaded by the run that finds it")
  void aLateFileOfAnOldDayIsLoadedByTheRunThatFindsIt() {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB).put("s/day=2026-06-30/2.csv", "id", "2");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    bed.put("s/day=2020-01-01/1.csv", "id", "1")
        .put("s/day=__HIVE_DEFAULT_PARTITION__/0.csv", "id", "3");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT id, day FROM dw.t"))
        .containsExactly("1|2020-01-01", "2|2026-06-30", "3|null");
  }

  @Test
  @DisplayName("F55 a source without files is refused unless that is declared fine")
  void aSourceWithoutFilesIsRefusedUnlessThatIsDeclaredFine() {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB);
    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("there is no file at");

    bed.change(JOB.replace("format = csv", "format = csv, no-files = ok"));
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).last().asString().contains("Already loaded");
  }

  @Test
  @DisplayName("F01 F02 files with fewer rows than min-rows fail, and nothing is published")
  void filesWithFewerRowsThanDeclaredFail() {
    ReleaseBed bed =
        ReleaseBed.with(DDL, JOB.replace("format = csv", "format = csv, min-rows = 2"))
            .put("s/day=2026-06-30/1.csv", "id")
            .putText("s/day=2026-06-30/2.csv", "")
            .put("s/day=2026-06-30/3.csv", "id", "1");

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("Source s has 1 rows in its new files, and min-rows = 2")
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.INPUT_UNUSABLE);

    bed.put("s/day=2026-06-30/4.csv", "id", "2");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.query("SELECT COUNT(*) FROM dw.t")).containsExactly("2");
  }
}
