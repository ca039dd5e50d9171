package dev.starlift.sandbox.wire;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.dialect.Translation.Script;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** DEALLOCATE of statements that clients prepared by the protocol. */
final class Deallocation {
  private static final String HEAD = "DEALLOCATE";

  /** For what PostgreSQL never knew. */
  private static final Translation OF_OUR_OWN =
      new Script(
          HEAD, List.of(RewrittenSql.of("SELECT")), Script.NO_ANSWER, BlockRule.INSIDE, Set.of());

  private Deallocation() {}

  /**
   * Forgets what a statement deallocates, if it is one that does.
   *
   * @param statements by their names
   * @return what is to be executed for it
   */
  static Translation apply(
      SourceStatement statement, Translation translation, Map<String, Prepared> statements) {
    if (!translation.head().equals(HEAD)) {
      return translation;
    }
    Token last = statement.tokens().get(statement.tokens().size() - 1);
    if (last.isWord("ALL")) {
      statements.clear();
      return translation;
    }
    // Names fold, quoted or not.
    String name = last.value().toLowerCase(Locale.ROOT);
    Prepared forgotten = statements.remove(name);
    return forgotten == null || forgotten.isForwarded() ? translation : OF_OUR_OWN;
  }
}
