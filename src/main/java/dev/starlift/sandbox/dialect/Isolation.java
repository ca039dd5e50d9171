package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;

/** Redshift's one isolation level, whatever a client asks for. */
final class Isolation {
  private Isolation() {}

  /** The cursor stands behind {@code ISOLATION LEVEL}. */
  static void replaceLevel(TokenCursor cursor, Edits edits) throws SqlError {
    Token first = cursor.peek();
    boolean known =
        cursor.accept("SERIALIZABLE")
            || cursor.accept("SNAPSHOT")
            || cursor.accept("REPEATABLE", "READ")
            || cursor.accept("READ", "COMMITTED")
            || cursor.accept("READ", "UNCOMMITTED");
    if (!known) {
      throw cursor.syntaxError();
    }
    edits.replace(first, cursor.previous(), "REPEATABLE READ");
  }

  /** The cursor stands behind BEGIN or START. */
  static void begin(TokenCursor cursor, Edits edits) throws SqlError {
    if (!cursor.accept("TRANSACTION")) {
      cursor.accept("WORK");
    }
    while (!cursor.isAtEnd()) {
      if (cursor.accept("ISOLATION", "LEVEL")) {
        replaceLevel(cursor, edits);
      } else if (!cursor.accept("READ", "ONLY") && !cursor.accept("READ", "WRITE")) {
        throw cursor.syntaxError();
      }
      cursor.acceptSymbol(",");
    }
  }
}
