package dev.starlift.source;

import java.io.IOException;

/** Passes over a CSV record that is too long to be held, byte by byte, to find where it ends. */
final class OverlongCsv {
  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED,
    ESCAPED_IN_QUOTED,
    ESCAPED_UNQUOTED
  }

  private final ByteWindow window;
  private final byte delimiter;
  private final int quote;
  private final int escape;
  private final boolean lineBreaksInFields;
  private State state = State.FIELD_START;
  private long lineEnds;

  OverlongCsv(ByteWindow window, CsvFormat format) {
    this.window = window;
    delimiter = (byte) format.delimiter();
    quote = format.quote();
    escape = format.escape();
    lineBreaksInFields = format.lineBreaksInFields();
  }

  /** Where the next record starts. */
  int pass(int begin) throws IOException {
    int at = begin;
    byte last = 0;
    while (true) {
      if (at == window.limit()) {
        if (window.hasEnded()) {
          return at;
        }
        window.refill(at);
        at = 0;
        continue;
      }
      byte here = window.bytes()[at];
      boolean lineEnd = here == '\n' || here == '\r';
      if (lineEnd && !(here == '\n' && last == '\r')) {
        lineEnds++;
      }
      if (lineEnd && !(lineBreaksInFields && mayHoldLineBreak(last))) {
        state = State.FIELD_START;
        return here == '\r' ? afterReturn(at + 1) : at + 1;
      }
      step(here);
      last = here;
      at++;
    }
  }

  /** An escaped CRLF is one line break. */
  private boolean mayHoldLineBreak(byte last) {
    return switch (state) {
      case QUOTED, ESCAPED_IN_QUOTED, ESCAPED_UNQUOTED -> true;
      case UNQUOTED -> last == '\r';
      case FIELD_START, QUOTE_IN_QUOTED -> false;
    };
  }

  private int afterReturn(int at) throws IOException {
    int next = at;
    if (next == window.limit() && !window.hasEnded()) {
      window.refill(next);
      next = 0;
    }
    return next < window.limit() && window.bytes()[next] == '\n' ? next + 1 : next;
  }

  private void step(byte here) {
    if (state == State.ESCAPED_IN_QUOTED) {
      state = State.QUOTED;
    } else if (state == State.ESCAPED_UNQUOTED) {
      state = State.UNQUOTED;
    } else if (here == escape) {
      state = state == State.QUOTED ? State.ESCAPED_IN_QUOTED : State.ESCAPED_UNQUOTED;
    } else if (state == State.QUOTED) {
      state = here == quote ? State.QUOTE_IN_QUOTED : State.QUOTED;
    } else if (here == delimiter) {
      state = State.FIELD_START;
    } else if (here == quote && state != State.UNQUOTED) {
      state = State.QUOTED;
    } else {
      state = State.UNQUOTED;
    }
  }

  long lineEnds() {
    return lineEnds;
  }

  boolean endsInQuotes() {
    return state == State.QUOTED;
  }
}
