package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Lexer;
import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Gives the decimals that a query computes the precision and scale that Redshift has rules for, and
 * PostgreSQL has none of. What the query computes with in between keeps PostgreSQL's digits.
 */
public final class ComputedNumbers {
  private static final Set<String> HEADS = Set.of("SELECT", "WITH", "(", "VALUES");
  private static final Set<String> ARITHMETIC = Set.of("+", "-", "/", "%", "(");

  private static final Set<String> COMBINING = Set.of("CASE", "UNION", "INTERSECT", "EXCEPT");
  private static final Set<String> BEFORE_COLUMNS = Set.of("SELECT", "DISTINCT", "ALL", ",", ".");

  private ComputedNumbers() {}

  /** A cheap look for something that computes, in a query that has rows. */
  public static boolean mayBeIn(SourceStatement statement) {
    List<Token> tokens = statement.tokens();
    Token first = tokens.get(0);
    return HEADS.contains(first.isSymbol("(") ? "(" : first.keyword())
        && IntStream.range(0, tokens.size()).anyMatch(i -> computes(tokens, i));
  }

  private static boolean computes(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    return switch (token.kind()) {
      case NUMBER -> token.text().contains(".");
      case WORD -> COMBINING.contains(token.keyword());
      // Behind a name or a number it multiplies; elsewhere it stands for all columns.
      default ->
          token.isSymbol("*")
              ? i > 0 && !BEFORE_COLUMNS.contains(tokens.get(i - 1).text().toUpperCase(Locale.ROOT))
              : ARITHMETIC.contains(token.text());
    };
  }

  /** The query with NULL for every parameter, as far as its types go the same. */
  public static String withoutParameters(RewrittenSql query) {
    String text = query.query();
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Token token : Lexer.tokens(text)) {
      if (token.kind() == Kind.PARAMETER) {
        out.append(text, at, token.start()).append("NULL");
        at = token.end();
      }
    }
    return out.append(text, at, text.length()).toString();
  }

  /**
   * The query whose one row tells what a query's columns are made of.
   *
   * @param query the query, or a statement that ends in it
   */
  public static String question(RewrittenSql query) {
    return "SELECT tree, names FROM starlift_sandbox.query_tree("
        + Sql.literal(withoutParameters(query))
        + ")";
  }

  /**
   * The query, or the statement that ends in it, with the decimals cast.
   *
   * @param answer the row that answers {@link #question}
   * @return empty if there is nothing to cast
   */
  public static Optional<RewrittenSql> cast(RewrittenSql query, List<String> answer) {
    if (answer.get(0) == null) {
      return Optional.empty();
    }
    List<QueryColumns.Column> columns = columns(query, answer);
    if (columns.stream().allMatch(column -> column.cast().isEmpty())) {
      return Optional.empty();
    }
    List<String> inner = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    for (QueryColumns.Column column : columns) {
      String name = "c" + inner.size();
      inner.add(name);
      outer.add(
          name
              + column.cast().map(type -> "::" + type).orElse("")
              + " AS "
              + Sql.name(column.name()));
    }
    // A line break ends a comment that would swallow what follows the query.
    return Optional.of(
        query.aroundQuery(
            "SELECT " + String.join(", ", outer) + " FROM (",
            "\n) AS starlift_numbers (" + String.join(", ", inner) + ")"));
  }

  private static List<QueryColumns.Column> columns(RewrittenSql query, List<String> answer) {
    try {
      return QueryColumns.of(answer.get(0), names(answer.get(1)), query.endsInQuery());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // A tree of a kind that is not known here is no reason to fail: PostgreSQL's types stay.
      return List.of();
    }
  }

  private static Map<String, String> names(String words) {
    Map<String, String> names = new HashMap<>();
    if (words != null) {
      for (String word : words.split(" ", -1)) {
        int equals = word.indexOf('=');
        names.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return names;
  }
}
