package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.starlift.model.RejectCode;
import java.util.Arrays;
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

  private final SparkSession spark;

  RejectFiles(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Runs one Spark job.
   *
   * @param rejects rows with the columns {@code source, file, line, table, reasons, raw}
   * @return rows by the code of their first reason
   */
  Map<String, Long> write(Dataset<Row> rejects, String folder, String description) {
    spark.sparkContext().setJobDescription(description);
    Column firstCode = col("reasons").getItem(0).getField("code");
    Column[] byCode =
        Arrays.stream(RejectCode.values())
            .map(
                code -> sum(when(firstCode.equalTo(code.name()), 1L).otherwise(0L)).as(code.name()))
            .toArray(Column[]::new);
    Observation seen = new Observation(description);
    rejects
        .observe(seen, count(lit(1)).as("all"), byCode)
        .coalesce(FILES)
        .write()
        .option("ignoreNullFields", "false")
        .json(folder);
    Map<String, Long> counts = new TreeMap<>();
    Observed.counts(seen)
        .forEach(
            (code, rows) -> {
              if (!code.equals("all") && rows > 0) {
                counts.put(code, rows);
              }
            });
    return counts;
  }
}
