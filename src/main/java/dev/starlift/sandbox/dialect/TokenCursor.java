package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Walks over the tokens of one statement. */
public final class TokenCursor {
  private final String sql;
  private final List<Token> tokens;
  private int at;

  public TokenCursor(SourceStatement statement) {
    this.sql = statement.sql();
    this.tokens = statement.tokens();
  }

  /** Over tokens whose text is not at hand: errors carry no position. */
  public TokenCursor(List<Token> tokens) {
    this.sql = "";
    this.tokens = List.copyOf(tokens);
  }

  public boolean isAtEnd() {
    return at >= tokens.size();
  }

  int index() {
    return at;
  }

  void moveTo(int index) {
    at = index;
  }

  /** The token {@code ahead} of the next one; an END token behind the last. */
  public Token peek(int ahead) {
    int index = at + ahead;
    return index >= 0 && index < tokens.size() ? tokens.get(index) : end();
  }

  public Token peek() {
    return peek(0);
  }

  public Token next() {
    Token token = peek();
    at++;
    return token;
  }

  public Token previous() {
    return peek(-1);
  }

  /** Are these the next bare words? */
  public boolean at(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  public boolean atSymbol(String symbol) {
    return peek().isSymbol(symbol);
  }

  /** Steps over these words if they are next. */
  public boolean accept(String... words) {
    boolean there = at(words);
    if (there) {
      at += words.length;
    }
    return there;
  }

  public boolean acceptSymbol(String symbol) {
    boolean there = atSymbol(symbol);
    if (there) {
      at++;
    }
    return there;
  }

  public void expect(String... words) throws SqlError {
    if (!accept(words)) {
      throw syntaxError();
    }
  }

  public void expectSymbol(String symbol) throws SqlError {
    if (!acceptSymbol(symbol)) {
      throw syntaxError();
    }
  }

  /** A name, folded to lower case as Redshift does, quoted or not. */
  public String expectName() throws SqlError {
    if (!peek().isName()) {
      throw syntaxError();
    }
    return fold(next());
  }

  public String expectString() throws SqlError {
    if (peek().kind() != Kind.STRING) {
      throw syntaxError();
    }
    return next().value();
  }

  /** A name of one or more parts. */
  public List<String> expectQualifiedName() throws SqlError {
    List<String> parts = new ArrayList<>();
    parts.add(expectName());
    while (acceptSymbol(".")) {
      parts.add(expectName());
    }
    return parts;
  }

  /** {@code (a, b)}. */
  public List<String> expectNameList() throws SqlError {
    expectSymbol("(");
    List<String> names = new ArrayList<>();
    do {
      names.add(expectName());
    } while (acceptSymbol(","));
    expectSymbol(")");
    return names;
  }

  public void expectEnd() throws SqlError {
    if (!isAtEnd()) {
      throw syntaxError();
    }
  }

  /** Steps over what is in parentheses, if an opening one is next. */
  void skipParentheses() throws SqlError {
    if (!atSymbol("(")) {
      return;
    }
    int depth = 0;
    do {
      if (isAtEnd()) {
        throw syntaxError();
      }
      Token token = next();
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
    } while (depth > 0);
  }

  public SqlError syntaxError() {
    String near =
        isAtEnd()
            ? "syntax error at end of input"
            : "syntax error at or near \"%s\"".formatted(peek().text());
    return error(SqlStates.SYNTAX_ERROR, near);
  }

  /** An error at the next token. */
  public SqlError error(String state, String message) {
    int position = sql.isEmpty() ? 0 : Positions.ofOffset(sql, peek().start());
    return new SqlError(state, message, "", "", position);
  }

  static String fold(Token name) {
    return name.value().toLowerCase(Locale.ROOT);
  }

  private Token end() {
    int offset = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
    return new Token(Kind.END, "", offset, 0, 0);
  }
}
