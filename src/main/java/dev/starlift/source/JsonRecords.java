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
  private final JsonScanner scanner = new JsonScanner(false);
  private final JsonObject object;
  private final JsonVerdict verdict;
  private int next;
  private long line = 1;
  private boolean first = true;

  /** Opens a file. The window stands at the start. */
  JsonRecords(RawFormat format, String uri, ByteWindow window, RawRow row) throws IOException {
    this.uri = uri;
    this.window = window;
    this.row = row;
    object = new JsonObject(format, scanner, row);
    verdict = new JsonVerdict(scanner, object, row);
    next = FileStart.skipMark(window, uri);
  }

  @Override
  public void goOn(long lineNumber) {
    next = 0;
    line = lineNumber;
    first = false;
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
      object.begin();
      row.start(line);
      end = passRecord();
    } while (end == JsonScanner.MORE && readOn());
    byte[] bytes = window.bytes();
    if (end >= 0 && end - next > ByteWindow.MAX_RECORD_BYTES) {
      end = JsonScanner.MORE;
    }
    if (end < 0) {
      rejectLine(end == JsonScanner.MORE);
    } else {
      verdict.accept(bytes, next, end);
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
          uri + ":" + line,
          "is a JSON array.",
          "Set json.layout = array, or write one object per line.");
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
          uri + ":" + line,
          "spreads a JSON object over lines.",
          "Set json.layout = objects, or write one object per line.");
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
    verdict.mark(bytes, next, to, tooLong);
  }
}
