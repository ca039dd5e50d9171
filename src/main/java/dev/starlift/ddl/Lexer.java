package dev.starlift.ddl;

import dev.starlift.ddl.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL text into tokens as Redshift does: strings with doubled quotes and backslashes, quoted
 * names, dollar quotes, nested block comments. Never fails; what is left open becomes one {@link
 * Kind#UNCLOSED} token. The last token is always {@link Kind#END}.
 */
public final class Lexer {
  private final String sql;
  private final boolean keepSpace;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private Lexer(String sql, boolean keepSpace) {
    this.sql = sql;
    this.keepSpace = keepSpace;
  }

  /** The tokens that carry meaning: no blanks, no comments. */
  public static List<Token> tokens(String sql) {
    return new Lexer(sql, false).run();
  }

  /**
   * Every character of the text in exactly one token, so that a rewriter can copy what it keeps.
   */
  public static List<Token> tokensWithSpace(String sql) {
    return new Lexer(sql, true).run();
  }

  private List<Token> run() {
    while (at < sql.length()) {
      int start = at;
      Kind kind = next();
      emit(kind, start);
    }
    tokens.add(new Token(Kind.END, "", at, line, at - lineStart + 1));
    return List.copyOf(tokens);
  }

  private void emit(Kind kind, int start) {
    if (keepSpace || (kind != Kind.SPACE && kind != Kind.COMMENT)) {
      tokens.add(new Token(kind, sql.substring(start, at), start, line, start - lineStart + 1));
    }
    for (int i = start; i < at; i++) {
      if (sql.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
  }

  private Kind next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
        at++;
      }
      return Kind.SPACE;
    }
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end;
      return Kind.COMMENT;
    }
    if (sql.startsWith("/*", at)) {
      return blockComment();
    }
    if (c == '\'') {
      return string();
    }
    if (c == '"') {
      return quotedName();
    }
    if (c == '$') {
      return dollar();
    }
    if (c == '?') {
      at++;
      return Kind.PARAMETER;
    }
    if (isDigit(c) || (c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1)))) {
      return number();
    }
    if (isNameStart(c)) {
      return word();
    }
    return symbol(c);
  }

  private Kind word() {
    char c = sql.charAt(at);
    boolean prefixed = at + 1 < sql.length() && sql.charAt(at + 1) == '\'';
    if (prefixed && "eEbBxXnN".indexOf(c) >= 0) {
      at++;
      return string();
    }
    while (at < sql.length() && isNamePart(sql.charAt(at))) {
      at++;
    }
    return Kind.WORD;
  }

  private Kind string() {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (c == '\'' && sql.startsWith("''", at)) {
        at += 2;
      } else if (c == '\'') {
        at++;
        return Kind.STRING;
      } else {
        at++;
      }
    }
    at = sql.length();
    return Kind.UNCLOSED;
  }

  private Kind quotedName() {
    at++;
    while (at < sql.length()) {
      if (sql.startsWith("\"\"", at)) {
        at += 2;
      } else if (sql.charAt(at) == '"') {
        at++;
        return Kind.QUOTED_NAME;
      } else {
        at++;
      }
    }
    return Kind.UNCLOSED;
  }

  private Kind dollar() {
    int end = at + 1;
    if (end < sql.length() && isDigit(sql.charAt(end))) {
      while (end < sql.length() && isDigit(sql.charAt(end))) {
        end++;
      }
      at = end;
      return Kind.PARAMETER;
    }
    while (end < sql.length() && isNamePart(sql.charAt(end)) && sql.charAt(end) != '$') {
      end++;
    }
    if (end >= sql.length() || sql.charAt(end) != '$') {
      at++;
      return Kind.SYMBOL;
    }
    String tag = sql.substring(at, end + 1);
    int close = sql.indexOf(tag, end + 1);
    at = close < 0 ? sql.length() : close + tag.length();
    return close < 0 ? Kind.UNCLOSED : Kind.DOLLAR_STRING;
  }

  private Kind blockComment() {
    int depth = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return Kind.COMMENT;
        }
      } else {
        at++;
      }
    }
    return Kind.UNCLOSED;
  }

  private Kind number() {
    while (at < sql.length() && (isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    if (at < sql.length() && (sql.charAt(at) == 'e' || sql.charAt(at) == 'E')) {
      int digits = at + 1;
      if (digits < sql.length() && (sql.charAt(digits) == '+' || sql.charAt(digits) == '-')) {
        digits++;
      }
      if (digits < sql.length() && isDigit(sql.charAt(digits))) {
        at = digits;
        while (at < sql.length() && isDigit(sql.charAt(at))) {
          at++;
        }
      }
    }
    return Kind.NUMBER;
  }

  private Kind symbol(char c) {
    at++;
    if ("(),;.[]{}".indexOf(c) < 0) {
      while (at < sql.length() && "+-*/<>=~!@%^&|:".indexOf(sql.charAt(at)) >= 0) {
        if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
          break;
        }
        at++;
      }
    }
    return Kind.SYMBOL;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Redshift's temporary tables may begin with {@code #}. */
  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '#' || c > 0x7f;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }
}
