package dev.starlift.load;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.starlift.conform.Judged;
import dev.starlift.model.RejectCode;
import dev.starlift.model.Table;
import dev.starlift.stage.MarkedRows;
import dev.starlift.stage.StagedRows.Unfinished;
import dev.starlift.stage.Staging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    long total() {
      return rows.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Writes rows that were not written while they were judged. Runs two Spark jobs.
   *
   * @return as {@link #read}
   */
  Map<String, Written> write(MarkedRows rejects, String folder) {
    describe("write rejects");
    staging.reject(folder, rejects);
    return read(folder);
  }

  /**
   * Writes lines together with the records that they lack.
   *
   * @param table that the rows were for
   * @param source that they came from
   * @param records of files, given their URIs: {@code _file}, {@code _line}, {@code _raw}
   */
  void finish(
      Unfinished unfinished,
      Table table,
      String source,
      Function<Set<String>, Dataset<Row>> records,
      String folder) {
    describe("read the records of rejects");
    Dataset<Row> lines = RejectListing.rejects(spark, unfinished.folder()).drop("raw");
    // No more of them than the run has listed.
    Set<String> files =
        lines.select("file").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toUnmodifiableSet());
    Dataset<Row> found = records.apply(files);
    Column same =
        lines
            .col("file")
            .equalTo(found.col(Judged.FILE))
            .and(lines.col("line").equalTo(found.col(Judged.LINE)));
    Column bySource = col("table").equalTo("");
    long finished =
        staging.reject(
            folder,
            TableMarks.rejected(
                table,
                lines.join(found, same),
                when(bySource, col("reasons")).as(Judged.SOURCE_REASONS),
                when(not(bySource), col("reasons")).as(Judged.REASONS),
                source));
    if (finished != unfinished.lines()) {
      throw new IllegalStateException(
          "%d records were found for %d rejected rows.".formatted(finished, unfinished.lines()));
    }
  }

  /**
   * What a folder has. Runs one Spark job over the rejected rows.
   *
   * @return by the table that rejected the rows; empty for those that a source rejected
   */
  Map<String, Written> read(String folder) {
    describe("reasons of rejects");
    Column reason = col("reasons").getItem(0);
    List<Row> groups =
        RejectListing.rejects(spark, folder)
            .groupBy(
                col("source"),
                coalesce(col("table"), lit("")).as("table"),
                reason.getField("code").as("code"))
            .agg(
                count(lit(1)).as("rows"),
                min(struct(
                        col("file"),
                        col("line"),
                        coalesce(reason.getField("column"), lit("")),
                        coalesce(reason.getField("message"), lit(""))))
                    .as("first"))
            .orderBy("table", "code")
            .collectAsList();
    Map<String, Map<String, Long>> rows = new TreeMap<>();
    Map<String, List<String>> firsts = new HashMap<>();
    for (Row group : groups) {
      String table = group.getString(1);
      RejectCode code = RejectCode.valueOf(group.getString(2));
      long count = group.getLong(3);
      rows.computeIfAbsent(table, name -> new TreeMap<>()).put(code.name(), count);
      List<String> sentences = firsts.computeIfAbsent(table, name -> new ArrayList<>());
      if (code.countsTowardsLimit()) {
        String from = table.isEmpty() ? group.getString(0) : table;
        sentences.add(sentence(from, code, count, group.getStruct(4)));
      }
    }
    Map<String, Written> written = new TreeMap<>();
    rows.forEach((table, counts) -> written.put(table, new Written(counts, firsts.get(table))));
    return written;
  }

  private void describe(String what) {
    spark.sparkContext().setJobDescription("starlift: " + what);
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
