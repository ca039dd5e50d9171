package dev.starlift.problem;

/**
 * One thing the user can put right.
 *
 * @param where file:line:column, a URI, a table, or a command-line option; never empty
 * @param what what failed and why, without secrets and without raw rows
 * @param fix what to do about it; empty when {@code what} already says so
 */
public record Problem(String where, String what, String fix) {
  public static Problem at(Location where, String what, String fix) {
    return new Problem(where.toString(), what, fix);
  }

  @Override
  public String toString() {
    return where + ": " + what + (fix.isEmpty() ? "" : " " + fix);
  }
}
