package dev.starlift.load;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.starlift.model.RejectCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes rejected rows as JSON lines and counts them by their first reason. */
final class RejectFiles {
  /** Rejects are few: a reader wants few files. */
  private static final int FILES = 4;

  private static final String FIRST = "first_";

  private final SparkSession spark;

  RejectFiles(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * @param rows by the code of their first reason
   * @param firsts a sentence for each code: how many, and where the first one is
   */
  record Written(Map<String, Long> rows, List<String> firsts) {
    Written {
      rows = new TreeMap<>(rows);
      firsts = List.copyOf(firsts);
    }
  }

  /**
   * Runs one Spark job.
   *
   * @param rejects rows with the columns {@code source, file, line, table, reasons, raw}
   * @param from the source or table that rejected them
   */
  Written write(Dataset<Row> rejects, String folder, String from) {
    spark.sparkContext().setJobDescription("starlift: rejects of " + from);
    Column reason = col("reasons").getItem(0);
    List<Column> measures = new ArrayList<>();
    for (RejectCode code : RejectCode.values()) {
      Column has = reason.getField("code").equalTo(code.name());
      measures.add(sum(when(has, 1L).otherwise(0L)).as(code.name()));
      measures.add(
          min(when(
                  has,
                  struct(
                      col("file"),
                      col("line"),
                      coalesce(reason.getField("column"), lit("")),
                      coalesce(reason.getField("message"), lit("")))))
              .as(FIRST + code.name()));
    }
    Observation seen = new Observation("rejects of " + from);
    rejects
        .observe(seen, measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
        .coalesce(FILES)
        .write()
        .option("ignoreNullFields", "false")
        .json(folder);
    Map<String, Object> found = Observed.values(seen);
    Map<String, Long> rows = new TreeMap<>();
    List<String> firsts = new ArrayList<>();
    for (RejectCode code : RejectCode.values()) {
      if (found.get(code.name()) instanceof Number number && number.longValue() > 0) {
        rows.put(code.name(), number.longValue());
        if (code.countsTowardsLimit() && found.get(FIRST + code.name()) instanceof Row first) {
          firsts.add(sentence(from, code, number.longValue(), first));
        }
      }
    }
    return new Written(rows, firsts);
  }

  /** Messages hold no values. */
  private static String sentence(String from, RejectCode code, long rows, Row first) {
    String column = first.getString(2).isEmpty() ? "" : first.getString(2) + ": ";
    return "%s rejected %,d %s for %s, first %s:%d (%s%s)."
        .formatted(
            from,
            rows,
            rows == 1 ? "row" : "rows",
            code,
            first.getString(0),
            first.getLong(1),
            column,
            first.getString(3));
  }
}
