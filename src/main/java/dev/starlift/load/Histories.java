package dev.starlift.load;

import dev.starlift.job.JobDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.History;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.sql.HistoryStatements;
import dev.starlift.stage.StagedTable;
import dev.starlift.warehouse.Publication.Observed;
import dev.starlift.warehouse.Publication.OfMembers;
import dev.starlift.warehouse.Publication.Referrer;
import dev.starlift.warehouse.Publication.TablePublication;
import dev.starlift.warehouse.Publication.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What belongs to tables that keep the versions of their members. */
final class Histories {
  private Histories() {}

  /** The tables that a job writes: those it fills, and the observations behind their histories. */
  static List<Table> targets(JobDefinition job) {
    List<Table> targets = new ArrayList<>();
    for (TableLoad load : job.tables()) {
      targets.add(load.table());
      observations(load).ifPresent(targets::add);
    }
    return targets;
  }

  /** Where everything is kept that was ever said of the members; empty without history. */
  static Optional<Table> observations(TableLoad load) {
    return load.history()
        .map(history -> HistoryStatements.observations(load.table(), history.validity()));
  }

  /**
   * @param exists is the table in the warehouse?
   */
  static Optional<Versions> versions(
      JobDefinition job, TableLoad load, Predicate<TableName> exists) {
    return load.history().map(history -> versions(job, load.table(), history, exists));
  }

  private static Versions versions(
      JobDefinition job, Table table, History history, Predicate<TableName> exists) {
    List<Referrer> referrers = new ArrayList<>();
    if (table.surrogateKey().isPresent()) {
      List<Table> others =
          job.schema().values().stream()
              .sorted((one, other) -> one.name().compareTo(other.name()))
              .toList();
      for (Table other : others) {
        for (ForeignKey key : other.foreignKeys()) {
          if (refersTo(key, table) && exists.test(other.name())) {
            referrers.add(new Referrer(other, key.columns().get(0)));
          }
        }
      }
    }
    return new OfMembers(history.validity(), referrers);
  }

  private static boolean refersTo(ForeignKey key, Table table) {
    List<Identifier> referenced =
        key.referenced().isEmpty() ? table.primaryKey() : key.referenced();
    return key.table().equals(table.name()) && referenced.equals(table.primaryKey());
  }

  static TablePublication observed(
      StagedTable said, Map<String, List<InputFile>> inputs, long read, long rejected) {
    return new TablePublication(
        said.table(),
        LoadMode.UPSERT,
        List.of(),
        List.of(),
        said,
        inputs,
        read,
        rejected,
        Optional.of(new Observed()));
  }
}
