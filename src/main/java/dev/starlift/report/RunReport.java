package dev.starlift.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run did, as {@code report.json} holds it. Counts are rows, sizes are bytes, times are
 * seconds.
 *
 * @param outcome {@code loaded}, {@code already loaded}, {@code rejected}, {@code failed} or {@code
 *     unknown}
 * @param parameters of the job, by name
 */
public record RunReport(
    String job,
    String load,
    String run,
    String outcome,
    Map<String, String> parameters,
    Instant started,
    double seconds,
    List<SourceCounts> sources,
    List<TableCounts> tables,
    List<Timing> steps,
    List<String> notes) {
  public RunReport {
    parameters = new TreeMap<>(parameters);
    sources = List.copyOf(sources);
    tables = List.copyOf(tables);
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /**
   * @param rejected all rows that were not accepted, superseded ones included
   * @param superseded those of {@code rejected} that the declared order decided against
   * @param reasons rejected rows by code
   */
  public record SourceCounts(
      String source,
      int files,
      long bytes,
      long ignoredFiles,
      long read,
      long accepted,
      long rejected,
      long superseded,
      Map<String, Long> reasons) {
    public SourceCounts {
      reasons = new TreeMap<>(reasons);
      requireSum("source " + source, read, accepted, rejected);
    }
  }

  /**
   * What became of the rows that were meant for a table.
   *
   * @param notMeant rows of its source for which its {@code where} is not true; they are none of
   *     {@code read}
   * @param rejected all rows that were not accepted, superseded ones included
   * @param superseded those of {@code rejected} that the declared order decided against
   */
  public record TableCounts(
      String table,
      String mode,
      long notMeant,
      long read,
      long accepted,
      long rejected,
      long superseded,
      Map<String, Long> reasons,
      int stagedFiles,
      long stagedBytes,
      long copied,
      long inserted,
      long updated,
      long deleted) {
    public TableCounts {
      reasons = new TreeMap<>(reasons);
      requireSum("table " + table, read, accepted, rejected);
    }
  }

  public record Timing(String step, double seconds) {}

  /** Promise 3 of the design: no row is lost silently. */
  private static void requireSum(String what, long read, long accepted, long rejected) {
    if (read != accepted + rejected) {
      throw new IllegalStateException(
          "Rows lost in %s: %d read, but %d accepted and %d rejected."
              .formatted(what, read, accepted, rejected));
    }
  }
}
