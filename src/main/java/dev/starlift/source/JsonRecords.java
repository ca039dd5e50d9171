package dev.starlift.source;

import dev.starlift.model.RejectCode;
import java.io.IOException;

/**
 * The records of a file of JSON lines: an object per line. Several objects in one line are a record
 * each; anything else in a line rejects the line.
 */
final class JsonRecords implements Records {
  private final String uri;
  private final ByteWindow window;
  private final RawRow row;
  private final JsonScanner scanner = new JsonScanner();
  private final JsonObject object;
  private int next;
  private long line = 1;
  private boolean first = true;

  /** Opens a file. The window stands at the start. */
  JsonRecords(RawFormat format, String uri, ByteWindow window, RawRow row) throws IOException {
    this.uri = uri;
    this.window = window;
    this.row = row;
    object = new JsonObject(format, scanner, row);
    next = FileStart.skipMark(window, uri);
  }

  @Override
  public boolean next() throws IOException {
    if (!findRecord()) {
      return false;
    }
    if (first) {
      requireObjectPerLine();
      first = false;
    }
    int end;
    do {
      scanner.begin(window, next);
      row.start(line);
      end = passRecord();
    } while (end == JsonScanner.MORE && readOn());
    byte[] bytes = window.bytes();
    if (end >= 0 && end - next > ByteWindow.MAX_RECORD_BYTES) {
      end = JsonScanner.MORE;
    }
    if (end < 0) {
      rejectLine(end == JsonScanner.MORE);
    } else if (scanner.hasHighBytes() && !Utf8.isValid(bytes, next, end)) {
      rejectUtf8(next, end);
      next = end;
    } else {
      row.setRaw(bytes, next, end);
      next = end;
    }
    return true;
  }

  /** Passes over blanks and blank lines; false at the end of the file. */
  private boolean findRecord() throws IOException {
    while (true) {
      scanner.begin(window, next);
      next = scanner.passBlanks(next);
      if (next < window.limit()) {
        if (window.bytes()[next] != '\n') {
          return true;
        }
        next++;
        line++;
      } else if (window.hasEnded()) {
        return false;
      } else {
        window.refill(next);
        next = 0;
      }
    }
  }

  /** Makes the window hold more of the record; false when the record is too long for that. */
  private boolean readOn() throws IOException {
    if (window.isFullFrom(next)) {
      return false;
    }
    window.refill(next);
    next = 0;
    return true;
  }

  private int passRecord() {
    byte[] bytes = window.bytes();
    boolean isObject = bytes[next] == '{';
    int end = isObject ? object.pass(next, bytes) : scanner.passValue(next, 0);
    if (end < 0) {
      return end;
    }
    int after = scanner.passBlanks(end);
    if (after == window.limit() && !window.hasEnded()) {
      return JsonScanner.MORE;
    }
    boolean lineEnds = after == window.limit() || bytes[after] == '\n';
    if (!isObject) {
      return lineEnds
          ? scanner.bad(RejectCode.TYPE, "not a JSON object")
          : scanner.unexpected(after);
    }
    return lineEnds || bytes[after] == '{'
        ? end
        : scanner.bad(RejectCode.JSON_TRAILING, "text after the object");
  }

  private void requireObjectPerLine() throws IOException {
    if (window.bytes()[next] == '[') {
      throw new UnusableInput(
          uri + ":" + line, "is a JSON array.", "Write one object per line, without the array.");
    }
    if (window.bytes()[next] != '{') {
      return;
    }
    int after = next + 1;
    do {
      scanner.begin(window, next);
      after = scanner.passBlanks(next + 1);
    } while (after == window.limit() && !window.hasEnded() && readOn());
    if (after < window.limit() && window.bytes()[after] == '\n') {
      throw new UnusableInput(
          uri + ":" + line, "spreads a JSON object over lines.", "Write one object per line.");
    }
  }

  /** Rejects everything up to the end of the line, and passes over it. */
  private void rejectLine(boolean tooLong) throws IOException {
    boolean marked = false;
    int end = window.lineFeedFrom(next);
    while (end == window.limit() && !window.hasEnded()) {
      if (!marked && window.isFullFrom(next)) {
        mark(end, tooLong);
        marked = true;
      }
      int seen = end - next;
      window.refill(marked ? end : next);
      next = 0;
      end = window.lineFeedFrom(marked ? 0 : seen);
    }
    if (!marked) {
      mark(end, tooLong);
    }
    next = end;
  }

  /** Marks the row with what is wrong with the bytes from its start. */
  private void mark(int end, boolean tooLong) {
    byte[] bytes = window.bytes();
    int to = end > next && bytes[end - 1] == '\r' ? end - 1 : end;
    if (tooLong || to - next > ByteWindow.MAX_RECORD_BYTES) {
      row.reject(
          RejectCode.TOO_LONG,
          null,
          "a record of more than %,d bytes".formatted(ByteWindow.MAX_RECORD_BYTES));
      row.setDamagedRaw(bytes, next, Math.min(to, next + 1000));
    } else if (!Utf8.isValid(bytes, next, to)) {
      rejectUtf8(next, to);
    } else {
      row.reject(
          holdsNul(bytes, next, to) ? RejectCode.NUL : scanner.problem(),
          object.problemColumn(),
          scanner.message());
      row.setRaw(bytes, next, to);
    }
  }

  private void rejectUtf8(int from, int to) {
    row.reject(RejectCode.BAD_UTF8, null, "bytes that are not UTF-8");
    row.setDamagedRaw(window.bytes(), from, to);
  }

  private static boolean holdsNul(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == 0) {
        return true;
      }
    }
    return false;
  }
}
