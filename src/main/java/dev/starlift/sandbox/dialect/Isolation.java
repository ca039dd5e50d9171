package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;

/**
 * Redshift reads the isolation levels of the standard and takes none of them: a transaction has the
 * level of its database.
 */
final class Isolation {
  private Isolation() {}

  /** Takes {@code ISOLATION LEVEL …} out, if it is next. */
  static boolean ignoreLevel(TokenCursor cursor, Edits edits) throws SqlError {
    Token first = cursor.peek();
    if (!cursor.accept("ISOLATION", "LEVEL")) {
      return false;
    }
    boolean known =
        cursor.accept("SERIALIZABLE")
            || cursor.accept("SNAPSHOT")
            || cursor.accept("REPEATABLE", "READ")
            || cursor.accept("READ", "COMMITTED")
            || cursor.accept("READ", "UNCOMMITTED");
    if (!known) {
      throw cursor.syntaxError();
    }
    // Says nothing, where PostgreSQL wants something said.
    edits.replace(first, cursor.previous(), "NOT DEFERRABLE");
    return true;
  }

  /** The cursor stands behind BEGIN or START. */
  static void begin(TokenCursor cursor, Edits edits) throws SqlError {
    if (!cursor.accept("TRANSACTION")) {
      cursor.accept("WORK");
    }
    modes(cursor, edits);
  }

  /** The cursor stands where the modes of a transaction begin. */
  static void modes(TokenCursor cursor, Edits edits) throws SqlError {
    while (!cursor.isAtEnd()) {
      if (!ignoreLevel(cursor, edits)
          && !cursor.accept("READ", "ONLY")
          && !cursor.accept("READ", "WRITE")) {
        throw cursor.syntaxError();
      }
      cursor.acceptSymbol(",");
    }
  }
}
