package dev.starlift.sandbox.copy;

/**
 * How lines, fields and values of a text file are read.
 *
 * @param delimiter one byte
 * @param quote one byte; of no meaning outside CSV
 * @param escape a backslash makes the next character plain; never with CSV
 * @param headerLines lines to skip in each file
 * @param nullAs the text that stands for NULL
 * @param replacement stands in for bytes that are not UTF-8; {@link #NO_REPLACEMENT} refuses them
 */
record TextOptions(
    boolean csv,
    byte delimiter,
    byte quote,
    boolean escape,
    long headerLines,
    String nullAs,
    boolean emptyAsNull,
    boolean blanksAsNull,
    boolean trimBlanks,
    boolean ignoreBlankLines,
    boolean fillRecord,
    boolean truncateColumns,
    int replacement,
    boolean roundDecimals,
    String dateFormat,
    String timeFormat) {
  static final int NO_REPLACEMENT = -1;

  /** CSV as PostgreSQL writes it. */
  static final TextOptions PLAIN_CSV =
      new TextOptions(
          true,
          (byte) ',',
          (byte) '"',
          false,
          0,
          "",
          false,
          false,
          false,
          false,
          false,
          false,
          NO_REPLACEMENT,
          false,
          "",
          "");
}
