package dev.starlift.source;

import java.io.IOException;

/** What the first bytes of a text file say of its encoding. */
final class FileStart {
  private static final int MARK_BYTES = 3;

  private FileStart() {}

  /**
   * Reads the first bytes; the position behind a byte order mark.
   *
   * @throws UnusableInput when the content is UTF-16 or UTF-32, which must be declared
   */
  static int skipMark(ByteWindow window, String uri) throws IOException {
    while (window.limit() < MARK_BYTES && !window.hasEnded()) {
      window.refill(0);
    }
    if (window.startsWith(0xFE, 0xFF) || window.startsWith(0xFF, 0xFE)) {
      throw new UnusableInput(
          uri,
          "is UTF-16 by its byte order mark, and declared as UTF-8.",
          "Declare its encoding, or convert it.");
    }
    return window.startsWith(0xEF, 0xBB, 0xBF) ? MARK_BYTES : 0;
  }
}
