package dev.starlift.load;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** What Spark counted while it wrote. */
final class Observed {
  /** Enough to hand over what is there already. */
  private static final long SHORT = Duration.ofMillis(100).toNanos();

  private Observed() {}

  /**
   * The counts of the action that has just ended; a sum over no rows is 0. They come a moment
   * later, or never: where Spark finds that a join has no rows, it does not run through what it had
   * planned to observe.
   *
   * @param end after which they are not expected any more, as {@link System#nanoTime} tells it
   */
  static Optional<Map<String, Long>> counts(Observation observation, long end) {
    ExecutorService waiter =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "starlift-observation");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<String, Long> counts = new HashMap<>();
      waiter
          .submit(observation::getAsJava)
          .get(Math.max(SHORT, end - System.nanoTime()), TimeUnit.NANOSECONDS)
          .forEach((name, value) -> counts.put(name, number(value)));
      return Optional.of(counts);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Counts of " + observation.name(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StarliftException(
          ExitCode.INTERRUPTED, new Problem("Spark", "the run was interrupted.", ""), e);
    } finally {
      waiter.shutdownNow();
    }
  }

  /** The same of a row that an aggregation gave. */
  static Map<String, Long> counts(Row row) {
    Map<String, Long> counts = new HashMap<>();
    for (String name : row.schema().fieldNames()) {
      counts.put(name, number(row.getAs(name)));
    }
    return counts;
  }

  private static long number(Object value) {
    return value == null ? 0L : ((Number) value).longValue();
  }
}
