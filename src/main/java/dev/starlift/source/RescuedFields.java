package dev.starlift.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of one record that the contract does not name, as a JSON object. */
final class RescuedFields {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[256];
  private int size;

  /** Begins a record. */
  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** A member of a JSON object as it stands there: key with its quotes, and value. */
  void addJson(byte[] from, int key, int keyEnd, int value, int valueEnd) {
    begin();
    copy(from, key, keyEnd);
    put(':');
    copy(from, value, valueEnd);
  }

  /** A field of a text file; {@code value} is null for none. */
  void addText(byte[] name, byte[] value, int from, int to) {
    begin();
    quote(name, 0, name.length);
    put(':');
    if (value == null) {
      copy(new byte[] {'n', 'u', 'l', 'l'}, 0, 4);
    } else {
      quote(value, from, to);
    }
  }

  /** Closes the object. */
  byte[] bytes() {
    put('}');
    return bytes;
  }

  int size() {
    return size;
  }

  private void begin() {
    put(size == 0 ? '{' : ',');
  }

  private void quote(byte[] text, int from, int to) {
    put('"');
    for (int at = from; at < to; at++) {
      byte b = text[at];
      if (b == '"' || b == '\\') {
        put('\\');
        put(b);
      } else if (b >= 0 && b < ' ') {
        copy(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]}, 0, 6);
      } else {
        put(b);
      }
    }
    put('"');
  }

  private void copy(byte[] from, int start, int end) {
    require(end - start);
    System.arraycopy(from, start, bytes, size, end - start);
    size += end - start;
  }

  private void put(int b) {
    require(1);
    bytes[size++] = (byte) b;
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
