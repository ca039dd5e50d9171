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
   * @param table its columns, in order, are the columns of {@code accepted}, by name
   * @param accepted rows that fit the table exactly
   * @param files how many files to aim at; from the size of the input
   * @throws dev.starlift.problem.StarliftException when S3 cannot be written
   */
  StagedTable stage(String folder, Table table, Dataset<Row> accepted, int files);

  /**
   * What was staged, read back with the columns and types of the table. TIME columns come as text
   * {@code HH:mm:ss.SSSSSS}, as {@code conform} gives them.
   */
  Dataset<Row> read(StagedTable staged);
}
