package dev.starlift.source;

/** Is a stretch of bytes UTF-8, strictly: shortest forms only, no surrogates, at most U+10FFFF? */
final class Utf8 {
  private Utf8() {}

  static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int lead = bytes[at++];
      if (lead >= 0) {
        continue;
      }
      lead &= 0xFF;
      int more;
      int lowest = 0x80;
      int highest = 0xBF;
      if (lead < 0xC2 || lead > 0xF4) {
        return false;
      } else if (lead < 0xE0) {
        more = 1;
      } else if (lead < 0xF0) {
        more = 2;
        lowest = lead == 0xE0 ? 0xA0 : 0x80;
        highest = lead == 0xED ? 0x9F : 0xBF;
      } else {
        more = 3;
        lowest = lead == 0xF0 ? 0x90 : 0x80;
        highest = lead == 0xF4 ? 0x8F : 0xBF;
      }
      if (to - at < more) {
        return false;
      }
      int second = bytes[at] & 0xFF;
      if (second < lowest || second > highest) {
        return false;
      }
      for (int i = 1; i < more; i++) {
        if ((bytes[at + i] & 0xC0) != 0x80) {
          return false;
        }
      }
      at += more;
    }
    return true;
  }
}
