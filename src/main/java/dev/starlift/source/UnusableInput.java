package dev.starlift.source;

import dev.starlift.problem.Problem;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that cannot be read as what it is declared to be, or is no longer what was listed. Thrown
 * in a task, found again on the driver by {@link #find}: it ends the run, it never rejects rows.
 */
public final class UnusableInput extends IOException {
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
    Set<Throwable> seen = new HashSet<>();
    Throwable last = failure;
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (cause instanceof UnusableInput input) {
        return Optional.of(input.problem());
      }
      Optional<Problem> told = fromText(cause.getMessage());
      if (told.isPresent()) {
        return told;
      }
      last = cause;
    }
    return fromSparkReader(failure, last);
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
  private static Optional<Problem> fromSparkReader(Throwable failure, Throwable root) {
    String mark = "while reading file ";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      int from = message == null ? -1 : message.indexOf(mark);
      if (from >= 0) {
        String rest = message.substring(from + mark.length()).lines().findFirst().orElse("");
        String file = rest.replaceFirst("\\.( Details:.*)?$", "");
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        return Optional.of(
            new Problem(
                printable(file),
                "cannot be read in its declared format: "
                    + printable(reason.lines().findFirst().orElse("")),
                "Replace the file, or take it out of the input."));
      }
      if (cause == root) {
        break;
      }
    }
    return Optional.empty();
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
