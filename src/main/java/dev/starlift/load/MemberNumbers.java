package dev.starlift.load;

import dev.starlift.conform.SequenceKeys;
import dev.starlift.job.TableLoad;
import dev.starlift.model.Table;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.stage.StagedTable;
import dev.starlift.stage.Staging;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Gives staged rows the numbers that are their surrogate keys, on top of those that the warehouse
 * has. Should another release publish to the table meanwhile, this one is stale.
 */
final class MemberNumbers {
  private final SparkSession spark;
  private final Staging staging;
  private final ReleasedTables tables;

  MemberNumbers(SparkSession spark, Staging staging, ReleasedTables tables) {
    this.spark = spark;
    this.staging = staging;
    this.tables = tables;
  }

  /**
   * @param staged rows with anything for a surrogate key
   * @param folder where the numbered rows are staged
   * @throws StarliftException WRONG_USAGE when the key does not hold the numbers
   */
  StagedTable number(TableLoad load, StagedTable staged, String folder, int files) {
    if (staged.rows() == 0) {
      return staged;
    }
    spark.sparkContext().setJobDescription("starlift: numbers of " + load.table().name());
    SequenceKeys keys = new SequenceKeys(load.table());
    Dataset<Row> members = tables.publishedRows(load.table(), keys.columns());
    Dataset<Row> rows = staging.read(staged);
    long last = keys.last(members);
    // Counting the new ones is only worth a job where they might be too many.
    if (last > keys.limit() - staged.rows()
        && last > keys.limit() - keys.fresh(rows, members).count()) {
      throw tooMany(load, last, keys.limit());
    }
    return staging.stage(folder, load.table(), keys.numbered(rows, members, last), files);
  }

  private static StarliftException tooMany(TableLoad load, long last, long limit) {
    Table table = load.table();
    return new StarliftException(
        ExitCode.WRONG_USAGE,
        Problem.at(
            load.where(),
            "%s has numbers up to %,d, and its key holds %,d at most."
                .formatted(table.name(), last, limit),
            "Make the surrogate key BIGINT."));
  }
}
