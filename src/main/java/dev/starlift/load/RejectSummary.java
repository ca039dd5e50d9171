package dev.starlift.load;

import dev.starlift.model.RejectCode;
import dev.starlift.stage.Rejected;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is told of rejected rows.
 *
 * @param from the source or table that rejected them
 */
record RejectSummary(String from, Rejected rejected) {
  /** By the code of their first reason. */
  Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    rejected.reasons().forEach((code, reason) -> rows.put(code.name(), reason.rows()));
    return rows;
  }

  /** How many for each code, and where the first one is. Messages hold no values. */
  List<String> sentences() {
    return rejected.reasons().entrySet().stream()
        .filter(reason -> reason.getKey().countsTowardsLimit())
        .map(reason -> sentence(reason.getKey(), reason.getValue()))
        .toList();
  }

  private String sentence(RejectCode code, Rejected.Reason first) {
    return "%s rejected %,d %s for %s, first %s:%d (%s%s)."
        .formatted(
            from,
            first.rows(),
            first.rows() == 1 ? "row" : "rows",
            code,
            first.file(),
            first.line(),
            first.column().isEmpty() ? "" : first.column() + ": ",
            first.message());
  }
}
