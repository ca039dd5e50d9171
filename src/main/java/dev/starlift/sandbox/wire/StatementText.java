package dev.starlift.sandbox.wire;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.dialect.SourceStatement;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement as the history shows it.
 *
 * @param text cut to the history's limit, and without secrets
 * @param readsHistory whether it names one of the history's views
 */
record StatementText(String text, boolean readsHistory) {
  static final StatementText NONE = new StatementText("", false);

  /** What {@code sys_query_history.query_text} holds. */
  private static final int LIMIT = 4000;

  /** Words that a secret follows, in quotes. */
  private static final Set<String> BEFORE_SECRETS =
      Set.of(
          "CREDENTIALS",
          "ACCESS_KEY_ID",
          "SECRET_ACCESS_KEY",
          "SESSION_TOKEN",
          "MASTER_SYMMETRIC_KEY",
          "PASSWORD");

  private static final Set<String> VIEWS =
      Set.of("sys_query_history", "sys_query_text", "stl_query", "stl_querytext", "svl_qlog");

  static StatementText of(SourceStatement statement) {
    List<Token> tokens = statement.tokens();
    if (tokens.isEmpty()) {
      return NONE;
    }
    StringBuilder text = new StringBuilder();
    int at = tokens.get(0).start();
    for (int i = 0; i < tokens.size() && text.length() < LIMIT; i++) {
      Token token = tokens.get(i);
      text.append(statement.sql(), at, token.start());
      text.append(token.kind() == Kind.STRING && isSecret(tokens, i) ? "''" : token.text());
      at = token.end();
    }
    boolean readsHistory =
        tokens.stream()
            .filter(Token::isName)
            .map(token -> token.value().toLowerCase(Locale.ROOT))
            .anyMatch(VIEWS::contains);
    // PostgreSQL has no text with a zero character.
    return new StatementText(
        text.substring(0, Math.min(text.length(), LIMIT)).replace('\0', ' '), readsHistory);
  }

  /** {@code CREDENTIALS 'x'}, {@code CREDENTIALS AS 'x'}, {@code PASSWORD = 'x'}. */
  private static boolean isSecret(List<Token> tokens, int index) {
    for (int i = index - 1; i >= Math.max(0, index - 2); i--) {
      Token before = tokens.get(i);
      if (BEFORE_SECRETS.contains(before.keyword())) {
        return true;
      }
      if (!before.isWord("AS") && !before.isSymbol("=")) {
        return false;
      }
    }
    return false;
  }
}
