package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.copy.QueryRewriter;
import dev.starlift.sandbox.dialect.ComputedNumbers;
import dev.starlift.sandbox.dialect.NameScope;
import dev.starlift.sandbox.dialect.SharedTable;
import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.dialect.Translator;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import dev.starlift.sandbox.share.Shares;
import java.io.IOException;
import java.util.List;

/** Gives UNLOAD its query the way clients get theirs. */
public final class SqlRewriter implements QueryRewriter {
  private final Shares shares;

  public SqlRewriter(Shares shares) {
    this.shares = shares;
  }

  @Override
  public String rewrite(String redshiftQuery, BackendSession session) throws SqlError, IOException {
    List<SourceStatement> statements = SourceStatement.split(redshiftQuery);
    if (statements.size() == 1
        && Translator.translate(
                statements.get(0),
                new NameScope(
                    session.namespace(),
                    session.database(),
                    shares.sharedDatabases(session.namespace())))
            instanceof Translation.Query query
        && List.of("SELECT", "WITH", "(").contains(query.head())) {
      for (SharedTable table : query.shared()) {
        shares.fetch(session.namespace(), session.database(), table);
      }
      return ComputedNumbers.cast(
              query.sql(), session.query(ComputedNumbers.question(query.sql())).get(0))
          .orElse(query.sql())
          .text();
    }
    throw new SqlError(SqlStates.SYNTAX_ERROR, "UNLOAD takes one SELECT statement.");
  }
}
