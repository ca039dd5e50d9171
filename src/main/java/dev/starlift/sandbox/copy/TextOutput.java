package dev.starlift.sandbox.copy;

import java.io.IOException;

/** Rows from {@code COPY … TO STDOUT} in text format. */
final class TextOutput extends RowOutput {
  private final RowConsumer consumer;
  private final UnloadedRow row = new UnloadedRow();

  TextOutput(RowConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  int consume(byte[] bytes, int from, int to) throws IOException {
    int lineStart = from;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        split(bytes, lineStart, at);
        consumer.accept(row);
        lineStart = at + 1;
      }
    }
    return lineStart;
  }

  /** Undoes the escapes in place: a decoded field is never longer. */
  private void split(byte[] bytes, int from, int to) {
    row.clear(bytes);
    int at = from;
    boolean more = true;
    while (more) {
      int start = at;
      int write = at;
      while (at < to && bytes[at] != '\t') {
        byte b = bytes[at++];
        if (b == '\\' && at < to) {
          b = bytes[at++];
          if (b == 'N') {
            write = -1;
            continue;
          }
          b = decode(b);
        }
        bytes[write++] = b;
      }
      row.add(start, write < 0 ? -1 : write - start);
      more = at < to;
      at++;
    }
  }

  private static byte decode(byte escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> escaped;
    };
  }
}
