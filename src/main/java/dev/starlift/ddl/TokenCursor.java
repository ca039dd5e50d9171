package dev.starlift.ddl;

import dev.starlift.ddl.Token.Kind;
import dev.starlift.model.Identifier;
import java.util.List;

/** Walks over the tokens of a text; what it does not find as expected becomes a finding. */
final class TokenCursor {
  private static final int SHOWN_CHARACTERS = 40;

  private final String sql;
  private final List<Token> tokens;
  private final Findings findings;
  private int at;
  private int depth;

  TokenCursor(String sql, Findings findings) {
    this.sql = sql;
    this.tokens = Lexer.tokens(sql);
    this.findings = findings;
  }

  /** The token that is read next; behind the last one always {@link Kind#END}. */
  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      at++;
    }
    if (token.isSymbol("(")) {
      depth++;
    } else if (token.isSymbol(")")) {
      depth--;
    }
    return token;
  }

  /** How many parentheses are open here. */
  int depth() {
    return depth;
  }

  boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  /** Does the statement end here? */
  boolean atStatementEnd() {
    return atEnd() || peek().isSymbol(";");
  }

  /** Takes the keywords if all of them come next, or nothing. */
  boolean accept(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!tokens.get(Math.min(at + i, tokens.size() - 1)).isWord(words[i])) {
        return false;
      }
    }
    at += words.length;
    return true;
  }

  boolean acceptSymbol(String symbol) {
    boolean found = peek().isSymbol(symbol);
    if (found) {
      next();
    }
    return found;
  }

  void expect(String word) {
    if (!accept(word)) {
      throw unexpected(word);
    }
  }

  void expectSymbol(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  /**
   * @param what as the reader calls it: "a column name"
   */
  Identifier name(String what) {
    Token token = peek();
    if (!token.isName()) {
      throw unexpected(what);
    }
    if (token.kind() == Kind.WORD && ReservedWords.contains(token.text())) {
      findings.add(
          token,
          "%s is a reserved word.".formatted(token.text()),
          "Put it in double quotes, or choose another name.");
    }
    if (token.kind() == Kind.WORD && token.text().chars().anyMatch(Character::isSpaceChar)) {
      findings.add(
          token,
          "The name '%s' holds a blank that is not an ordinary one.".formatted(token.text()),
          "Type it again; it may have been copied from a web page.");
    }
    try {
      Identifier name = Identifier.of(token.value());
      next();
      return name;
    } catch (IllegalArgumentException e) {
      throw refused(token, e.getMessage(), "");
    }
  }

  /** A whole number, with a sign where there is one. */
  long number(String what) {
    boolean negative = acceptSymbol("-");
    if (!negative) {
      acceptSymbol("+");
    }
    if (peek().kind() != Kind.NUMBER) {
      throw unexpected(what);
    }
    try {
      long number = Long.parseLong((negative ? "-" : "") + peek().text());
      next();
      return number;
    } catch (NumberFormatException e) {
      throw unexpected(what);
    }
  }

  /** The text from one token to another as it was written, comments in between included. */
  String textBetween(Token first, Token last) {
    return sql.substring(first.start(), last.end());
  }

  /**
   * To the end of the list element that began at this depth: its comma or closing parenthesis. When
   * there is none, a parenthesis was left open on the way, and the element ends at the next comma.
   */
  void skipElement(int listDepth) {
    int from = at;
    skipTo(listDepth);
    if (atStatementEnd()) {
      at = from;
      depth = listDepth;
      skipTo(listDepth);
    }
  }

  private void skipTo(int listDepth) {
    while (!atStatementEnd()
        && !(depth == listDepth && (peek().isSymbol(",") || peek().isSymbol(")")))) {
      next();
    }
  }

  /** Behind the semicolon of the statement, or to the end of the text. */
  void skipStatement() {
    while (!atStatementEnd()) {
      next();
    }
    acceptSymbol(";");
    depth = 0;
  }

  /** Records that something else was expected here. */
  Unexpected unexpected(String expected) {
    return unexpected(expected, "");
  }

  Unexpected unexpected(String expected, String fix) {
    Token token = peek();
    if (token.kind() == Kind.UNCLOSED) {
      return refused(token, unclosed(token), "Close it.");
    }
    return refused(token, "Expected %s, found %s.".formatted(expected, found(token)), fix);
  }

  /** Records a finding that ends the clause. */
  Unexpected refused(Token token, String what, String fix) {
    findings.add(token, what, fix);
    return new Unexpected();
  }

  private static String found(Token token) {
    if (token.kind() == Kind.END) {
      return "the end of the text";
    }
    String text = token.text();
    boolean isLong = text.length() > SHOWN_CHARACTERS;
    return "'" + (isLong ? text.substring(0, SHOWN_CHARACTERS) + "…" : text) + "'";
  }

  private static String unclosed(Token token) {
    String text = token.text();
    if (text.startsWith("/*")) {
      return "This comment is never closed.";
    }
    return text.startsWith("\"")
        ? "This quoted name is never closed."
        : "This string is never closed.";
  }
}
