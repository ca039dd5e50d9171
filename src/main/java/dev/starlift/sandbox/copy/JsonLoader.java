package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Copies the objects and arrays of JSON files: a value is read as its text would be. */
final class JsonLoader implements FileLoader {
  private final S3Objects objects;
  private final CopyStatement copy;
  private final LoadErrors errors;
  private final FieldWriter writer;
  private final boolean[] isSuper;
  private final boolean byName;
  private final JsonFields fields;

  /**
   * @throws SqlError if the JSONPaths file or the columns do not fit
   */
  JsonLoader(S3Objects objects, CopyStatement copy, TargetTable table, LoadErrors errors)
      throws SqlError, IOException {
    this.objects = objects;
    this.copy = copy;
    this.errors = errors;
    this.writer = new FieldWriter(copy.values(), table.columns());
    this.isSuper = new boolean[table.columns().size()];
    for (int i = 0; i < isSuper.length; i++) {
      isSuper[i] = table.columns().get(i).type() instanceof ColumnType.Super;
    }
    this.byName = copy.mapping() instanceof FieldMapping.Auto;
    this.fields = new JsonFields(FieldPaths.of(copy.mapping(), table, objects), isSuper);
  }

  @Override
  public long load(S3Object file, BinaryRows rows) throws SqlError, IOException {
    long count = 0;
    try (InputStream packed = objects.open(file.location());
        InputStream unpacked = copy.compression().unpack(packed);
        InputStream in = copy.encoding().utf8(unpacked)) {
      JsonRecords records = new JsonRecords(in);
      try {
        while (loadNext(file, records, rows)) {
          count++;
        }
      } catch (CharacterCodingException e) {
        throw new FieldError(
            FieldError.WRONG_ENCODING,
            "The file is not " + copy.encoding() + " at its whole length");
      }
    } catch (FieldError e) {
      errors.refuse(RefusedRecord.of(file, count + 1, e, ""));
    }
    return count;
  }

  private boolean loadNext(S3Object file, JsonRecords records, BinaryRows rows)
      throws SqlError, IOException {
    int field = -1;
    try {
      if (!records.next()) {
        return false;
      }
      read(records);
      rows.startRow();
      for (field = 0; field < isSuper.length; field++) {
        write(field, rows);
      }
      rows.endRow();
    } catch (FieldError e) {
      RefusedRecord refused = RefusedRecord.of(file, records.line(), e, records.text());
      if (field >= 0) {
        rows.dropRow();
        byte[] value = fields.value(field);
        refused =
            refused.at(
                writer.column(field),
                0,
                value == null ? "" : new String(value, StandardCharsets.UTF_8),
                List.of());
      }
      errors.refuse(refused);
    }
    return true;
  }

  private void read(JsonRecords records) throws FieldError {
    byte[] bytes = records.bytes();
    if (byName && bytes[0] != '{') {
      throw new FieldError(
          FieldError.INVALID_LINE, "Invalid JSONPath format: Member is not an object.");
    }
    int bad = Utf8.firstInvalid(bytes, 0, records.length());
    if (bad >= 0) {
      if (copy.values().replacement() == ValueOptions.NO_REPLACEMENT) {
        throw new FieldError(
            FieldError.INVALID_TEXT,
            "String contains invalid or unsupported UTF-8 codepoints at byte " + bad);
      }
      Utf8.replaceInvalid(bytes, records.length(), copy.values().replacement());
    }
    fields.read(bytes, records.length());
  }

  private void write(int field, BinaryRows rows) throws FieldError {
    byte[] value = fields.value(field);
    if (value == null) {
      writer.writeNull(field, rows);
    } else if (isSuper[field]) {
      rows.writeJson(new String(value, StandardCharsets.UTF_8), writer.column(field).storage());
    } else {
      writer.write(field, value, 0, value.length, false, rows);
    }
  }
}
