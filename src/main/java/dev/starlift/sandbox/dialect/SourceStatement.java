package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Lexer;
import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of the text that a client sent.
 *
 * @param sql the whole text
 * @param tokens those of this statement that carry meaning, without the semicolon; offsets are of
 *     the whole text
 */
public record SourceStatement(String sql, List<Token> tokens) {
  public SourceStatement {
    tokens = List.copyOf(tokens);
  }

  /**
   * Splits a text at its semicolons; what is between two of them and empty is left out.
   *
   * @throws SqlError if a string, name or comment is not closed
   */
  public static List<SourceStatement> split(String sql) throws SqlError {
    List<SourceStatement> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : Lexer.tokens(sql)) {
      if (token.kind() == Kind.UNCLOSED) {
        throw new SqlError(
            SqlStates.SYNTAX_ERROR,
            "unterminated %s at or near \"%s\"".formatted(unclosed(token), excerpt(token)),
            "",
            "",
            Positions.ofOffset(sql, token.start()));
      }
      if (token.isSymbol(";") || token.kind() == Kind.END) {
        if (!current.isEmpty()) {
          statements.add(new SourceStatement(sql, current));
          current = new ArrayList<>();
        }
      } else {
        current.add(token);
      }
    }
    return statements;
  }

  private static String unclosed(Token token) {
    return switch (token.text().charAt(0)) {
      case '"' -> "quoted identifier";
      case '/' -> "/* comment";
      case '$' -> "dollar-quoted string";
      default -> "quoted string";
    };
  }

  private static String excerpt(Token token) {
    int limit = 20;
    return token.text().length() <= limit ? token.text() : token.text().substring(0, limit);
  }
}
