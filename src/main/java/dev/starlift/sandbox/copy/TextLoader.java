package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;

/** Copies the records of CSV, delimited and fixed-width files, by position. */
final class TextLoader implements FileLoader {
  private final S3Objects objects;
  private final CopyStatement copy;
  private final TextOptions options;
  private final LoadErrors errors;
  private final FieldWriter fields;

  TextLoader(S3Objects objects, CopyStatement copy, TargetTable table, LoadErrors errors)
      throws SqlError {
    this.objects = objects;
    this.copy = copy;
    this.options = copy.text();
    this.errors = errors;
    this.fields = new FieldWriter(copy.values(), table.columns());
    if (!options.widths().isEmpty() && options.widths().size() != fields.columns()) {
      throw new SqlError(
          TokenCursor.BAD_VALUE,
          "FIXEDWIDTH describes %d columns, but COPY loads %d"
              .formatted(options.widths().size(), fields.columns()));
    }
  }

  @Override
  public long load(S3Object file, BinaryRows rows) throws SqlError, IOException {
    long count = 0;
    try (InputStream packed = objects.open(file.location());
        InputStream unpacked = copy.compression().unpack(packed);
        InputStream in = copy.encoding().utf8(unpacked)) {
      TextRecords records = new TextRecords(in, options);
      try {
        records.skipLines(options.headerLines());
        while (loadNext(file, records, rows)) {
          count++;
        }
      } catch (CharacterCodingException e) {
        throw new FieldError(
            FieldError.WRONG_ENCODING,
            "The file is not " + copy.encoding() + " at its whole length");
      }
    } catch (FieldError e) {
      // What cannot be decoded has no lines: the rest of the file is left out.
      errors.refuse(RefusedRecord.of(file, count + 1, e, ""));
    }
    return count;
  }

  private boolean loadNext(S3Object file, TextRecords records, BinaryRows rows)
      throws SqlError, IOException {
    int field = -1;
    TextRecord record = records.record();
    try {
      if (!records.next()) {
        return false;
      }
      if (record.isBlank() && options.ignoreBlankLines()) {
        return true;
      }
      requireFieldCount(record);
      rows.startRow();
      for (field = 0; field < fields.columns(); field++) {
        write(record, field, rows);
      }
      rows.endRow();
    } catch (FieldError e) {
      boolean inField = field >= 0;
      if (inField) {
        rows.dropRow();
      }
      refuse(file, records, inField ? field : -1, e);
    }
    return true;
  }

  private void refuse(S3Object file, TextRecords records, int field, FieldError error)
      throws SqlError {
    TextRecord record = records.record();
    RefusedRecord refused = RefusedRecord.of(file, records.line(), error, record.rawLine());
    if (field >= 0) {
      boolean there = field < record.fields();
      refused =
          refused.at(
              fields.column(field),
              there ? record.position(field) : 0,
              there ? record.rawField(field) : "",
              record.rawFields(Math.min(field + 1, record.fields())));
    }
    errors.refuse(refused);
  }

  private void requireFieldCount(TextRecord record) throws FieldError {
    if (record.fields() > fields.columns()) {
      throw new FieldError(FieldError.EXTRA_COLUMNS, "Extra column(s) found");
    }
    if (record.fields() < fields.columns() && !options.fillRecord()) {
      if (record.isBlank()) {
        throw new FieldError(FieldError.EMPTY_LINE, "Input line contained no data");
      }
      throw options.widths().isEmpty()
          ? new FieldError(FieldError.DELIMITER_NOT_FOUND, "Delimiter not found")
          : new FieldError(
              FieldError.MISSING_COLUMNS, "Input line is shorter than the fixed widths tell");
    }
  }

  private void write(TextRecord record, int field, BinaryRows rows) throws FieldError {
    if (field >= record.fields()) {
      fields.writeMissing(field, rows);
      return;
    }
    boolean quoted = record.isQuoted(field);
    if (!quoted && record.isCoded(field) && record.rawEquals(field, fields.nullAs())) {
      fields.writeNull(field, rows);
      return;
    }
    int to = record.to(field);
    int from = record.from(field);
    byte[] bytes = record.bytes(field);
    if (!options.widths().isEmpty() && !fields.isText(field)) {
      // Blanks fill the width of a number; they are none of its digits.
      while (from < to && bytes[from] == ' ') {
        from++;
      }
      while (from < to && bytes[to - 1] == ' ') {
        to--;
      }
    }
    fields.write(field, bytes, from, to, quoted, rows);
  }
}
