package dev.starlift.sql;

import dev.starlift.model.Column;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import java.util.List;
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
    String columns = columns().stream().map(TempTable::column).collect(Collectors.joining(",\n  "));
    return new Statement(
        "temporary table for " + target.name(),
        "CREATE TEMP TABLE %s (\n  %s\n)".formatted(name.sql(), columns)
            + distribution()
            + sortKey());
  }

  private static String column(Column column) {
    return column.name().sql()
        + " "
        + column.type().ddl()
        + (column.caseInsensitive() ? " COLLATE CASE_INSENSITIVE" : "")
        + (column.nullable() ? "" : " NOT NULL");
  }

  private String distribution() {
    if (target.distribution() instanceof Distribution.Even) {
      return "\nDISTSTYLE EVEN";
    }
    if (target.distribution() instanceof Distribution.All) {
      return "\nDISTSTYLE ALL";
    }
    if (target.distribution() instanceof Distribution.Key key && isLoaded(key.column())) {
      return "\nDISTSTYLE KEY DISTKEY (%s)".formatted(key.column().sql());
    }
    return "";
  }

  /** An interleaved key needs a VACUUM to be of use, so its columns sort as a compound one. */
  private String sortKey() {
    List<Identifier> columns = List.of();
    if (target.sortKey() instanceof SortKey.Compound compound) {
      columns = compound.columns();
    } else if (target.sortKey() instanceof SortKey.Interleaved interleaved) {
      columns = interleaved.columns();
    }
    List<Identifier> loaded = columns.stream().filter(this::isLoaded).toList();
    return loaded.isEmpty() ? "" : "\nCOMPOUND SORTKEY (%s)".formatted(SqlText.names(loaded));
  }

  private boolean isLoaded(Identifier wanted) {
    return columns().stream().anyMatch(column -> column.name().equals(wanted));
  }
}
