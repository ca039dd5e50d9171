package dev.starlift.source;

import dev.starlift.problem.Problem;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that cannot be read as what it is declared to be, or is no longer what was listed. Thrown
 * in a task, found again on the driver by {@link #find}: it ends the run, it never rejects rows.
 */
public final class UnusableInput extends IOException {
  private static final String SPARK_NAMES_FILE = "while reading file ";

  private final String where;
  private final String what;
  private final String fix;

  /**
   * @param where URI, with {@code :line} when a line is to blame
   * @param what what is wrong, without values of the file
   */
  UnusableInput(String where, String what, String fix) {
    super(printable(where) + ": " + what + (fix.isEmpty() ? "" : " " + fix));
    this.where = printable(where);
    this.what = what;
    this.fix = fix;
  }

  UnusableInput(String where, String what, String fix, Throwable cause) {
    this(where, what, fix);
    initCause(cause);
  }

  /** What to show to the user. */
  public Problem problem() {
    return new Problem(where, what, fix);
  }

  /**
   * The problem with an input behind the failure of a Spark action; empty when something else went
   * wrong. Spark passes a task's exception on as a cause or, where it cannot, as text.
   */
  public static Optional<Problem> find(Throwable failure) {
    Set<Throwable> causes = new LinkedHashSet<>();
    for (Throwable cause = failure; cause != null && causes.add(cause); ) {
      cause = cause.getCause();
    }
    for (Throwable cause : causes) {
      if (cause instanceof UnusableInput input) {
        return Optional.of(input.problem());
      }
    }
    return causes.stream()
        .flatMap(cause -> fromText(cause.getMessage()).stream())
        .findFirst()
        .or(() -> fromSparkReader(causes));
  }

  private static Optional<Problem> fromText(String message) {
    String mark = UnusableInput.class.getName() + ": ";
    int from = message == null ? -1 : message.indexOf(mark);
    if (from < 0) {
      return Optional.empty();
    }
    String line = message.substring(from + mark.length()).lines().findFirst().orElse("");
    int colon = line.indexOf(": ");
    return Optional.of(
        colon < 0
            ? new Problem("input", line, "")
            : new Problem(line.substring(0, colon), line.substring(colon + 2), ""));
  }

  /** Spark's own readers (Parquet, Avro, ORC) name the file in this sentence. */
  private static Optional<Problem> fromSparkReader(Set<Throwable> causes) {
    Throwable root = null;
    String file = null;
    for (Throwable cause : causes) {
      root = cause;
      String message = String.valueOf(cause.getMessage());
      int from = message.indexOf(SPARK_NAMES_FILE);
      if (file == null && from >= 0) {
        String rest = message.substring(from + SPARK_NAMES_FILE.length());
        file = rest.lines().findFirst().orElse("").replaceFirst("\\.( Details:.*)?$", "");
      }
    }
    if (file == null) {
      return Optional.empty();
    }
    String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return Optional.of(
        new Problem(
            printable(file),
            "cannot be read in its declared format: " + printable(reason),
            "Replace the file, or take it out of the input."));
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
