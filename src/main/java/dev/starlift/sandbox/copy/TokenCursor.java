package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Locale;

/** A place in a statement's tokens, and the errors that point at it. */
final class TokenCursor {
  static final String SYNTAX_ERROR = "42601";
  static final String NOT_SUPPORTED = "0A000";
  static final String BAD_VALUE = "22023";

  private static final Token NOTHING = new Token(Kind.END, "", 0, 1, 1);

  private final List<Token> tokens;
  private int at;

  TokenCursor(List<Token> tokens) {
    this.tokens = tokens.stream().filter(TokenCursor::carriesMeaning).toList();
  }

  private static boolean carriesMeaning(Token token) {
    return token.kind() != Kind.SPACE && token.kind() != Kind.COMMENT && token.kind() != Kind.END;
  }

  Token peek() {
    return at < tokens.size() ? tokens.get(at) : NOTHING;
  }

  Token next() {
    Token token = peek();
    at++;
    return token;
  }

  /** Only a semicolon may be left. */
  boolean atEnd() {
    return peek().kind() == Kind.END || (peek().isSymbol(";") && at + 1 >= tokens.size());
  }

  boolean skipWord(String keyword) {
    if (peek().isWord(keyword)) {
      at++;
      return true;
    }
    return false;
  }

  boolean skipSymbol(String symbol) {
    if (peek().isSymbol(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  void expectWord(String keyword) throws SqlError {
    if (!skipWord(keyword)) {
      throw syntax("expected " + keyword);
    }
  }

  void expectSymbol(String symbol) throws SqlError {
    if (!skipSymbol(symbol)) {
      throw syntax("expected " + symbol);
    }
  }

  /** A name, folded to lower case even when quoted, as Redshift does. */
  String expectName() throws SqlError {
    if (!peek().isName()) {
      throw syntax("expected a name");
    }
    return next().value().toLowerCase(Locale.ROOT);
  }

  String expectString(String what) throws SqlError {
    if (peek().kind() != Kind.STRING && peek().kind() != Kind.DOLLAR_STRING) {
      throw syntax("expected " + what + " in single quotes");
    }
    return next().value();
  }

  long expectNumber(String what) throws SqlError {
    boolean quoted = peek().kind() == Kind.STRING;
    if (!quoted && peek().kind() != Kind.NUMBER) {
      throw syntax("expected " + what);
    }
    try {
      return Long.parseLong(peek().value());
    } catch (NumberFormatException e) {
      throw syntax("expected " + what);
    } finally {
      at++;
    }
  }

  /** The error names the token only when it cannot hold a secret. */
  SqlError syntax(String expectation) {
    Token token = peek();
    String near =
        switch (token.kind()) {
          case END -> "syntax error at end of input";
          case STRING, DOLLAR_STRING, UNCLOSED -> "syntax error at or near a string";
          default -> "syntax error at or near \"" + token.text() + "\"";
        };
    return new SqlError(SYNTAX_ERROR, near + ": " + expectation, "", "", position(token));
  }

  SqlError unsupported(Token token, String what) {
    return new SqlError(
        NOT_SUPPORTED, what + " is not implemented in the sandbox", "", "", position(token));
  }

  SqlError invalid(Token token, String message) {
    return new SqlError(BAD_VALUE, message, "", "", position(token));
  }

  private static int position(Token token) {
    return token.kind() == Kind.END ? 0 : token.start() + 1;
  }
}
