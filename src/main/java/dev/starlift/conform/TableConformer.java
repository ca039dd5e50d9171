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
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.RejectCode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of a source or a query become rows of a declared table.
 *
 * <p>A column is filled by the first of these that is there: its expression in the job, its lookup,
 * the input's column of its name, its constant DEFAULT, the {@link SurrogateKey}, NULL. Every value
 * gets the declared type exactly, or its row is rejected: see {@link TypedConversion}. Lookups work
 * as {@link MemberLookup} tells. Checks see the finished row, and the input's columns that have no
 * namesake in it; a row that fails otherwise is not checked.
 *
 * <p>An expression that raises an error on a row ({@code 1 / 0} under ANSI rules) ends the action
 * that reads the rows; {@link Expressions#failure} tells the user which one it was.
 */
public final class TableConformer {
  private final TableLoad load;
  private final Table table;
  private final Dataset<Row> input;
  private final Problems problems = new Problems();
  private final List<MemberLookup> lookups = new ArrayList<>();
  private final List<Filling> fillings = new ArrayList<>();

  private TableConformer(
      Dataset<Row> input,
      TableLoad load,
      Map<TableName, Dataset<Row>> dimensions,
      Map<TableName, Table> schema) {
    this.load = load;
    this.table = load.table();
    this.input = withPlace(input);
    for (TableLoad.Lookup lookup : load.lookups()) {
      Dataset<Row> members = dimensions.get(lookup.table());
      Table dimension = schema.get(lookup.table());
      if (members == null || dimension == null) {
        throw new IllegalArgumentException("No rows or no declaration of " + lookup.table() + ".");
      }
      lookups.add(new MemberLookup(lookups.size(), lookup, dimension, members));
    }
  }

  /**
   * @param input accepted rows of a source, or the result of a query: without {@code _file} and
   *     {@code _line} its rows are of the file {@code query}, line 0
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
    return new TableConformer(input, load, dimensions, schema).judged();
  }

  /**
   * How a column of the table is filled.
   *
   * @param required it must have a value
   * @param conversion of the column {@link #in}; empty for a surrogate key or NULL
   * @param lookup where the value of {@link #in} comes from, unless it is computed
   */
  private record Filling(
      int number,
      dev.starlift.model.Column column,
      boolean required,
      Optional<Conversion> conversion,
      Optional<MemberLookup> lookup) {
    String in() {
      return "_in_" + number;
    }

    String out() {
      return "_out_" + number;
    }
  }

  private Judged judged() {
    Dataset<Row> computed = input.select(computed());
    problems.throwIfAny(ExitCode.WRONG_USAGE);
    Dataset<Row> typed = typed(computed);
    for (MemberLookup lookup : lookups) {
      typed = lookup.joined(lookup.typed(typed));
    }
    Dataset<Row> filled = withSurrogateKey(withLookedUp(typed));
    Dataset<Row> named = filled.select(named());
    return new Judged(checked(named.withColumn(Judged.REASONS, reasons())).select(result()));
  }

  /** Every expression, evaluated once, beside what later steps need of the input. */
  private Column[] computed() {
    Expressions expressions = new Expressions(input, problems);
    List<Column> columns = new ArrayList<>(kept());
    for (int i = 0; i < table.columns().size(); i++) {
      fill(i, expressions).ifPresent(columns::add);
    }
    for (MemberLookup lookup : lookups) {
      columns.addAll(lookup.given(expressions));
      table.findColumn(lookup.column()).ifPresent(filled -> lookup.check(filled.type(), problems));
    }
    return columns.toArray(Column[]::new);
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

  /** Decides how a column is filled; the value to compute, if it is one. */
  private Optional<Column> fill(int number, Expressions expressions) {
    dev.starlift.model.Column column = table.columns().get(number);
    String what = "column %s of %s".formatted(column.name(), table.name());
    if (SparkTypes.of(column.type()).isEmpty()) {
      problems.add(
          load.where(),
          "%s has the type %s, which Starlift does not load.".formatted(what, column.type().ddl()),
          "");
      return Optional.empty();
    }
    Optional<MemberLookup> lookup =
        lookups.stream().filter(one -> one.column().equals(column.name())).findFirst();
    String expression = load.columns().get(column.name());
    if (expression == null && lookup.isPresent()) {
      return lookedUp(number, lookup.get(), what);
    }
    Optional<String> namesake =
        Arrays.stream(input.columns()).filter(column.name().value()::equalsIgnoreCase).findFirst();
    if (expression == null && namesake.isPresent()) {
      expression = Names.quoted(namesake.get());
    }
    if (expression != null) {
      Optional<Expressions.Computed> value =
          expressions.value(
              in(number), expression, column.name().value(), column.type(), load.where(), what);
      value.ifPresent(
          computed ->
              fillings.add(
                  new Filling(
                      number,
                      column,
                      isRequired(column),
                      Optional.of(computed.conversion()),
                      Optional.empty())));
      return value.map(Expressions.Computed::value);
    }
    return unmentioned(number, what);
  }

  private Optional<Column> lookedUp(int number, MemberLookup lookup, String what) {
    dev.starlift.model.Column column = table.columns().get(number);
    Optional<Conversion> conversion =
        TypedConversion.of(in(number), lookup.valueType(), column.name().value(), column.type());
    if (conversion.isEmpty()) {
      problems.add(
          load.where(),
          "%s: the lookup finds a value of type %s, which does not go into %s."
              .formatted(what, lookup.valueType().sql(), column.type().ddl()),
          "");
    }
    fillings.add(new Filling(number, column, isRequired(column), conversion, Optional.of(lookup)));
    return Optional.empty();
  }

  /** A column that neither the job nor the input mentions. */
  private Optional<Column> unmentioned(int number, String what) {
    dev.starlift.model.Column column = table.columns().get(number);
    Optional<Defaults.Constant> constant = Defaults.constant(column);
    if (constant.isPresent() && constant.get() instanceof Defaults.Text text) {
      Conversion conversion =
          TypedConversion.of(in(number), DataTypes.StringType, column.name().value(), column.type())
              .orElseThrow();
      fillings.add(
          new Filling(
              number, column, isRequired(column), Optional.of(conversion), Optional.empty()));
      return Optional.of(lit(text.text()).as(in(number)));
    }
    if (column.defaultExpression().isPresent() && constant.isEmpty()) {
      problems.add(
          load.where(),
          "%s has the DEFAULT %s, which is not a constant: a load must give the same rows every time."
              .formatted(what, column.defaultExpression().get()),
          "Give the column an expression in the job.");
    }
    boolean surrogate = isHashed(column);
    if (surrogate && !(column.type() instanceof ColumnType.BigInt)) {
      problems.add(
          load.where(),
          "%s is a surrogate key of type %s, too small for a hash of the business key."
              .formatted(what, column.type().ddl()),
          "Make it BIGINT, or give the column an expression in the job.");
    }
    boolean required = isRequired(column) && !surrogate && column.identity().isEmpty();
    fillings.add(new Filling(number, column, required, Optional.empty(), Optional.empty()));
    return Optional.empty();
  }

  private Dataset<Row> typed(Dataset<Row> computed) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (Filling filling : fillings) {
      if (filling.lookup().isEmpty() && filling.conversion().isPresent()) {
        columns.add(filling.conversion().get().value().as(filling.out()));
      }
    }
    return computed.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> withLookedUp(Dataset<Row> joined) {
    List<Column> values = new ArrayList<>(List.of(col("*")));
    List<Column> typed = new ArrayList<>(List.of(col("*")));
    for (Filling filling : fillings) {
      if (filling.lookup().isPresent()) {
        MemberLookup lookup = filling.lookup().get();
        values.add(lookup.value().cast(lookup.valueType()).as(filling.in()));
        typed.add(filling.conversion().orElseThrow().value().as(filling.out()));
      }
    }
    return joined.select(values.toArray(Column[]::new)).select(typed.toArray(Column[]::new));
  }

  /** The last columns: a surrogate key is made of others, and NULL needs nothing. */
  private Dataset<Row> withSurrogateKey(Dataset<Row> rows) {
    Map<Identifier, Column> values = new HashMap<>();
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (Filling filling : fillings) {
      if (filling.conversion().isPresent()) {
        values.put(filling.column().name(), col(filling.out()));
      } else {
        DataType type = SparkTypes.of(filling.column().type()).orElseThrow();
        values.put(filling.column().name(), lit(null).cast(type));
      }
    }
    for (Filling filling : fillings) {
      if (filling.conversion().isEmpty()) {
        Column value =
            isHashed(filling.column())
                ? SurrogateKey.of(table, values)
                : values.get(filling.column().name());
        columns.add(value.as(filling.out()));
      }
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private Column[] named() {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (Filling filling : fillings) {
      columns.add(col(filling.out()).as(filling.column().name().value()));
    }
    return columns.toArray(Column[]::new);
  }

  private Column reasons() {
    List<Column> fine = new ArrayList<>();
    List<Column> reasons = new ArrayList<>();
    for (Filling filling : fillings) {
      Column out = col(filling.out());
      Column there = filling.conversion().isPresent() ? col(filling.in()).isNotNull() : lit(false);
      Column missing = filling.lookup().map(MemberLookup::isMissing).orElse(lit(false));
      Column reason =
          when(out.isNotNull(), lit(null).cast(Reasons.REASON))
              .when(
                  there,
                  filling
                      .conversion()
                      .map(Conversion::reason)
                      .orElse(lit(null).cast(Reasons.REASON)));
      if (filling.lookup().isPresent()) {
        reason = reason.when(missing, filling.lookup().get().reason());
      }
      if (filling.required()) {
        fine.add(out.isNotNull());
        reasons.add(reason.otherwise(noValue(filling.column())));
      } else {
        fine.add(out.isNotNull().or(there.or(missing).equalTo(false)));
        reasons.add(reason);
      }
    }
    return Reasons.collect(Reasons.all(fine), reasons);
  }

  private Column noValue(dev.starlift.model.Column column) {
    return column.nullable() && !table.primaryKey().contains(column.name())
        ? Reasons.reason(column.name().value(), RejectCode.NULL_KEY, "no value in a key column")
        : Reasons.reason(
            column.name().value(), RejectCode.NOT_NULL, "no value where one is required");
  }

  private Dataset<Row> checked(Dataset<Row> rows) {
    Expressions expressions = new Expressions(rows, problems);
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
    List<Column> columns = new ArrayList<>();
    for (dev.starlift.model.Column column : table.columns()) {
      columns.add(Names.column(column.name().value()));
    }
    for (MemberLookup lookup : lookups) {
      lookup.inferred().ifPresent(columns::add);
    }
    for (String hidden : List.of(Judged.FILE, Judged.LINE, Judged.RAW, Judged.REASONS)) {
      columns.add(col(hidden));
    }
    return columns.toArray(Column[]::new);
  }

  /** Must a row have a value there? A key without one would never be found again. */
  private boolean isRequired(dev.starlift.model.Column column) {
    boolean key =
        table.businessKey().contains(column.name())
            && (load.mode() == LoadMode.UPSERT || table.surrogateKey().isPresent());
    return !column.nullable() || table.primaryKey().contains(column.name()) || key;
  }

  private boolean isHashed(dev.starlift.model.Column column) {
    return table.surrogateKey().filter(column::equals).isPresent() && column.identity().isEmpty();
  }

  private static String in(int number) {
    return "_in_" + number;
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
