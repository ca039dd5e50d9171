package dev.starlift.sql;

import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;

/**
 * Where Starlift keeps the history of a table: its own tables for every target, for one table that
 * all share would make loads of different targets collide.
 */
public final class LedgerTables {
  public static final Identifier SCHEMA = Identifier.of("starlift");

  private LedgerTables() {}

  /** One row per load. */
  public static TableName ledger(TableName target) {
    return of("ledger_", target);
  }

  /** One row per input file and load. */
  public static TableName inputs(TableName target) {
    return of("inputs_", target);
  }

  /** One row; whoever has locked the table may publish. Readers of the target never wait for it. */
  public static TableName lock(TableName target) {
    return of("lock_", target);
  }

  /** What sources have said of the members of a table with history, also what changed nothing. */
  public static TableName observations(TableName target) {
    // Short, for temporary tables and ledgers are named after it.
    return new TableName(SCHEMA, Identifier.of("observed_" + DerivedName.hash(target.sql())));
  }

  /**
   * A table into which another writer puts staged rows.
   *
   * @param folder the stage folder of the load and table, which is unique
   */
  public static TableName staging(String folder) {
    return new TableName(SCHEMA, Identifier.of("rows_" + DerivedName.hash(folder)));
  }

  private static TableName of(String prefix, TableName target) {
    return new TableName(SCHEMA, DerivedName.of(prefix, target));
  }
}
