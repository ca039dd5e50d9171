package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Optional;
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
    this.edits = Edits.of(statement);
    this.common = new CommonRewriting(statement, scope, edits);
  }

  /**
   * @throws SqlError if Redshift would refuse the statement, or the sandbox does not know it
   */
  public static Translation translate(SourceStatement statement, NameScope scope) throws SqlError {
    return translate(statement, scope, true);
  }

  /** The same for a statement in a procedure, where records have fields. */
  static Translation translateInBody(SourceStatement statement, NameScope scope) throws SqlError {
    return translate(statement, scope, false);
  }

  private static Translation translate(
      SourceStatement statement, NameScope scope, boolean navigates) throws SqlError {
    if (statement.tokens().isEmpty()) {
      return new Translation.Empty();
    }
    String head = statement.tokens().get(0).keyword();
    // The tokens of COPY, credentials among them, are left alone.
    Optional<RewrittenSql> syntax =
        head.equals("COPY") || head.equals("UNLOAD")
            ? Optional.empty()
            : RedshiftSyntax.rewrite(statement, navigates);
    if (syntax.isEmpty()) {
      return new Translator(statement, scope).translate();
    }
    RewrittenSql first = syntax.get();
    try {
      SourceStatement rewritten = SourceStatement.split(first.text()).get(0);
      return new Translator(rewritten, scope).translate().after(first);
    } catch (SqlError e) {
      throw Positions.inSource(e, first, statement.sql());
    }
  }

  /** Rewrites what stands for itself: an expression, or a part of a statement. */
  static String rewriteExpression(SourceStatement part, NameScope scope) throws SqlError {
    Optional<RewrittenSql> syntax = RedshiftSyntax.rewrite(part, false);
    SourceStatement source =
        syntax.isEmpty() ? part : SourceStatement.split(syntax.get().text()).get(0);
    Edits edits = Edits.of(source);
    new CommonRewriting(source, scope, edits).run();
    return edits.apply().text();
  }

  private Translation translate() throws SqlError {
    Token first = cursor.next();
    return switch (first.keyword()) {
      case "COPY" -> new Translation.Copy("COPY", statement.tokens());
      case "UNLOAD" -> new Translation.Unload("UNLOAD", statement.tokens());
      case "DESC", "DESCRIBE" -> ShareLists.describe(cursor, refused(2));
      case "SHOW" -> show();
      default -> {
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
      case "DECLARE" -> declare();
      case "EXPLAIN", "FETCH", "CLOSE", "PREPARE", "EXECUTE", "DEALLOCATE" -> query(1);
      case "COMMIT", "END", "ROLLBACK", "ABORT" -> endOfTransaction();
      case "DELETE" -> delete(first);
      case "MERGE" -> merge(first);
      case "CALL" -> query(1);
      case "CANCEL" -> cancel(first);
      case "REFRESH" -> {
        cursor.expect("MATERIALIZED", "VIEW");
        yield new Views(cursor, edits).refresh();
      }
      case "USE" -> use();
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

  /** {@code DECLARE name CURSOR FOR query}, with whatever PostgreSQL takes in between. */
  private Translation declare() throws SqlError {
    cursor.expectName();
    while (!cursor.at("FOR") && !cursor.isAtEnd()) {
      cursor.next();
    }
    cursor.expect("FOR");
    return new Translation.Query(
        "DECLARE", edits.applyWithQueryAt(cursor.peek()), common.shared(), common.readsLastIds());
  }

  /** A statement without parameters and rows. */
  private Translation step(String head) {
    return new Translation.Script(
        head, List.of(edits.apply()), 0, BlockRule.INSIDE, common.shared());
  }

  /** What only has to be right, since nothing comes of it here. */
  private static Translation noted(String head, String check) {
    return new Translation.Script(
        head,
        List.of(RewrittenSql.of(check)),
        Translation.Script.NO_ANSWER,
        BlockRule.INSIDE,
        Set.of());
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

  private Translation merge(Token first) throws SqlError {
    List<RewrittenSql> steps = new Merge(cursor, edits).steps(first);
    return steps.isEmpty() ? query(1) : Merge.script(steps, common.shared());
  }

  /** {@code CANCEL pid ['message']}. */
  private Translation cancel(Token first) throws SqlError {
    if (cursor.next().kind() != Token.Kind.NUMBER) {
      throw cursor.syntaxError();
    }
    edits.replace(first, "SELECT pg_catalog.pg_cancel_backend(");
    edits.insertAfter(cursor.previous(), ")");
    if (!cursor.isAtEnd()) {
      Token message = cursor.peek();
      cursor.expectString();
      edits.delete(message, message);
    }
    cursor.expectEnd();
    return new Translation.Script(
        "CANCEL", List.of(edits.apply()), Translation.Script.NO_ANSWER, BlockRule.INSIDE, Set.of());
  }

  /** Of the databases of a namespace, a session has its own only. */
  private Translation use() throws SqlError {
    boolean own = cursor.at("NONE") || TokenCursor.fold(cursor.peek()).equals(scope.database());
    if (!own) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "USE takes only the database of the connection in the sandbox: write three-part names.");
    }
    cursor.expectName();
    cursor.expectEnd();
    return noted("USE", "SELECT");
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
    String list = new ShowLists(cursor, scope).query();
    if (!list.isEmpty()) {
      return ShowLists.translation(list);
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
      return new Views(cursor, edits)
          .create(create, replaces, statement.tokens().size(), common.shared());
    }
    if (!temporary && cursor.accept("MATERIALIZED", "VIEW")) {
      return new Views(cursor, edits).createMaterialized(common.shared());
    }
    if (!temporary && cursor.accept("PROCEDURE")) {
      return new Routines(cursor, edits, scope).createProcedure();
    }
    if (!temporary && cursor.accept("FUNCTION")) {
      return new Routines(cursor, edits, scope).createFunction();
    }
    if (!temporary && !replaces && cursor.accept("SCHEMA")) {
      dropQuota();
      return step("CREATE SCHEMA");
    }
    if (!temporary && !replaces && isRole()) {
      return step(head(2));
    }
    throw refused(3);
  }

  private boolean isRole() throws SqlError {
    if (cursor.accept("USER")) {
      new Users(cursor, edits).rewrite();
      return true;
    }
    return cursor.at("GROUP") || cursor.at("ROLE");
  }

  private Translation alter() throws SqlError {
    if (cursor.accept("TABLE")) {
      return new AlterTable(cursor, edits).translate(common.shared());
    }
    if (cursor.accept("SCHEMA")) {
      if (cursor.peek(1).isWord("QUOTA")) {
        return noted(
            "ALTER SCHEMA",
            "SELECT %s::pg_catalog.regnamespace"
                .formatted(Sql.literal(Sql.name(cursor.expectName()))));
      }
      dropQuota();
      return step("ALTER SCHEMA");
    }
    if (isRole()) {
      return step(head(2));
    }
    if (cursor.accept("DEFAULT", "PRIVILEGES")) {
      new Privileges(cursor, scope, edits).rewrite();
      return step("ALTER DEFAULT PRIVILEGES");
    }
    throw refused(2);
  }

  private Translation drop() throws SqlError {
    if (cursor.accept("MATERIALIZED")) {
      cursor.expect("VIEW");
      return step("DROP MATERIALIZED VIEW");
    }
    if (cursor.accept("PROCEDURE")) {
      return new Routines(cursor, edits, scope).dropProcedure();
    }
    for (String kind : List.of("TABLE", "VIEW", "SCHEMA", "USER", "GROUP", "ROLE", "FUNCTION")) {
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
