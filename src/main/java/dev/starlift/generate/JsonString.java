package dev.starlift.generate;

/** Text as a JSON string in ASCII: what many a service's encoder writes. */
final class JsonString {
  private static final String HEX = "0123456789abcdef";

  private JsonString() {}

  /**
   * @param slashes are slashes escaped, too, as PHP and Perl do?
   */
  static TextBuffer write(String text, boolean slashes, TextBuffer out) {
    out.ascii('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || (slashes && c == '/')) {
        out.ascii('\\').ascii(c);
      } else if (c >= ' ' && c < 0x7F) {
        out.ascii(c);
      } else {
        out.ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.ascii(HEX.charAt((c >> shift) & 0xF));
        }
      }
    }
    return out.ascii('"');
  }
}
