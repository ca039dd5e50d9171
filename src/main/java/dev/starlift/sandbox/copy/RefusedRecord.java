package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import java.util.List;

/**
 * A record that COPY cannot load, and why.
 *
 * @param line from 1; the number of the record where the format has no lines
 * @param column null when the whole record is at fault
 * @param position byte in the line, from 0
 * @param rawFields the fields up to the one at fault, where the format has fields
 */
record RefusedRecord(
    String file,
    long line,
    TargetColumn column,
    int position,
    FieldError error,
    String rawField,
    String rawLine,
    List<String> rawFields) {
  RefusedRecord {
    rawFields = List.copyOf(rawFields);
  }

  /** The whole record is at fault. */
  static RefusedRecord of(S3Object file, long line, FieldError error, String rawLine) {
    return new RefusedRecord(
        file.location().toString(), line, null, 0, error, "", rawLine, List.of());
  }

  /** One field of it is at fault. */
  RefusedRecord at(
      TargetColumn faultyColumn, int faultyPosition, String field, List<String> fields) {
    return new RefusedRecord(
        file, line, faultyColumn, faultyPosition, error, field, rawLine, fields);
  }
}
