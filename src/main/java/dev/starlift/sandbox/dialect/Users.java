package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;

/**
 * CREATE USER and ALTER USER: options that PostgreSQL has under other names, or has no use for.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_USER.html">CREATE USER</a>
 */
final class Users {
  private final TokenCursor cursor;
  private final Edits edits;

  Users(TokenCursor cursor, Edits edits) {
    this.cursor = cursor;
    this.edits = edits;
  }

  /** The cursor stands behind {@code USER}; the edits make it PostgreSQL's. */
  void rewrite() throws SqlError {
    cursor.expectName();
    while (!cursor.isAtEnd()) {
      Token first = cursor.peek();
      if (cursor.accept("SYSLOG", "ACCESS")) {
        cursor.expectName();
        edits.delete(first, cursor.previous());
      } else if (cursor.accept("SESSION", "TIMEOUT")) {
        cursor.next();
        edits.delete(first, cursor.previous());
      } else if (cursor.accept("RESET", "SESSION", "TIMEOUT")) {
        edits.delete(first, cursor.previous());
      } else if (cursor.accept("EXTERNALID")) {
        cursor.next();
        edits.delete(first, cursor.previous());
      } else if (cursor.accept("CREATEUSER")) {
        edits.replace(first, "CREATEROLE");
      } else if (cursor.accept("NOCREATEUSER")) {
        edits.replace(first, "NOCREATEROLE");
      } else if (cursor.accept("PASSWORD", "DISABLE")) {
        edits.replace(cursor.previous(), "NULL");
      } else if (cursor.accept("CONNECTION", "LIMIT", "UNLIMITED")) {
        edits.replace(cursor.previous(), "-1");
      } else {
        cursor.next();
      }
    }
  }
}
