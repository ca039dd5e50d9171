package dev.starlift.conform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.RejectCode;
import dev.starlift.model.Table;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
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
 * How the columns of a table are filled, each by the first of these that is there: its expression
 * in the job, its lookup, the input's column of its name, its constant DEFAULT, the {@link
 * SurrogateKey}, NULL.
 *
 * <p>A column of number {@code n} is computed as {@code _in_n} and has its declared type as {@code
 * _out_n}: both are needed to tell a value that does not fit from none.
 */
final class TableColumns {
  private final TableLoad load;
  private final Table table;
  private final List<String> input;
  private final List<MemberLookup> lookups;
  private final Problems problems;
  private final List<Filling> fillings = new ArrayList<>();

  /**
   * @param input names of the input's columns
   */
  TableColumns(TableLoad load, List<String> input, List<MemberLookup> lookups, Problems problems) {
    this.load = load;
    this.table = load.table();
    this.input = input;
    this.lookups = lookups;
    this.problems = problems;
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

  /** The expressions to evaluate over the input; what cannot be filled is a problem. */
  List<Column> computed(Expressions expressions) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      fill(i, expressions).ifPresent(columns::add);
    }
    return columns;
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
        input.stream().filter(column.name().value()::equalsIgnoreCase).findFirst();
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
    boolean surrogate = isSurrogate(column);
    if (isHashed(column) && !(column.type() instanceof ColumnType.BigInt)) {
      problems.add(
          load.where(),
          "%s is a surrogate key of type %s, too small for a hash of the business key."
              .formatted(what, column.type().ddl()),
          "Make it BIGINT, say keys = sequence, or give the column an expression in the job.");
    }
    boolean required = isRequired(column) && !surrogate && column.identity().isEmpty();
    fillings.add(new Filling(number, column, required, Optional.empty(), Optional.empty()));
    return Optional.empty();
  }

  /** With every value that does not need a lookup in its declared type. */
  Dataset<Row> typed(Dataset<Row> computed) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (Filling filling : fillings) {
      if (filling.lookup().isEmpty() && filling.conversion().isPresent()) {
        columns.add(filling.conversion().get().value().as(filling.out()));
      }
    }
    return computed.select(columns.toArray(Column[]::new));
  }

  /** With the values of lookups, whose members have been joined. */
  Dataset<Row> withLookedUp(Dataset<Row> joined) {
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
  Dataset<Row> withSurrogateKey(Dataset<Row> rows) {
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

  /** With the columns under their names in the table. */
  Dataset<Row> named(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (Filling filling : fillings) {
      columns.add(col(filling.out()).as(filling.column().name().value()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  /** Every column that has no value although it should, or whose value does not fit. */
  Column reasons() {
    List<Column> fine = new ArrayList<>();
    List<Column> reasons = new ArrayList<>();
    for (Filling filling : fillings) {
      Column out = col(filling.out());
      Column there = filling.conversion().isPresent() ? col(filling.in()).isNotNull() : lit(false);
      Column missing = filling.lookup().map(MemberLookup::isFault).orElse(lit(false));
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

  /** Must a row have a value there? A key without one would never be found again. */
  private boolean isRequired(dev.starlift.model.Column column) {
    boolean key =
        table.businessKey().contains(column.name())
            && (load.mode().matchesByKey() || table.surrogateKey().isPresent());
    return !column.nullable() || table.primaryKey().contains(column.name()) || key;
  }

  private boolean isSurrogate(dev.starlift.model.Column column) {
    return table.surrogateKey().filter(column::equals).isPresent() && column.identity().isEmpty();
  }

  /** A key that is no hash gets its number when all accepted rows are known. */
  private boolean isHashed(dev.starlift.model.Column column) {
    return isSurrogate(column) && load.keys() == TableLoad.Keys.HASH;
  }

  private static String in(int number) {
    return "_in_" + number;
  }
}
