package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Copies the records of CSV and delimited files, by position. */
final class TextLoader {
  private final S3Objects objects;
  private final CopyStatement copy;
  private final TextOptions options;
  private final List<TargetColumn> columns;
  private final LoadErrors errors;
  private final FieldParser[] parsers;
  private final boolean[] text;
  private final byte[] nullAs;

  TextLoader(S3Objects objects, CopyStatement copy, TargetTable table, LoadErrors errors)
      throws SqlError {
    this.objects = objects;
    this.copy = copy;
    this.options = copy.text();
    this.columns = table.columns();
    this.errors = errors;
    this.nullAs = options.nullAs().getBytes(StandardCharsets.UTF_8);
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

  /**
   * @throws SqlError when too many rows were refused
   */
  void load(S3Object file, BinaryRows rows) throws SqlError, IOException {
    try (InputStream packed = objects.open(file.location());
        InputStream in = copy.compression().unpack(packed)) {
      TextRecords records = new TextRecords(in, options);
      records.skipLines(options.headerLines());
      boolean more = true;
      while (more) {
        more = loadNext(file, records, rows);
      }
    }
  }

  private boolean loadNext(S3Object file, TextRecords records, BinaryRows rows)
      throws SqlError, IOException {
    int field = -1;
    try {
      if (!records.next()) {
        return false;
      }
      if (records.isBlank() && options.ignoreBlankLines()) {
        return true;
      }
      requireFieldCount(records);
      rows.startRow();
      for (field = 0; field < parsers.length; field++) {
        write(records, field, rows);
      }
      rows.endRow();
    } catch (FieldError e) {
      boolean inField = field >= 0;
      if (inField) {
        rows.dropRow();
      }
      boolean there = inField && field < records.fields();
      errors.refuse(
          file.location().toString(),
          records.line(),
          inField ? columns.get(field) : null,
          there ? records.position(field) : 0,
          e,
          there ? records.rawField(field) : "",
          records.rawLine());
    }
    return true;
  }

  private void requireFieldCount(TextRecords records) throws FieldError {
    if (records.fields() > parsers.length) {
      throw new FieldError(FieldError.EXTRA_COLUMNS, "Extra column(s) found");
    }
    if (records.fields() < parsers.length && !options.fillRecord()) {
      throw records.isBlank()
          ? new FieldError(FieldError.EMPTY_LINE, "Input line contained no data")
          : new FieldError(FieldError.DELIMITER_NOT_FOUND, "Delimiter not found");
    }
  }

  private void write(TextRecords records, int field, BinaryRows rows) throws FieldError {
    if (field >= records.fields()) {
      writeMissing(field, rows);
      return;
    }
    int to = records.to(field);
    byte[] bytes = records.bytes(field);
    int from = records.from(field);
    boolean quoted = records.isQuoted(field);
    if (!quoted && records.rawEquals(field, nullAs)) {
      writeNull(field, rows);
      return;
    }
    if (text[field]) {
      if (from == to ? options.emptyAsNull() && !quoted : isNullBlank(bytes, from, to)) {
        writeNull(field, rows);
        return;
      }
      if (options.trimBlanks()) {
        to = withoutTrailingBlanks(bytes, from, to);
      }
    } else if (isBlank(bytes, from, to)) {
      writeNull(field, rows);
      return;
    }
    parsers[field].write(bytes, from, to, rows);
  }

  /** FILLRECORD: text becomes empty unless EMPTYASNULL says otherwise. */
  private void writeMissing(int field, BinaryRows rows) throws FieldError {
    if (text[field] && !options.emptyAsNull()) {
      rows.writeBytes(new byte[0], 0, 0);
    } else {
      writeNull(field, rows);
    }
  }

  private void writeNull(int field, BinaryRows rows) throws FieldError {
    if (columns.get(field).notNull()) {
      throw new FieldError(FieldError.MISSING_VALUE, "Missing data for not-null field");
    }
    rows.writeNull();
  }

  private boolean isNullBlank(byte[] bytes, int from, int to) {
    return options.blanksAsNull() && isBlank(bytes, from, to);
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
