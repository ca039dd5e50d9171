package dev.starlift.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * Counts the lines that start in a stretch of a file, its first byte apart. A line starts behind a
 * line feed, and behind a carriage return that no line feed follows, where returns end lines.
 */
final class LineStarts {
  private static final int STEP = 256 << 10;

  private LineStarts() {}

  /**
   * @param in the file from the byte before the stretch on
   * @param length of the stretch
   */
  static long count(InputStream in, long length, boolean returns) throws IOException {
    byte[] bytes = new byte[STEP];
    long left = length + 1;
    long count = 0;
    boolean afterReturn = false;
    boolean afterFeed = false;
    while (left > 0) {
      int got = in.read(bytes, 0, (int) Math.min(left, STEP));
      if (got < 0) {
        return count;
      }
      if (afterFeed || (afterReturn && bytes[0] != '\n')) {
        count++;
      }
      count += returns ? countBoth(bytes, got - 1) : countFeeds(bytes, got - 1);
      afterFeed = bytes[got - 1] == '\n';
      afterReturn = returns && bytes[got - 1] == '\r';
      left -= got;
    }
    return count;
  }

  private static int countFeeds(byte[] bytes, int to) {
    int count = 0;
    for (int at = 0; at < to; at++) {
      count += bytes[at] == '\n' ? 1 : 0;
    }
    return count;
  }

  private static int countBoth(byte[] bytes, int to) {
    int count = 0;
    for (int at = 0; at < to; at++) {
      byte here = bytes[at];
      if (here <= '\r' && (here == '\n' || (here == '\r' && bytes[at + 1] != '\n'))) {
        count++;
      }
    }
    return count;
  }
}
