package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;

/** Turns the query inside UNLOAD, which is Redshift SQL, into one that PostgreSQL runs. */
@FunctionalInterface
public interface QueryRewriter {
  String rewrite(String redshiftQuery, BackendSession session) throws SqlError, IOException;
}
