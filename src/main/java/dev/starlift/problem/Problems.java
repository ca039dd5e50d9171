package dev.starlift.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects every problem of a step, so that the user sees all of them at once. Not thread-safe. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public void add(Location where, String what, String fix) {
    found.add(Problem.at(where, what, fix));
  }

  public void add(String where, String what, String fix) {
    found.add(new Problem(where, what, fix));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public List<Problem> all() {
    return List.copyOf(found);
  }

  /**
   * Ends the step when anything was found.
   *
   * @throws StarliftException with all problems in the order in which they were found
   */
  public void throwIfAny(ExitCode code) {
    if (!found.isEmpty()) {
      throw new StarliftException(code, found);
    }
  }
}
