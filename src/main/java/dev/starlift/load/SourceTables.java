package dev.starlift.load;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.job.SourceTable;
import dev.starlift.model.Column;
import dev.starlift.model.InputFile;
import dev.starlift.model.Table;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import dev.starlift.source.Listing;
import dev.starlift.sql.Extract;
import dev.starlift.warehouse.Warehouse;
import dev.starlift.warehouse.Warehouse.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables of the warehouse as inputs. All rows of one are one input, which a fingerprint of the rows
 * tells from what it was at other times.
 */
final class SourceTables {
  private final Warehouse warehouse;

  SourceTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * @throws StarliftException INPUT_UNUSABLE when the table is not there or does not fit the
   *     contract, WRONG_USAGE when the warehouse refuses the source's condition, UNREACHABLE
   */
  Listing list(SourceDefinition source) {
    SourceTable table = source.table().orElseThrow();
    if (source.expected().noFiles() && warehouse.findTable(table.name()).isEmpty()) {
      return new Listing(List.of(), 0, List.of());
    }
    Contents contents = contents(source);
    InputFile input = input(table, contents);
    return new Listing(
        List.of(input),
        0,
        contents.rows() == 0 ? List.of(new Problem(input.uri(), "is empty.", "")) : List.of());
  }

  private Contents contents(SourceDefinition source) {
    Extract extract = extract(source);
    try {
      return warehouse.contents(extract);
    } catch (StarliftException e) {
      if (e.code() != ExitCode.WRONG_USAGE || extract.where().isEmpty()) {
        throw e;
      }
      // All else in the statement is Starlift's own.
      throw new StarliftException(
          ExitCode.WRONG_USAGE,
          Problem.at(
              source.where(),
              "Source %s: %s".formatted(source.name(), e.problems().get(0).what()),
              "Correct its 'where', a condition of Redshift SQL, or check that the user may read the"
                  + " table."),
          e);
    }
  }

  /**
   * Writes the rows to Parquet.
   *
   * @param prefix a fresh URI prefix
   * @return the number of rows
   * @throws StarliftException INPUT_UNUSABLE, with nothing to be used at the prefix, when they are
   *     others than those that were listed
   */
  long unload(SourceDefinition source, InputFile listed, String prefix) {
    SourceTable table = source.table().orElseThrow();
    Contents contents = warehouse.unload(extract(source), prefix);
    if (!input(table, contents).etag().equals(listed.etag())) {
      throw new StarliftException(
          ExitCode.INPUT_UNUSABLE,
          new Problem(
              listed.uri(),
              "changed while the run was going on.",
              "Nothing was published. Run again when nobody writes to the table, or let 'where' pick"
                  + " rows that no longer change."));
    }
    return contents.rows();
  }

  private static InputFile input(SourceTable table, Contents contents) {
    return new InputFile("redshift://" + table.name(), contents.fingerprint(), contents.bytes());
  }

  private Extract extract(SourceDefinition source) {
    SourceTable from = source.table().orElseThrow();
    Table table =
        warehouse
            .findTable(from.name())
            .orElseThrow(
                () ->
                    new StarliftException(
                        ExitCode.INPUT_UNUSABLE,
                        Problem.at(
                            source.where(),
                            "Source %s: the warehouse has no table or view %s that its user may read."
                                .formatted(source.name(), from.name()),
                            "Check the name and the privileges. Where it may be missing, say"
                                + " no-files = ok.")));
    Problems problems = new Problems();
    List<Column> columns = new ArrayList<>();
    for (RawColumn contract : source.columns()) {
      Optional<Column> found =
          table.columns().stream()
              .filter(column -> column.name().value().equals(contract.field()))
              .findFirst();
      found.ifPresent(columns::add);
      if (found.isEmpty() && !contract.optional()) {
        problems.add(
            source.where(),
            "Source %s: %s has no column '%s'."
                .formatted(source.name(), from.name(), contract.field()),
            "It has: %s."
                .formatted(
                    String.join(
                        ", ",
                        table.columns().stream().map(column -> column.name().value()).toList())));
      }
    }
    addOthers(source, table, columns, problems);
    for (Column column : columns) {
      if (!Extract.reads(column.type())) {
        problems.add(
            source.where(),
            "Source %s: column '%s' is %s, which UNLOAD does not write in a form that can be read."
                .formatted(source.name(), column.name(), column.type().ddl()),
            "Leave it out and set on-unknown-field = ignore, or read a view that casts it.");
      }
    }
    problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
    return new Extract(from.name(), columns, from.where());
  }

  /** Columns that the contract does not name. */
  private static void addOthers(
      SourceDefinition source, Table table, List<Column> columns, Problems problems) {
    for (Column column : table.columns()) {
      if (columns.contains(column) || source.onUnknownField() == UnknownField.IGNORE) {
        continue;
      }
      if (source.onUnknownField() == UnknownField.RESCUE) {
        columns.add(column);
      } else {
        problems.add(
            source.where(),
            "Source %s: %s has column '%s', which the contract does not name."
                .formatted(source.name(), table.name(), column.name()),
            "Add it to the contract, or set on-unknown-field = ignore or rescue.");
      }
    }
  }
}
