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
import java.util.TreeMap;

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

  static Map<TableName, LedgerState> states(
      SqlSession session, Collection<TableName> targets, Map<String, String> parameters)
      throws SQLException {
    Set<TableName> existing = Catalog.existing(session, LedgerTables.SCHEMA);
    Map<TableName, LedgerState> states = new HashMap<>();
    for (TableName target : targets) {
      states.put(
          target,
          existing.contains(LedgerTables.inputs(target))
              ? state(session, target, parameters)
              : NEVER_LOADED);
    }
    return states;
  }

  private record Setting(String load, String name, String value) {}

  private record Input(String load, String source, LoadedInput file) {}

  private static LedgerState state(
      SqlSession session, TableName target, Map<String, String> parameters) throws SQLException {
    long version = session.number(LedgerStatements.version(target));
    Map<String, Map<String, String>> ofLoads = parameters(session, target);
    Map<String, Set<LoadedInput>> inputs = new HashMap<>();
    for (Input input :
        session.rows(
            LedgerStatements.readInputs(target),
            row ->
                new Input(
                    row.getString("load_id"),
                    row.getString("source"),
                    new LoadedInput(row.getString("uri"), row.getString("etag"))))) {
      if (!input.source().equals(LedgerStatements.PARAMETER)
          && ofLoads.getOrDefault(input.load(), Map.of()).equals(parameters)) {
        inputs.computeIfAbsent(input.source(), source -> new HashSet<>()).add(input.file());
      }
    }
    return new LedgerState(version, inputs);
  }

  private static Map<String, Map<String, String>> parameters(SqlSession session, TableName target)
      throws SQLException {
    Map<String, Map<String, String>> ofLoads = new HashMap<>();
    session
        .rows(
            LedgerStatements.readParameters(target),
            row ->
                new Setting(row.getString("load_id"), row.getString("uri"), row.getString("etag")))
        .forEach(
            one ->
                ofLoads
                    .computeIfAbsent(one.load(), load -> new TreeMap<>())
                    .put(one.name(), one.value()));
    return ofLoads;
  }

  static List<LedgerEntry> history(SqlSession session, String job, Collection<TableName> targets)
      throws SQLException {
    Set<TableName> existing = Catalog.existing(session, LedgerTables.SCHEMA);
    List<LedgerEntry> entries = new ArrayList<>();
    for (TableName target : targets) {
      if (existing.contains(LedgerTables.ledger(target))) {
        Map<String, Map<String, String>> ofLoads = parameters(session, target);
        entries.addAll(
            session.rows(
                LedgerStatements.readHistory(target, job),
                row ->
                    entry(target, row, ofLoads.getOrDefault(row.getString("load_id"), Map.of()))));
      }
    }
    entries.sort(Comparator.comparing(LedgerEntry::committedAt).reversed());
    return entries;
  }

  private static LedgerEntry entry(TableName target, ResultSet row, Map<String, String> parameters)
      throws SQLException {
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
        row.getLong("deleted_rows"),
        parameters);
  }

  /** Ledgers are kept in UTC. */
  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
