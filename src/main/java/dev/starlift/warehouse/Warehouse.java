package dev.starlift.warehouse;

import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.sql.Extract;
import dev.starlift.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One Redshift namespace, written to. Every method throws {@link
 * dev.starlift.problem.StarliftException}: UNREACHABLE when it cannot be reached, naming what was
 * tried.
 */
public interface Warehouse extends AutoCloseable {
  /** The table as the warehouse has it; empty when it does not exist. */
  Optional<Table> findTable(TableName name);

  /** What must be created before the first load: schemas, tables, ledgers. Changes nothing. */
  List<Statement> missing(Collection<Table> declared);

  /** Creates what {@link #missing} names, in transactions of its own. Safe to run twice at once. */
  void prepare(Collection<Table> declared);

  /**
   * The ledgers of the tables; a table that was never loaded has version 0 and no inputs.
   *
   * @param parameters only inputs of loads with these very values are told: with others, the same
   *     file is another input
   */
  Map<TableName, LedgerState> ledgers(Collection<TableName> tables, Map<String, String> parameters);

  /** The loads of a job, newest first. */
  List<LedgerEntry> history(String job, Collection<TableName> tables);

  /** The rows of a table now. */
  long countRows(TableName table);

  /**
   * UNLOADs columns of a table to Parquet.
   *
   * @param filter column to the SQL literals that it may have; empty for all rows
   * @param prefix a fresh URI prefix ({@code s3://…/})
   */
  void unload(
      TableName table,
      List<Identifier> columns,
      Map<Identifier, List<String>> filter,
      String prefix);

  /** What the rows of an extract are now. */
  Contents contents(Extract extract);

  /**
   * UNLOADs an extract to Parquet, unless it has no rows.
   *
   * @param prefix a fresh URI prefix ({@code s3://…/})
   * @return what was written: both are of one transaction, whoever else writes to the table
   */
  Contents unload(Extract extract, String prefix);

  /**
   * The publish transaction, settled: after a lost answer to COMMIT it waits for the lost session
   * under the same lock and reads the ledger. Retries only what the server has rolled back for
   * certain.
   *
   * @throws dev.starlift.problem.StarliftException when a verification fails (counts, keys,
   *     references); nothing is published then
   */
  CommitOutcome publish(Publication publication);

  /** The statements of {@link #publish} in order, without sending them. */
  List<Statement> plan(Publication publication);

  @Override
  void close();

  /**
   * @param version number of loads committed to the table
   * @param inputs etag by URI, by source, of the loads with the parameters that were asked for
   */
  record LedgerState(long version, Map<String, Set<LoadedInput>> inputs) {}

  record LoadedInput(String uri, String etag) {}

  /**
   * @param fingerprint the same for the same rows in whatever order, and another for others
   * @param bytes about as many as the values have
   */
  record Contents(long rows, String fingerprint, long bytes) {}

  /**
   * @param parameters of the load, by name
   */
  record LedgerEntry(
      String loadId,
      String job,
      String run,
      TableName table,
      String mode,
      Instant committedAt,
      long inputs,
      long read,
      long rejected,
      long copied,
      long inserted,
      long updated,
      long deleted,
      Map<String, String> parameters) {
    public LedgerEntry {
      parameters = new TreeMap<>(parameters);
    }
  }
}
