package dev.starlift.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A declared table. A value of this type is consistent: every key column exists, names are unique.
 *
 * @param primaryKey the row's identity; empty when none is declared
 * @param uniqueKeys business keys, in the order in which they are declared
 * @param encodeAuto {@code ENCODE AUTO} as a table attribute
 * @param backup false for {@code BACKUP NO}
 * @param comment from {@code COMMENT ON TABLE}
 */
public record Table(
    TableName name,
    List<Column> columns,
    List<Identifier> primaryKey,
    List<List<Identifier>> uniqueKeys,
    List<ForeignKey> foreignKeys,
    Distribution distribution,
    SortKey sortKey,
    boolean encodeAuto,
    boolean backup,
    Optional<String> comment) {

  /**
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_usage.html">CREATE
   *     TABLE usage</a>
   */
  public static final int MAX_COLUMNS = 1_600;

  public static final int MAX_COMPOUND_SORT_COLUMNS = 400;
  public static final int MAX_INTERLEAVED_SORT_COLUMNS = 8;

  /**
   * @throws IllegalArgumentException saying which rule of a consistent table is broken
   */
  public Table {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    foreignKeys = List.copyOf(foreignKeys);
    if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException(
          "Table %s has %d columns; Redshift allows 1 to %d."
              .formatted(name, columns.size(), MAX_COLUMNS));
    }
    Set<Identifier> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "Table %s declares column %s twice.".formatted(name, column.name()));
      }
    }
    requireColumns(name, "PRIMARY KEY", primaryKey, names::contains);
    for (List<Identifier> key : uniqueKeys) {
      requireColumns(name, "UNIQUE", key, names::contains);
    }
    for (ForeignKey key : foreignKeys) {
      requireColumns(name, "FOREIGN KEY", key.columns(), names::contains);
    }
    if (distribution instanceof Distribution.Key key) {
      requireColumns(name, "DISTKEY", List.of(key.column()), names::contains);
    }
    if (sortKey instanceof SortKey.Compound sort) {
      requireColumns(name, "SORTKEY", sort.columns(), names::contains);
      requireAtMost(name, sort.columns().size(), MAX_COMPOUND_SORT_COLUMNS);
    }
    if (sortKey instanceof SortKey.Interleaved sort) {
      requireColumns(name, "SORTKEY", sort.columns(), names::contains);
      requireAtMost(name, sort.columns().size(), MAX_INTERLEAVED_SORT_COLUMNS);
    }
  }

  public Optional<Column> findColumn(Identifier wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }

  public List<Identifier> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * The key by which a load recognises a row that is there already: the first UNIQUE key, or the
   * primary key of a table without one; empty when neither is declared.
   */
  public List<Identifier> businessKey() {
    return uniqueKeys.isEmpty() ? primaryKey : uniqueKeys.get(0);
  }

  /**
   * The surrogate key: a primary key of one BIGINT or INTEGER column in a table that declares a
   * separate business key.
   */
  public Optional<Column> surrogateKey() {
    if (uniqueKeys.isEmpty() || primaryKey.size() != 1 || uniqueKeys.get(0).equals(primaryKey)) {
      return Optional.empty();
    }
    return findColumn(primaryKey.get(0))
        .filter(
            key -> key.type() instanceof ColumnType.BigInt || key.type() instanceof ColumnType.Int);
  }

  private static void requireColumns(
      TableName table, String clause, List<Identifier> columns, Predicate<Identifier> exists) {
    for (Identifier column : columns) {
      if (!exists.test(column)) {
        throw new IllegalArgumentException(
            "%s of table %s names column %s, which the table does not have."
                .formatted(clause, table, column));
      }
    }
  }

  private static void requireAtMost(TableName table, int columns, int max) {
    if (columns > max) {
      throw new IllegalArgumentException(
          "The SORTKEY of table %s has %d columns; Redshift allows %d."
              .formatted(table, columns, max));
    }
  }
}
