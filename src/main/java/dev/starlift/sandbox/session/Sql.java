package dev.starlift.sandbox.session;

/** The sandbox's two ways to put a value into PostgreSQL's SQL text. */
public final class Sql {
  private Sql() {}

  /** A string literal, whatever the session says of backslashes. */
  public static String literal(String value) {
    String quoted = "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    return value.indexOf('\\') < 0 ? quoted : "E" + quoted;
  }

  /** A name, taken exactly as it is. */
  public static String name(String value) {
    return '"' + value.replace("\"", "\"\"") + '"';
  }
}
