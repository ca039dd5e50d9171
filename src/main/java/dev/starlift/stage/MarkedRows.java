package dev.starlift.stage;

import static org.apache.spark.sql.functions.lit;

import dev.starlift.model.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Rows on their way out: one job stages those that are accepted, writes down those that are not,
 * and counts both.
 *
 * @param table its columns, in order, are columns of {@code rows}, by name
 * @param rows also {@link #ACCEPTED}, BOOLEAN, never NULL; {@link #REJECT}, STRING: a line for the
 *     reject files or NULL; {@link #UNFINISHED}, BOOLEAN, never NULL: does the line lack the
 *     record, which is still to be read? and the counts, BIGINT
 * @param counts columns to be added up over all rows, accepted or not
 */
public record MarkedRows(Table table, Dataset<Row> rows, List<String> counts) {
  public static final String ACCEPTED = "_accepted";
  public static final String REJECT = "_reject";
  public static final String UNFINISHED = "_unfinished";

  public MarkedRows {
    counts = List.copyOf(counts);
  }

  /** Rows that are all accepted and fit the table exactly. */
  public static MarkedRows accepted(Table table, Dataset<Row> rows) {
    return new MarkedRows(
        table,
        rows.withColumn(ACCEPTED, lit(true))
            .withColumn(REJECT, lit(null).cast(DataTypes.StringType))
            .withColumn(UNFINISHED, lit(false)),
        List.of());
  }
}
