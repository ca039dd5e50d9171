package dev.starlift.sandbox.copy;

/**
 * How the values of a file become those of a column.
 *
 * @param nullAs the text that stands for NULL
 * @param replacement stands in for bytes that are not UTF-8; {@link #NO_REPLACEMENT} refuses them
 * @param acceptAnyDate a DATE or TIMESTAMP that cannot be read becomes NULL
 * @param dateFormat empty for the default, as is {@code timeFormat}
 */
record ValueOptions(
    String nullAs,
    boolean emptyAsNull,
    boolean blanksAsNull,
    boolean trimBlanks,
    boolean truncateColumns,
    int replacement,
    boolean roundDecimals,
    boolean acceptAnyDate,
    String dateFormat,
    String timeFormat) {
  static final int NO_REPLACEMENT = -1;
}
