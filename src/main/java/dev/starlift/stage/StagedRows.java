package dev.starlift.stage;

import java.util.Map;

/**
 * What became of {@link MarkedRows}, as told by the tasks that were committed.
 *
 * @param staged the accepted rows
 * @param rows all rows, accepted or not
 * @param counts the sum of each count, by name
 * @param rejectLines how many lines the reject files have
 * @param unfinished the lines that are not among them because they lack the record
 */
public record StagedRows(
    StagedTable staged,
    long rows,
    Map<String, Long> counts,
    long rejectLines,
    Unfinished unfinished) {
  /**
   * @param folder URI prefix under which the lines are; there is none when there are no lines
   */
  public record Unfinished(String folder, long lines) {}

  public StagedRows {
    counts = Map.copyOf(counts);
  }
}
