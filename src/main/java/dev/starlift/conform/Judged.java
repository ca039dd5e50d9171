package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows with the reasons against them. A row without a reason is accepted, every other one is
 * rejected: no row can be in both or in neither.
 *
 * <p>Observe {@link #rows()} with {@link Rejects#measures()} before splitting them: that counts
 * both sides in the pass that writes one of them, and keeps the optimiser from judging twice.
 *
 * @param rows the payload, then {@link #FILE}, {@link #LINE}, {@link #RAW} and {@link #REASONS}
 */
public record Judged(Dataset<Row> rows) {
  /** URI of the file the row came from. STRING. */
  public static final String FILE = "_file";

  /** Where the row begins in its file, from 1. BIGINT. */
  public static final String LINE = "_line";

  /** The row as it came. STRING; not read at all where it is not selected. */
  public static final String RAW = "_raw";

  /** {@code array<struct<column, code, message>>}, never NULL; empty when the row is fine. */
  public static final String REASONS = "_reasons";

  /**
   * Followed by the name of a column that a lookup fills: the business key of the dimension member
   * that has to be inferred for the row, as a struct; NULL when the member is there.
   */
  public static final String INFER_PREFIX = "_infer_";

  /** The rows without a reason: payload, {@link #FILE}, {@link #LINE}, {@link #RAW}. */
  public Dataset<Row> accepted() {
    return rows.where(isAccepted()).drop(REASONS).drop(Adjustment.columns());
  }

  /** The rows with a reason, with all columns. */
  public Dataset<Row> rejected() {
    return rows.where(not(isAccepted()));
  }

  /** Never NULL, so that a row and its opposite cannot both be lost. */
  static Column isAccepted() {
    return coalesce(size(col(REASONS)).equalTo(0), lit(false));
  }
}
