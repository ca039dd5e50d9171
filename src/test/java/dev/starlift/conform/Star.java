package dev.starlift.conform;

import dev.starlift.job.TableLoad;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Declares a table and its load, and judges rows that are written as SQL. */
final class Star {
  private final TableName name;
  private final List<Column> columns = new ArrayList<>();
  private List<Identifier> primaryKey = List.of();
  private List<Identifier> unique = List.of();
  private LoadMode mode = LoadMode.APPEND;
  private final Map<Identifier, String> expressions = new LinkedHashMap<>();
  private final List<TableLoad.Lookup> lookups = new ArrayList<>();
  private final List<TableLoad.Check> checks = new ArrayList<>();

  private TableLoad.Input input = new TableLoad.FromSource("sample");

  private Star(String name) {
    this.name = TableName.parse(name);
  }

  static Star table(String name) {
    return new Star(name);
  }

  Star column(String column, ColumnType type) {
    columns.add(Column.of(column, type, true));
    return this;
  }

  Star required(String column, ColumnType type) {
    columns.add(Column.of(column, type, false));
    return this;
  }

  Star withDefault(String column, ColumnType type, boolean nullable, String sql) {
    columns.add(
        new Column(
            Identifier.of(column),
            type,
            nullable,
            Optional.of(sql),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  Star primaryKey(String... names) {
    primaryKey = Stream.of(names).map(Identifier::of).toList();
    return this;
  }

  Star unique(String... names) {
    unique = Stream.of(names).map(Identifier::of).toList();
    return this;
  }

  Star fromQuery() {
    input = new TableLoad.FromQuery("sample.sql", "", Map.of());
    return this;
  }

  Star mode(LoadMode wanted) {
    mode = wanted;
    return this;
  }

  Star fill(String column, String expression) {
    expressions.put(Identifier.of(column), expression);
    return this;
  }

  Star lookup(
      String column, String table, Map<String, String> on, TableLoad.MissingMember missing) {
    Map<Identifier, String> keys = new LinkedHashMap<>();
    on.forEach((key, expression) -> keys.put(Identifier.of(key), expression));
    lookups.add(
        new TableLoad.Lookup(
            Identifier.of(column),
            Location.of("jobs/sample.conf", 20),
            TableName.parse(table),
            keys,
            Identifier.of("customer_key"),
            missing));
    return this;
  }

  Star check(String check, String expression) {
    checks.add(new TableLoad.Check(check, Location.of("jobs/sample.conf", 30), expression));
    return this;
  }

  Table declared() {
    return new Table(
        name,
        columns,
        primaryKey,
        unique.isEmpty() ? List.of() : List.of(unique),
        List.of(),
        new Distribution.Auto(),
        new SortKey.None(),
        false,
        true,
        Optional.empty());
  }

  TableLoad load() {
    return new TableLoad(
        declared(),
        Location.of("jobs/sample.conf", 10),
        input,
        mode,
        List.of(),
        expressions,
        lookups,
        checks);
  }

  /**
   * @param select a SELECT for the input rows
   */
  Judged judge(String select) {
    return judge(select, Map.of(), Map.of());
  }

  Judged judge(
      String select, Map<TableName, Dataset<Row>> dimensions, Map<TableName, Table> schema) {
    return TableConformer.judge(RawRows.spark().sql(select), load(), dimensions, schema);
  }
}
