package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.LateralAliases;
import dev.starlift.sandbox.dialect.NameScope;
import dev.starlift.sandbox.dialect.Positions;
import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.dialect.Translator;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds out which names of a query are aliases of the same SELECT, by asking PostgreSQL to parse it
 * until it misses no column that could be one.
 */
final class AliasResolution {
  private static final String UNDEFINED_COLUMN = "42703";
  private static final String PROBE = "starlift_probe";

  private final Backend backend;
  private final NameScope scope;

  AliasResolution(Backend backend, NameScope scope) {
    this.backend = backend;
    this.scope = scope;
  }

  /** The query that PostgreSQL can parse; or one whose error the client is to see. */
  Translation.Query resolve(
      SourceStatement statement, Translation.Query query, LateralAliases aliases)
      throws SqlError, IOException {
    backend.synchronise();
    if (backend.status() == 'E') {
      return query;
    }
    boolean inBlock = backend.status() == 'T';
    if (inBlock) {
      backend.query("SAVEPOINT " + PROBE);
    }
    Translation.Query resolved = query;
    SourceStatement source = statement;
    Optional<RewrittenSql> rewriting = Optional.empty();
    Optional<RewrittenSql> next = missing(resolved).flatMap(aliases::substitute);
    while (next.isPresent()) {
      if (inBlock) {
        backend.query("ROLLBACK TO SAVEPOINT " + PROBE);
      }
      RewrittenSql step = next.get();
      RewrittenSql whole = rewriting.map(step::after).orElse(step);
      source = SourceStatement.split(step.text()).get(0);
      resolved = (Translation.Query) Translator.translate(source, scope);
      next = missing(resolved).flatMap(LateralAliases.of(source)::substitute);
      resolved = resolved.after(whole);
      rewriting = Optional.of(whole);
    }
    if (inBlock) {
      backend.query("ROLLBACK TO SAVEPOINT " + PROBE + "; RELEASE SAVEPOINT " + PROBE);
    }
    return resolved;
  }

  /** The offset in the query's source of a column that PostgreSQL does not find. */
  private Optional<Integer> missing(Translation.Query query) throws IOException {
    backend.send(
        new Message.Builder().text(PROBE).text(query.sql().text()).int16(0).build(Message.PARSE));
    backend.send(new Message.Builder().int8('S').text(PROBE).build(Message.CLOSE));
    backend.sendAlone(Message.empty(Message.SYNC));
    Optional<Integer> offset = Optional.empty();
    Message message = backend.receive();
    for (; message.type() != Message.READY; message = backend.receive()) {
      if (message.type() == Message.ERROR) {
        offset = offset(ErrorFields.read(message), query.sql());
      }
    }
    return offset;
  }

  private static Optional<Integer> offset(ErrorFields error, RewrittenSql sql) {
    String position = error.get(ErrorFields.POSITION);
    if (!error.get(ErrorFields.STATE).equals(UNDEFINED_COLUMN) || position.isEmpty()) {
      return Optional.empty();
    }
    int offset = Positions.toOffset(sql.text(), Integer.parseInt(position));
    return Optional.of(sql.sourceOffset(offset)).filter(source -> source >= 0);
  }
}
