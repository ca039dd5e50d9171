package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The names by which a statement's columns may be qualified: tables with their schemas, aliases,
 * common table expressions. Of the whole statement: scopes are not told apart.
 */
final class RelationNames {
  private static final Set<String> ENDS_FROM =
      Set.of("WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "LIMIT", "SET", "WHEN", "RETURNING");

  private static final Set<String> TARGETS = Set.of("INTO", "UPDATE", "USING", "TABLE", "ONLY");

  private enum Clause {
    LIST,
    FROM,
    OTHER
  }

  private final Nesting nesting;

  /** Aliases, CTEs and tables: {@code t}, and {@code s.t} for a table with its schema. */
  private final Set<String> names = new HashSet<>();

  /** Where relations begin, and which of them are arrays in a value of another relation. */
  private final Set<Integer> relations = new HashSet<>();

  private final Set<Integer> unnested = new HashSet<>();
  private final Set<Integer> inLists = new HashSet<>();

  private RelationNames(Nesting nesting) {
    this.nesting = nesting;
  }

  static RelationNames of(Nesting nesting) {
    RelationNames found = new RelationNames(nesting);
    found.read();
    return found;
  }

  boolean isRelation(int first) {
    return relations.contains(first);
  }

  boolean isUnnested(int first) {
    return unnested.contains(first);
  }

  boolean isInSelectList(int index) {
    return inLists.contains(index);
  }

  /** How many of the first names qualify the column. */
  int qualifiers(int first, int count) {
    String one = name(first);
    if (count > 1 && names.contains(one)) {
      return 1;
    }
    if (count > 2 && names.contains(one + "." + name(first + 2))) {
      return 2;
    }
    if (count > 3 && names.contains(name(first + 2) + "." + name(first + 4))) {
      return 3;
    }
    return 0;
  }

  private String name(int index) {
    return TokenCursor.fold(nesting.at(index));
  }

  private void read() {
    Deque<Clause> clauses = new ArrayDeque<>();
    Clause clause = Clause.OTHER;
    boolean expected = false;
    for (int i = 0; i < nesting.size(); i++) {
      Token token = nesting.at(i);
      String keyword = token.keyword();
      if (clause == Clause.LIST) {
        inLists.add(i);
      }
      if (expected
          && (keyword.equals("LATERAL") || keyword.equals("ONLY") || keyword.equals("UNPIVOT"))) {
        continue;
      }
      if (expected && token.isName() && !SelectSyntax.AFTER_RELATION.contains(keyword)) {
        i = relation(i);
        expected = false;
        continue;
      }
      if (token.isSymbol("(")) {
        clauses.push(clause);
        // A parenthesis in FROM holds a subquery or relations.
        clause = expected ? Clause.FROM : Clause.OTHER;
        continue;
      }
      if (token.isSymbol(")")) {
        clause = clauses.isEmpty() ? Clause.OTHER : clauses.pop();
        expected = false;
        aliasBehind(i);
        continue;
      }
      expected = false;
      if (keyword.equals("SELECT")) {
        clause = Clause.LIST;
      } else if (keyword.equals("FROM") && !nesting.at(i - 1).isWord("DISTINCT")) {
        clause = Clause.FROM;
        expected = true;
      } else if (keyword.equals("JOIN")) {
        expected = true;
      } else if (TARGETS.contains(keyword) && !nesting.at(i + 1).isSymbol("(")) {
        expected = true;
        clause = keyword.equals("USING") ? Clause.FROM : clause;
      } else if (keyword.equals("DELETE") && !nesting.at(i + 1).isWord("FROM")) {
        expected = true;
      } else if (token.isSymbol(",") && clause == Clause.FROM) {
        expected = true;
      } else if (ENDS_FROM.contains(keyword)) {
        clause = Clause.OTHER;
      } else if (token.isName()
          && nesting.at(i + 1).isWord("AS")
          && nesting.at(i + 2).isSymbol("(")) {
        names.add(name(i));
      }
    }
  }

  /** Reads a relation's name and alias; the index of its last token. */
  private int relation(int first) {
    relations.add(first);
    int last = first;
    boolean subscripts = false;
    while (true) {
      if (nesting.at(last + 1).isSymbol(".") && nesting.at(last + 2).isName()) {
        last += 2;
      } else if (nesting.at(last + 1).isSymbol("[") && nesting.partner(last + 1) > 0) {
        last = nesting.partner(last + 1);
        subscripts = true;
      } else {
        break;
      }
    }
    if (nesting.at(last + 1).isSymbol("(")) {
      names.add(name(last));
      return last;
    }
    if (subscripts || (last > first && names.contains(name(first)))) {
      unnested.add(first);
      return behindAlias(last);
    }
    names.add(name(last));
    if (last > first) {
      names.add(name(last - 2) + "." + name(last));
    }
    aliasBehind(last);
    return last;
  }

  /** The element of an array is a value: its alias qualifies no columns. */
  private int behindAlias(int last) {
    int i = nesting.at(last + 1).isWord("AS") ? last + 2 : last + 1;
    if (nesting.at(i + 1).isWord("AT")) {
      i += 2;
    }
    return nesting.at(i).isName() && !SelectSyntax.AFTER_RELATION.contains(nesting.at(i).keyword())
        ? i
        : last;
  }

  private void aliasBehind(int last) {
    Token next = nesting.at(last + 1);
    if (next.isWord("AS") && nesting.at(last + 2).isName()) {
      names.add(name(last + 2));
    } else if (next.isName() && !SelectSyntax.AFTER_RELATION.contains(next.keyword())) {
      names.add(name(last + 1));
    }
  }
}
