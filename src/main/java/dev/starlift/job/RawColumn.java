package dev.starlift.job;

import dev.starlift.model.ColumnType;
import java.util.Optional;

/**
 * One column of a raw contract.
 *
 * @param name the name by which expressions use it
 * @param field its name in the file: header column or JSON key
 * @param type what its text must be a value of
 * @param format pattern of a date, time or timestamp, in the letters of {@link
 *     java.time.format.DateTimeFormatter}; empty means ISO
 * @param trim blanks around the value do not belong to it
 */
public record RawColumn(
    String name,
    String field,
    ColumnType type,
    boolean nullable,
    Optional<String> format,
    boolean trim,
    ValueRules rules) {
  /** A column that says nothing of its values but their type. */
  public RawColumn(
      String name,
      String field,
      ColumnType type,
      boolean nullable,
      Optional<String> format,
      boolean trim) {
    this(name, field, type, nullable, format, trim, ValueRules.NONE);
  }
}
