package dev.starlift.sandbox.copy;

import java.time.Instant;
import java.util.List;

/**
 * One row that COPY refused.
 *
 * @param table {@code schema.table}
 * @param line from 1; 0 where the format has no lines
 * @param column empty when the whole line is at fault
 * @param columnType as Redshift names it: {@code varchar}; empty without a column
 * @param columnLength the length of a CHAR or VARCHAR, {@code precision,scale} of a DECIMAL, or
 *     empty
 * @param position byte in the line, from 0
 * @param code 1200 to 1224, see Redshift's load error reference
 * @param rawField the field as read, at most 1024 characters
 * @param rawLine the line as read, at most 1024 characters
 * @param values the fields of the line up to the one at fault, where the format has fields
 */
public record LoadError(
    long queryId,
    Instant time,
    String table,
    String file,
    long line,
    String column,
    String columnType,
    String columnLength,
    int position,
    int code,
    String message,
    String rawField,
    String rawLine,
    List<Value> values) {
  public LoadError {
    values = List.copyOf(values);
  }

  /** A field of the line as read, with the column that it belongs to. */
  public record Value(String column, String columnType, String columnLength, String text) {}
}
