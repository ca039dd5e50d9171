package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The tokens of a statement with their parentheses and brackets matched. */
final class Nesting {
  private final List<Token> tokens;
  private final int[] depth;
  private final int[] partner;

  Nesting(List<Token> tokens) {
    this.tokens = tokens;
    this.depth = new int[tokens.size()];
    this.partner = new int[tokens.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      partner[i] = -1;
      if (isOpening(tokens.get(i))) {
        depth[i] = open.size();
        open.push(i);
      } else if (isClosing(tokens.get(i)) && !open.isEmpty()) {
        int opening = open.pop();
        partner[i] = opening;
        partner[opening] = i;
        depth[i] = open.size();
      } else {
        depth[i] = open.size();
      }
    }
  }

  private static boolean isOpening(Token token) {
    return token.isSymbol("(") || token.isSymbol("[");
  }

  private static boolean isClosing(Token token) {
    return token.isSymbol(")") || token.isSymbol("]");
  }

  int size() {
    return tokens.size();
  }

  /** The token at an index; an END token outside of the statement. */
  Token at(int index) {
    if (index >= 0 && index < tokens.size()) {
      return tokens.get(index);
    }
    int end = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
    return new Token(Kind.END, "", index < 0 ? 0 : end, 0, 0);
  }

  /** How many parentheses are open around a token; its own not counted. */
  int depth(int index) {
    return index >= 0 && index < depth.length ? depth[index] : 0;
  }

  /** The index of the other parenthesis, or -1. */
  int partner(int index) {
    return index >= 0 && index < partner.length ? partner[index] : -1;
  }

  /** The indexes of the commas directly inside of a parenthesis. */
  List<Integer> commas(int open) {
    List<Integer> commas = new ArrayList<>();
    for (int i = open + 1; i < partner[open]; i++) {
      if (depth[i] == depth[open] + 1 && tokens.get(i).isSymbol(",")) {
        commas.add(i);
      }
    }
    return commas;
  }

  /** The first of some words at this depth from an index on, or the limit. */
  int find(int from, int limit, int atDepth, String... words) {
    for (int i = from; i < limit; i++) {
      if (depth[i] == atDepth) {
        for (String word : words) {
          if (tokens.get(i).isWord(word)) {
            return i;
          }
        }
      }
    }
    return limit;
  }

  /**
   * Where the SELECT at an index ends: at the parenthesis around it, at the set operation behind
   * it, or at the statement's end.
   */
  int endOfSelect(int select) {
    for (int i = select + 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (depth[i] < depth[select] || (isClosing(token) && partner[i] < select)) {
        return i;
      }
      if (depth[i] == depth[select] && SetOperations.isOne(token)) {
        return i;
      }
    }
    return tokens.size();
  }

  /** The client's text from one token to another. */
  static String text(String sql, Token first, Token last) {
    return sql.substring(first.start(), last.end());
  }
}
