package dev.starlift.stage;

import java.util.Map;

/**
 * What became of {@link MarkedRows}, as told by the tasks that were committed.
 *
 * @param staged the accepted rows
 * @param rows all rows, accepted or not
 * @param bySource rows that the source does not accept
 * @param byTable rows that the source accepts and the table does not
 * @param counts the sum of each count, by name
 * @param unfinished the reject lines that lack the record
 */
public record StagedRows(
    StagedTable staged,
    long rows,
    Rejected bySource,
    Rejected byTable,
    Map<String, Long> counts,
    Unfinished unfinished) {
  /**
   * @param folder URI prefix under which the lines are; there is none when there are no lines
   */
  public record Unfinished(String folder, long lines) {}

  public StagedRows {
    counts = Map.copyOf(counts);
  }
}
