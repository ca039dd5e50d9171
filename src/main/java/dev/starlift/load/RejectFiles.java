package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.starlift.conform.Judged;
import dev.starlift.model.Table;
import dev.starlift.stage.MarkedRows;
import dev.starlift.stage.StagedRows;
import dev.starlift.stage.StagedRows.Unfinished;
import dev.starlift.stage.Staging;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The reject files of a run that are not written while a table is staged. */
final class RejectFiles {
  private final SparkSession spark;
  private final Staging staging;

  RejectFiles(SparkSession spark, Staging staging) {
    this.spark = spark;
    this.staging = staging;
  }

  /** Writes rows that were not written while they were judged. */
  StagedRows write(MarkedRows rejects, String folder) {
    describe("write rejects");
    return staging.reject(folder, rejects);
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
        staging
            .reject(
                folder,
                TableMarks.rejected(
                    table,
                    lines.join(found, same),
                    when(bySource, col("reasons")).as(Judged.SOURCE_REASONS),
                    when(not(bySource), col("reasons")).as(Judged.REASONS),
                    source))
            .rows();
    if (finished != unfinished.lines()) {
      throw new IllegalStateException(
          "%d records were found for %d rejected rows.".formatted(finished, unfinished.lines()));
    }
  }

  private void describe(String what) {
    spark.sparkContext().setJobDescription("starlift: " + what);
  }
}
