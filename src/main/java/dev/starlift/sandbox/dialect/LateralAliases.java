package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names in a SELECT that may stand for a column alias of the same SELECT, which Redshift allows and
 * PostgreSQL does not. A column of that name goes first, and only PostgreSQL knows whether there is
 * one: so nothing is substituted until it says that there is none.
 */
public final class LateralAliases {
  private static final Set<String> END_OF_LIST =
      Set.of(
          "FROM",
          "WHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "QUALIFY",
          "MINUS");

  private static final Set<String> END_OF_SELECT = Set.of("UNION", "INTERSECT", "EXCEPT", "MINUS");

  private final SourceStatement statement;
  private final List<Token> tokens;

  /** By the offset of the name, the expression that it may stand for. */
  private final Map<Integer, Expression> candidates = new HashMap<>();

  private LateralAliases(SourceStatement statement) {
    this.statement = statement;
    this.tokens = statement.tokens();
  }

  private record Expression(Token name, Token first, Token last) {}

  /** One SELECT that is being read. */
  private static final class Scope {
    private final Map<String, Expression> aliases = new HashMap<>();
    private final int depth;
    private int itemStart;
    private boolean inList = true;

    Scope(int depth, int itemStart) {
      this.depth = depth;
      this.itemStart = itemStart;
    }
  }

  public static LateralAliases of(SourceStatement statement) {
    LateralAliases aliases = new LateralAliases(statement);
    aliases.read();
    return aliases;
  }

  public boolean isEmpty() {
    return candidates.isEmpty();
  }

  /**
   * The client's text with the expression in the place of a name.
   *
   * @param offset of the name that PostgreSQL did not find
   */
  public Optional<RewrittenSql> substitute(int offset) {
    Expression expression = candidates.get(offset);
    if (expression == null) {
      return Optional.empty();
    }
    Edits edits =
        new Edits(statement.sql(), tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
    String text = statement.sql().substring(expression.first().start(), expression.last().end());
    edits.replace(expression.name(), "(" + text + ")");
    return Optional.of(edits.apply());
  }

  private void read() {
    Deque<Scope> scopes = new ArrayDeque<>();
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol("(")) {
        depth++;
      } else if (token.isSymbol(")")) {
        depth--;
        while (!scopes.isEmpty() && scopes.peek().depth > depth) {
          scopes.pop();
        }
      } else if (token.isWord("SELECT")) {
        while (!scopes.isEmpty() && scopes.peek().depth >= depth) {
          scopes.pop();
        }
        scopes.push(new Scope(depth, listStart(i + 1)));
      } else if (!scopes.isEmpty()) {
        inScope(scopes, depth, i);
      }
    }
  }

  /** Behind {@code DISTINCT} and {@code TOP n}, which are no part of the first item. */
  private int listStart(int behindSelect) {
    int start = behindSelect;
    while (start < tokens.size()
        && (tokens.get(start).isWord("ALL") || tokens.get(start).isWord("DISTINCT"))) {
      start++;
    }
    boolean top =
        start + 1 < tokens.size()
            && tokens.get(start).isWord("TOP")
            && tokens.get(start + 1).kind() == Kind.NUMBER;
    return top ? start + 2 : start;
  }

  private void inScope(Deque<Scope> scopes, int depth, int i) {
    Token token = tokens.get(i);
    Scope scope = scopes.peek();
    if (scope.depth == depth) {
      if (scope.inList && token.isSymbol(",")) {
        endItem(scope, i - 1);
        scope.itemStart = i + 1;
      } else if (scope.inList && END_OF_LIST.contains(token.keyword())) {
        endItem(scope, i - 1);
        scope.inList = false;
      }
      if (END_OF_SELECT.contains(token.keyword())) {
        scopes.pop();
        return;
      }
    }
    if (isBareName(i)) {
      Expression expression = scope.aliases.get(TokenCursor.fold(token));
      if (expression != null) {
        candidates.put(token.start(), new Expression(token, expression.first(), expression.last()));
      }
    }
  }

  private void endItem(Scope scope, int last) {
    boolean aliased =
        last - 2 >= scope.itemStart
            && tokens.get(last).isName()
            && tokens.get(last - 1).isWord("AS");
    if (aliased) {
      Token name = tokens.get(last);
      scope.aliases.putIfAbsent(
          TokenCursor.fold(name),
          new Expression(name, tokens.get(scope.itemStart), tokens.get(last - 2)));
    }
  }

  private boolean isBareName(int i) {
    Token before = i > 0 ? tokens.get(i - 1) : end();
    Token after = i + 1 < tokens.size() ? tokens.get(i + 1) : end();
    return tokens.get(i).isName()
        && !before.isSymbol(".")
        && !before.isWord("AS")
        && !after.isSymbol(".")
        && !after.isSymbol("(");
  }

  private static Token end() {
    return new Token(Kind.END, "", 0, 0, 0);
  }
}
