package dev.starlift.conform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.RejectCode;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of a source or a query become rows of a declared table.
 *
 * <p>{@link TableColumns} tells how a column is filled, {@link MemberLookup} how a lookup finds a
 * member. Every value gets the declared type exactly, or its row is rejected: see {@link
 * TypedConversion}. Checks see the finished row, and the input's columns that have no namesake in
 * it; a row that fails otherwise is not checked.
 *
 * <p>An expression that raises an error on a row ({@code 1 / 0} under ANSI rules) ends the action
 * that reads the rows; {@link Expressions#failure} tells the user which one it was.
 */
public final class TableConformer {
  private final TableLoad load;
  private final Table table;
  private final Dataset<Row> input;
  private final boolean marked;
  private final Problems problems = new Problems();
  private final List<MemberLookup> lookups = new ArrayList<>();
  private final TableColumns columns;

  private TableConformer(
      Dataset<Row> input,
      TableLoad load,
      Map<TableName, Dataset<Row>> dimensions,
      Function<TableLoad.Lookup, Table> declaration) {
    this.load = load;
    this.table = load.table();
    this.marked = Arrays.asList(input.columns()).contains(Judged.SOURCE_REASONS);
    this.input = marked ? input : withPlace(input);
    for (TableLoad.Lookup lookup : load.lookups()) {
      Dataset<Row> members = dimensions.get(lookup.table());
      if (members == null) {
        throw new IllegalArgumentException("No rows of " + lookup.table() + " are given.");
      }
      Table dimension = declaration.apply(lookup);
      lookups.add(new MemberLookup(lookups.size(), lookup, dimension, members));
    }
    this.columns = new TableColumns(load, List.of(this.input.columns()), lookups, problems);
  }

  /**
   * @param input accepted rows of a source; or {@link Judged#marked} ones, whose marks the result
   *     has as well, and whose {@link Judged#REASONS} mean nothing where the source has its own; or
   *     the result of a query: without {@code _file} and {@code _line} its rows are of the file
   *     {@code query}, line 0
   * @param dimensions the rows of each dimension that a lookup names, as they will be when the
   *     release is published: at least the columns that lookups compare and take
   * @param schema the declarations of these dimensions
   * @return payload: the table's columns in their order, then {@link Judged#INFER_PREFIX} columns
   * @throws dev.starlift.problem.StarliftException with every expression that cannot be used and
   *     every column that cannot be filled
   */
  public static Judged judge(
      Dataset<Row> input,
      TableLoad load,
      Map<TableName, Dataset<Row>> dimensions,
      Map<TableName, Table> schema) {
    SourceConformer.requireExactSession(input.sparkSession());
    return new TableConformer(input, load, dimensions, lookup -> schema.get(lookup.table()))
        .judged();
  }

  /**
   * The same where the declarations of the dimensions are not at hand: their columns count as wide
   * as their types can be, and the columns of a lookup count as the business key.
   */
  public static Judged judge(
      Dataset<Row> input, TableLoad load, Map<TableName, Dataset<Row>> dimensions) {
    SourceConformer.requireExactSession(input.sparkSession());
    return new TableConformer(
            input, load, dimensions, lookup -> shape(lookup, dimensions.get(lookup.table())))
        .judged();
  }

  private static Table shape(TableLoad.Lookup lookup, Dataset<Row> members) {
    List<Identifier> key = lookup.on().keySet().stream().sorted().toList();
    List<dev.starlift.model.Column> columns = new ArrayList<>();
    for (Identifier name :
        Stream.concat(key.stream(), Stream.of(lookup.take())).distinct().toList()) {
      DataType type = members.schema().apply(name.value()).dataType();
      columns.add(
          dev.starlift.model.Column.of(
              name.value(),
              SparkTypes.widest(type)
                  .orElseThrow(
                      () -> new IllegalArgumentException(type.sql() + " is no key: " + name)),
              true));
    }
    return new Table(
        lookup.table(),
        columns,
        List.of(lookup.take()),
        List.of(key),
        List.of(),
        new Distribution.Auto(),
        new SortKey.None(),
        false,
        true,
        Optional.empty());
  }

  private Judged judged() {
    Expressions expressions =
        new Expressions(input, load.input() instanceof FromSource, guard(), problems);
    List<Column> computed = new ArrayList<>(kept());
    computed.addAll(columns.computed(expressions));
    for (MemberLookup lookup : lookups) {
      computed.addAll(lookup.given(expressions));
      table.findColumn(lookup.column()).ifPresent(filled -> lookup.check(filled.type(), problems));
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
    Dataset<Row> rows = columns.typed(input.select(computed.toArray(Column[]::new)));
    for (MemberLookup lookup : lookups) {
      rows = lookup.joined(lookup.typed(rows));
    }
    Dataset<Row> named = columns.named(columns.withSurrogateKey(columns.withLookedUp(rows)));
    Dataset<Row> judged = named.withColumn(Judged.REASONS, columns.reasons());
    return new Judged(checked(judged).select(result()));
  }

  /** Hidden columns, and those of the input that have no namesake in the table. */
  private List<Column> kept() {
    return Arrays.stream(input.columns())
        .filter(
            name ->
                table.columns().stream()
                    .noneMatch(column -> column.name().value().equalsIgnoreCase(name)))
        .map(Names::column)
        .toList();
  }

  private Dataset<Row> checked(Dataset<Row> rows) {
    Expressions expressions = new Expressions(rows, false, guard(), problems);
    List<Column> failed = new ArrayList<>();
    for (TableLoad.Check check : load.checks()) {
      String what = "check %s of %s".formatted(check.name(), table.name());
      Optional<Expressions.Typed> condition =
          expressions.typed(check.expression(), check.where(), what);
      if (condition.isPresent() && !condition.get().type().equals(DataTypes.BooleanType)) {
        problems.add(check.where(), what + ": is not a condition.", "");
      }
      condition.ifPresent(
          one ->
              failed.add(
                  when(
                      coalesce(one.column(), lit(false)).equalTo(false),
                      Reasons.reason(check.name(), RejectCode.CHECK, "the check does not hold"))));
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
    if (failed.isEmpty()) {
      return rows;
    }
    return rows.withColumn(
        Judged.REASONS,
        when(size(col(Judged.REASONS)).gt(0), col(Judged.REASONS))
            .otherwise(array_compact(array(failed.toArray(Column[]::new)))));
  }

  private Column[] result() {
    List<Column> result = new ArrayList<>();
    for (dev.starlift.model.Column column : table.columns()) {
      result.add(Names.column(column.name().value()));
    }
    for (MemberLookup lookup : lookups) {
      lookup.inferred().ifPresent(result::add);
    }
    for (String hidden : List.of(Judged.FILE, Judged.LINE, Judged.RAW, Judged.REASONS)) {
      result.add(col(hidden));
    }
    for (String name : input.columns()) {
      if (marked && name.startsWith(Judged.SOURCE_PREFIX)) {
        result.add(col(name));
      }
    }
    return result.toArray(Column[]::new);
  }

  /** No expression may fail on what the source has rejected. */
  private Optional<Column> guard() {
    return marked ? Optional.of(size(col(Judged.SOURCE_REASONS)).equalTo(0)) : Optional.empty();
  }

  /** The result of a query has no place in a file. */
  private static Dataset<Row> withPlace(Dataset<Row> rows) {
    if (Arrays.asList(rows.columns()).contains(Judged.FILE)) {
      return rows;
    }
    return rows.select(
        col("*"),
        lit("query").as(Judged.FILE),
        lit(0L).as(Judged.LINE),
        to_json(struct(col("*"))).as(Judged.RAW));
  }
}
