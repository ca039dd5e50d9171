package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.ComputedNumbers;
import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;

/**
 * Gives the decimals that a query computes Redshift's precision and scale, where PostgreSQL says
 * that it knows none.
 */
final class NumberResolution {
  private static final String PROBE = "starlift_numbers";
  private static final int NUMERIC = 1700;
  private static final int NO_MODIFIER = -1;

  private final Backend backend;

  NumberResolution(Backend backend) {
    this.backend = backend;
  }

  /** The query with what is to be cast; or one whose error the client is to see. */
  Translation.Query resolve(Translation.Query query) throws SqlError, IOException {
    if (backend.status() == 'E') {
      return query;
    }
    if (!query.sql().endsInQuery() && !hasOpenDecimals(query)) {
      return query;
    }
    List<List<String>> answer = backend.select(ComputedNumbers.question(query.sql()));
    return ComputedNumbers.cast(query.sql(), answer.get(0))
        .map(sql -> new Translation.Query(query.head(), sql, query.shared(), query.readsLastIds()))
        .orElse(query);
  }

  /** A step of a script, with the query that it ends in resolved. */
  RewrittenSql resolve(RewrittenSql step) throws SqlError, IOException {
    return ComputedNumbers.cast(step, backend.query(ComputedNumbers.question(step)).get(0))
        .orElse(step);
  }

  /** An error in the client's own transaction is to be that of the statement itself. */
  private boolean hasOpenDecimals(Translation.Query query) throws SqlError, IOException {
    if (backend.status() != 'T') {
      return describesOpenDecimals(query);
    }
    backend.synchronise();
    backend.query("SAVEPOINT " + PROBE);
    boolean found = describesOpenDecimals(query);
    backend.synchronise();
    backend.query("ROLLBACK TO SAVEPOINT " + PROBE + "; RELEASE SAVEPOINT " + PROBE);
    return found;
  }

  /** Does PostgreSQL describe a column of the result as a decimal without precision? */
  private boolean describesOpenDecimals(Translation.Query query) throws IOException {
    String sql = ComputedNumbers.withoutParameters(query.sql());
    backend.send(new Message.Builder().text(PROBE).text(sql).int16(0).build(Message.PARSE));
    backend.send(new Message.Builder().int8('S').text(PROBE).build(Message.DESCRIBE));
    backend.sendAndFlush(new Message.Builder().int8('S').text(PROBE).build(Message.CLOSE));
    boolean found = false;
    while (true) {
      Message message = backend.receive();
      switch (message.type()) {
        case Message.ROW_DESCRIPTION -> found = hasOpenDecimal(message);
        case Message.ERROR -> {
          backend.synchronise();
          return false;
        }
        case Message.CLOSE_COMPLETE -> {
          return found;
        }
        default -> {}
      }
    }
  }

  private static boolean hasOpenDecimal(Message description) throws ProtocolException {
    Fields fields = description.fields();
    int columns = fields.int16();
    for (int i = 0; i < columns; i++) {
      fields.text();
      fields.int32();
      fields.int16();
      int type = fields.int32();
      fields.int16();
      int modifier = fields.int32();
      fields.int16();
      if (type == NUMERIC && modifier == NO_MODIFIER) {
        return true;
      }
    }
    return false;
  }
}
