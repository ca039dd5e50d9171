package dev.starlift.sql;

import dev.starlift.ddl.DdlPrinter;
import dev.starlift.model.Column;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A table of the publishing session that holds staged rows until they are proved. It vanishes with
 * the session.
 *
 * @param target the declared table whose rows it holds
 */
public record TempTable(Identifier name, Table target) {
  private static final String PREFIX = "starlift_stage_";

  /** For the rows that a load brings to a table. */
  public static TempTable forRows(Table target) {
    return new TempTable(DerivedName.of(PREFIX, target.name()), target);
  }

  /**
   * For members that facts need.
   *
   * @param number tells the member sets of one release apart
   */
  public static TempTable forMembers(Table target, int number) {
    return new TempTable(DerivedName.of(PREFIX + "members_" + number + "_", target.name()), target);
  }

  /**
   * The columns that a load brings: all but those that Redshift alone may fill ({@code IDENTITY}).
   */
  public static List<Column> loadedColumns(Table table) {
    Predicate<Column> filledByRedshift =
        column -> column.identity().filter(identity -> !identity.byDefault()).isPresent();
    return table.columns().stream().filter(filledByRedshift.negate()).toList();
  }

  public List<Column> columns() {
    return loadedColumns(target);
  }

  /** {@code CREATE TEMP TABLE}: types, NOT NULL, distribution and order of the target. */
  public Statement create() {
    return new Statement(
        "temporary table for " + target.name(), DdlPrinter.printTemporary(loadedPart(), name));
  }

  /** The target without the columns that no load brings. */
  private Table loadedPart() {
    Set<Identifier> loaded = columns().stream().map(Column::name).collect(Collectors.toSet());
    boolean distributable =
        !(target.distribution() instanceof Distribution.Key key) || loaded.contains(key.column());
    return new Table(
        target.name(),
        columns(),
        List.of(),
        List.of(),
        List.of(),
        distributable ? target.distribution() : new Distribution.Auto(),
        sortKey(loaded),
        false,
        true,
        Optional.empty());
  }

  /** An interleaved key needs a VACUUM to be of use, so its columns sort as a compound one. */
  private SortKey sortKey(Set<Identifier> loaded) {
    List<Identifier> columns = List.of();
    if (target.sortKey() instanceof SortKey.Compound compound) {
      columns = compound.columns();
    } else if (target.sortKey() instanceof SortKey.Interleaved interleaved) {
      columns = interleaved.columns();
    }
    List<Identifier> kept = columns.stream().filter(loaded::contains).toList();
    return kept.isEmpty() ? new SortKey.None() : new SortKey.Compound(kept);
  }
}
