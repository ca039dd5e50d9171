package dev.starlift.sandbox.copy;

import java.io.IOException;

/** Rows from {@code COPY … TO STDOUT (FORMAT binary)}. */
final class BinaryOutput extends RowOutput {
  private static final int SIGNATURE_AND_FLAGS = 15;

  private final RowConsumer consumer;
  private final UnloadedRow row = new UnloadedRow();
  private boolean begun;

  BinaryOutput(RowConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  int consume(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    if (!begun) {
      int header = SIGNATURE_AND_FLAGS + Integer.BYTES;
      if (to - at < header) {
        return at;
      }
      at += header + readInt(bytes, at + SIGNATURE_AND_FLAGS);
      begun = true;
    }
    int behind = row(bytes, at, to);
    while (behind > at) {
      at = behind;
      behind = row(bytes, at, to);
    }
    return at;
  }

  /** Returns the offset behind the row, or the given one if the row is not all there. */
  private int row(byte[] bytes, int from, int to) throws IOException {
    if (to - from < Short.BYTES) {
      return from;
    }
    int fields = readShort(bytes, from);
    int at = from + Short.BYTES;
    if (fields < 0) {
      return at;
    }
    row.clear(bytes);
    for (int i = 0; i < fields; i++) {
      if (to - at < Integer.BYTES) {
        return from;
      }
      int length = readInt(bytes, at);
      at += Integer.BYTES;
      row.add(at, length);
      at += Math.max(0, length);
    }
    if (at > to) {
      return from;
    }
    consumer.accept(row);
    return at;
  }

  static int readShort(byte[] bytes, int at) {
    return (short) ((bytes[at] << 8) | (bytes[at + 1] & 0xff));
  }

  static int readInt(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  static long readLong(byte[] bytes, int at) {
    return ((long) readInt(bytes, at) << 32) | (readInt(bytes, at + 4) & 0xffff_ffffL);
  }
}
