package dev.starlift.source;

import dev.starlift.job.JsonLayout;
import dev.starlift.model.RejectCode;
import java.io.IOException;

/**
 * The elements of a JSON array that fills a file, or the objects of a file one after the other,
 * over as many lines as they like. A wrong record is rejected as long as its brackets tell where it
 * ends; where they do not, nobody knows what is a record, and the file is refused.
 */
final class JsonValues implements Records {
  /** A record without an end that swallows this much has swallowed others. */
  private static final int MAX_UNCLOSED_BYTES = 1 << 20;

  private final String uri;
  private final ByteWindow window;
  private final RawRow row;
  private final boolean array;
  private final JsonScanner scanner = new JsonScanner(true);
  private final JsonBrackets brackets = new JsonBrackets();
  private final JsonObject object;
  private final JsonVerdict verdict;
  private int next;
  private long line = 1;
  private boolean begun;
  private boolean ended;

  /** Opens a file. The window stands at the start. */
  JsonValues(RawFormat format, String uri, ByteWindow window, RawRow row) throws IOException {
    this.uri = uri;
    this.window = window;
    this.row = row;
    array = format.layout() == JsonLayout.ARRAY;
    object = new JsonObject(format, scanner, row);
    verdict = new JsonVerdict(scanner, object, row);
    next = FileStart.skipMark(window, uri);
  }

  @Override
  public void goOn(long lineNumber) {
    throw new IllegalStateException("Only lines can be read from the middle of a file.");
  }

  @Override
  public boolean next() throws IOException {
    if (ended || !(array ? findElement() : findObject())) {
      ended = true;
      return false;
    }
    int end;
    do {
      scanner.begin(window, next);
      object.begin();
      row.start(line);
      end = passValue();
    } while (end == JsonScanner.MORE && readOn());
    byte[] bytes = window.bytes();
    if (end < 0 || end - next > ByteWindow.MAX_RECORD_BYTES) {
      rejectValue(end != JsonScanner.BAD);
      return true;
    }
    boolean isObject = bytes[next] == '{';
    if (!isObject) {
      scanner.bad(RejectCode.TYPE, "not a JSON object");
      verdict.mark(bytes, next, end, false);
    } else {
      verdict.accept(bytes, next, end);
    }
    for (int at = next; at < end; at++) {
      line += bytes[at] == '\n' ? 1 : 0;
    }
    next = end;
    return true;
  }

  private int passValue() {
    byte[] bytes = window.bytes();
    int end = bytes[next] == '{' ? object.pass(next, bytes) : scanner.passValue(next, 0);
    // A number may go on behind the window.
    return end == window.limit() && !window.hasEnded() ? JsonScanner.MORE : end;
  }

  private boolean findObject() throws IOException {
    if (!passBlanks()) {
      return false;
    }
    if (!begun && window.bytes()[next] == '[') {
      throw wrong("is a JSON array, and json.layout = objects.", "Set json.layout = array.");
    }
    begun = true;
    return true;
  }

  private boolean findElement() throws IOException {
    boolean more = passBlanks();
    if (!begun && !more) {
      return false;
    }
    byte here = more ? window.bytes()[next] : 0;
    if (!begun && here != '[') {
      throw wrong(
          "is no JSON array, and json.layout = array.",
          "Set json.layout = lines, or objects where they stand over several lines.");
    }
    if (more && here == ']') {
      next++;
      requireNothingElse();
      return false;
    }
    if (begun && more && here != ',') {
      throw wrong("has neither ',' nor ']' behind an element of its array.", "Correct the file.");
    }
    boolean first = !begun;
    begun = true;
    next += more ? 1 : 0;
    if (!more || !passBlanks()) {
      throw wrong("is truncated: its array is never closed.", "Upload it again.");
    }
    if (window.bytes()[next] != ']') {
      return true;
    }
    if (!first) {
      throw wrong("has a ',' before the end of its array.", "Correct the file.");
    }
    next++;
    requireNothingElse();
    return false;
  }

  private void requireNothingElse() throws IOException {
    if (passBlanks()) {
      throw wrong("goes on behind its array.", "Write one array per file.");
    }
  }

  /** Also over line ends; false at the end of the file. */
  private boolean passBlanks() throws IOException {
    while (true) {
      byte[] bytes = window.bytes();
      while (next < window.limit()) {
        byte here = bytes[next];
        if (here != ' ' && here != '\t' && here != '\r' && here != '\n') {
          return true;
        }
        line += here == '\n' ? 1 : 0;
        next++;
      }
      if (window.hasEnded()) {
        return false;
      }
      window.refill(next);
      next = 0;
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

  /** Rejects the value and passes over it by its brackets. */
  private void rejectValue(boolean tooLong) throws IOException {
    byte first = window.bytes()[next];
    if (first != '{' && first != '[' && first != '"') {
      throw wrong(
          "has text that is no JSON value: " + scanner.message() + ".", "Correct the file.");
    }
    brackets.clear();
    boolean marked = false;
    int at = brackets.pass(window.bytes(), next, window.limit());
    while (!brackets.isComplete() && !brackets.isMismatched() && !window.hasEnded()) {
      if (!marked && window.isFullFrom(next)) {
        verdict.mark(window.bytes(), next, at, tooLong);
        marked = true;
      }
      int from = marked ? at : next;
      window.refill(from);
      next = 0;
      at = brackets.pass(window.bytes(), at - from, window.limit());
    }
    if (brackets.isMismatched()) {
      throw wrong("has a record whose brackets do not match.", "Correct the file.");
    }
    if (!brackets.isComplete() && (marked || at - next > MAX_UNCLOSED_BYTES)) {
      throw wrong("has a record that never ends.", "Correct the file.");
    }
    if (!marked) {
      verdict.mark(window.bytes(), next, at, tooLong);
    }
    line += brackets.lineFeeds();
    next = at;
  }

  private UnusableInput wrong(String what, String fix) {
    return new UnusableInput(uri + ":" + line, what, fix);
  }
}
