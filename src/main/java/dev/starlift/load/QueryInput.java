package dev.starlift.load;

import static org.apache.spark.sql.functions.col;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.Read;
import dev.starlift.job.TableLoad.Rows;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.model.Identifier;
import dev.starlift.model.Literal;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of a table that a query makes. A query in {@code replace-slice} mode is computed for the
 * slices that this release touches, from all rows of those slices, old and new.
 */
final class QueryInput {
  /** Slices beyond this number are not listed one by one: the whole table is computed instead. */
  private static final int MAX_LISTED_SLICES = 10_000;

  private final SparkSession spark;
  private final Plan plan;
  private final ReleasedTables tables;
  private final Function<String, Dataset<Row>> acceptedRowsOfSource;

  /**
   * @param rows what the query gives
   * @param mode the declared mode, or {@code replace} when the whole table was computed
   * @param touchedSlices as SQL literals, one list per slice
   */
  record Result(Dataset<Row> rows, LoadMode mode, List<List<String>> touchedSlices) {}

  QueryInput(
      SparkSession spark,
      Plan plan,
      ReleasedTables tables,
      Function<String, Dataset<Row>> acceptedRowsOfSource) {
    this.spark = spark;
    this.plan = plan;
    this.tables = tables;
    this.acceptedRowsOfSource = acceptedRowsOfSource;
  }

  Result read(TablePlan table, FromQuery query) {
    if (table.load().mode() == LoadMode.REPLACE_SLICE && rowsTellSlices(table, query)) {
      return new Result(select(table, query), LoadMode.REPLACE_SLICE, List.of());
    }
    Optional<Dataset<Row>> touched = touchedSlices(table, query);
    List<Row> slices = touched.map(QueryInput::listed).orElse(List.of());
    boolean restricted = touched.isPresent() && slices.size() <= MAX_LISTED_SLICES;
    Map<String, Dataset<Row>> views = new HashMap<>();
    query
        .reads()
        .forEach(
            (name, read) -> views.put(name, view(table.load(), read, restricted, touched, slices)));
    Dataset<Row> rows = new Views(spark).select(query, table.load().where(), views);
    if (table.load().mode() != LoadMode.REPLACE_SLICE) {
      return new Result(rows, table.load().mode(), List.of());
    }
    if (!restricted) {
      return new Result(rows, LoadMode.REPLACE, List.of());
    }
    Column[] sliceColumns =
        table.load().slice().stream().map(QueryInput::column).toArray(Column[]::new);
    Dataset<Row> onlyTouched =
        semiJoin(rows, touched.orElseThrow().select(sliceColumns), table.load().slice());
    return new Result(
        onlyTouched,
        LoadMode.REPLACE_SLICE,
        slices.stream().map(slice -> literals(slice, table.load().slice().size())).toList());
  }

  /** Nothing but sources, and tables that are looked up: the rows are those of this release. */
  private static boolean rowsTellSlices(TablePlan table, FromQuery query) {
    return table.complete()
        && query.reads().values().stream()
            .filter(TableRead.class::isInstance)
            .map(TableRead.class::cast)
            .allMatch(read -> read.rows() == Rows.ALL && read.slice().isEmpty())
        && query.reads().values().stream().anyMatch(TableLoad.SourceRead.class::isInstance);
  }

  private Dataset<Row> select(TablePlan table, FromQuery query) {
    Map<String, Dataset<Row>> views = new HashMap<>();
    query
        .reads()
        .forEach(
            (name, read) ->
                views.put(name, view(table.load(), read, false, Optional.empty(), List.of())));
    return new Views(spark).select(query, table.load().where(), views);
  }

  private Dataset<Row> view(
      TableLoad load,
      Read read,
      boolean restricted,
      Optional<Dataset<Row>> touched,
      List<Row> slices) {
    if (read instanceof TableLoad.SourceRead source) {
      return acceptedRowsOfSource.apply(source.source());
    }
    TableRead other = (TableRead) read;
    Table declared = plan.job().schema().get(other.table());
    if (other.rows() == Rows.RELEASE) {
      return tables
          .stagedRows(declared, declared.columnNames())
          .orElseGet(
              () ->
                  spark.createDataFrame(List.of(), RowTypes.of(declared, declared.columnNames())));
    }
    if (!restricted || other.slice().isEmpty()) {
      return tables.allRows(declared, declared.columnNames(), Map.of());
    }
    Map<Identifier, List<String>> filter = new HashMap<>();
    List<Identifier> sliceColumns = load.slice();
    for (int i = 0; i < sliceColumns.size(); i++) {
      Identifier theirs = other.slice().get(sliceColumns.get(i));
      if (theirs != null) {
        int position = i;
        TreeSet<String> values = new TreeSet<>();
        slices.forEach(slice -> values.add(literal(slice.get(position))));
        filter.put(theirs, List.copyOf(values));
      }
    }
    Dataset<Row> rows = tables.allRows(declared, declared.columnNames(), filter);
    return semiJoin(rows, renamed(touched.orElseThrow(), load.slice(), other), theirs(load, other));
  }

  /** Empty when the slices cannot be told from the rows of this release. */
  private Optional<Dataset<Row>> touchedSlices(TablePlan table, FromQuery query) {
    TableLoad load = table.load();
    if (load.mode() != LoadMode.REPLACE_SLICE || !table.complete()) {
      return Optional.empty();
    }
    List<Dataset<Row>> parts = new ArrayList<>();
    for (Read read : query.reads().values()) {
      if (!(read instanceof TableRead other) || other.slice().isEmpty()) {
        continue;
      }
      if (!other.slice().keySet().containsAll(load.slice()) || mayMoveRows(other)) {
        return Optional.empty();
      }
      Table declared = plan.job().schema().get(other.table());
      tables
          .stagedRows(declared, declared.columnNames())
          .map(
              rows ->
                  rows.select(
                          load.slice().stream()
                              .map(name -> column(other.slice().get(name)).as(name.value()))
                              .toArray(Column[]::new))
                      .distinct())
          .ifPresent(parts::add);
    }
    return parts.stream().reduce(Dataset::unionByName).map(Dataset::distinct);
  }

  /** An upsert can move a row out of a slice that no staged row names, unless the key holds it. */
  private boolean mayMoveRows(TableRead read) {
    return plan.findTable(read.table())
        .filter(other -> other.load().mode().matchesByKey())
        .filter(other -> !other.load().table().businessKey().containsAll(read.slice().values()))
        .isPresent();
  }

  /**
   * A bounded list: dates, regions and the like; one more than allowed tells that it is too long.
   */
  private static List<Row> listed(Dataset<Row> touched) {
    return touched.limit(MAX_LISTED_SLICES + 1).collectAsList();
  }

  private static Dataset<Row> renamed(
      Dataset<Row> touched, List<Identifier> slice, TableRead read) {
    return touched.select(
        slice.stream()
            .map(name -> column(name).as(read.slice().get(name).value()))
            .toArray(Column[]::new));
  }

  private static List<Identifier> theirs(TableLoad load, TableRead read) {
    return load.slice().stream().map(name -> read.slice().get(name)).toList();
  }

  private static Dataset<Row> semiJoin(
      Dataset<Row> rows, Dataset<Row> slices, List<Identifier> names) {
    Column same =
        names.stream()
            .map(name -> rows.col(quoted(name)).eqNullSafe(slices.col(quoted(name))))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(slices, same, "left_semi");
  }

  private static List<String> literals(Row slice, int columns) {
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      literals.add(literal(slice.get(i)));
    }
    return literals;
  }

  private static String literal(Object value) {
    if (value == null) {
      return "NULL";
    }
    return value instanceof Number ? value.toString() : Literal.sql(value.toString());
  }

  private static Column column(Identifier name) {
    return col(quoted(name));
  }

  private static String quoted(Identifier name) {
    return "`" + name.value().replace("`", "``") + "`";
  }
}
