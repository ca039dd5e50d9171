package dev.starlift.load;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import dev.starlift.conform.Rejects;
import dev.starlift.model.RejectCode;
import dev.starlift.stage.Staging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The files with rejected rows of a run, and what is in them. */
final class RejectFiles {
  private final SparkSession spark;
  private final Staging staging;

  RejectFiles(SparkSession spark, Staging staging) {
    this.spark = spark;
    this.staging = staging;
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
   * Writes rows that were not written while they were judged. Runs two Spark jobs.
   *
   * @param rejects what {@link Rejects#of} gives
   * @param from the source or table that rejected them
   */
  Written write(Dataset<Row> rejects, String folder, String from) {
    spark.sparkContext().setJobDescription("starlift: rejects of " + from);
    staging.reject(folder, rejects.select(Rejects.line()));
    return summary(RejectListing.rejects(spark, folder), from);
  }

  /**
   * What a folder has of one source or table. Runs one Spark job over the rejected rows.
   *
   * @param table empty for the rows that a source rejected
   */
  Written read(String folder, String table, String from) {
    spark.sparkContext().setJobDescription("starlift: reasons of " + from);
    return summary(
        RejectListing.rejects(spark, folder).where(coalesce(col("table"), lit("")).equalTo(table)),
        from);
  }

  private static Written summary(Dataset<Row> rejects, String from) {
    Column reason = col("reasons").getItem(0);
    List<Row> groups =
        rejects
            .groupBy(reason.getField("code").as("code"))
            .agg(
                count(lit(1)).as("rows"),
                min(struct(
                        col("file"),
                        col("line"),
                        coalesce(reason.getField("column"), lit("")),
                        coalesce(reason.getField("message"), lit(""))))
                    .as("first"))
            .orderBy("code")
            .collectAsList();
    Map<String, Long> rows = new TreeMap<>();
    List<String> firsts = new ArrayList<>();
    for (Row group : groups) {
      RejectCode code = RejectCode.valueOf(group.getString(0));
      rows.put(code.name(), group.getLong(1));
      if (code.countsTowardsLimit()) {
        firsts.add(sentence(from, code, group.getLong(1), group.getStruct(2)));
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
