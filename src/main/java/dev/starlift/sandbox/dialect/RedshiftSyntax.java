package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;
import java.util.Optional;
import java.util.Set;

/**
 * Syntax that PostgreSQL does not have, rewritten before all else into syntax that both have. A
 * step may copy text that has such syntax itself, so steps follow each other until nothing is left.
 */
final class RedshiftSyntax {
  private static final Set<String> TRIGGERS =
      Set.of(
          "ADD_MONTHS",
          "APPROXIMATE",
          "ARRAY",
          "AVG",
          "CONCAT",
          "CONVERT",
          "CONVERT_TIMEZONE",
          "DATEADD",
          "DATEDIFF",
          "DATE_PART",
          "DATE_TRUNC",
          "DECODE",
          "EXTRACT",
          "FIRST_VALUE",
          "JSON_EXTRACT_PATH_TEXT",
          "LAST_DAY",
          "LAST_VALUE",
          "LISTAGG",
          "MINUS",
          "MONTHS_BETWEEN",
          "NEXT_DAY",
          "NVL2",
          "OBJECT",
          "QUALIFY",
          "RATIO_TO_REPORT",
          "TOP");

  /** More steps than any sensible statement nests calls. */
  private static final int MAX_STEPS = 200;

  private SourceStatement statement;
  private Optional<RewrittenSql> rewritten = Optional.empty();

  private RedshiftSyntax(SourceStatement statement) {
    this.statement = statement;
  }

  /**
   * The statement in syntax that both have; empty if it is so already.
   *
   * @param navigates whether a dotted name may be a path into SUPER, and not a record of PL/pgSQL
   */
  static Optional<RewrittenSql> rewrite(SourceStatement statement, boolean navigates)
      throws SqlError {
    RedshiftSyntax syntax = new RedshiftSyntax(statement);
    syntax.run(navigates);
    return syntax.rewritten;
  }

  private void run(boolean navigates) throws SqlError {
    if (navigates && SuperNavigation.mayBeIn(statement.tokens())) {
      step((source, nesting, edits) -> new SuperNavigation(source, nesting, edits).rewrite());
    }
    if (statement.tokens().stream().map(Token::keyword).noneMatch(TRIGGERS::contains)) {
      return;
    }
    for (int i = 0; i < MAX_STEPS; i++) {
      boolean changed =
          step((source, nesting, edits) -> new SelectSyntax(source, nesting, edits).rewrite())
              || step((source, nesting, edits) -> new CallSyntax(source, nesting, edits).rewrite());
      if (!changed) {
        return;
      }
    }
    throw new SqlError(SqlStates.FEATURE_NOT_SUPPORTED, "The calls are nested too deeply.");
  }

  /** One kind of rewriting. */
  @FunctionalInterface
  private interface Step {
    /**
     * @return whether there was anything to do
     */
    boolean run(SourceStatement source, Nesting nesting, Edits edits) throws SqlError;
  }

  private boolean step(Step step) throws SqlError {
    Edits edits = Edits.of(statement);
    if (!step.run(statement, new Nesting(statement.tokens()), edits)) {
      return false;
    }
    RewrittenSql next = edits.apply();
    rewritten = Optional.of(rewritten.map(next::after).orElse(next));
    statement = SourceStatement.split(next.text()).get(0);
    return true;
  }
}
