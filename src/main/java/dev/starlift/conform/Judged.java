package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;

import dev.starlift.model.RejectCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

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

  /**
   * Before the name of a column that a table's rows take over from {@link #marked} rows of a
   * source.
   */
  static final String SOURCE_PREFIX = "_source_";

  /** {@link #REASONS} of the source against a row that goes through a table all the same. */
  public static final String SOURCE_REASONS = SOURCE_PREFIX + "reasons";

  /**
   * All rows, for a table that writes down those that the source rejects on the way: with {@link
   * #SOURCE_REASONS} instead of the reasons, and with counts.
   *
   * @param counts BIGINT by name
   * @see #sourceCount
   */
  public Dataset<Row> marked(Map<String, Column> counts) {
    List<Column> columns = new ArrayList<>();
    Set<String> hidden = new HashSet<>(Set.of(Adjustment.columns()));
    hidden.add(REASONS);
    for (String name : rows.columns()) {
      if (!hidden.contains(name)) {
        columns.add(Names.column(name));
      }
    }
    columns.add(col(REASONS).as(SOURCE_REASONS));
    counts.forEach((name, count) -> columns.add(count.as(sourceCount(name))));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** The column that holds a count of {@link #marked}. */
  public static String sourceCount(String name) {
    return SOURCE_PREFIX + "count_" + name;
  }

  /** Of {@link #marked} rows that went through a table, those that the source accepts. */
  public Judged acceptedBySource() {
    return new Judged(rows.where(size(col(SOURCE_REASONS)).equalTo(0)));
  }

  /** The rows without a reason: payload, {@link #FILE}, {@link #LINE}, {@link #RAW}. */
  public Dataset<Row> accepted() {
    return rows.where(isAccepted()).drop(REASONS).drop(Adjustment.columns());
  }

  /** The rows with a reason, with all columns. */
  public Dataset<Row> rejected() {
    return rows.where(not(isAccepted()));
  }

  /** Has a declared order decided against the row? Then nothing else is wrong with it. */
  public static Column isSuperseded() {
    return coalesce(
        get(col(REASONS), lit(0)).getField("code").equalTo(RejectCode.SUPERSEDED.name()),
        lit(false));
  }

  /** {@link #REASONS} of rows that have none of the kind: NULL. */
  public static Column noReasons() {
    return lit(null).cast(DataTypes.createArrayType(Reasons.REASON));
  }

  /** Never NULL, so that a row and its opposite cannot both be lost. */
  public static Column isAccepted() {
    return coalesce(size(col(REASONS)).equalTo(0), lit(false));
  }
}
