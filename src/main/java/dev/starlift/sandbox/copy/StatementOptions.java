package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options that a COPY or UNLOAD gives, each at most once, and how their values are read. */
final class StatementOptions {
  private final TokenCursor cursor;
  private final Map<String, Token> given = new LinkedHashMap<>();

  StatementOptions(TokenCursor cursor) {
    this.cursor = cursor;
  }

  /** Every option by its name, with the token that gave it. */
  Map<String, Token> given() {
    return given;
  }

  boolean has(String option) {
    return given.containsKey(option);
  }

  /**
   * @throws SqlError if the statement gave it already
   */
  void remember(String option, Token at) throws SqlError {
    if (given.putIfAbsent(option, at) != null) {
      throw error(TokenCursor.SYNTAX_ERROR, at, "conflicting or redundant options: " + at.text());
    }
  }

  /** {@code OPTION [AS] 'value'}. */
  Token string(String option, Token at) throws SqlError {
    remember(option, at);
    return value(option);
  }

  /** {@code [AS] 'value'}, behind an option that has been read. */
  Token value(String option) throws SqlError {
    cursor.skipWord("AS");
    Token string = cursor.peek();
    cursor.expectString("a value for " + option);
    return string;
  }

  /** {@code OPTION [AS] 'c'}, one ASCII character or its escape. */
  byte character(String option, Token at) throws SqlError {
    Token string = string(option, at);
    byte[] bytes = SqlText.character(string).getBytes(StandardCharsets.UTF_8);
    if (bytes.length != 1 || bytes[0] < 0) {
      throw cursor.invalid(string, option + " must be a single ASCII character");
    }
    return bytes[0];
  }

  /** {@code OPTION [AS] n}. */
  long number(String option, Token at, long max) throws SqlError {
    remember(option, at);
    cursor.skipWord("AS");
    Token number = cursor.peek();
    long value = cursor.expectNumber("a number");
    if (value < 0 || value > max) {
      throw cursor.invalid(number, option + " must be between 0 and " + max);
    }
    return value;
  }

  void refuseIf(boolean wrong, String option, String why) throws SqlError {
    if (wrong) {
      Token at = given.get(option);
      throw error(TokenCursor.SYNTAX_ERROR, at, at.keyword() + " " + why);
    }
  }

  /** A word that no option begins with. */
  static SqlError unknown(Token at, String statement) {
    return error(
        TokenCursor.SYNTAX_ERROR,
        at,
        at.kind() == Token.Kind.WORD
            ? "syntax error at or near \"%s\": unknown %s option".formatted(at.text(), statement)
            : "syntax error: expected a %s option".formatted(statement));
  }

  static SqlError error(String state, Token at, String message) {
    return new SqlError(state, message, "", "", at.start() + 1);
  }
}
