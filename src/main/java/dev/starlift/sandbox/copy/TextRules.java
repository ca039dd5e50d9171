package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a CHAR or VARCHAR column takes: lengths count bytes, CHAR is ASCII, and text must be UTF-8
 * without NUL.
 */
final class TextRules {
  private static final int SHOWN_BYTES = 4;

  private final int maxBytes;
  private final boolean ascii;
  private final boolean truncate;
  private final int replacement;

  /**
   * @param replacement for bytes that are not UTF-8, or {@link ValueOptions#NO_REPLACEMENT}
   */
  TextRules(ColumnType type, boolean truncate, int replacement) {
    this.ascii = type instanceof ColumnType.Char;
    if (type instanceof ColumnType.Char c) {
      this.maxBytes = c.length();
    } else if (type instanceof ColumnType.Varchar v) {
      this.maxBytes = v.length();
    } else {
      throw new IllegalArgumentException(type.ddl() + " is not a text type.");
    }
    this.truncate = truncate;
    this.replacement = ascii ? ValueOptions.NO_REPLACEMENT : replacement;
  }

  /** Checks the text and writes it. */
  void write(byte[] bytes, int from, int length, BinaryRows rows) throws FieldError {
    byte[] text = bytes;
    int start = from;
    int bad = Utf8.firstInvalid(bytes, from, from + length);
    if (bad >= 0) {
      if (replacement == ValueOptions.NO_REPLACEMENT) {
        throw new FieldError(
            FieldError.INVALID_TEXT,
            "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: "
                + hex(bytes, bad, from + length)
                + " (error 3)");
      }
      text = Arrays.copyOfRange(bytes, from, from + length);
      Utf8.replaceInvalid(text, length, replacement);
      start = 0;
    }
    if (ascii) {
      requireAscii(text, start, length);
    }
    int kept = length;
    if (length > maxBytes) {
      if (!truncate) {
        throw new FieldError(FieldError.OUT_OF_RANGE, "String length exceeds DDL length");
      }
      kept = Utf8.wholeCharacters(text, start, maxBytes);
    }
    rows.writeBytes(text, start, kept);
  }

  private static void requireAscii(byte[] text, int from, int length) throws FieldError {
    for (int i = from; i < from + length; i++) {
      if (text[i] < 0) {
        throw new FieldError(
            FieldError.INVALID_TEXT,
            "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: "
                + hex(text, i, from + length));
      }
    }
  }

  private static String hex(byte[] bytes, int from, int end) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes, from, Math.min(end, from + SHOWN_BYTES));
  }
}
