package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.SqlError;
import java.util.Set;

/** Clauses of SELECT that PostgreSQL does not have: TOP, QUALIFY, MINUS. */
final class SelectSyntax {
  private final SourceStatement statement;
  private final Nesting nesting;
  private final Edits edits;

  SelectSyntax(SourceStatement statement, Nesting nesting, Edits edits) {
    this.statement = statement;
    this.nesting = nesting;
    this.edits = edits;
  }

  /**
   * Rewrites the first such clause.
   *
   * @return whether there was anything to do
   */
  boolean rewrite() throws SqlError {
    for (int i = 0; i < nesting.size(); i++) {
      Token token = nesting.at(i);
      if (token.isWord("MINUS") && isBetweenQueries(i)) {
        edits.replace(token, "EXCEPT");
        return true;
      }
      if (token.isWord("SELECT") && (top(i) || qualify(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isBetweenQueries(int i) {
    Token next = nesting.at(i + 1);
    return next.isWord("SELECT") || next.isWord("WITH") || next.isSymbol("(");
  }

  /** {@code SELECT TOP n …} is {@code SELECT … LIMIT n}. */
  private boolean top(int select) {
    int top = select + 1;
    while (nesting.at(top).isWord("ALL") || nesting.at(top).isWord("DISTINCT")) {
      top++;
    }
    if (!nesting.at(top).isWord("TOP")) {
      return false;
    }
    int first = top + 1;
    int last = nesting.at(first).isSymbol("(") ? nesting.partner(first) : first;
    boolean number =
        nesting.at(first).kind() == Kind.NUMBER
            || nesting.at(first).kind() == Kind.PARAMETER
            || last > first;
    if (!number) {
      return false;
    }
    String limit = Nesting.text(statement.sql(), nesting.at(first), nesting.at(last));
    edits.delete(nesting.at(top), nesting.at(last));
    int end = nesting.endOfSelect(select);
    boolean oneOfMany =
        SetOperations.isOne(nesting.at(end)) || SetOperations.isOne(nesting.at(select - 1));
    if (oneOfMany) {
      edits.insertBefore(nesting.at(select), "(");
    }
    edits.insertAfter(nesting.at(end - 1), " LIMIT " + limit + (oneOfMany ? ")" : ""));
    return true;
  }

  /**
   * The query becomes a subquery with one more column that says whether the row stays. Its columns
   * are named one by one outside, since PostgreSQL has no way to say "all but one".
   */
  private boolean qualify(int select) throws SqlError {
    int depth = nesting.depth(select);
    int end = nesting.endOfSelect(select);
    int qualify = nesting.find(select, end, depth, "QUALIFY");
    if (qualify == end || nesting.at(qualify - 1).isWord("AS")) {
      return false;
    }
    int tail = nesting.find(qualify, end, depth, "ORDER", "LIMIT", "OFFSET", "FETCH");
    int limit = nesting.find(qualify, end, depth, "LIMIT", "OFFSET", "FETCH");
    int from = nesting.find(select, qualify, depth, "FROM");
    int list = select + 1;
    boolean distinct = nesting.at(list).isWord("DISTINCT");
    if (distinct || nesting.at(list).isWord("ALL")) {
      edits.delete(nesting.at(list), nesting.at(list));
      list++;
    }
    String outer = new SelectList(statement.sql(), nesting, edits).name(list, from, qualify);
    edits.insertBefore(
        nesting.at(select), "SELECT %s%s FROM (".formatted(distinct ? "DISTINCT " : "", outer));
    edits.insertBefore(nesting.at(from), ", (");
    edits.copyBefore(nesting.at(from), nesting.at(qualify + 1), nesting.at(tail - 1));
    edits.insertBefore(nesting.at(from), ") AS starlift_qualify ");
    edits.delete(nesting.at(qualify), nesting.at(tail - 1));
    edits.insertAfter(nesting.at(limit - 1), ") AS starlift_qualified WHERE starlift_qualify ");
    return true;
  }

  /** Words that end a relation's name or alias in FROM. */
  static final Set<String> AFTER_RELATION =
      Set.of(
          "ON",
          "USING",
          "WHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "QUALIFY",
          "JOIN",
          "LEFT",
          "RIGHT",
          "FULL",
          "INNER",
          "CROSS",
          "NATURAL",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "MINUS",
          "FETCH",
          "WINDOW",
          "SET",
          "WHEN",
          "SELECT",
          "VALUES",
          "AT",
          "FOR",
          "RETURNING",
          "TABLESAMPLE",
          "AS",
          "FROM",
          "WITH",
          "DEFAULT");
}
