package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import java.util.Locale;

/**
 * A column that COPY writes.
 *
 * @param storage PostgreSQL's base type, whose binary form is written
 * @param identity its values are made by the database unless EXPLICIT_IDS is given
 */
record TargetColumn(
    String name, ColumnType type, String storage, boolean notNull, boolean identity) {
  /** The type as the system views name it: {@code varchar}. */
  String typeName() {
    if (type instanceof ColumnType.Decimal) {
      return "numeric";
    }
    String ddl = type.ddl();
    int bracket = ddl.indexOf('(');
    return (bracket < 0 ? ddl : ddl.substring(0, bracket)).toLowerCase(Locale.ROOT);
  }

  /** What is in the brackets of the type, or nothing. */
  String typeLength() {
    String ddl = type.ddl();
    int bracket = ddl.indexOf('(');
    return bracket < 0 ? "" : ddl.substring(bracket + 1, ddl.length() - 1);
  }
}
