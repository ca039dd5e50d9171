package dev.starlift.model;

/** Text as a SQL string literal. With {@link Identifier#sql()} the only quoting in Starlift. */
public final class Literal {
  private Literal() {}

  /**
   * The text in single quotes. Redshift reads a backslash inside a literal as an escape, so it is
   * doubled as well.
   *
   * @throws IllegalArgumentException when the text holds NUL, which no Redshift text can hold
   */
  public static String sql(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A SQL literal must not hold NUL.");
    }
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
