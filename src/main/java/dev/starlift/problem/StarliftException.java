package dev.starlift.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The user or the operator can put this right: it is shown without a stack trace. Anything else
 * that reaches {@code main} is a bug.
 */
public final class StarliftException extends RuntimeException {
  private final ExitCode code;
  private final transient List<Problem> problems;

  public StarliftException(ExitCode code, List<Problem> problems) {
    super(text(problems));
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  public StarliftException(ExitCode code, Problem problem) {
    this(code, List.of(problem));
  }

  /** For failures of the outside world: the cause is kept for {@code --verbose}. */
  public StarliftException(ExitCode code, Problem problem, Throwable cause) {
    super(text(List.of(problem)), cause);
    this.code = code;
    this.problems = List.of(problem);
  }

  public ExitCode code() {
    return code;
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
