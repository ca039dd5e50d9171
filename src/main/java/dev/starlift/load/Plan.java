package dev.starlift.load;

import dev.starlift.job.JobDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadId;
import dev.starlift.model.TableName;
import dev.starlift.source.Listing;
import dev.starlift.source.Notification;
import dev.starlift.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run will do. Inputs are frozen: a file that changes after the plan fails the run.
 *
 * @param load empty when every input is in the ledger already
 * @param listings what was found, by source
 * @param tables the tables that have something to do, in the order in which they are staged
 * @param publishing the same tables in the order in which they are published
 * @param prepare statements that create what is missing in the warehouse
 * @param versions the ledger version of every table that the job names
 * @param calls the tables that procedures fill when the others are published
 * @param notification that the inputs are complete; empty for a job without a trigger
 */
public record Plan(
    JobDefinition job,
    Optional<LoadId> load,
    Map<String, Listing> listings,
    List<TablePlan> tables,
    List<TableName> publishing,
    List<Statement> prepare,
    Map<TableName, Long> versions,
    List<TablePlan> calls,
    Optional<Notification> notification) {
  public Plan {
    listings = Map.copyOf(listings);
    tables = List.copyOf(tables);
    publishing = List.copyOf(publishing);
    prepare = List.copyOf(prepare);
    versions = Map.copyOf(versions);
    calls = List.copyOf(calls);
  }

  /** Of a job without procedures and trigger. */
  public Plan(
      JobDefinition job,
      Optional<LoadId> load,
      Map<String, Listing> listings,
      List<TablePlan> tables,
      List<TableName> publishing,
      List<Statement> prepare,
      Map<TableName, Long> versions) {
    this(job, load, listings, tables, publishing, prepare, versions, List.of(), Optional.empty());
  }

  /** The files of a source that the run will read, each once. */
  public List<InputFile> loading(String source) {
    return tables.stream()
        .flatMap(table -> table.inputs().getOrDefault(source, List.of()).stream())
        .distinct()
        .toList();
  }

  public Optional<TablePlan> findTable(TableName name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /**
   * @param inputs the files to load into this table, by source; for a query those behind its views
   * @param complete false when a query's own ledger lags behind the tables that it reads: then it
   *     is computed from whole tables, not from the slices of this release
   */
  public record TablePlan(TableLoad load, Map<String, List<InputFile>> inputs, boolean complete) {
    public TablePlan {
      inputs = Map.copyOf(inputs);
    }

    public TableName name() {
      return load.table().name();
    }

    public long inputBytes() {
      return inputs.values().stream().flatMap(List::stream).mapToLong(InputFile::bytes).sum();
    }
  }
}
