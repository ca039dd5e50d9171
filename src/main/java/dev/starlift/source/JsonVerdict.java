package dev.starlift.source;

import dev.starlift.model.RejectCode;

/** Marks the row of a JSON record that is not accepted with what is wrong with its bytes. */
final class JsonVerdict {
  private static final int SHOWN_BYTES = 1000;

  private final JsonScanner scanner;
  private final JsonObject object;
  private final RawRow row;

  JsonVerdict(JsonScanner scanner, JsonObject object, RawRow row) {
    this.scanner = scanner;
    this.object = object;
    this.row = row;
  }

  /**
   * After the scanner's answer BAD, or where a record does not end within the limit.
   *
   * @param tooLong the record does not end within the limit
   */
  void mark(byte[] bytes, int from, int to, boolean tooLong) {
    if (tooLong || to - from > ByteWindow.MAX_RECORD_BYTES) {
      row.reject(
          RejectCode.TOO_LONG,
          null,
          "a record of more than %,d bytes".formatted(ByteWindow.MAX_RECORD_BYTES));
      row.setDamagedRaw(bytes, from, Math.min(to, from + SHOWN_BYTES));
    } else if (!Utf8.isValid(bytes, from, to)) {
      markEncoding(bytes, from, to);
    } else {
      boolean nul = holdsNul(bytes, from, to);
      row.reject(
          nul ? RejectCode.NUL : scanner.problem(),
          object.problemColumn(),
          nul ? "a NUL character" : scanner.message());
      row.setRaw(bytes, from, to);
    }
  }

  /** Takes a record that the scanner has passed, unless its bytes are not UTF-8. */
  void accept(byte[] bytes, int from, int to) {
    if (scanner.hasHighBytes() && !Utf8.isValid(bytes, from, to)) {
      markEncoding(bytes, from, to);
    } else {
      row.setRaw(bytes, from, to);
    }
  }

  private void markEncoding(byte[] bytes, int from, int to) {
    row.reject(RejectCode.BAD_UTF8, null, "bytes that are not UTF-8");
    row.setDamagedRaw(bytes, from, to);
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
