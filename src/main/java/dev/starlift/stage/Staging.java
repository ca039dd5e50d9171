package dev.starlift.stage;

import dev.starlift.model.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the accepted rows of a table to where the warehouse can copy them from. */
public interface Staging {
  /**
   * Runs one Spark job.
   *
   * @param folder a fresh URI prefix that belongs to this load, attempt and table, without a slash
   *     at the end
   * @param rejects a fresh URI prefix for the reject files: JSON lines
   * @param files how many files to aim at; from the size of the input
   * @throws dev.starlift.problem.StarliftException when S3 cannot be written
   */
  StagedRows stage(String folder, String rejects, MarkedRows rows, int files);

  /**
   * The same for rows that are all accepted.
   *
   * @param table its columns, in order, are the columns of {@code accepted}, by name
   * @param accepted rows that fit the table exactly
   */
  StagedTable stage(String folder, Table table, Dataset<Row> accepted, int files);

  /**
   * Writes reject files on their own.
   *
   * @param folder a fresh URI prefix
   * @param rows none of which is accepted
   * @return {@link StagedRows#bySource} and {@link StagedRows#byTable}
   */
  StagedRows reject(String folder, MarkedRows rows);

  /**
   * What was staged, read back with the columns and types of the table. TIME columns come as text
   * {@code HH:mm:ss.SSSSSS}, as {@code conform} gives them.
   */
  Dataset<Row> read(StagedTable staged);
}
