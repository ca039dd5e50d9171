package dev.starlift.warehouse;

import dev.starlift.model.Identifier;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadId;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.model.Validity;
import dev.starlift.sql.CallStatements;
import dev.starlift.stage.StagedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one release publishes, in one transaction.
 *
 * @param run name of the run folder, for the ledger
 * @param tables dimensions before the facts that refer to them
 * @param members dimension members that facts of this release need and that no source has yet
 *     (unknown and inferred members); added where the business key is absent, after the dimensions
 *     and before the facts
 * @param readVersions tables that the release has read from the warehouse, with the ledger version
 *     it saw: when one has moved on, the release is stale and must be computed again
 * @param parameters of the job, by name, for the ledger
 * @param calls procedures that fill tables when {@code tables} are as this release leaves them
 */
public record Publication(
    LoadId load,
    String job,
    String run,
    List<TablePublication> tables,
    List<Members> members,
    Map<TableName, Long> readVersions,
    Map<String, String> parameters,
    List<ProcedureCall> calls) {
  public Publication {
    tables = List.copyOf(tables);
    members = List.copyOf(members);
    readVersions = Map.copyOf(readVersions);
    parameters = Map.copyOf(parameters);
    calls = List.copyOf(calls);
  }

  /** Of a job without parameters and procedures. */
  public Publication(
      LoadId load,
      String job,
      String run,
      List<TablePublication> tables,
      List<Members> members,
      Map<TableName, Long> readVersions) {
    this(load, job, run, tables, members, readVersions, Map.of(), List.of());
  }

  /**
   * @param slice columns of the slice, for {@code replace-slice}
   * @param touchedSlices slices to empty even when no row of the release falls into them; each with
   *     one SQL literal per column of {@code slice}
   * @param inputs the files behind the rows, by source
   * @param read rows read for this table
   * @param rejected rows rejected on the way
   * @param versions for {@code scd2}, and for the table of observations behind it
   */
  public record TablePublication(
      Table table,
      LoadMode mode,
      List<Identifier> slice,
      List<List<String>> touchedSlices,
      StagedTable staged,
      Map<String, List<InputFile>> inputs,
      long read,
      long rejected,
      Optional<Versions> versions) {
    /** Of a table without history. */
    public TablePublication(
        Table table,
        LoadMode mode,
        List<Identifier> slice,
        List<List<String>> touchedSlices,
        StagedTable staged,
        Map<String, List<InputFile>> inputs,
        long read,
        long rejected) {
      this(table, mode, slice, touchedSlices, staged, inputs, read, rejected, Optional.empty());
    }

    public TablePublication {
      slice = List.copyOf(slice);
      touchedSlices = touchedSlices.stream().map(List::copyOf).toList();
      inputs = Map.copyOf(inputs);
    }
  }

  /** What has to be known of the versions of members. */
  public sealed interface Versions {}

  /**
   * The table itself: staged are all versions of every member that the release touches.
   *
   * @param referrers tables that hold its surrogate keys
   */
  public record OfMembers(Validity validity, List<Referrer> referrers) implements Versions {
    public OfMembers {
      referrers = List.copyOf(referrers);
    }
  }

  /** What sources have said: of one member and time, always the same. */
  public record Observed() implements Versions {}

  public record Referrer(Table table, Identifier column) {}

  /**
   * A stored procedure that fills a table.
   *
   * @param table which it fills
   * @param mode what it is meant to do with the rows that are there: append, replace, or
   *     replace-slice
   * @param part the rows that it may change: the whole table, or a slice
   * @param file that declares it, for messages
   * @param create {@code CREATE OR REPLACE PROCEDURE …}
   * @param inputs the files behind the tables that it reads, by source
   */
  public record ProcedureCall(
      Table table,
      LoadMode mode,
      CallStatements.Part part,
      TableName procedure,
      String file,
      String create,
      List<CallStatements.Argument> arguments,
      Map<String, List<InputFile>> inputs) {
    public ProcedureCall {
      arguments = List.copyOf(arguments);
      inputs = Map.copyOf(inputs);
    }
  }

  public record Members(Table table, StagedTable staged) {}
}
