package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Stored procedures in PL/pgSQL and functions in SQL.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_PROCEDURE.html">CREATE
 *     PROCEDURE</a>
 */
final class Routines {
  private static final String QUOTE = "$starlift_body$";
  private static final Set<String> MODES = Set.of("IN", "OUT", "INOUT");

  private final TokenCursor cursor;
  private final Edits edits;
  private final NameScope scope;
  private boolean nonatomic;

  Routines(TokenCursor cursor, Edits edits, NameScope scope) {
    this.cursor = cursor;
    this.edits = edits;
    this.scope = scope;
  }

  /** The cursor stands behind {@code CREATE [OR REPLACE] PROCEDURE}. */
  Translation createProcedure() throws SqlError {
    cursor.expectQualifiedName();
    Token open = cursor.peek();
    cursor.expectSymbol("(");
    String parameters = parameters();
    edits.replace(open, cursor.previous(), "(" + parameters + ")");
    Token body = options("plpgsql");
    if (body.kind() == Kind.END) {
      throw cursor.syntaxError();
    }
    String text = new ProcedureBody(body.value(), scope, nonatomic).rewrite();
    edits.replace(body, QUOTE + text + QUOTE);
    return script("CREATE PROCEDURE");
  }

  /**
   * PostgreSQL wants a value for OUT parameters in CALL, Redshift does not: so they come last and
   * have a default.
   */
  private String parameters() throws SqlError {
    List<String> given = new ArrayList<>();
    List<String> returned = new ArrayList<>();
    while (!cursor.acceptSymbol(")")) {
      String mode = mode("IN");
      boolean named = cursor.peek().isName() && !TableKeys.endsItem(cursor.peek(1));
      // "double precision" and its like are types of more than one word.
      String name = named && !isType(cursor.peek()) ? cursor.next().text() : "";
      mode = mode(mode);
      String type = type();
      if (mode.equals("OUT")) {
        returned.add(("INOUT " + name + " " + type + " DEFAULT NULL").replace("  ", " "));
      } else {
        given.add((mode + " " + name + " " + type).replace("  ", " "));
      }
      cursor.acceptSymbol(",");
    }
    given.addAll(returned);
    return String.join(", ", given);
  }

  private String mode(String otherwise) {
    return MODES.contains(cursor.peek().keyword()) ? cursor.next().keyword() : otherwise;
  }

  private static boolean isType(Token token) {
    return Set.of(
            "CHARACTER",
            "DOUBLE",
            "TIME",
            "TIMESTAMP",
            "DECIMAL",
            "NUMERIC",
            "VARCHAR",
            "CHAR",
            "NVARCHAR",
            "NCHAR",
            "VARBYTE",
            "BINARY",
            "FLOAT")
        .contains(token.keyword());
  }

  private String type() throws SqlError {
    if (cursor.accept("REFCURSOR")) {
      return "refcursor";
    }
    if (cursor.accept("RECORD")) {
      return "record";
    }
    return TypeNames.read(cursor);
  }

  /** Reads what follows the parameters; the body's token, or an END token. */
  private Token options(String language) throws SqlError {
    Token body = new Token(Kind.END, "", 0, 0, 0);
    while (!cursor.isAtEnd()) {
      Token token = cursor.next();
      if (token.isWord("NONATOMIC")) {
        nonatomic = true;
        edits.delete(token, token);
      } else if (token.isWord("LANGUAGE")) {
        String given = cursor.expectName();
        if (!given.equals(language)) {
          throw cursor.error(
              SqlStates.FEATURE_NOT_SUPPORTED,
              "Language \"%s\" is not supported by the sandbox.".formatted(given));
        }
      } else if (token.isWord("AS")
          && (cursor.peek().kind() == Kind.STRING || cursor.peek().kind() == Kind.DOLLAR_STRING)) {
        body = cursor.next();
      }
    }
    return body;
  }

  /** The cursor stands behind {@code CREATE [OR REPLACE] FUNCTION}. */
  Translation createFunction() throws SqlError {
    cursor.expectQualifiedName();
    Token open = cursor.peek();
    cursor.expectSymbol("(");
    List<String> types = new ArrayList<>();
    while (!cursor.acceptSymbol(")")) {
      types.add(type());
      cursor.acceptSymbol(",");
    }
    edits.replace(open, cursor.previous(), "(" + String.join(", ", types) + ")");
    cursor.expect("RETURNS");
    Token first = cursor.peek();
    String returned = type();
    edits.replace(first, cursor.previous(), returned);
    Token body = options("sql");
    if (body.kind() == Kind.END) {
      throw cursor.syntaxError();
    }
    List<SourceStatement> statements = SourceStatement.split(body.value());
    if (statements.size() != 1) {
      throw cursor.error(SqlStates.SYNTAX_ERROR, "The body of a SQL function is one SELECT.");
    }
    String text = Translator.rewriteExpression(statements.get(0), scope);
    // Redshift casts what the SELECT gives to the type that is declared.
    edits.replace(body, "%sSELECT (%s)::%s%s".formatted(QUOTE, text, returned, QUOTE));
    return script("CREATE FUNCTION");
  }

  /** The cursor stands behind {@code DROP PROCEDURE}. */
  Translation dropProcedure() throws SqlError {
    cursor.accept("IF", "EXISTS");
    cursor.expectQualifiedName();
    if (cursor.atSymbol("(")) {
      // OUT parameters count in PostgreSQL and not in Redshift: the name has to do.
      Token open = cursor.peek();
      cursor.skipParentheses();
      edits.delete(open, cursor.previous());
    }
    return script("DROP PROCEDURE");
  }

  private Translation script(String head) {
    return new Translation.Script(head, List.of(edits.apply()), 0, BlockRule.INSIDE, Set.of());
  }
}
