package dev.starlift.stage;

import dev.starlift.model.RejectCode;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Rows that were not accepted.
 *
 * @param reasons by the code of the first reason against a row
 */
public record Rejected(Map<RejectCode, Reason> reasons) implements Serializable {
  /**
   * Rows with the same code.
   *
   * @param file of the first of them, by file and line; empty where rows have no place
   * @param column what its reason is about; may be empty
   * @param message holds no value of the row
   */
  public record Reason(long rows, String file, long line, String column, String message)
      implements Serializable {
    Reason plus(Reason other) {
      int byFile = file.compareTo(other.file);
      boolean first = byFile != 0 ? byFile < 0 : line <= other.line;
      Reason earlier = first ? this : other;
      return new Reason(
          rows + other.rows, earlier.file, earlier.line, earlier.column, earlier.message);
    }
  }

  /** Nothing was rejected. */
  public static final Rejected NONE = new Rejected(Map.of());

  public Rejected {
    // Unlike unmodifiable maps, it goes from executors to the driver whatever the serializer.
    reasons = new TreeMap<>(reasons);
  }

  /** Rows that count towards the job's limit. */
  public long rejected() {
    return rows(RejectCode::countsTowardsLimit);
  }

  /** Rows that a later row of their key replaces. */
  public long superseded() {
    return rows(code -> !code.countsTowardsLimit());
  }

  /** Both. */
  public long rows() {
    return rows(code -> true);
  }

  private long rows(Predicate<RejectCode> wanted) {
    return reasons.entrySet().stream()
        .filter(reason -> wanted.test(reason.getKey()))
        .mapToLong(reason -> reason.getValue().rows())
        .sum();
  }

  Rejected plus(Rejected other) {
    Map<RejectCode, Reason> sum = new TreeMap<>(reasons);
    other.reasons.forEach((code, reason) -> sum.merge(code, reason, Reason::plus));
    return new Rejected(sum);
  }
}
