package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;

/**
 * Decides what is done for a statement, by its first words. The list of heads is closed: what is
 * not on it is refused by name.
 */
public final class Translator {
  private final SourceStatement statement;
  private final NameScope scope;
  private final TokenCursor cursor;
  private final Edits edits;
  private final CommonRewriting common;

  private Translator(SourceStatement statement, NameScope scope) {
    this.statement = statement;
    this.scope = scope;
    this.cursor = new TokenCursor(statement);
    List<Token> tokens = statement.tokens();
    this.edits =
        new Edits(statement.sql(), tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
    this.common = new CommonRewriting(statement, scope, edits);
  }

  /**
   * @throws SqlError if Redshift would refuse the statement, or the sandbox does not know it
   */
  public static Translation translate(SourceStatement statement, NameScope scope) throws SqlError {
    if (statement.tokens().isEmpty()) {
      return new Translation.Empty();
    }
    return new Translator(statement, scope).translate();
  }

  private Translation translate() throws SqlError {
    Token first = cursor.next();
    return switch (first.keyword()) {
      case "COPY" -> new Translation.Copy("COPY", statement.tokens());
      case "UNLOAD" -> new Translation.Unload("UNLOAD", statement.tokens());
      case "DESC", "DESCRIBE" -> ShareLists.describe(cursor, refused(2));
      default -> {
        // Here, so that the tokens of COPY, credentials among them, are left alone.
        if (isSharing(first)) {
          yield new Translation.Sharing(head(2), statement.tokens());
        }
        common.run();
        yield rewritten(first);
      }
    };
  }

  private boolean isSharing(Token first) {
    return switch (first.keyword()) {
      case "CREATE", "ALTER", "DROP" -> cursor.at("DATASHARE") || cursor.at("DATABASE");
      case "GRANT", "REVOKE" -> new Privileges(cursor, scope, edits).concernsShares();
      default -> false;
    };
  }

  private Translation rewritten(Token first) throws SqlError {
    return switch (first.keyword()) {
      case "SELECT", "WITH", "VALUES", "INSERT", "UPDATE" -> query(1);
      case "EXPLAIN", "DECLARE", "FETCH", "CLOSE", "PREPARE", "EXECUTE", "DEALLOCATE" -> query(1);
      case "COMMIT", "END", "ROLLBACK", "ABORT" -> endOfTransaction();
      case "DELETE" -> delete(first);
      case "MERGE" -> merge();
      case "BEGIN", "START" -> begin(first);
      case "CREATE" -> create(first);
      case "ALTER" -> alter();
      case "DROP" -> drop();
      case "TRUNCATE" -> new Maintenance(cursor, edits).truncate();
      case "VACUUM" -> new Maintenance(cursor, edits).vacuum();
      case "ANALYZE", "ANALYSE" -> new Maintenance(cursor, edits).analyze();
      case "LOCK" -> lock(first);
      case "COMMENT" -> comment();
      case "GRANT", "REVOKE" -> {
        new Privileges(cursor, scope, edits).rewrite();
        yield step(first.keyword());
      }
      case "SET" -> {
        new SessionSettings(cursor, edits).set();
        yield query(1);
      }
      case "RESET" -> {
        new SessionSettings(cursor, edits).reset();
        yield query(1);
      }
      case "SHOW" -> show();
      default -> {
        if (first.isSymbol("(")) {
          yield query(1);
        }
        throw refused(2);
      }
    };
  }

  private Translation query(int headWords) {
    return new Translation.Query(
        head(headWords), edits.apply(), common.shared(), common.readsLastIds());
  }

  /** A statement without parameters and rows. */
  private Translation step(String head) {
    return new Translation.Script(
        head, List.of(edits.apply()), 0, BlockRule.INSIDE, common.shared());
  }

  private Translation endOfTransaction() throws SqlError {
    if (cursor.at("TO") || cursor.at("PREPARED")) {
      throw refused(2);
    }
    return query(1);
  }

  private Translation begin(Token first) throws SqlError {
    if (first.isWord("START") && !cursor.at("TRANSACTION")) {
      throw refused(2);
    }
    Isolation.begin(cursor, edits);
    return query(1);
  }

  /** Redshift lets FROM be left out. */
  private Translation delete(Token first) {
    if (!cursor.at("FROM")) {
      edits.insertAfter(first, " FROM");
    }
    return query(1);
  }

  private Translation merge() throws SqlError {
    Merge.check(cursor);
    return query(1);
  }

  private Translation lock(Token first) {
    if (!cursor.accept("TABLE")) {
      edits.insertAfter(first, " TABLE");
    }
    return query(1);
  }

  private Translation show() throws SqlError {
    if (cursor.accept("DATASHARES")) {
      return ShareLists.show(cursor);
    }
    for (String list : List.of("TABLES", "TABLE", "COLUMNS", "SCHEMAS", "DATABASES", "GRANTS")) {
      if (cursor.at(list)) {
        throw refused(2);
      }
    }
    String select = new SessionSettings(cursor, edits).show();
    return select.isEmpty()
        ? query(1)
        : new Translation.Query("SHOW", RewrittenSql.of(select), Set.of(), false);
  }

  private Translation comment() throws SqlError {
    cursor.expect("ON");
    if (cursor.accept("DATABASE")) {
      Token name = cursor.peek();
      if (cursor.expectName().equals(scope.database())) {
        edits.replace(name, Sql.name(scope.physicalDatabase()));
      }
    } else if (!cursor.at("TABLE")
        && !cursor.at("COLUMN")
        && !cursor.at("SCHEMA")
        && !cursor.at("VIEW")) {
      throw refused(3);
    }
    return step("COMMENT");
  }

  private Translation create(Token create) throws SqlError {
    boolean replaces = cursor.accept("OR", "REPLACE");
    boolean temporary =
        cursor.accept("LOCAL", "TEMP")
            || cursor.accept("LOCAL", "TEMPORARY")
            || cursor.accept("TEMP")
            || cursor.accept("TEMPORARY");
    if (cursor.accept("TABLE") && !replaces) {
      return new CreateTable(cursor, edits).translate(create, temporary, common.shared());
    }
    if (cursor.accept("VIEW")) {
      Token last = cursor.peek(remaining() - 1);
      if (last.isWord("BINDING")) {
        edits.delete(cursor.peek(remaining() - 4), last);
      }
      return step("CREATE VIEW");
    }
    if (!temporary && !replaces && cursor.accept("SCHEMA")) {
      dropQuota();
      return step("CREATE SCHEMA");
    }
    if (!temporary && !replaces && (cursor.at("USER") || cursor.at("GROUP") || cursor.at("ROLE"))) {
      return step(head(2));
    }
    throw refused(3);
  }

  private Translation alter() throws SqlError {
    if (cursor.accept("TABLE")) {
      return new AlterTable(cursor, edits).translate(common.shared());
    }
    if (cursor.accept("SCHEMA")) {
      dropQuota();
      return step("ALTER SCHEMA");
    }
    if (cursor.at("USER") || cursor.at("GROUP") || cursor.at("ROLE")) {
      return step(head(2));
    }
    if (cursor.accept("DEFAULT", "PRIVILEGES")) {
      new Privileges(cursor, scope, edits).rewrite();
      return step("ALTER DEFAULT PRIVILEGES");
    }
    throw refused(2);
  }

  private Translation drop() throws SqlError {
    for (String kind : List.of("TABLE", "VIEW", "SCHEMA", "USER", "GROUP", "ROLE")) {
      if (cursor.at(kind)) {
        return step(head(2));
      }
    }
    throw refused(2);
  }

  /** {@code QUOTA n GB}: the sandbox has room. */
  private void dropQuota() throws SqlError {
    while (!cursor.isAtEnd()) {
      Token first = cursor.next();
      if (first.isWord("QUOTA")) {
        while (!cursor.isAtEnd()) {
          cursor.next();
        }
        edits.delete(first, cursor.previous());
      }
    }
  }

  private int remaining() {
    return statement.tokens().size() - cursor.index();
  }

  private String head(int words) {
    StringBuilder head = new StringBuilder();
    for (Token token : statement.tokens()) {
      if (words-- == 0 || token.keyword().isEmpty()) {
        break;
      }
      head.append(head.isEmpty() ? "" : " ").append(token.keyword());
    }
    return head.isEmpty() ? statement.tokens().get(0).text() : head.toString();
  }

  private SqlError refused(int words) {
    Token first = statement.tokens().get(0);
    return new SqlError(
        SqlStates.FEATURE_NOT_SUPPORTED,
        "SQL command \"%s\" is not supported by the sandbox.".formatted(head(words)),
        "",
        "",
        Positions.ofOffset(statement.sql(), first.start()));
  }
}
