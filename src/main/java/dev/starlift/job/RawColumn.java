package dev.starlift.job;

import dev.starlift.model.ColumnType;
import java.util.Optional;

/**
 * One column of a raw contract.
 *
 * @param name the name by which expressions use it
 * @param field its name in the file, header column or JSON key; or that of the directory
 * @param type what its text must be a value of
 * @param format pattern of a date, time or timestamp, in the letters of {@link
 *     java.time.format.DateTimeFormatter}; empty means ISO
 * @param trim blanks around the value do not belong to it
 * @param origin where the value stands
 * @param optional a file may lack the field altogether; its rows have NULL
 */
public record RawColumn(
    String name,
    String field,
    ColumnType type,
    boolean nullable,
    Optional<String> format,
    boolean trim,
    ValueRules rules,
    Origin origin,
    boolean optional) {
  /** Where the value of a column stands. */
  public enum Origin {
    /** In the file, and nobody has said so: a directory of the same name makes that doubtful. */
    UNSAID,
    /** In the file, by the word of the contract. */
    FILE,
    /** In the name of a directory on the way to the file, as in {@code day=2026-11-21/}. */
    DIRECTORY
  }

  /** A column of the file, which every file has. */
  public RawColumn(
      String name,
      String field,
      ColumnType type,
      boolean nullable,
      Optional<String> format,
      boolean trim,
      ValueRules rules) {
    this(name, field, type, nullable, format, trim, rules, Origin.UNSAID, false);
  }

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

  /** Is the value in the name of a directory? */
  public boolean isInDirectory() {
    return origin == Origin.DIRECTORY;
  }
}
