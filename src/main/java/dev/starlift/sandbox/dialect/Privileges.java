package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.Set;

/** GRANT and REVOKE on everything but data shares. */
final class Privileges {
  private static final Set<String> UNKNOWN_OBJECTS =
      Set.of("EXTERNAL", "MODEL", "LANGUAGE", "TEMPLATE", "COPY", "ASSUMEROLE");

  private final TokenCursor cursor;
  private final NameScope scope;
  private final Edits edits;

  Privileges(TokenCursor cursor, NameScope scope, Edits edits) {
    this.cursor = cursor;
    this.scope = scope;
    this.edits = edits;
  }

  /** Is it about a data share, or a database that came from one? */
  boolean concernsShares() {
    TokenCursor ahead = cursor;
    int start = ahead.index();
    while (!ahead.isAtEnd() && !ahead.at("ON")) {
      ahead.next();
    }
    boolean shares =
        ahead.at("ON", "DATASHARE")
            || (ahead.at("ON", "DATABASE")
                && ahead.peek(2).isName()
                && scope.sharedDatabases().contains(TokenCursor.fold(ahead.peek(2))));
    ahead.moveTo(start);
    return shares;
  }

  /** The cursor stands behind GRANT or REVOKE; the edits make it PostgreSQL's. */
  void rewrite() throws SqlError {
    while (!cursor.isAtEnd()) {
      Token token = cursor.next();
      if (token.isWord("ON")) {
        object();
      } else if (token.isWord("GROUP") || (token.isWord("ROLE") && cursor.peek().isName())) {
        edits.delete(token, token);
      }
    }
  }

  private void object() throws SqlError {
    if (UNKNOWN_OBJECTS.contains(cursor.peek().keyword())) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "GRANT and REVOKE ON %s are not supported by the sandbox."
              .formatted(cursor.peek().keyword()));
    }
    if (cursor.accept("DATABASE")) {
      Token name = cursor.peek();
      if (cursor.expectName().equals(scope.database())) {
        edits.replace(name, Sql.name(scope.physicalDatabase()));
      }
    }
    while (!cursor.isAtEnd() && !cursor.at("TO") && !cursor.at("FROM")) {
      withoutDatabase();
    }
  }

  /** Steps over one token, or over the name of our own database in front of two more names. */
  private void withoutDatabase() {
    Token first = cursor.next();
    boolean threeParts =
        first.isName()
            && !cursor.peek(-2).isSymbol(".")
            && cursor.atSymbol(".")
            && cursor.peek(2).isSymbol(".");
    if (threeParts && TokenCursor.fold(first).equals(scope.database())) {
      edits.delete(first, cursor.next());
      cursor.next();
    }
  }
}
