package dev.starlift.warehouse;

import dev.starlift.model.Identifier;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadId;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.stage.StagedTable;
import java.util.List;
import java.util.Map;

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
 */
public record Publication(
    LoadId load,
    String job,
    String run,
    List<TablePublication> tables,
    List<Members> members,
    Map<TableName, Long> readVersions) {
  public Publication {
    tables = List.copyOf(tables);
    members = List.copyOf(members);
    readVersions = Map.copyOf(readVersions);
  }

  /**
   * @param slice columns of the slice, for {@code replace-slice}
   * @param touchedSlices slices to empty even when no row of the release falls into them; each with
   *     one SQL literal per column of {@code slice}
   * @param inputs the files behind the rows, by source
   * @param read rows read for this table
   * @param rejected rows rejected on the way
   */
  public record TablePublication(
      Table table,
      LoadMode mode,
      List<Identifier> slice,
      List<List<String>> touchedSlices,
      StagedTable staged,
      Map<String, List<InputFile>> inputs,
      long read,
      long rejected) {
    public TablePublication {
      slice = List.copyOf(slice);
      touchedSlices = touchedSlices.stream().map(List::copyOf).toList();
      inputs = Map.copyOf(inputs);
    }
  }

  public record Members(Table table, StagedTable staged) {}
}
