package dev.starlift.source;

import dev.starlift.model.RejectCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The object of a JSON line: its known keys become columns. A key that is absent is NULL. */
final class JsonObject {
  private final RawFormat format;
  private final JsonScanner scanner;
  private final RawRow row;
  private final byte[][] fields;

  /** By column: the object in which its key was last seen. */
  private final long[] seenIn;

  private long objects;
  private byte[] unescaped = new byte[1024];
  private int unescapedEnd;
  private String problemColumn;
  private final RescuedFields rescued = new RescuedFields();
  private final boolean rescues;

  JsonObject(RawFormat format, JsonScanner scanner, RawRow row) {
    this.format = format;
    this.scanner = scanner;
    this.row = row;
    List<String> names = format.fields();
    fields = new byte[names.size()][];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
    }
    seenIn = new long[fields.length];
    rescues = format.rescues(row);
  }

  /** The column, or the unknown key, that a BAD answer is about; null when there is none. */
  String problemColumn() {
    return problemColumn;
  }

  /** Begins a record, object or not. */
  void begin() {
    unescapedEnd = 0;
    problemColumn = null;
  }

  /** Passes over the object at a position and fills the row; answers like the scanner. */
  int pass(int from, byte[] bytes) {
    rescued.clear();
    int end = passMembers(from, bytes);
    if (end >= 0 && !rescued.isEmpty()) {
      row.set(fields.length, rescued.bytes(), 0, rescued.size());
    }
    return end;
  }

  private int passMembers(int from, byte[] bytes) {
    objects++;
    int expected = 0;
    int at = scanner.passBlanks(from + 1);
    if (bytes[at] == '}') {
      return at + 1;
    }
    while (true) {
      int key = at;
      at = scanner.passKey(at);
      if (at < 0) {
        return at;
      }
      int column = columnOf(bytes, key, at, expected);
      if (column < 0 && !acceptUnknown(bytes, key, at)) {
        return JsonScanner.BAD;
      }
      if (column >= 0) {
        if (seenIn[column] == objects) {
          problemColumn = row.name(column);
          return scanner.duplicate();
        }
        seenIn[column] = objects;
        expected = column + 1;
      }
      int keyEnd = at;
      int value = scanner.passColon(at);
      if (value < 0) {
        return value;
      }
      at = scanner.passValue(value, 1);
      if (at < 0) {
        problemColumn = column < 0 ? null : row.name(column);
        return at;
      }
      if (column >= 0 && row.wants(column)) {
        set(column, bytes, value, at);
      } else if (column < 0 && rescues) {
        rescued.addJson(bytes, key, keyEnd, value, at);
      }
      at = scanner.passBlanks(at);
      if (bytes[at] == '}') {
        return at + 1;
      }
      if (bytes[at] != ',') {
        return scanner.unexpected(at);
      }
      at = scanner.passBlanks(at + 1);
    }
  }

  private void set(int column, byte[] bytes, int from, int to) {
    if (bytes[from] == 'n') {
      return;
    }
    if (bytes[from] != '"') {
      row.set(column, bytes, from, to);
    } else if (!scanner.wasEscaped()) {
      row.set(column, bytes, from + 1, to - 1);
    } else {
      if (unescaped.length - unescapedEnd < to - from) {
        // Columns set before keep the old array.
        unescaped = new byte[Math.max(2 * unescaped.length, to - from)];
        unescapedEnd = 0;
      }
      int start = unescapedEnd;
      unescapedEnd = JsonText.unescape(bytes, from + 1, to - 1, unescaped, start);
      row.set(column, unescaped, start, unescapedEnd);
    }
  }

  /**
   * The column of a key; -1 for an unknown one.
   *
   * @param expected the column that comes next when keys stand in the contract's order
   */
  private int columnOf(byte[] bytes, int key, int end, int expected) {
    if (scanner.wasEscaped()) {
      byte[] plain = unescapedKey(bytes, key, end);
      return find(plain, 0, plain.length, expected);
    }
    return find(bytes, key + 1, end - 1, expected);
  }

  private int find(byte[] bytes, int from, int to, int expected) {
    if (expected < fields.length && is(fields[expected], bytes, from, to)) {
      return expected;
    }
    for (int i = 0; i < fields.length; i++) {
      if (is(fields[i], bytes, from, to)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean is(byte[] field, byte[] bytes, int from, int to) {
    return field.length == to - from && Arrays.equals(field, 0, field.length, bytes, from, to);
  }

  private boolean acceptUnknown(byte[] bytes, int key, int end) {
    if (!scanner.addKey(key, end)) {
      scanner.duplicate();
      return false;
    }
    byte[] plain = unescapedKey(bytes, key, end);
    for (byte[] field : fields) {
      if (differsByCase(field, plain)) {
        return rejectUnknown(
            plain, "the contract has this field in other upper and lower case letters");
      }
    }
    return !format.rejectsUnknownFields()
        || rejectUnknown(plain, "a field that the contract does not name");
  }

  private boolean rejectUnknown(byte[] key, String reason) {
    String name = new String(key, StandardCharsets.UTF_8);
    problemColumn = name.length() > 127 ? name.substring(0, 127) : name;
    scanner.bad(RejectCode.UNKNOWN_FIELD, reason);
    return false;
  }

  private byte[] unescapedKey(byte[] bytes, int key, int end) {
    byte[] plain = new byte[end - key];
    int length = JsonText.unescape(bytes, key + 1, end - 1, plain, 0);
    return Arrays.copyOf(plain, length);
  }

  private static boolean differsByCase(byte[] field, byte[] key) {
    if (field.length != key.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (field[i] != key[i] && lower(field[i]) != lower(key[i])) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }
}
