package dev.starlift.stage;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** Rows that are counted while they are written, by the tasks that were committed. */
final class ObservedRows {
  private static final String COUNT = "rows";

  private final Observation observation = new Observation();

  Dataset<Row> observe(Dataset<Row> rows) {
    return rows.observe(observation, count(lit(1)).as(COUNT));
  }

  /** To be asked once the rows are written. */
  long total(String folder) {
    try {
      return (Long) observation.getAsJava().get(COUNT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StarliftException(
          ExitCode.INTERRUPTED, new Problem(folder, "staging was interrupted.", ""), e);
    }
  }
}
