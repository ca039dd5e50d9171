package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;

/** Text of COPY options, in which a backslash means something of its own, and names in SQL. */
final class SqlText {
  private SqlText() {}

  /** A delimiter or quote: {@code '\t'} and {@code '\001'} are one character. */
  static String character(Token string) {
    String raw = inner(string);
    if (raw.length() < 2 || raw.charAt(0) != '\\') {
      return raw;
    }
    String code = raw.substring(1);
    return switch (code) {
      case "t" -> "\t";
      case "n" -> "\n";
      case "r" -> "\r";
      case "b" -> "\b";
      case "f" -> "\f";
      case "v" -> "\u000b";
      case "\\" -> "\\";
      default -> octal(code, raw);
    };
  }

  /**
   * The text after NULL AS: a single backslash is kept, so {@code '\N'} and {@code '\\N'} agree.
   */
  static String nullMarker(Token string) {
    String raw = inner(string);
    if (raw.equals("\\0") || raw.equals("\\000")) {
      return "\0";
    }
    return raw.replace("\\\\", "\\");
  }

  /** A name for PostgreSQL. */
  static String quoteName(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A string for PostgreSQL, whatever its setting for backslashes. */
  static String quoteLiteral(String value) {
    String doubled = value.replace("'", "''");
    return value.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }

  private static String octal(String code, String raw) {
    int value = 0;
    for (int i = 0; i < code.length(); i++) {
      int digit = code.charAt(i) - '0';
      if (digit < 0 || digit > 7 || code.length() > 3) {
        return raw;
      }
      value = value * 8 + digit;
    }
    return String.valueOf((char) value);
  }

  /** What is between the quotes, with doubled quotes undone and backslashes untouched. */
  private static String inner(Token string) {
    if (string.kind() != Token.Kind.STRING) {
      return string.value();
    }
    String text = string.text();
    return text.substring(text.indexOf('\'') + 1, text.length() - 1).replace("''", "'");
  }
}
