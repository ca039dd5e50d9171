package dev.starlift.warehouse;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.Literal;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What exists in a namespace. By queries of our own: the driver's fail for long names. */
public final class Catalog {
  private Catalog() {}

  static Set<Identifier> schemas(SqlSession session) throws SQLException {
    return new HashSet<>(
        session.rows(
            new Statement("schemas", "SELECT schema_name FROM svv_redshift_schemas"),
            row -> Identifier.of(row.getString(1).strip())));
  }

  /** The tables of a schema. */
  public static Set<TableName> existing(SqlSession session, Identifier schema) throws SQLException {
    return new HashSet<>(
        session.rows(
            new Statement(
                "tables of " + schema,
                "SELECT table_name FROM svv_tables WHERE table_schema = %s AND table_type = %s"
                    .formatted(Literal.sql(schema.value()), Literal.sql("BASE TABLE"))),
            row -> new TableName(schema, Identifier.of(row.getString(1)))));
  }

  /** Columns with type, order and nullability. Keys are not looked up: nothing enforces them. */
  static Optional<Table> findTable(SqlSession session, TableName name) throws SQLException {
    List<Column> columns =
        session.rows(
            new Statement(
                "columns of " + name,
                """
                SELECT column_name, data_type, is_nullable, character_maximum_length,
                  numeric_precision, numeric_scale
                FROM svv_columns
                WHERE table_schema = %s AND table_name = %s
                ORDER BY ordinal_position"""
                    .formatted(
                        Literal.sql(name.schema().value()), Literal.sql(name.table().value()))),
            row -> column(name, row));
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Table(
            name,
            columns,
            List.of(),
            List.of(),
            List.of(),
            new Distribution.Auto(),
            new SortKey.None(),
            false,
            true,
            Optional.empty()));
  }

  private static Column column(TableName table, ResultSet row) throws SQLException {
    return Column.of(
        row.getString("column_name"),
        type(table, row),
        row.getString("is_nullable").strip().equalsIgnoreCase("YES"));
  }

  private static ColumnType type(TableName table, ResultSet row) throws SQLException {
    String type = row.getString("data_type").strip();
    int length = row.getInt("character_maximum_length");
    return switch (type) {
      case "smallint" -> new ColumnType.SmallInt();
      case "integer" -> new ColumnType.Int();
      case "bigint" -> new ColumnType.BigInt();
      case "numeric" ->
          new ColumnType.Decimal(row.getInt("numeric_precision"), row.getInt("numeric_scale"));
      case "real" -> new ColumnType.Real();
      case "double precision" -> new ColumnType.DoublePrecision();
      case "boolean" -> new ColumnType.Bool();
      case "character" -> new ColumnType.Char(length);
      case "character varying" -> new ColumnType.Varchar(length);
      case "date" -> new ColumnType.Date();
      case "time without time zone" -> new ColumnType.Time();
      case "time with time zone" -> new ColumnType.TimeWithZone();
      case "timestamp without time zone" -> new ColumnType.Timestamp();
      case "timestamp with time zone" -> new ColumnType.TimestampWithZone();
      case "interval year to month" -> new ColumnType.IntervalYearToMonth();
      case "interval day to second" -> new ColumnType.IntervalDayToSecond(6);
      case "super" -> new ColumnType.Super();
      case "binary varying", "varbyte" ->
          new ColumnType.Varbyte(length > 0 ? length : ColumnType.Varbyte.MAX_LENGTH);
      case "geometry" -> new ColumnType.Geometry();
      case "geography" -> new ColumnType.Geography();
      case "hllsketch" -> new ColumnType.HllSketch();
      default ->
          throw new StarliftException(
              ExitCode.WRONG_USAGE,
              new Problem(
                  table.toString(),
                  "column %s has type %s, which Starlift does not know."
                      .formatted(row.getString("column_name"), type),
                  ""));
    };
  }
}
