package dev.starlift.source;

import dev.starlift.model.RejectCode;
import java.nio.charset.StandardCharsets;

/**
 * Passes over JSON values (RFC 8259, strictly) in a {@link ByteWindow}, without building anything.
 * Each method takes the position where something starts and returns where it ends, {@link #MORE}
 * when the window ends first, or {@link #BAD} with {@link #problem} when the text is no JSON.
 *
 * <p>A line feed ends a record of JSON lines, so it is allowed nowhere inside them; the one behind
 * the window's limit stops every loop.
 */
final class JsonScanner {
  /** The window ends before the value does. */
  static final int MORE = -1;

  /** The record is to be rejected. */
  static final int BAD = -2;

  static final int MAX_DEPTH = 200;

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** By byte: may it stand in a string without a thought? */
  private static final boolean[] PLAIN = new boolean[256];

  static {
    for (int i = 0x20; i < 256; i++) {
      PLAIN[i] = i != '"' && i != '\\';
    }
  }

  private final boolean overLines;
  private final KeySet keys = new KeySet();
  private byte[] bytes = new byte[0];
  private int limit;
  private boolean ended;
  private int recordStart;

  private boolean escaped;
  private boolean highBytes;
  private RejectCode problem = RejectCode.JSON_SYNTAX;
  private String message = "";

  /**
   * @param overLines may a record go over line ends? A line feed is a blank then
   */
  JsonScanner(boolean overLines) {
    this.overLines = overLines;
  }

  /** Begins a record in the window as it is now. */
  void begin(ByteWindow window, int start) {
    bytes = window.bytes();
    limit = window.limit();
    ended = window.hasEnded();
    recordStart = start;
    highBytes = false;
    keys.clear();
  }

  RejectCode problem() {
    return problem;
  }

  /** What is wrong, without values. */
  String message() {
    return message;
  }

  /** Did the last string hold an escape? */
  boolean wasEscaped() {
    return escaped;
  }

  /** Did any string of the record hold anything but ASCII? */
  boolean hasHighBytes() {
    return highBytes;
  }

  int passBlanks(int from) {
    int at = from;
    while (true) {
      byte here = bytes[at];
      if (here > ' ' || !isBlank(here, at)) {
        return at;
      }
      at++;
    }
  }

  private boolean isBlank(byte here, int at) {
    return here == ' ' || here == '\t' || here == '\r' || (here == '\n' && overLines && at < limit);
  }

  /**
   * @param depth how many objects and arrays are open around the value
   */
  int passValue(int at, int depth) {
    return switch (bytes[at]) {
      case '"' -> passString(at);
      case '{' -> depth == MAX_DEPTH ? tooDeep() : passObject(at, depth + 1);
      case '[' -> depth == MAX_DEPTH ? tooDeep() : passArray(at, depth + 1);
      case 't' -> passWord(at, TRUE);
      case 'f' -> passWord(at, FALSE);
      case 'n' -> passWord(at, NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> passNumber(at);
      default -> unexpected(at);
    };
  }

  /**
   * @param from where the opening quote stands
   */
  int passString(int from) {
    int high = 0;
    int at = from + 1;
    escaped = false;
    while (true) {
      byte here = bytes[at];
      while (PLAIN[here & 0xFF]) {
        high |= here;
        here = bytes[++at];
      }
      if (here == '"') {
        highBytes |= high < 0;
        return at + 1;
      }
      if (here != '\\') {
        return unexpected(at);
      }
      at = passEscape(at);
      if (at < 0) {
        return at;
      }
      escaped = true;
    }
  }

  private int passEscape(int from) {
    switch (bytes[from + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return from + 2;
      }
      case 'u' -> {
        int end = passHex(from + 2);
        if (end < 0) {
          return end;
        }
        int unit = JsonText.hex(bytes, from + 2);
        if (unit == 0) {
          return bad(RejectCode.NUL, "a NUL character");
        }
        if (Character.isLowSurrogate((char) unit)) {
          return loneSurrogate();
        }
        return Character.isHighSurrogate((char) unit) ? passLowSurrogate(end) : end;
      }
      default -> {
        return unexpected(from + 1);
      }
    }
  }

  private int passLowSurrogate(int from) {
    if (bytes[from] != '\\') {
      return from == limit && !ended ? MORE : loneSurrogate();
    }
    if (bytes[from + 1] != 'u') {
      return from + 1 == limit && !ended ? MORE : loneSurrogate();
    }
    int end = passHex(from + 2);
    if (end < 0) {
      return end;
    }
    return Character.isLowSurrogate((char) JsonText.hex(bytes, from + 2)) ? end : loneSurrogate();
  }

  private int passHex(int from) {
    for (int at = from; at < from + 4; at++) {
      if (Character.digit((char) bytes[at], 16) < 0) {
        return unexpected(at);
      }
    }
    return from + 4;
  }

  private int passWord(int from, byte[] word) {
    for (int i = 1; i < word.length; i++) {
      if (bytes[from + i] != word[i]) {
        return unexpected(from + i);
      }
    }
    return from + word.length;
  }

  private int passNumber(int from) {
    int at = bytes[from] == '-' ? from + 1 : from;
    if (bytes[at] == '0') {
      at++;
    } else {
      at = passDigits(at);
    }
    if (at >= 0 && bytes[at] == '.') {
      at = passDigits(at + 1);
    }
    if (at >= 0 && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      at = passDigits(bytes[at] == '+' || bytes[at] == '-' ? at + 1 : at);
    }
    return at;
  }

  private int passDigits(int from) {
    int at = from;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at == from ? unexpected(at) : at;
  }

  private int passArray(int from, int depth) {
    int at = passBlanks(from + 1);
    if (bytes[at] == ']') {
      return at + 1;
    }
    while (true) {
      at = passValue(at, depth);
      if (at < 0) {
        return at;
      }
      at = passBlanks(at);
      if (bytes[at] == ']') {
        return at + 1;
      }
      if (bytes[at] != ',') {
        return unexpected(at);
      }
      at = passBlanks(at + 1);
    }
  }

  private int passObject(int from, int depth) {
    keys.open();
    int at = passBlanks(from + 1);
    if (bytes[at] == '}') {
      keys.close();
      return at + 1;
    }
    while (true) {
      int key = at;
      at = passKey(at);
      if (at < 0) {
        return at;
      }
      if (!addKey(key, at)) {
        return duplicate();
      }
      at = passColon(at);
      if (at < 0) {
        return at;
      }
      at = passValue(at, depth);
      if (at < 0) {
        return at;
      }
      at = passBlanks(at);
      if (bytes[at] == '}') {
        keys.close();
        return at + 1;
      }
      if (bytes[at] != ',') {
        return unexpected(at);
      }
      at = passBlanks(at + 1);
    }
  }

  /** Passes over a key with its quotes. */
  int passKey(int at) {
    return bytes[at] == '"' ? passString(at) : unexpected(at);
  }

  /** Passes from behind a key to its value. */
  int passColon(int from) {
    int at = passBlanks(from);
    return bytes[at] == ':' ? passBlanks(at + 1) : unexpected(at);
  }

  /**
   * Notes the key just passed, quotes included; false when the object has it already.
   *
   * @param from its opening quote
   * @param to behind its closing quote
   */
  boolean addKey(int from, int to) {
    if (!escaped) {
      return keys.add(bytes, from + 1, to - 1);
    }
    byte[] plain = new byte[to - from];
    int length = JsonText.unescape(bytes, from + 1, to - 1, plain, 0);
    return keys.add(plain, 0, length);
  }

  /** A byte that may not stand here: no JSON, or the end of the window. */
  int unexpected(int at) {
    if (at >= limit && !ended) {
      return MORE;
    }
    return bad(
        RejectCode.JSON_SYNTAX,
        at >= limit || (bytes[at] == '\n' && !overLines)
            ? "the record ends in the middle"
            : "no JSON from byte %d of the record".formatted(at - recordStart + 1));
  }

  int duplicate() {
    return bad(RejectCode.JSON_DUP_KEY, "an object has a key twice");
  }

  private int tooDeep() {
    return bad(RejectCode.JSON_DEPTH, "nested deeper than %d".formatted(MAX_DEPTH));
  }

  private int loneSurrogate() {
    return bad(RejectCode.SURROGATE, "half of a surrogate pair");
  }

  int bad(RejectCode code, String reason) {
    problem = code;
    message = reason;
    return BAD;
  }
}
