package dev.starlift.bench;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The table that every contender makes of the files. */
final class Bookings {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("id", new ColumnType.BigInt(), false),
          Column.of("customer", new ColumnType.Varchar(20), false),
          Column.of("booked_at", new ColumnType.Timestamp(), false),
          Column.of("flight_date", new ColumnType.Date(), false),
          Column.of("origin", new ColumnType.Char(3), false),
          Column.of("fare", new ColumnType.Decimal(10, 2), true),
          Column.of("passengers", new ColumnType.Int(), false),
          Column.of("remark", new ColumnType.Varchar(60), true));

  static final List<String> NAMES = COLUMNS.stream().map(column -> column.name().value()).toList();

  static final Table TABLE =
      new Table(
          TableName.of("bench", "bookings"),
          COLUMNS,
          List.of(),
          List.of(),
          List.of(),
          new Distribution.Auto(),
          new SortKey.None(),
          false,
          true,
          Optional.empty());

  /** As DuckDB's reader takes them. */
  static final String DUCKDB_COLUMNS =
      "{id: 'bigint', customer: 'varchar', booked_at: 'timestamp', flight_date: 'date',"
          + " origin: 'varchar', fare: 'decimal(10,2)', passengers: 'int', remark: 'varchar'}";

  /** As Spark's readers take them. */
  static final String SPARK_SCHEMA =
      "id bigint, customer string, booked_at timestamp, flight_date date, origin string,"
          + " fare decimal(10,2), passengers int, remark string";

  private static final CsvDialect CSV =
      new CsvDialect(',', '"', true, Optional.empty(), StandardCharsets.UTF_8, false);

  private Bookings() {}

  static SourceDefinition source(Path files, Format format) {
    return new SourceDefinition(
        "bookings",
        Location.of("bench/readers", 1),
        files.toAbsolutePath() + (Files.isDirectory(files) ? "/" : ""),
        format,
        FileSelection.ALL,
        CSV,
        JsonLayout.LINES,
        COLUMNS.stream()
            .map(
                column ->
                    new RawColumn(
                        column.name().value(),
                        column.name().value(),
                        column.type(),
                        column.nullable(),
                        Optional.empty(),
                        false))
            .toList(),
        List.of(),
        List.of(),
        UnknownField.REJECT);
  }
}
