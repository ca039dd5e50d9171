package dev.starlift.load;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Observation;

/** What Spark counted while it wrote. */
final class Observed {
  private Observed() {}

  /** The counts of the action that has just ended; a sum over no rows is 0. */
  static Map<String, Long> counts(Observation observation) {
    Map<String, Long> counts = new HashMap<>();
    values(observation)
        .forEach(
            (name, value) -> counts.put(name, value == null ? 0L : ((Number) value).longValue()));
    return counts;
  }

  /** Whatever the action that has just ended has measured. */
  static Map<String, Object> values(Observation observation) {
    try {
      return observation.getAsJava();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StarliftException(
          ExitCode.INTERRUPTED, new Problem("Spark", "the run was interrupted.", ""), e);
    }
  }
}
