package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.dialect.Translation;

/** A statement that was parsed, and the client's text of it. */
record Prepared(String clientSql, StatementText text, Translation translation) {
  static final Prepared EMPTY = new Prepared("", StatementText.NONE, new Translation.Empty());

  /** Does PostgreSQL hold it, or only the gateway? */
  boolean isForwarded() {
    return translation instanceof Translation.Query || translation instanceof Translation.Empty;
  }

  RewrittenSql sql() {
    return translation instanceof Translation.Query query ? query.sql() : RewrittenSql.of("");
  }
}
