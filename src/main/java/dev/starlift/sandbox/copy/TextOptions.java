package dev.starlift.sandbox.copy;

import java.util.List;

/**
 * How a text file is cut into lines and fields.
 *
 * @param delimiter one byte
 * @param quote one byte; of no meaning outside CSV
 * @param escape a backslash makes the next character plain; never with CSV
 * @param removeQuotes quotes around a field are taken off; never with CSV
 * @param headerLines lines to skip in each file
 * @param fillRecord columns may be missing at the end of a record
 * @param widths of the fields, in characters; empty unless the format is FIXEDWIDTH
 */
record TextOptions(
    boolean csv,
    byte delimiter,
    byte quote,
    boolean escape,
    boolean removeQuotes,
    long headerLines,
    boolean ignoreBlankLines,
    boolean fillRecord,
    List<Integer> widths) {
  /** CSV as PostgreSQL writes it. */
  static final TextOptions PLAIN_CSV =
      new TextOptions(true, (byte) ',', (byte) '"', false, false, 0, false, false, List.of());

  TextOptions {
    widths = List.copyOf(widths);
  }
}
