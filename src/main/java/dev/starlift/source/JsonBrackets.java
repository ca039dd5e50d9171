package dev.starlift.source;

import java.util.BitSet;

/**
 * Finds where a JSON value ends by its brackets and quotes alone, however deep or wrong it is
 * inside. Takes the bytes in pieces.
 */
final class JsonBrackets {
  private final BitSet objects = new BitSet();
  private int depth;
  private boolean inString;
  private boolean afterBackslash;
  private boolean complete;
  private boolean mismatched;
  private long lineFeeds;

  /** Begins a value. */
  void clear() {
    objects.clear();
    depth = 0;
    inString = false;
    afterBackslash = false;
    complete = false;
    mismatched = false;
    lineFeeds = 0;
  }

  /** Is the value's end found? */
  boolean isComplete() {
    return complete;
  }

  /** Does a bracket close one of the other kind? Then nobody knows where the value ends. */
  boolean isMismatched() {
    return mismatched;
  }

  /** Line feeds in what was passed. */
  long lineFeeds() {
    return lineFeeds;
  }

  /** Passes on; behind the value when it is complete, else {@code to}, or at a mismatch. */
  int pass(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte here = bytes[at];
      lineFeeds += here == '\n' ? 1 : 0;
      if (afterBackslash) {
        afterBackslash = false;
      } else if (inString) {
        afterBackslash = here == '\\';
        inString = here != '"';
        complete = !inString && depth == 0;
      } else {
        passOutside(here);
      }
      if (complete || mismatched) {
        return at + 1;
      }
    }
    return to;
  }

  private void passOutside(byte here) {
    switch (here) {
      case '"' -> inString = true;
      case '{', '[' -> objects.set(depth++, here == '{');
      case '}', ']' -> {
        mismatched = depth == 0 || objects.get(--depth) != (here == '}');
        complete = !mismatched && depth == 0;
      }
      default -> {}
    }
  }
}
