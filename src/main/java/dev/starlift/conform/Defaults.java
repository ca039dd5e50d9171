package dev.starlift.conform;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The constant that a column's DEFAULT names, as text. */
final class Defaults {
  private static final Pattern CAST =
      Pattern.compile("(?is)\\ACAST\\s*\\((.*)\\sAS\\s+[\\w ]+(\\([\\d, ]+\\))?\\s*\\)\\z");
  private static final Pattern SUFFIX =
      Pattern.compile("(?is)\\A(.*)::[\\w ]+(\\([\\d, ]+\\))?\\z");
  private static final Pattern TYPED =
      Pattern.compile("(?is)\\A(?:DATE|TIME|TIMESTAMP)\\s*('.*')\\z");
  private static final Pattern TEXT = Pattern.compile("(?s)\\A'((?:[^'\\\\]|''|\\\\.)*)'\\z");
  private static final Pattern NUMBER = Pattern.compile("\\A[+-]?[0-9.]+([eE][+-]?[0-9]+)?\\z");

  private Defaults() {}

  /** What a DEFAULT says. */
  sealed interface Constant {}

  record Text(String text) implements Constant {}

  record Null() implements Constant {}

  /**
   * @return empty when the column has no DEFAULT, or one that is not a constant
   */
  static Optional<Constant> constant(Column column) {
    return column.defaultExpression().flatMap(sql -> constant(sql.strip(), column.type()));
  }

  private static Optional<Constant> constant(String sql, ColumnType type) {
    if (sql.startsWith("(") && sql.endsWith(")")) {
      return constant(sql.substring(1, sql.length() - 1).strip(), type);
    }
    for (Pattern wrapper : new Pattern[] {CAST, SUFFIX, TYPED}) {
      Matcher wrapped = wrapper.matcher(sql);
      if (wrapped.matches()) {
        return constant(wrapped.group(1).strip(), type);
      }
    }
    if (sql.equalsIgnoreCase("null")) {
      return Optional.of(new Null());
    }
    Matcher text = TEXT.matcher(sql);
    if (text.matches()) {
      return Optional.of(
          new Text(
              spelled(text.group(1).replace("''", "'").replaceAll("(?s)\\\\(.)", "$1"), type)));
    }
    boolean word = sql.equalsIgnoreCase("true") || sql.equalsIgnoreCase("false");
    return word || NUMBER.matcher(sql).matches()
        ? Optional.of(new Text(spelled(sql, type)))
        : Optional.empty();
  }

  /** A BOOLEAN's text may be any that Redshift takes. */
  private static String spelled(String text, ColumnType type) {
    if (!(type instanceof ColumnType.Bool)) {
      return text;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "t", "true", "y", "yes", "1" -> "true";
      case "f", "false", "n", "no", "0" -> "false";
      default -> text;
    };
  }
}
