package dev.starlift.problem;

/** What the process answers its caller. Printed by {@code --help} and listed in the README. */
public enum ExitCode {
  DONE(0, "done, also when everything was loaded already"),
  ROWS_REJECTED(3, "more rejected rows than the job allows; nothing was published"),
  WRONG_USAGE(64, "wrong command line, job, schema or environment file"),
  INPUT_UNUSABLE(65, "the input itself is unusable; nothing was published"),
  UNREACHABLE(69, "the warehouse or S3 cannot be reached"),
  BUG(70, "a bug in Starlift; a stack trace is printed"),
  COMMIT_UNKNOWN(75, "the outcome of COMMIT is unknown after trying to find out"),
  INTERRUPTED(130, "stopped by Ctrl-C, 143 by SIGTERM; what was not committed is rolled back");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}
