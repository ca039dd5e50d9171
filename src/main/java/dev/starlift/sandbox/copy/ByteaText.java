package dev.starlift.sandbox.copy;

/**
 * PostgreSQL's text of bytes: {@code \x} and hexadecimal digits, of which Redshift has the digits.
 */
final class ByteaText {
  /** How many bytes stand before the digits. */
  static final int SIGN = 2;

  private ByteaText() {}
}
