package dev.starlift.sandbox.share;

import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.TokenCursor;
import dev.starlift.sandbox.session.SqlError;

/**
 * The options of CREATE DATABASE: all but the isolation level change nothing here, or are refused.
 */
final class CreateDatabaseOptions {
  private final TokenCursor cursor;

  CreateDatabaseOptions(TokenCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Reads them all.
   *
   * @return whether the database is to be serializable
   */
  boolean read() throws SqlError {
    boolean serializable = false;
    cursor.accept("WITH");
    while (!cursor.isAtEnd()) {
      if (cursor.accept("OWNER")) {
        cursor.acceptSymbol("=");
        cursor.expectName();
      } else if (cursor.accept("CONNECTION", "LIMIT")) {
        if (!cursor.accept("UNLIMITED") && cursor.next().kind() != Kind.NUMBER) {
          throw cursor.syntaxError();
        }
      } else if (cursor.accept("ISOLATION", "LEVEL")) {
        serializable = readLevel(cursor);
      } else if (!cursor.accept("COLLATE", "CASE_SENSITIVE") && !cursor.accept("COLLATE", "CS")) {
        throw cursor.error(
            SqlStates.FEATURE_NOT_SUPPORTED,
            "CREATE DATABASE … %s is not supported by the sandbox."
                .formatted(cursor.peek().text()));
      }
    }
    return serializable;
  }

  /** The cursor stands behind {@code ISOLATION LEVEL}. */
  static boolean readLevel(TokenCursor cursor) throws SqlError {
    boolean serializable = cursor.accept("SERIALIZABLE");
    if (!serializable) {
      cursor.expect("SNAPSHOT");
    }
    return serializable;
  }
}
