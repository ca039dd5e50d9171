package dev.starlift.sandbox.copy;

/** UTF-8 as COPY checks it, on bytes: well-formed, no surrogates, no NUL. */
final class Utf8 {
  private Utf8() {}

  /** The index of the first byte that does not belong, or -1. */
  static int firstInvalid(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      if (bytes[at] > 0) {
        at++;
        continue;
      }
      int length = sequenceLength(bytes, at, end);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return -1;
  }

  /** Puts the replacement in the place of each byte that does not belong, in the array itself. */
  static void replaceInvalid(byte[] bytes, int length, int replacement) {
    int bad = firstInvalid(bytes, 0, length);
    while (bad >= 0) {
      bytes[bad] = (byte) replacement;
      bad = firstInvalid(bytes, bad + 1, length);
    }
  }

  /** How many of at most {@code max} bytes can be kept without cutting a character. */
  static int wholeCharacters(byte[] bytes, int from, int max) {
    int kept = max;
    while (kept > 0 && isContinuation(bytes[from + kept])) {
      kept--;
    }
    return kept;
  }

  /** How many characters there are. */
  static int characters(byte[] bytes, int from, int end) {
    int count = 0;
    for (int i = from; i < end; i++) {
      if (!isContinuation(bytes[i])) {
        count++;
      }
    }
    return count;
  }

  /** The length of a character that is more than one byte long; 0 if it is none. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > end) {
      return 0;
    }
    for (int i = at + 1; i < at + length; i++) {
      if (!isContinuation(bytes[i])) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xff;
    boolean overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    boolean surrogate = lead == 0xed && second >= 0xa0;
    boolean tooLarge = lead == 0xf4 && second >= 0x90;
    return overlong || surrogate || tooLarge ? 0 : length;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }
}
