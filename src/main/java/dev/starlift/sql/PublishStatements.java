package dev.starlift.sql;

import dev.starlift.model.Column;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How staged rows join those of the target, per load mode: DML only, so that readers see the old
 * rows or the new ones and the table keeps its grants, views and shares.
 */
public final class PublishStatements {
  /** A slice list longer than this is spread over several statements. */
  private static final int SLICES_PER_STATEMENT = 200;

  private PublishStatements() {}

  /** Fills the temporary table from rows that another writer has put into the warehouse. */
  public static Statement fill(TempTable rows, TableName source) {
    String columns = SqlText.columnNames(rows.columns());
    return new Statement(
        "copy rows for " + rows.target().name(),
        "INSERT INTO %s (%s)\nSELECT %s\nFROM %s"
            .formatted(rows.name().sql(), columns, columns, source.sql()));
  }

  public static Statement insertAll(TempTable rows) {
    String columns = SqlText.columnNames(rows.columns());
    return new Statement(
        "insert into " + rows.target().name(),
        "INSERT INTO %s (%s)\nSELECT %s\nFROM %s"
            .formatted(rows.target().name().sql(), columns, columns, rows.name().sql()));
  }

  /** A DELETE, for TRUNCATE would commit. */
  public static Statement deleteAll(Table table) {
    return new Statement(
        "delete all rows of " + table.name(), "DELETE FROM %s".formatted(table.name().sql()));
  }

  /** Empties the slices into which staged rows fall. */
  public static Statement deleteSlices(TempTable rows, List<Identifier> slice) {
    TableName target = rows.target().name();
    return new Statement(
        "delete the staged slices of " + target,
        "DELETE FROM %s\nUSING %s\nWHERE %s"
            .formatted(
                target.sql(),
                rows.name().sql(),
                SqlText.equalOrBothNull(SqlText.qualifier(target), rows.name().sql(), slice)));
  }

  /**
   * Empties slices that are named by their values.
   *
   * @param touched one SQL literal per column of {@code slice}
   */
  public static List<Statement> deleteTouchedSlices(
      Table table, List<Identifier> slice, List<List<String>> touched) {
    List<Statement> statements = new ArrayList<>();
    for (int from = 0; from < touched.size(); from += SLICES_PER_STATEMENT) {
      List<List<String>> some =
          touched.subList(from, Math.min(touched.size(), from + SLICES_PER_STATEMENT));
      statements.add(
          new Statement(
              "delete the touched slices of " + table.name(),
              "DELETE FROM %s\nWHERE %s".formatted(table.name().sql(), anyOf(slice, some))));
    }
    return statements;
  }

  private static String anyOf(List<Identifier> slice, List<List<String>> touched) {
    if (slice.size() == 1) {
      return SqlText.in(slice.get(0).sql(), touched.stream().map(values -> values.get(0)).toList());
    }
    return touched.stream()
        .map(values -> "(" + oneOf(slice, values) + ")")
        .collect(Collectors.joining("\n  OR "));
  }

  private static String oneOf(List<Identifier> slice, List<String> values) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < slice.size(); i++) {
      conditions.add(SqlText.equalsLiteral(slice.get(i).sql(), values.get(i)));
    }
    return String.join(" AND ", conditions);
  }

  /**
   * Gives the rows that are there the staged values: rows that are equal already stay untouched.
   * Keys never change.
   *
   * @return nothing when the table has keys only
   */
  public static List<Statement> updateChanged(TempTable rows) {
    Table table = rows.target();
    Set<Identifier> keys = new HashSet<>(table.businessKey());
    keys.addAll(table.primaryKey());
    List<Column> others =
        rows.columns().stream().filter(column -> !keys.contains(column.name())).toList();
    if (others.isEmpty()) {
      return List.of();
    }
    String target = SqlText.qualifier(table.name());
    String staged = rows.name().sql();
    String assignments =
        others.stream()
            .map(column -> column.name().sql() + " = " + staged + "." + column.name().sql())
            .collect(Collectors.joining(",\n  "));
    String differences =
        others.stream()
            .map(column -> SqlText.differs(target, staged, column))
            .collect(Collectors.joining("\n  OR "));
    return List.of(
        new Statement(
            "update changed rows of " + table.name(),
            "UPDATE %s\nSET %s\nFROM %s\nWHERE %s\n  AND (%s)"
                .formatted(
                    table.name().sql(),
                    assignments,
                    staged,
                    SqlText.equal(target, staged, table.businessKey()),
                    differences)));
  }

  /** Inserts the staged rows whose business key is not in the table. */
  public static Statement insertAbsent(TempTable rows) {
    Table table = rows.target();
    String target = SqlText.qualifier(table.name());
    String staged = rows.name().sql();
    List<Identifier> names = rows.columns().stream().map(Column::name).toList();
    return new Statement(
        "insert new rows into " + table.name(),
        "INSERT INTO %s (%s)\nSELECT %s\nFROM %s\nLEFT JOIN %s\n  ON %s\nWHERE %s.%s IS NULL"
            .formatted(
                table.name().sql(),
                SqlText.names(names),
                SqlText.names(staged, names),
                staged,
                table.name().sql(),
                SqlText.equal(target, staged, table.businessKey()),
                target,
                table.businessKey().get(0).sql()));
  }

  public static Statement dropStaging(TableName staging) {
    return new Statement("drop " + staging, "DROP TABLE IF EXISTS " + staging.sql());
  }
}
