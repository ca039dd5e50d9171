package dev.starlift.source;

import java.io.IOException;

/** The records of one file, each put into the task's {@link RawRow}. */
interface Records {
  /**
   * Reads the next record, good or marked with its problem.
   *
   * @return false at the end of the file
   * @throws UnusableInput when the file as a whole cannot be read
   */
  boolean next() throws IOException;

  /**
   * Goes on elsewhere in the same file, where a line starts: the window is opened anew there.
   *
   * @param lineNumber of that line
   */
  void goOn(long lineNumber);
}
