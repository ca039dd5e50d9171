package dev.starlift.conform;

import dev.starlift.job.SparkTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Spark SQL expression of a job file, made ready for Spark: {@code date_key(x)} becomes the day
 * of {@code x} as an integer {@code yyyymmdd}. Reads tokens, so that text literals, quoted names
 * and comments stay as they are.
 */
final class ExpressionText {
  private static final String DATE_KEY = "date_key";

  private static final String NOT_REPEATABLE = "gives another value in every run";
  private static final String MORE_ROWS = "makes several rows of one";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("current_date", NOT_REPEATABLE),
          Map.entry("curdate", NOT_REPEATABLE),
          Map.entry("current_timestamp", NOT_REPEATABLE),
          Map.entry("localtimestamp", NOT_REPEATABLE),
          Map.entry("now", NOT_REPEATABLE),
          Map.entry("unix_timestamp", NOT_REPEATABLE),
          Map.entry("rand", NOT_REPEATABLE),
          Map.entry("randn", NOT_REPEATABLE),
          Map.entry("random", NOT_REPEATABLE),
          Map.entry("uuid", NOT_REPEATABLE),
          Map.entry("shuffle", NOT_REPEATABLE),
          Map.entry("monotonically_increasing_id", NOT_REPEATABLE),
          Map.entry("spark_partition_id", NOT_REPEATABLE),
          Map.entry("explode", MORE_ROWS),
          Map.entry("explode_outer", MORE_ROWS),
          Map.entry("posexplode", MORE_ROWS),
          Map.entry("posexplode_outer", MORE_ROWS),
          Map.entry("inline", MORE_ROWS),
          Map.entry("inline_outer", MORE_ROWS),
          Map.entry("stack", MORE_ROWS));

  /** These are values of the clock without parentheses, too. */
  private static final List<String> CLOCK =
      List.of("current_date", "current_timestamp", "localtimestamp");

  private final String sql;
  private final SparkTokens tokens;

  private ExpressionText(String sql) {
    this.sql = sql;
    this.tokens = new SparkTokens(sql);
  }

  /**
   * @throws IllegalArgumentException saying what is wrong with a call of {@code date_key}
   */
  static String expand(String sql) {
    return new ExpressionText(sql).expanded(0, sql.length());
  }

  /** Why a load must not use the expression; empty when it may. */
  static Optional<String> refusal(String sql) {
    ExpressionText text = new ExpressionText(sql);
    for (int at = 0; at < sql.length(); at = text.next(at)) {
      if (text.isWord(at)) {
        String word = sql.substring(at, text.next(at)).toLowerCase(Locale.ROOT);
        String why = REFUSED.get(word);
        boolean called = text.opensAfter(text.next(at));
        // unix_timestamp(x) reads x; only unix_timestamp() reads the clock.
        boolean harmless = word.equals("unix_timestamp") && called && !text.callIsEmpty(at);
        if (why != null && !harmless && (called || CLOCK.contains(word))) {
          return Optional.of(word + " " + why);
        }
      }
    }
    return Optional.empty();
  }

  private String expanded(int from, int to) {
    StringBuilder out = new StringBuilder();
    int at = from;
    while (at < to) {
      int end = Math.min(next(at), to);
      if (isWord(at)
          && sql.substring(at, end).equalsIgnoreCase(DATE_KEY)
          && opensAfter(end)
          && (at == 0 || sql.charAt(at - 1) != '.')) {
        int open = skipSpace(end);
        List<int[]> arguments = arguments(open);
        if (arguments.size() != 1) {
          throw new IllegalArgumentException(
              "date_key takes one date or timestamp, not " + arguments.size() + " values");
        }
        int[] argument = arguments.get(0);
        String day = expanded(argument[0], argument[1]).strip();
        out.append("(year(%1$s) * 10000 + month(%1$s) * 100 + dayofmonth(%1$s))".formatted(day));
        at = argument[1] + 1;
      } else {
        out.append(sql, at, end);
        at = end;
      }
    }
    return out.toString();
  }

  /** The ranges of the arguments of the call whose parenthesis opens there. */
  private List<int[]> arguments(int open) {
    List<int[]> found = new ArrayList<>();
    int depth = 0;
    int start = open + 1;
    for (int at = open; at < sql.length(); at = next(at)) {
      char c = sql.charAt(at);
      if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
      }
      if (depth == 0 || (depth == 1 && c == ',')) {
        if (!found.isEmpty() || depth == 1 || !sql.substring(start, at).isBlank()) {
          found.add(new int[] {start, at});
        }
        start = at + 1;
      }
      if (depth == 0) {
        return found;
      }
    }
    throw new IllegalArgumentException("a parenthesis of date_key is not closed");
  }

  private boolean callIsEmpty(int word) {
    int inside = skipSpace(skipSpace(next(word)) + 1);
    return inside < sql.length() && sql.charAt(inside) == ')';
  }

  private boolean opensAfter(int at) {
    int open = skipSpace(at);
    return open < sql.length() && sql.charAt(open) == '(';
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean isWord(int at) {
    return tokens.isWord(at);
  }

  private int next(int at) {
    return tokens.next(at);
  }
}
