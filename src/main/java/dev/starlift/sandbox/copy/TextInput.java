package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a text file, one at a time, and the line that they stand on. */
final class TextInput {
  static final int END = -1;

  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long line = 1;

  TextInput(InputStream in) {
    this.in = in;
  }

  /** The next byte, or {@link #END}. */
  int read() throws IOException {
    if (at == end && !fill()) {
      return END;
    }
    return buffer[at++] & 0xff;
  }

  /** What the last call of {@link #read()} returned. */
  int last() {
    return end == 0 ? END : buffer[at - 1] & 0xff;
  }

  /** The line of the next byte, from 1. */
  long line() {
    return line;
  }

  /** To be told by the reader, because a newline inside a value is for it to know. */
  void countLine() {
    line++;
  }

  /** Skips lines, whatever is in them. */
  void skipLines(long count) throws IOException {
    while (line <= count) {
      int b = read();
      if (b == END) {
        return;
      }
      if (b == '\n') {
        line++;
      }
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER));
    return end > 0;
  }
}
