package dev.starlift.sandbox.share;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.TokenCursor;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * GRANT and REVOKE on a consumer's shared database: rights on objects in it are given only where it
 * was made WITH PERMISSIONS, and never more than to read.
 */
final class ConsumerGrants {
  private final TokenCursor cursor;
  private final Function<String, Optional<SharedDatabase>> databases;

  /**
   * @param databases by their names
   */
  ConsumerGrants(List<Token> tokens, Function<String, Optional<SharedDatabase>> databases) {
    this.cursor = new TokenCursor(tokens);
    this.databases = databases;
  }

  /** Is it about objects of the consumer, and no share of the producer? */
  static boolean concern(List<Token> tokens) {
    return tokens.stream().noneMatch(token -> token.isWord("DATASHARE"));
  }

  /**
   * @throws SqlError if Redshift would refuse it
   */
  void check() throws SqlError {
    cursor.next();
    cursor.accept("GRANT", "OPTION", "FOR");
    do {
      privilege();
    } while (cursor.acceptSymbol(","));
    cursor.expect("ON");
    if (cursor.accept("DATABASE")) {
      find(cursor.expectName());
    } else if (cursor.accept("SCHEMA")) {
      object(2);
    } else if (cursor.accept("ALL", "TABLES", "IN", "SCHEMA")) {
      requirePermissions(object(2));
    } else {
      cursor.accept("TABLE");
      requirePermissions(object(3));
    }
    if (!cursor.accept("TO")) {
      cursor.expect("FROM");
    }
    do {
      if (!cursor.accept("ROLE")) {
        cursor.accept("GROUP");
      }
      cursor.expectName();
    } while (cursor.acceptSymbol(","));
    cursor.accept("WITH", "GRANT", "OPTION");
    cursor.expectEnd();
  }

  private void privilege() throws SqlError {
    if (!cursor.at("USAGE") && !cursor.at("SELECT") && !cursor.at("ALL")) {
      throw new SqlError(
          SqlStates.READ_ONLY,
          "%s cannot be granted on a shared database: it is read-only"
              .formatted(cursor.peek().text()));
    }
    cursor.next();
    cursor.accept("PRIVILEGES");
  }

  private SharedDatabase object(int parts) throws SqlError {
    List<String> name = cursor.expectQualifiedName();
    if (name.size() != parts) {
      throw cursor.syntaxError();
    }
    return find(name.get(0));
  }

  private SharedDatabase find(String name) throws SqlError {
    return databases
        .apply(name)
        .orElseThrow(
            () ->
                new SqlError(
                    SqlStates.UNDEFINED_DATABASE, "database \"" + name + "\" does not exist"));
  }

  private static void requirePermissions(SharedDatabase database) throws SqlError {
    if (!database.withPermissions()) {
      throw new SqlError(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "Privileges on objects of database \"%s\" cannot be granted: it was created without permissions"
              .formatted(database.name()),
          "",
          "CREATE DATABASE … WITH PERMISSIONS FROM DATASHARE … takes them.",
          0);
    }
  }
}
