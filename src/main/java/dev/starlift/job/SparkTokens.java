package dev.starlift.job;

/**
 * Where the tokens of Spark SQL text end, so that text literals, quoted names and comments are left
 * alone by whoever looks for something between them.
 */
public record SparkTokens(String sql) {
  /** Does a word begin there? */
  public boolean isWord(int at) {
    return Character.isJavaIdentifierStart(sql.charAt(at));
  }

  /** Where the token that begins there ends. */
  public int next(int at) {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"') {
      return quoted(at, c, at == 0 || !isRawPrefix(at - 1));
    }
    if (c == '`') {
      return quoted(at, c, false);
    }
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      return end < 0 ? sql.length() : end;
    }
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    int end = at + 1;
    if (isWord(at)) {
      while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  /** {@code r'…'}: a backslash is a backslash. */
  private boolean isRawPrefix(int at) {
    return (sql.charAt(at) == 'r' || sql.charAt(at) == 'R')
        && (at == 0 || !Character.isJavaIdentifierPart(sql.charAt(at - 1)));
  }

  private int quoted(int at, char quote, boolean escapes) {
    int end = at + 1;
    while (end < sql.length() && sql.charAt(end) != quote) {
      end += escapes && sql.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, sql.length());
  }
}
