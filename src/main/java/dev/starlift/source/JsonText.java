package dev.starlift.source;

/** The text that a JSON string stands for. The string is known to be valid. */
final class JsonText {
  private JsonText() {}

  /** The four hexadecimal digits at a position. */
  static int hex(byte[] bytes, int from) {
    int value = 0;
    for (int at = from; at < from + 4; at++) {
      value = (value << 4) | Character.digit((char) bytes[at], 16);
    }
    return value;
  }

  /**
   * Writes what stands between two quotes as UTF-8. It is never longer than its source.
   *
   * @return where the copy ends
   */
  static int unescape(byte[] bytes, int from, int end, byte[] into, int offset) {
    int at = from;
    int to = offset;
    while (at < end) {
      byte here = bytes[at++];
      if (here != '\\') {
        into[to++] = here;
        continue;
      }
      byte kind = bytes[at++];
      if (kind != 'u') {
        into[to++] = simple(kind);
        continue;
      }
      int character = hex(bytes, at);
      at += 4;
      if (Character.isHighSurrogate((char) character)) {
        character = Character.toCodePoint((char) character, (char) hex(bytes, at + 2));
        at += 6;
      }
      to = encode(character, into, to);
    }
    return to;
  }

  private static byte simple(byte kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }

  private static int encode(int character, byte[] into, int offset) {
    int to = offset;
    if (character < 0x80) {
      into[to++] = (byte) character;
    } else if (character < 0x800) {
      into[to++] = (byte) (0xC0 | (character >> 6));
      into[to++] = (byte) (0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
      into[to++] = (byte) (0xE0 | (character >> 12));
      into[to++] = (byte) (0x80 | ((character >> 6) & 0x3F));
      into[to++] = (byte) (0x80 | (character & 0x3F));
    } else {
      into[to++] = (byte) (0xF0 | (character >> 18));
      into[to++] = (byte) (0x80 | ((character >> 12) & 0x3F));
      into[to++] = (byte) (0x80 | ((character >> 6) & 0x3F));
      into[to++] = (byte) (0x80 | (character & 0x3F));
    }
    return to;
  }
}
