package dev.starlift.sandbox.catalog;

import dev.starlift.sandbox.session.AdminSessions;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.Databases;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The last statements of each database. They are kept in memory, so that a statement pays next to
 * nothing for being remembered, and put into the catalog when somebody asks for them.
 */
public final class QueryHistory {
  /** Statements of one database that nobody has asked for yet; older ones are forgotten. */
  private static final int PENDING = 10_000;

  /** Rows that the catalog keeps of one database. */
  private static final int KEPT = 20_000;

  /** Rows of one INSERT. */
  private static final int BATCH = 1000;

  private final AdminSessions admin;
  private final Map<String, Deque<QueryRecord>> pending = new ConcurrentHashMap<>();

  public QueryHistory(AdminSessions admin) {
    this.admin = admin;
  }

  /** Remembers a statement of the session. */
  public void add(BackendSession session, QueryRecord record) {
    Deque<QueryRecord> records = of(session);
    synchronized (records) {
      if (records.size() == PENDING) {
        records.removeFirst();
      }
      records.addLast(record);
    }
  }

  private Deque<QueryRecord> of(BackendSession session) {
    return pending.computeIfAbsent(
        Databases.physicalName(session.namespace(), session.database()), key -> new ArrayDeque<>());
  }

  /** Makes everything that is remembered of the session's database visible in its catalog. */
  public void publish(BackendSession session) throws SqlError, IOException {
    List<QueryRecord> records = new ArrayList<>();
    Deque<QueryRecord> remembered = of(session);
    synchronized (remembered) {
      records.addAll(remembered);
      remembered.clear();
    }
    if (records.isEmpty()) {
      return;
    }
    admin.inDatabase(
        session.namespace(),
        session.database(),
        superuser -> {
          for (int from = 0; from < records.size(); from += BATCH) {
            List<QueryRecord> batch = records.subList(from, Math.min(from + BATCH, records.size()));
            superuser.query(
                "INSERT INTO starlift_sandbox.query_history VALUES "
                    + batch.stream().map(QueryHistory::row).collect(Collectors.joining(", "))
                    + " ON CONFLICT DO NOTHING");
          }
          return superuser.query(
              "DELETE FROM starlift_sandbox.query_history WHERE query_id <="
                  + " (SELECT query_id FROM starlift_sandbox.query_history"
                  + " ORDER BY query_id DESC OFFSET %d LIMIT 1)".formatted(KEPT));
        });
  }

  private static String row(QueryRecord record) {
    return "(%d, %d, %s, %s, %s, %s, %s, %s, %d, %s)"
        .formatted(
            record.queryId(),
            record.sessionId(),
            Sql.literal(record.label()),
            Sql.literal(record.head()),
            Sql.literal(record.status()),
            time(record.start()),
            time(record.end()),
            Sql.literal(record.error()),
            record.rows(),
            Sql.literal(record.text()));
  }

  private static String time(Instant time) {
    return Sql.literal(LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString());
  }
}
