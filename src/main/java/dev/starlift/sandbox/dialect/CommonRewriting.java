package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds for every statement: how names fold, what backslashes mean, three-part names, and the
 * functions and types that only differ in their spelling.
 */
final class CommonRewriting {
  /** PostgreSQL cuts longer names silently. Redshift's own limit is 127. */
  private static final int MAX_NAME_BYTES = 63;

  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("NVL", "COALESCE"),
          Map.entry("ISNULL", "COALESCE"),
          Map.entry("CURRENT_DATABASE", "starlift_sandbox.current_database"),
          Map.entry("CURRENT_SETTING", "starlift_sandbox.current_setting"),
          Map.entry("SET_CONFIG", "starlift_sandbox.set_config"),
          Map.entry("VERSION", "starlift_sandbox.version"),
          // PostgreSQL has syntax of that name.
          Map.entry("JSON_SERIALIZE", "pg_catalog.json_serialize"),
          Map.entry("REGEXP_COUNT", "starlift_sandbox.regexp_count"),
          Map.entry("REGEXP_INSTR", "starlift_sandbox.regexp_instr"),
          Map.entry("REGEXP_REPLACE", "starlift_sandbox.regexp_replace"),
          Map.entry("REGEXP_SUBSTR", "starlift_sandbox.regexp_substr"));

  /** Columns of PostgreSQL 8's catalog that clients of Redshift still ask for. */
  private static final Map<String, String> OLD_CATALOG_COLUMNS =
      Map.of(
          "RELHASOIDS", "false",
          "PROISAGG", "(%1$sprokind = 'a')",
          "PROISWINDOW", "(%1$sprokind = 'w')");

  private static final Map<String, String> KEYWORDS =
      Map.of(
          "SYSDATE", "LOCALTIMESTAMP",
          "CURRENT_CATALOG", "starlift_sandbox.current_database()",
          "CURRENT_NAMESPACE", "starlift_sandbox.namespace_id()",
          "CURRENT_USER_ID", "starlift_sandbox.current_user_id()");

  /** Their first argument is a date part, written as a bare word. */
  private static final Set<String> DATE_PART_FUNCTIONS =
      Set.of("DATEADD", "DATEDIFF", "DATE_PART", "DATE_TRUNC");

  private static final Set<String> ENDS_CONDITION =
      Set.of("", "AND", "OR", "GROUP", "ORDER", "LIMIT", "UNION", "HAVING");

  private static final Set<String> LAST_ID_FUNCTIONS =
      Set.of(
          "PG_LAST_QUERY_ID",
          "PG_LAST_COPY_ID",
          "PG_LAST_COPY_COUNT",
          "PG_LAST_UNLOAD_ID",
          "PG_LAST_UNLOAD_COUNT");

  /** A table behind one of these words is written to or defined. */
  private static final Set<String> BEFORE_WRITTEN_TABLE =
      Set.of("INTO", "UPDATE", "TABLE", "TRUNCATE", "EXISTS", "LOCK", "VIEW");

  private static final Set<String> BEFORE_TABLE =
      Set.of(
          "FROM",
          "JOIN",
          "USING",
          "INTO",
          "UPDATE",
          "TABLE",
          "TRUNCATE",
          "EXISTS",
          "ANALYZE",
          "VACUUM",
          "LOCK",
          "VIEW",
          "REFERENCES",
          "CALL",
          "PROCEDURE",
          "FUNCTION");

  private final SourceStatement statement;
  private final List<Token> tokens;
  private final NameScope scope;
  private final Edits edits;
  private final Set<SharedTable> shared = new HashSet<>();
  private final CatalogNames catalog;
  private boolean readsLastIds;

  CommonRewriting(SourceStatement statement, NameScope scope, Edits edits) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.scope = scope;
    this.edits = edits;
    this.catalog = new CatalogNames(statement.tokens(), edits);
  }

  /** Records the edits of the whole statement. */
  void run() throws SqlError {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      switch (token.kind()) {
        case WORD -> word(i, token);
        case QUOTED_NAME -> quotedName(token);
        case STRING -> string(token);
        case NUMBER -> {
          // "THEN 1WHEN" is two tokens for Redshift and its driver, and an error for PostgreSQL.
          if (peek(i + 1).isName() && peek(i + 1).start() == token.end()) {
            edits.insertAfter(token, " ");
          }
          // A condition may be a number: WHERE 1 AND …
          if (peek(i - 1).isWord("WHERE") && ENDS_CONDITION.contains(peek(i + 1).keyword())) {
            edits.insertAfter(token, "::boolean");
          }
        }
        default -> {}
      }
      if (token.isName()) {
        catalog.name(i);
      }
      if (token.isName() && !peek(i - 1).isSymbol(".")) {
        qualifiedName(i);
      }
    }
  }

  Set<SharedTable> shared() {
    return shared;
  }

  boolean readsLastIds() {
    return readsLastIds;
  }

  private void word(int i, Token token) throws SqlError {
    String keyword = token.keyword();
    requireShort(token);
    if (token.text().length() > 1 && token.text().startsWith("#")) {
      edits.replace(token, Sql.name(TokenCursor.fold(token)));
      return;
    }
    boolean qualified = peek(i - 1).isSymbol(".") || peek(i + 1).isSymbol(".");
    boolean called = peek(i + 1).isSymbol("(");
    if (called && !qualified && FUNCTIONS.containsKey(keyword)) {
      edits.replace(token, FUNCTIONS.get(keyword));
    } else if (!called && !qualified && !isAlias(i) && KEYWORDS.containsKey(keyword)) {
      edits.replace(token, KEYWORDS.get(keyword));
    } else if (called && DATE_PART_FUNCTIONS.contains(keyword)) {
      datePart(peek(i + 2), peek(i + 3));
    } else if (called && LAST_ID_FUNCTIONS.contains(keyword)) {
      readsLastIds = true;
    }
    if (OLD_CATALOG_COLUMNS.containsKey(keyword) && !called && !isAlias(i)) {
      oldColumn(i, OLD_CATALOG_COLUMNS.get(keyword));
    }
    typeWord(i, token, keyword);
  }

  private boolean isAlias(int i) {
    return peek(i - 1).isWord("AS");
  }

  private void oldColumn(int i, String expression) {
    boolean qualified = peek(i - 1).isSymbol(".") && peek(i - 2).isName();
    Token first = qualified ? peek(i - 2) : peek(i);
    edits.replace(first, peek(i), expression.formatted(qualified ? first.text() + "." : ""));
  }

  private void typeWord(int i, Token token, String keyword) {
    if (keyword.equals("MAX")
        && peek(i - 1).isSymbol("(")
        && (peek(i - 2).keyword().endsWith("VARCHAR") || peek(i - 2).isWord("VARYING"))) {
      edits.replace(token, Integer.toString(TypeNames.MAX_VARCHAR_BYTES));
    }
    boolean cast = peek(i - 1).isSymbol("::") || (peek(i - 1).isWord("AS") && inCast(i));
    if (cast) {
      switch (keyword) {
        case "SUPER" -> edits.replace(token, "jsonb");
        case "VARBYTE" -> edits.replace(token, "bytea");
        case "NVARCHAR" -> edits.replace(token, "varchar");
        case "DECIMAL", "NUMERIC", "DEC" -> {
          if (!peek(i + 1).isSymbol("(")) {
            edits.replace(token, "numeric(18,0)");
          }
        }
        default -> {}
      }
    }
  }

  /** Is the {@code AS} before this token that of {@code CAST(… AS type)}? */
  private boolean inCast(int i) {
    int depth = 0;
    for (int j = i - 1; j > 0; j--) {
      Token token = tokens.get(j);
      if (token.isSymbol(")")) {
        depth++;
      } else if (token.isSymbol("(")) {
        if (depth == 0) {
          return peek(j - 1).isWord("CAST");
        }
        depth--;
      }
    }
    return false;
  }

  private void datePart(Token part, Token comma) {
    boolean word = part.kind() == Kind.WORD || part.kind() == Kind.STRING;
    if (word && comma.isSymbol(",")) {
      edits.replace(part, Sql.literal(DateParts.canonical(part.value())));
    }
  }

  private void quotedName(Token token) throws SqlError {
    requireShort(token);
    String folded = TokenCursor.fold(token);
    if (folded.startsWith(NameScope.SHARED_SCHEMA_PREFIX)) {
      throw error(
          token,
          SqlStates.UNDEFINED_SCHEMA,
          "schema \"%s\" does not exist; write shared tables with three parts".formatted(folded));
    }
    if (!folded.equals(token.value())) {
      edits.replace(token, Sql.name(folded));
    }
  }

  private void requireShort(Token name) throws SqlError {
    if (name.value().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw error(
          name,
          SqlStates.FEATURE_NOT_SUPPORTED,
          "The sandbox takes names of at most %d bytes: \"%s\""
              .formatted(MAX_NAME_BYTES, name.value()));
    }
  }

  /** Redshift reads backslashes in plain strings as escapes. */
  private void string(Token token) {
    if (token.text().startsWith("'") && token.text().indexOf('\\') >= 0) {
      edits.insertBefore(token, standsFree(token) ? "E" : " E");
    }
  }

  /** Two strings side by side, or a word and a string, must not grow together. */
  private boolean standsFree(Token token) {
    return token.start() == 0
        || !Character.isLetterOrDigit(statement.sql().charAt(token.start() - 1));
  }

  private void qualifiedName(int i) throws SqlError {
    if (!peek(i + 1).isSymbol(".") || !peek(i + 2).isName()) {
      return;
    }
    String first = TokenCursor.fold(tokens.get(i));
    boolean threeParts = peek(i + 3).isSymbol(".") && peek(i + 4).isName();
    if (!threeParts) {
      return;
    }
    if (scope.sharedDatabases().contains(first)) {
      sharedTable(i, first);
    } else if (first.equals(scope.database())
        && (BEFORE_TABLE.contains(peek(i - 1).keyword()) || peek(i + 5).isSymbol("."))) {
      edits.delete(tokens.get(i), peek(i + 1));
    }
  }

  private void sharedTable(int i, String database) throws SqlError {
    String schema = TokenCursor.fold(peek(i + 2));
    String table = TokenCursor.fold(peek(i + 4));
    Token before = peek(i - 1);
    boolean written =
        BEFORE_WRITTEN_TABLE.contains(before.keyword())
            || (before.isWord("FROM") && peek(i - 2).isWord("DELETE"));
    if (written) {
      throw error(
          tokens.get(i),
          SqlStates.READ_ONLY,
          "cannot execute %s on \"%s\".\"%s\".\"%s\": a database created from a datashare is read-only"
              .formatted(tokens.get(0).keyword(), database, schema, table));
    }
    edits.replace(tokens.get(i), peek(i + 2), Sql.name(NameScope.sharedSchema(database, schema)));
    shared.add(new SharedTable(database, schema, table));
  }

  private Token peek(int index) {
    return index >= 0 && index < tokens.size()
        ? tokens.get(index)
        : new Token(Kind.END, "", statement.sql().length(), 0, 0);
  }

  private SqlError error(Token token, String state, String message) {
    return new SqlError(state, message, "", "", Positions.ofOffset(statement.sql(), token.start()));
  }
}
