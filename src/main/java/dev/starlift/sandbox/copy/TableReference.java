package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.session.SqlError;

/**
 * A table as a statement names it.
 *
 * @param database empty when not given
 * @param schema empty when not given: the search path decides
 */
record TableReference(String database, String schema, String table) {
  static TableReference parse(TokenCursor cursor) throws SqlError {
    String first = cursor.expectName();
    if (!cursor.skipSymbol(".")) {
      return new TableReference("", "", first);
    }
    String second = cursor.expectName();
    if (!cursor.skipSymbol(".")) {
      return new TableReference("", first, second);
    }
    return new TableReference(first, second, cursor.expectName());
  }

  /** As text, for messages. */
  @Override
  public String toString() {
    return (database.isEmpty() ? "" : database + ".")
        + (schema.isEmpty() ? "" : schema + ".")
        + table;
  }
}
