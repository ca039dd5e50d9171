package dev.starlift.load;

import dev.starlift.conform.Expressions;
import dev.starlift.job.TableLoad;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.source.UnusableInput;
import java.util.List;
import java.util.Optional;

/** What a failed Spark job means to the user. */
final class SparkFailure {
  /** Causes that come from a task arrive as text only. */
  private static final List<String> UNREACHABLE =
      List.of(
          "java.net.ConnectException",
          "java.net.UnknownHostException",
          "java.net.NoRouteToHostException",
          "java.net.SocketTimeoutException",
          "ApiCallTimeoutException",
          "Unable to execute HTTP request");

  private SparkFailure() {}

  /**
   * The exception to throw on.
   *
   * @return a {@link StarliftException} for what the user can put right, and the failure itself,
   *     wrapped if it is a checked one, for what looks like a bug
   */
  static RuntimeException explained(Exception failure, TableLoad load) {
    if (failure instanceof StarliftException known) {
      return known;
    }
    Optional<Problem> unusable = UnusableInput.find(failure);
    if (unusable.isPresent()) {
      return new StarliftException(ExitCode.INPUT_UNUSABLE, unusable.get(), failure);
    }
    Optional<StarliftException> expression = Expressions.failure(failure, load);
    if (expression.isPresent()) {
      return expression.get();
    }
    if (isUnreachable(failure)) {
      return new StarliftException(
          ExitCode.UNREACHABLE,
          new Problem(
              load.table().name().toString(),
              "S3 stopped answering while the table was staged.",
              "Nothing was published. Check the endpoint and run the job again."),
          failure);
    }
    return failure instanceof RuntimeException bug
        ? bug
        : new IllegalStateException("Staging " + load.table().name() + " failed", failure);
  }

  private static boolean isUnreachable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.toString();
      if (UNREACHABLE.stream().anyMatch(text::contains)) {
        return true;
      }
    }
    return false;
  }
}
