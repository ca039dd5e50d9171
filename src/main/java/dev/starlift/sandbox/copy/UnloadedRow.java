package dev.starlift.sandbox.copy;

import java.util.Arrays;

/** One row on its way from PostgreSQL to a file; reused for the next one. */
final class UnloadedRow {
  private byte[] bytes = new byte[0];
  private int[] from = new int[32];
  private int[] length = new int[32];
  private int fields;

  void clear(byte[] source) {
    bytes = source;
    fields = 0;
  }

  /**
   * @param fieldLength -1 for NULL
   */
  void add(int fieldFrom, int fieldLength) {
    if (fields == from.length) {
      from = Arrays.copyOf(from, fields * 2);
      length = Arrays.copyOf(length, fields * 2);
    }
    from[fields] = fieldFrom;
    length[fields++] = fieldLength;
  }

  /** Takes the last fields away. */
  void dropLast(int count) {
    fields -= count;
  }

  /** How many bytes the values have. */
  int size() {
    int size = 0;
    for (int i = 0; i < fields; i++) {
      size += Math.max(0, length[i]) + 1;
    }
    return size;
  }

  int fields() {
    return fields;
  }

  byte[] bytes() {
    return bytes;
  }

  int from(int field) {
    return from[field];
  }

  /** In bytes; -1 for NULL. */
  int length(int field) {
    return length[field];
  }

  boolean isNull(int field) {
    return length[field] < 0;
  }
}
