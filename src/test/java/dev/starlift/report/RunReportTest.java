package dev.starlift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.report.RunReport.SourceCounts;
import dev.starlift.report.RunReport.TableCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunReportTest {
  @Test
  void refusesCountsThatDoNotAddUp() {
    assertThatThrownBy(() -> source(10, 8, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Rows lost in source bookings: 10 read, but 8 accepted and 1 rejected.");
  }

  @Test
  void theSummaryTellsRejectedFromSuperseded() {
    RunReport report =
        new RunReport(
            "airline",
            "0".repeat(64),
            "run",
            "loaded",
            Map.of(),
            Instant.EPOCH,
            1.5,
            List.of(source(10, 7, 3)),
            List.of(
                new TableCounts(
                    "dw.fact",
                    "append",
                    4,
                    7,
                    4,
                    3,
                    2,
                    Map.of("CHECK", 1L, "SUPERSEDED", 2L),
                    1,
                    2048,
                    4,
                    4,
                    0,
                    0)),
            List.of(),
            List.of("a note"));

    assertThat(Summary.of(report))
        .isEqualTo(
            """
            source    files  read  accepted  rejected  superseded  reasons
            --------  -----  ----  --------  --------  ----------  --------------------
            bookings      2    10         7         2           1  DATE 2, SUPERSEDED 1

            table    mode    rows  rejected  staged KB  copied  inserted  updated  deleted  reasons
            -------  ------  ----  --------  ---------  ------  --------  -------  -------  ---------------------
            dw.fact  append     4         1          2       4         4        0        0  CHECK 1, SUPERSEDED 2

            a note""");
  }

  private static SourceCounts source(long read, long accepted, long rejected) {
    return new SourceCounts(
        "bookings", 2, 100, 0, read, accepted, rejected, 1, Map.of("SUPERSEDED", 1L, "DATE", 2L));
  }
}
