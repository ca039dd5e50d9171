package dev.starlift.report;

/**
 * Tells the person at the terminal what is being done. Several steps may go on at a time, from any
 * thread.
 */
public interface Progress {
  /** Begins a step. */
  Step begin(String what);

  /** One line that is not a step. */
  void say(String line);

  /** A step that has begun. */
  interface Step {
    /**
     * Ends the step well.
     *
     * @param outcome counts or names, a few words
     * @return seconds since it began
     */
    double done(String outcome);

    /** Ends the step without success; the problem itself is told elsewhere. */
    void failed();
  }
}
