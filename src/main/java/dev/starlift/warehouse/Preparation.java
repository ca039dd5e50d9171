package dev.starlift.warehouse;

import dev.starlift.ddl.DdlPrinter;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.sql.LedgerStatements;
import dev.starlift.sql.LedgerTables;
import dev.starlift.sql.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Creates what the first load of a table needs. Every statement is a transaction of its own and may
 * be run twice, also at the same time.
 */
final class Preparation {
  /**
   * Two that create the same at the same time: one fails, and finds it there when it tries again.
   */
  private static final int ATTEMPTS = 5;

  private static final Set<String> CREATED_MEANWHILE = Set.of("42P06", "42P07", "23505", "42710");

  private final SqlSession session;

  Preparation(SqlSession session) {
    this.session = session;
  }

  List<Statement> missing(Collection<Table> declared) throws SQLException {
    Set<Identifier> schemas = Catalog.schemas(session);
    Map<Identifier, Set<TableName>> existing = new HashMap<>();
    List<Statement> statements = new ArrayList<>();
    for (Table table : referencedFirst(declared)) {
      Identifier schema = table.name().schema();
      if (schemas.add(schema)) {
        statements.add(
            new Statement("schema " + schema, "CREATE SCHEMA IF NOT EXISTS " + schema.sql()));
      }
      if (!tables(existing, schema).contains(table.name())) {
        statements.addAll(create(table));
      }
    }
    List<TableName> names = declared.stream().map(Table::name).toList();
    statements.addAll(missingLedgers(names, schemas, tables(existing, LedgerTables.SCHEMA)));
    return statements;
  }

  void create(Collection<Table> declared) throws SQLException {
    runAll(missing(declared));
  }

  void createLedgers(Collection<TableName> targets) throws SQLException {
    Set<TableName> existing = Catalog.existing(session, LedgerTables.SCHEMA);
    if (!targets.stream().map(LedgerTables::lock).allMatch(existing::contains)) {
      runAll(missingLedgers(targets, Catalog.schemas(session), existing));
    }
  }

  private Set<TableName> tables(Map<Identifier, Set<TableName>> known, Identifier schema)
      throws SQLException {
    if (!known.containsKey(schema)) {
      known.put(schema, Catalog.existing(session, schema));
    }
    return known.get(schema);
  }

  private static List<Statement> missingLedgers(
      Collection<TableName> targets, Set<Identifier> schemas, Set<TableName> existing) {
    List<Statement> statements = new ArrayList<>();
    for (TableName target : new TreeSet<>(targets)) {
      // The lock table is created last: where it is, the others are.
      if (!existing.contains(LedgerTables.lock(target))) {
        if (statements.isEmpty() && !schemas.contains(LedgerTables.SCHEMA)) {
          statements.add(LedgerStatements.createSchema());
        }
        statements.addAll(LedgerStatements.create(target));
        statements.add(LedgerStatements.createLockRow(target));
      }
    }
    return statements;
  }

  private static List<Statement> create(Table table) {
    List<String> texts = DdlPrinter.statementsIfMissing(table);
    List<Statement> statements = new ArrayList<>();
    statements.add(new Statement("create table " + table.name(), texts.get(0)));
    texts.stream()
        .skip(1)
        .forEach(text -> statements.add(new Statement("comment on " + table.name(), text)));
    return statements;
  }

  /** A foreign key needs its table to be there. */
  private static Set<Table> referencedFirst(Collection<Table> declared) {
    Map<TableName, Table> byName = new HashMap<>();
    declared.forEach(table -> byName.put(table.name(), table));
    Set<Table> ordered = new LinkedHashSet<>();
    declared.forEach(table -> addAfterReferenced(table, byName, ordered));
    return ordered;
  }

  private static void addAfterReferenced(
      Table table, Map<TableName, Table> pending, Set<Table> ordered) {
    if (pending.remove(table.name()) == null) {
      return;
    }
    for (ForeignKey key : table.foreignKeys()) {
      Table referenced = pending.get(key.table());
      if (referenced != null) {
        addAfterReferenced(referenced, pending, ordered);
      }
    }
    ordered.add(table);
  }

  private void runAll(List<Statement> statements) throws SQLException {
    for (Statement statement : statements) {
      run(statement);
    }
  }

  private void run(Statement statement) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        session.run(statement);
        return;
      } catch (SqlFailure e) {
        boolean again =
            e.kind() == SqlFailure.Kind.CONFLICT
                || CREATED_MEANWHILE.contains(Objects.requireNonNullElse(e.getSQLState(), ""));
        if (!again || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
