package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.session.SqlError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes values that are text in their file: what is NULL, what is blank, and what it means. */
final class FieldWriter {
  private static final byte[] EMPTY = {};

  private final ValueOptions options;
  private final List<TargetColumn> columns;
  private final FieldParser[] parsers;
  private final boolean[] text;
  private final byte[] nullAs;
  private final boolean nulIsNull;

  /**
   * @throws SqlError if a column has a type that no text can fill
   */
  FieldWriter(ValueOptions options, List<TargetColumn> columns) throws SqlError {
    this.options = options;
    this.columns = columns;
    this.nullAs = options.nullAs().getBytes(StandardCharsets.UTF_8);
    this.nulIsNull = options.nullAs().equals("\0");
    this.parsers = new FieldParser[columns.size()];
    this.text = new boolean[columns.size()];
    DateTimeFormats formats = DateTimeFormats.of(options);
    for (int i = 0; i < parsers.length; i++) {
      TargetColumn column = columns.get(i);
      parsers[i] = FieldParser.of(column, options, formats);
      text[i] =
          column.type() instanceof ColumnType.Char || column.type() instanceof ColumnType.Varchar;
    }
  }

  int columns() {
    return parsers.length;
  }

  TargetColumn column(int column) {
    return columns.get(column);
  }

  /** Is the column CHAR or VARCHAR? */
  boolean isText(int column) {
    return text[column];
  }

  /** The bytes of NULL AS. */
  byte[] nullAs() {
    return nullAs;
  }

  /**
   * Writes a value.
   *
   * @param quoted the file says that it is a text, even if it is empty or looks like NULL
   */
  void write(int column, byte[] bytes, int from, int to, boolean quoted, BinaryRows rows)
      throws FieldError {
    if (!quoted && Arrays.equals(bytes, from, to, nullAs, 0, nullAs.length)) {
      writeNull(column, rows);
      return;
    }
    if (nulIsNull && contains(bytes, from, to, (byte) 0)) {
      throw new FieldError(
          FieldError.NUL_WITH_TEXT, "Field contains more than the NUL that NULL AS stands for");
    }
    int end = to;
    if (text[column]) {
      if (from == to ? options.emptyAsNull() && !quoted : isNullBlank(bytes, from, to)) {
        writeNull(column, rows);
        return;
      }
      if (options.trimBlanks()) {
        end = withoutTrailingBlanks(bytes, from, to);
      }
    } else if (isBlank(bytes, from, to)) {
      writeNull(column, rows);
      return;
    }
    parse(column, bytes, from, end, rows);
  }

  /** A column that the record lacks at its end: text becomes empty unless EMPTYASNULL is given. */
  void writeMissing(int column, BinaryRows rows) throws FieldError {
    if (text[column] && !options.emptyAsNull()) {
      rows.writeBytes(EMPTY, 0, 0);
    } else {
      writeNull(column, rows);
    }
  }

  void writeNull(int column, BinaryRows rows) throws FieldError {
    if (columns.get(column).notNull()) {
      throw new FieldError(FieldError.MISSING_VALUE, "Missing data for not-null field");
    }
    rows.writeNull();
  }

  private void parse(int column, byte[] bytes, int from, int to, BinaryRows rows)
      throws FieldError {
    try {
      parsers[column].write(bytes, from, to, rows);
    } catch (FieldError e) {
      boolean noDate =
          e.code() == FieldError.DATE_FORMAT || e.code() == FieldError.TIMESTAMP_FORMAT;
      if (options.acceptAnyDate() && noDate) {
        writeNull(column, rows);
        return;
      }
      throw columns.get(column).identity()
          ? new FieldError(FieldError.INVALID_IDENTITY, e.getMessage())
          : e;
    }
  }

  private boolean isNullBlank(byte[] bytes, int from, int to) {
    return options.blanksAsNull() && isBlank(bytes, from, to);
  }

  private static boolean contains(byte[] bytes, int from, int to, byte wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    return withoutTrailingBlanks(bytes, from, to) == from;
  }

  private static int withoutTrailingBlanks(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes[end - 1] == ' ' || (bytes[end - 1] >= 9 && bytes[end - 1] <= 13))) {
      end--;
    }
    return end;
  }
}
