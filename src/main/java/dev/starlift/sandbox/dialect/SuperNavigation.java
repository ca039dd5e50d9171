package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.Sql;
import java.util.List;
import java.util.Set;

/**
 * Paths into SUPER values, {@code t.orders[0].price}, and their arrays as relations, {@code FROM t,
 * t.orders AS o}. A dotted name is a path where its first part is no relation of the statement:
 * PostgreSQL would refuse it in any case.
 */
final class SuperNavigation {
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

  /** A name behind one of these is no column. */
  private static final Set<String> BEFORE_OTHER_NAMES =
      Set.of(
          "AS",
          "INTO",
          "UPDATE",
          "TABLE",
          "TRUNCATE",
          "EXISTS",
          "LOCK",
          "VIEW",
          "SCHEMA",
          "COLLATE",
          "OPERATOR",
          "CALL",
          "FUNCTION",
          "PROCEDURE",
          "REFERENCES",
          "COLUMN",
          "TO",
          "SET",
          "ANALYZE",
          "VACUUM",
          "FROM",
          "JOIN",
          "ONLY",
          "USING",
          "MERGE",
          "DELETE",
          "PRIVILEGES",
          "TYPE");

  private static final Set<String> QUERY_HEADS =
      Set.of("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "CREATE", "EXPLAIN", "(", "DECLARE");

  private final Nesting nesting;
  private final Edits edits;
  private final RelationNames relations;
  private boolean changed;

  SuperNavigation(SourceStatement statement, Nesting nesting, Edits edits) {
    this.nesting = nesting;
    this.edits = edits;
    this.relations = RelationNames.of(nesting);
  }

  /** A cheap look for something like a path in a statement that may have one. */
  static boolean mayBeIn(List<Token> tokens) {
    String head = tokens.get(0).isSymbol("(") ? "(" : tokens.get(0).keyword();
    if (!QUERY_HEADS.contains(head)) {
      return false;
    }
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i).isSymbol(".")) {
        return true;
      }
    }
    return false;
  }

  /**
   * @return whether there was anything to do
   */
  boolean rewrite() {
    for (int i = 0; i < nesting.size(); i++) {
      if (!nesting.at(i).isName() || nesting.at(i - 1).isSymbol(".")) {
        continue;
      }
      int last = endOfPath(i);
      if (last > i && relations.isRelation(i)) {
        if (relations.isUnnested(i)) {
          unnest(i, last);
        }
      } else if (last > i && !isOtherName(i, last)) {
        path(i, last);
      }
      i = last;
    }
    return changed;
  }

  /** The last token of a chain of names and subscripts. */
  private int endOfPath(int first) {
    int last = first;
    while (true) {
      if (nesting.at(last + 1).isSymbol(".") && nesting.at(last + 2).isName()) {
        last += 2;
      } else if (nesting.at(last + 1).isSymbol("[") && nesting.partner(last + 1) > 0) {
        last = nesting.partner(last + 1);
      } else {
        return last;
      }
    }
  }

  private boolean isOtherName(int first, int last) {
    Token before = nesting.at(first - 1);
    return nesting.at(last + 1).isSymbol("(")
        || before.isSymbol("::")
        || BEFORE_OTHER_NAMES.contains(before.keyword())
        || (before.isWord("LIKE")
            && (nesting.at(first - 2).isSymbol("(") || nesting.at(first - 2).isSymbol(",")))
        || (nesting.at(first - 1).isSymbol("(") && nesting.at(first - 2).isWord("OPERATOR"))
        || nesting.at(first).isWord("PG_CATALOG")
        || nesting.at(first).isWord("ARRAY")
        || nesting.at(first).isWord("EXCLUDED");
  }

  /** How many of the path's tokens name a column: the alias or table before it included. */
  private int columnTokens(int first, int last) {
    int names = 1;
    int i = first;
    while (i + 2 <= last && nesting.at(i + 1).isSymbol(".")) {
      names++;
      i += 2;
    }
    int qualifiers = relations.qualifiers(first, names);
    return 2 * Math.min(qualifiers, names - 1) + 1;
  }

  private void path(int first, int last) {
    int column = first + columnTokens(first, last) - 1;
    if (column >= last) {
      return;
    }
    boolean navigated = false;
    Token attribute = null;
    for (int i = column + 1; i <= last; i++) {
      Token token = nesting.at(i);
      if (token.isSymbol(".")) {
        attribute = nesting.at(i + 1);
        edits.replace(token, attribute, "[" + Sql.literal(TokenCursor.fold(attribute)) + "]");
        navigated = true;
        i++;
      } else if (token.isSymbol("[")) {
        attribute = null;
        i = nesting.partner(i);
      }
    }
    if (!navigated) {
      return;
    }
    changed = true;
    comparison(first, last);
    if (attribute != null && isWholeItem(first, last)) {
      edits.insertAfter(nesting.at(last), " AS " + Sql.name(TokenCursor.fold(attribute)));
    }
  }

  /** PostgreSQL would take a string beside SUPER for JSON. */
  private void comparison(int first, int last) {
    if (COMPARISONS.contains(nesting.at(last + 1).text())) {
      asText(last + 2);
    } else if (COMPARISONS.contains(nesting.at(first - 1).text())) {
      asText(first - 2);
    } else {
      int in = nesting.at(last + 1).isWord("NOT") ? last + 2 : last + 1;
      if (nesting.at(in).isWord("IN") && nesting.at(in + 1).isSymbol("(")) {
        for (int i = in + 2; i < nesting.partner(in + 1); i++) {
          asText(i);
        }
      }
    }
  }

  private void asText(int i) {
    if (nesting.at(i).kind() == Kind.STRING && !nesting.at(i + 1).isSymbol("::")) {
      edits.insertAfter(nesting.at(i), "::varchar");
    }
  }

  /** Is the path all of an item in a SELECT's list, so that it gives the column its name? */
  private boolean isWholeItem(int first, int last) {
    return relations.isInSelectList(first)
        && (nesting.at(first - 1).isWord("SELECT")
            || nesting.at(first - 1).isWord("DISTINCT")
            || nesting.at(first - 1).isSymbol(","))
        && (nesting.at(last + 1).isSymbol(",")
            || nesting.at(last + 1).isWord("FROM")
            || nesting.at(last + 1).isSymbol(")")
            || nesting.at(last + 1).kind() == Kind.END);
  }

  /** {@code t.orders AS o AT i}. */
  private void unnest(int first, int last) {
    boolean pivots = nesting.at(first - 1).isWord("UNPIVOT");
    path(first, last);
    int i = last + 1;
    if (nesting.at(i).isWord("AS")) {
      i++;
    }
    Token alias = nesting.at(i);
    if (!alias.isName() || SelectSyntax.AFTER_RELATION.contains(alias.keyword())) {
      return;
    }
    String name = Sql.name(TokenCursor.fold(alias));
    String columns = name;
    Token end = alias;
    if (nesting.at(i + 1).isWord("AT") && nesting.at(i + 2).isName()) {
      end = nesting.at(i + 2);
      columns += ", " + Sql.name(TokenCursor.fold(end));
    }
    String function = pivots ? "unpivot_super" : "unnest_super";
    if (pivots) {
      edits.delete(nesting.at(first - 1), nesting.at(first - 1));
    }
    edits.insertBefore(nesting.at(first), "LATERAL starlift_sandbox." + function + "(");
    edits.replace(nesting.at(last + 1), end, ") AS " + name + " (" + columns + ")");
    changed = true;
  }
}
