package dev.starlift.sql;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows of a table or a view that are read as an input.
 *
 * @param columns those that are read, as the warehouse has them; at least one
 * @param where a condition on the rows; empty for all
 */
public record Extract(TableName from, List<Column> columns, Optional<String> where) {
  public Extract {
    columns = List.copyOf(columns);
  }

  /** Can a column of the type be read at all? */
  public static boolean reads(ColumnType type) {
    return !(type instanceof ColumnType.Varbyte
        || type instanceof ColumnType.IntervalYearToMonth
        || type instanceof ColumnType.IntervalDayToSecond
        || type instanceof ColumnType.Geometry
        || type instanceof ColumnType.Geography
        || type instanceof ColumnType.HllSketch);
  }

  /** The rows, each value as UNLOAD writes it to Parquet. */
  String query() {
    return "SELECT %s\n%s"
        .formatted(
            columns.stream().map(Extract::unloaded).collect(Collectors.joining(", ")), rows());
  }

  /**
   * A count, two sums of hashes, and about how many bytes. The sums are the same for the same rows
   * in whatever order, and others for others: 120 bits of each row's MD5 go into them.
   */
  public Statement contents() {
    String row =
        columns.stream()
            .map(column -> "COALESCE(%s, '-')".formatted(text(column)))
            .collect(Collectors.joining("\n      || ',' || "));
    String bytes = columns.stream().map(Extract::bytes).collect(Collectors.joining(" + "));
    return new Statement(
        "tell the contents of " + from,
        """
        SELECT COUNT(*),
          COALESCE(SUM(STRTOL(SUBSTRING(hash, 1, 15), 16)), 0),
          COALESCE(SUM(STRTOL(SUBSTRING(hash, 16, 15), 16)), 0),
          COALESCE(SUM(bytes), 0)
        FROM (
          SELECT MD5(%s) AS hash,
            CAST(%s AS BIGINT) AS bytes
          %s
        ) AS hashed"""
            .formatted(row, bytes, rows()));
  }

  private String rows() {
    return "FROM " + from.sql() + where.map(" WHERE (%s\n)"::formatted).orElse("");
  }

  /**
   * UNLOAD to Parquet has no TIME, and SUPER only as its text. An instant says that it is one: not
   * every reader of Parquet makes a difference between times with and without a zone.
   */
  private static String unloaded(Column column) {
    String name = column.name().sql();
    if (column.type() instanceof ColumnType.TimestampWithZone) {
      return "%s || '+00' AS %s".formatted(text(column), name);
    }
    if (column.type() instanceof ColumnType.Time
        || column.type() instanceof ColumnType.TimeWithZone) {
      return "CAST(%s AS VARCHAR(32)) AS %s".formatted(name, name);
    }
    return column.type() instanceof ColumnType.Super
        ? "JSON_SERIALIZE(%s) AS %s".formatted(name, name)
        : name;
  }

  /**
   * What tells a value from all others of its type; NULL for NULL. Never long: together the texts
   * of 1,600 columns are one VARCHAR.
   */
  private static String text(Column column) {
    String name = column.name().sql();
    ColumnType type = column.type();
    if (type instanceof ColumnType.Char || type instanceof ColumnType.Varchar) {
      return "MD5(%s)".formatted(name);
    }
    if (type instanceof ColumnType.Super) {
      return "MD5(JSON_SERIALIZE(%s))".formatted(name);
    }
    if (type instanceof ColumnType.Bool) {
      // Redshift casts no BOOLEAN to VARCHAR.
      return "CASE WHEN %s THEN 't' WHEN NOT %s THEN 'f' END".formatted(name, name);
    }
    if (type instanceof ColumnType.Real || type instanceof ColumnType.DoublePrecision) {
      // As text, numbers may differ and look the same.
      return "CASE WHEN %s IS NOT NULL THEN CAST(FNV_HASH(%s) AS VARCHAR(20)) END"
          .formatted(name, name);
    }
    return type instanceof ColumnType.TimestampWithZone
        // As text it is written in the session's zone.
        ? "CAST(%s AT TIME ZONE 'UTC' AS VARCHAR(40))".formatted(name)
        : "CAST(%s AS VARCHAR(40))".formatted(name);
  }

  private static String bytes(Column column) {
    return column.type() instanceof ColumnType.Char || column.type() instanceof ColumnType.Varchar
        ? "COALESCE(OCTET_LENGTH(%s), 0)".formatted(column.name().sql())
        : "8";
  }
}
