package dev.starlift.conform;

import dev.starlift.SparkTest;
import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.model.ColumnType;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A source and its raw rows as the reader would give them. */
final class RawRows {
  private static final SparkSession SESSION = session();

  private final List<RawColumn> columns = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private List<String> key = List.of();
  private List<String> order = List.of();

  /** The session of all tests, with the settings that {@code conform} asks for. */
  static SparkSession spark() {
    return SESSION;
  }

  private static SparkSession session() {
    SparkSession session = SparkTest.session().newSession();
    session.conf().set("spark.sql.legacy.timeParserPolicy", "CORRECTED");
    return session;
  }

  RawRows column(String name, ColumnType type) {
    return column(new RawColumn(name, name, type, true, Optional.empty(), false));
  }

  RawRows required(String name, ColumnType type) {
    return column(new RawColumn(name, name, type, false, Optional.empty(), false));
  }

  RawRows column(RawColumn column) {
    columns.add(column);
    return this;
  }

  RawRows key(String... names) {
    key = List.of(names);
    return this;
  }

  RawRows order(String... names) {
    order = List.of(names);
    return this;
  }

  /** A row of file {@code f}, at the next line. */
  RawRows row(String... values) {
    return rowAt("f", rows.size() + 1L, values);
  }

  RawRows rowAt(String file, long line, String... values) {
    return add(file, line, values, null, null, null);
  }

  /** A row that the reader could not read. */
  RawRows broken(String code, String column, String message) {
    return add("f", rows.size() + 1L, new String[columns.size()], code, column, message);
  }

  private RawRows add(
      String file, long line, String[] values, String code, String column, String message) {
    List<Object> cells = new ArrayList<>(Arrays.asList((Object[]) values));
    cells.addAll(Arrays.asList(file, line, "raw of " + line, code, column, message));
    rows.add(RowFactory.create(cells.toArray()));
    return this;
  }

  int size() {
    return rows.size();
  }

  SourceDefinition source() {
    return new SourceDefinition(
        "sample",
        Location.of("jobs/sample.conf", 7),
        "s3://raw/sample/",
        SourceDefinition.Format.CSV,
        SourceDefinition.FileSelection.NEW,
        CsvDialect.STANDARD,
        JsonLayout.LINES,
        columns,
        key,
        order,
        SourceDefinition.UnknownField.REJECT);
  }

  Dataset<Row> dataset() {
    StructType schema = new StructType();
    for (RawColumn column : columns) {
      schema = schema.add(column.name(), DataTypes.StringType);
    }
    schema =
        schema
            .add("_file", DataTypes.StringType)
            .add("_line", DataTypes.LongType)
            .add("_raw", DataTypes.StringType)
            .add("_problem", DataTypes.StringType)
            .add("_problem_column", DataTypes.StringType)
            .add("_problem_message", DataTypes.StringType);
    return spark().createDataFrame(rows, schema);
  }

  Judged judge() {
    return SourceConformer.judge(dataset(), source());
  }

  /** {@code column: CODE}, one for each reason, in the order of the columns. */
  static List<String> reasons(Row row) {
    return row.<Row>getList(row.fieldIndex(Judged.REASONS)).stream()
        .map(reason -> reason.getString(0) + ": " + reason.getString(1))
        .toList();
  }

  static List<String> messages(Row row) {
    return row.<Row>getList(row.fieldIndex(Judged.REASONS)).stream()
        .map(reason -> reason.getString(2))
        .toList();
  }
}
