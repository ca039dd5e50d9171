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

  /** Is it about a data share, or what came from one? */
  boolean concernsShares() {
    int start = cursor.index();
    boolean concerns = false;
    while (!cursor.isAtEnd() && !concerns) {
      concerns =
          cursor.at("ON", "DATASHARE")
              || cursor.at("TO", "DATASHARE")
              || cursor.at("FROM", "DATASHARE")
              || (cursor.accept("ON") && isShared());
      cursor.next();
    }
    cursor.moveTo(start);
    return concerns;
  }

  /** Does the name of an object of a shared database, or of that itself, come next? */
  private boolean isShared() {
    boolean database = cursor.accept("DATABASE");
    if (!database && !cursor.accept("ALL", "TABLES", "IN", "SCHEMA") && !cursor.accept("SCHEMA")) {
      cursor.accept("TABLE");
    }
    return cursor.peek().isName()
        && scope.sharedDatabases().contains(TokenCursor.fold(cursor.peek()))
        && (database || cursor.peek(1).isSymbol("."));
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
