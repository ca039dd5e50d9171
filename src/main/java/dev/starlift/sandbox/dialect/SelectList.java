package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every item in the list of a SELECT a name, so that a query around it can select them one by
 * one. A star becomes the whole row of each relation.
 */
final class SelectList {
  private final String sql;
  private final Nesting nesting;
  private final Edits edits;
  private final List<String> outer = new ArrayList<>();

  SelectList(String sql, Nesting nesting, Edits edits) {
    this.sql = sql;
    this.nesting = nesting;
    this.edits = edits;
  }

  /**
   * Names the items.
   *
   * @param first of the list
   * @param from the token behind the list
   * @param endOfFrom behind the FROM clause
   * @return the list of the query around it
   */
  String name(int first, int from, int endOfFrom) throws SqlError {
    int depth = nesting.depth(first - 1);
    int start = first;
    for (int i = first; i <= from; i++) {
      if (i == from || (nesting.at(i).isSymbol(",") && nesting.depth(i) == depth)) {
        item(start, i - 1, from, endOfFrom);
        start = i + 1;
      }
    }
    return String.join(", ", outer);
  }

  private void item(int first, int last, int from, int endOfFrom) throws SqlError {
    if (nesting.at(last).isSymbol("*") && last == first) {
      List<String> rows = new ArrayList<>();
      for (String relation : relations(from, endOfFrom)) {
        rows.add(row(relation));
      }
      edits.replace(nesting.at(first), String.join(", ", rows));
    } else if (nesting.at(last).isSymbol("*") && nesting.at(last - 1).isSymbol(".")) {
      String relation = Nesting.text(sql, nesting.at(first), nesting.at(last - 2));
      edits.replace(nesting.at(first), nesting.at(last), row(relation));
    } else {
      column(first, last);
    }
  }

  private String row(String relation) {
    String name = "starlift_row_" + (outer.size() + 1);
    outer.add("(" + name + ").*");
    return relation + " AS " + name;
  }

  private void column(int first, int last) {
    Token end = nesting.at(last);
    if (end.isName() && isOutputName(first, last)) {
      outer.add(Sql.name(TokenCursor.fold(end)));
    } else {
      boolean call = nesting.at(first).isName() && nesting.at(first + 1).isSymbol("(");
      String name = call ? TokenCursor.fold(nesting.at(first)) : "?column?";
      String unique = "starlift_column_" + (outer.size() + 1);
      edits.insertAfter(end, " AS " + unique);
      outer.add(unique + " AS " + Sql.name(name));
    }
  }

  /** Is the last token the alias, or the name of the one column? */
  private boolean isOutputName(int first, int last) {
    Token before = nesting.at(last - 1);
    return first == last
        || before.isWord("AS")
        || before.isSymbol(".")
        || before.isName()
        || before.isSymbol(")")
        || before.kind() == Kind.STRING
        || before.kind() == Kind.NUMBER;
  }

  private List<String> relations(int from, int end) throws SqlError {
    List<String> relations = new ArrayList<>();
    int depth = nesting.depth(from);
    boolean expected = true;
    for (int i = from + 1; i < end; i++) {
      Token token = nesting.at(i);
      if (nesting.depth(i) != depth) {
        continue;
      }
      if (expected && (token.isName() || token.isSymbol("("))) {
        i = relation(i, relations);
        expected = false;
      } else if (token.isWord("JOIN") || token.isSymbol(",")) {
        expected = true;
      } else if (token.isWord("WHERE") || token.isWord("GROUP") || token.isWord("HAVING")) {
        break;
      }
    }
    return relations;
  }

  /** Reads one relation; the index of its last token. */
  private int relation(int i, List<String> relations) throws SqlError {
    int last = i;
    if (nesting.at(i).isSymbol("(")) {
      last = nesting.partner(i);
    } else {
      while (nesting.at(last + 1).isSymbol(".")) {
        last += 2;
      }
      if (nesting.at(last + 1).isSymbol("(")) {
        last = nesting.partner(last + 1);
      }
    }
    Token next = nesting.at(last + 1);
    if (next.isWord("AS")) {
      relations.add(nesting.at(last + 2).text());
      return last + 2;
    }
    if (next.isName() && !SelectSyntax.AFTER_RELATION.contains(next.keyword())) {
      relations.add(next.text());
      return last + 1;
    }
    if (nesting.at(last).isSymbol(")")) {
      throw new SqlError(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "SELECT * … QUALIFY needs an alias for each subquery in the sandbox.",
          "",
          "",
          Positions.ofOffset(sql, nesting.at(i).start()));
    }
    relations.add(nesting.at(last).text());
    return last;
  }
}
