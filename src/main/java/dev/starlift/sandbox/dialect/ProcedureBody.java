package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Lexer;
import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The body of a procedure, statement by statement: what is SQL is translated as a client's would
 * be, the expressions of PL/pgSQL are rewritten, and the rest stays as it is.
 */
final class ProcedureBody {
  private static final Set<String> SQL_HEADS =
      Set.of(
          "ALTER",
          "ANALYZE",
          "ANALYSE",
          "CALL",
          "COMMENT",
          "COMMIT",
          "COPY",
          "CREATE",
          "DELETE",
          "DROP",
          "GRANT",
          "INSERT",
          "LOCK",
          "MERGE",
          "REFRESH",
          "REVOKE",
          "ROLLBACK",
          "SELECT",
          "SET",
          "RESET",
          "TRUNCATE",
          "UNLOAD",
          "UPDATE",
          "VACUUM",
          "WITH");

  private static final Set<String> CHANGES_DATA =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "DROP", "ALTER", "WITH");

  private final String body;
  private final List<Token> tokens;
  private final NameScope scope;
  private final boolean commitsEach;
  private final StringBuilder out = new StringBuilder();
  private int copied;
  private int at;

  /**
   * @param nonatomic whether every statement commits by itself
   */
  ProcedureBody(String body, NameScope scope, boolean nonatomic) {
    this.body = body;
    this.tokens = Lexer.tokens(body);
    this.scope = scope;
    // PostgreSQL cannot commit inside a block that catches exceptions.
    this.commitsEach = nonatomic && tokens.stream().noneMatch(t -> t.isWord("EXCEPTION"));
  }

  String rewrite() throws SqlError {
    boolean declares = false;
    while (peek().kind() != Kind.END) {
      String word = peek().keyword();
      switch (word) {
        case "DECLARE" -> {
          declares = true;
          at++;
        }
        case "BEGIN" -> {
          declares = false;
          at++;
        }
        case "ELSE", "LOOP", "EXCEPTION" -> at++;
        case "IF", "ELSIF", "ELSEIF", "WHEN", "CASE" -> {
          at++;
          expression("THEN");
        }
        case "WHILE" -> {
          at++;
          expression("LOOP");
        }
        case "FOR" -> loop();
        case "END" -> skipStatement();
        default -> {
          if (peek().isSymbol("<<")) {
            at += 3;
          } else if (declares) {
            declaration();
          } else if (SQL_HEADS.contains(word)) {
            sql();
          } else if (word.equals("EXECUTE")) {
            execute();
          } else {
            expression(";");
          }
        }
      }
    }
    return out + body.substring(copied);
  }

  private Token peek() {
    return tokens.get(Math.min(at, tokens.size() - 1));
  }

  private void skipStatement() {
    while (peek().kind() != Kind.END && !peek().isSymbol(";")) {
      at++;
    }
    at++;
  }

  /** The index of the next such word or symbol outside of parentheses and CASE. */
  private int find(String end) {
    int depth = 0;
    int cases = 0;
    for (int i = at; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (depth == 0 && cases == 0 && (token.isWord(end) || token.isSymbol(end))) {
        return i;
      }
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      cases += token.isWord("CASE") ? 1 : token.isWord("END") && cases > 0 ? -1 : 0;
    }
    return tokens.size() - 1;
  }

  private void expression(String end) throws SqlError {
    int last = find(end);
    replace(at, last - 1, false);
    at = last + 1;
  }

  private void loop() throws SqlError {
    at++;
    int in = find("IN");
    at = Math.min(in + 1, tokens.size() - 1);
    int last = find("LOOP");
    if (peek().isWord("EXECUTE")) {
      at++;
    }
    replace(at, last - 1, false);
    at = last + 1;
  }

  private void declaration() throws SqlError {
    int last = find(";");
    SourceStatement part = part(at, last - 1);
    TokenCursor cursor = new TokenCursor(part);
    Edits edits = Edits.of(part);
    cursor.expectName();
    cursor.accept("CONSTANT");
    Token type = cursor.peek();
    boolean standard =
        !type.isWord("CURSOR")
            && !type.isWord("RECORD")
            && !type.isWord("REFCURSOR")
            && !type.isWord("ALIAS")
            && !cursor.peek(1).isSymbol("%")
            && !cursor.peek(1).isSymbol(".");
    if (standard) {
      TypeNames.rewrite(cursor, part.tokens().get(0).text(), edits);
      emit(at, last - 1, Translator.rewriteExpression(single(edits.apply().text()), scope));
    } else {
      replace(at, last - 1, false);
    }
    at = last + 1;
  }

  private static SourceStatement single(String text) throws SqlError {
    return SourceStatement.split(text).get(0);
  }

  private void sql() throws SqlError {
    String head = peek().keyword();
    int last = find(";");
    replace(at, last - 1, true);
    at = last + 1;
    if (commitsEach && CHANGES_DATA.contains(head)) {
      out.append(body, copied, tokens.get(Math.min(last, tokens.size() - 1)).end())
          .append(" COMMIT;");
      copied = tokens.get(Math.min(last, tokens.size() - 1)).end();
    }
  }

  /** EXECUTE of a text that is known now; others run as PostgreSQL understands them. */
  private void execute() throws SqlError {
    int last = find(";");
    Token text = tokens.get(at + 1);
    boolean known =
        text.kind() == Kind.STRING
            && (tokens.get(at + 2).isSymbol(";") || tokens.get(at + 2).isWord("INTO"));
    if (known) {
      String sql = translated(single(text.value()));
      emit(at + 1, at + 1, Sql.literal(sql));
    } else {
      at++;
      replace(at, last - 1, false);
    }
    at = last + 1;
  }

  private SourceStatement part(int first, int last) throws SqlError {
    return single(body.substring(tokens.get(first).start(), tokens.get(last).end()));
  }

  private void replace(int first, int last, boolean statement) throws SqlError {
    if (last < first) {
      return;
    }
    SourceStatement part = part(first, last);
    emit(first, last, statement ? translated(part) : Translator.rewriteExpression(part, scope));
  }

  private void emit(int first, int last, String text) {
    out.append(body, copied, tokens.get(first).start()).append(text);
    copied = tokens.get(last).end();
  }

  private String translated(SourceStatement part) throws SqlError {
    Translation translation = Translator.translateInBody(part, scope);
    if (translation instanceof Translation.Query query) {
      return query.sql().text();
    }
    if (translation instanceof Translation.Script script && script.rule() != BlockRule.NOT_INSIDE) {
      String steps =
          script.steps().stream()
              .map(RewrittenSql::text)
              .map(step -> step.startsWith("SELECT ") ? "PERFORM " + step.substring(7) : step)
              .collect(Collectors.joining(";\n"));
      return script.rule() == BlockRule.COMMITS_FIRST ? "COMMIT;\n" + steps + ";\nCOMMIT" : steps;
    }
    throw new SqlError(
        SqlStates.FEATURE_NOT_SUPPORTED,
        "%s is not supported in a procedure by the sandbox.".formatted(translation.head()));
  }
}
