package dev.starlift.warehouse;

import dev.starlift.model.TableName;
import dev.starlift.sql.LedgerStatements;
import dev.starlift.sql.LedgerTables;
import dev.starlift.sql.Statement;
import dev.starlift.warehouse.Warehouse.LedgerEntry;
import dev.starlift.warehouse.Warehouse.LedgerState;
import dev.starlift.warehouse.Warehouse.LoadedInput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the ledgers. */
final class Ledgers {
  private static final LedgerState NEVER_LOADED = new LedgerState(0, Map.of());

  private Ledgers() {}

  record FoundLoad(Instant when, String run) {}

  static Optional<FoundLoad> find(SqlSession session, Statement query) throws SQLException {
    return session
        .rows(query, row -> new FoundLoad(instant(row, "committed_at"), row.getString("run")))
        .stream()
        .findFirst();
  }

  static Map<TableName, LedgerState> states(SqlSession session, Collection<TableName> targets)
      throws SQLException {
    Set<TableName> existing = Catalog.existing(session, LedgerTables.SCHEMA);
    Map<TableName, LedgerState> states = new HashMap<>();
    for (TableName target : targets) {
      states.put(
          target,
          existing.contains(LedgerTables.inputs(target)) ? state(session, target) : NEVER_LOADED);
    }
    return states;
  }

  private static LedgerState state(SqlSession session, TableName target) throws SQLException {
    long version = session.number(LedgerStatements.version(target));
    Map<String, Set<LoadedInput>> inputs = new HashMap<>();
    for (Map.Entry<String, LoadedInput> input :
        session.rows(
            LedgerStatements.readInputs(target),
            row ->
                Map.entry(
                    row.getString("source"),
                    new LoadedInput(row.getString("uri"), row.getString("etag"))))) {
      inputs.computeIfAbsent(input.getKey(), source -> new HashSet<>()).add(input.getValue());
    }
    return new LedgerState(version, inputs);
  }

  static List<LedgerEntry> history(SqlSession session, String job, Collection<TableName> targets)
      throws SQLException {
    Set<TableName> existing = Catalog.existing(session, LedgerTables.SCHEMA);
    List<LedgerEntry> entries = new ArrayList<>();
    for (TableName target : targets) {
      if (existing.contains(LedgerTables.ledger(target))) {
        entries.addAll(
            session.rows(LedgerStatements.readHistory(target, job), row -> entry(target, row)));
      }
    }
    entries.sort(Comparator.comparing(LedgerEntry::committedAt).reversed());
    return entries;
  }

  private static LedgerEntry entry(TableName target, ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getString("load_id"),
        row.getString("job"),
        row.getString("run"),
        target,
        row.getString("mode"),
        instant(row, "committed_at"),
        row.getLong("inputs"),
        row.getLong("read_rows"),
        row.getLong("rejected_rows"),
        row.getLong("copied_rows"),
        row.getLong("inserted_rows"),
        row.getLong("updated_rows"),
        row.getLong("deleted_rows"));
  }

  /** Ledgers are kept in UTC. */
  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
