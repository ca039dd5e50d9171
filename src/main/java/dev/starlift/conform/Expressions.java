package dev.starlift.conform;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad;
import dev.starlift.model.ColumnType;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** The Spark SQL expressions of a job file: what Spark cannot use is a problem of the job file. */
public final class Expressions {
  private final Dataset<Row> rows;
  private final boolean typesAreKnown;
  private final Optional<Column> guard;
  private final Problems problems;

  /**
   * @param rows whose columns the expressions may use
   * @param typesAreKnown the rows are those of a source, whose {@link KnownType}s hold
   * @param guard true for the rows on which an expression is evaluated; its value is NULL for the
   *     others. A column alone, which cannot fail, has its value in all of them
   * @param problems where those that cannot be used are added
   */
  Expressions(Dataset<Row> rows, boolean typesAreKnown, Optional<Column> guard, Problems problems) {
    this.rows = rows;
    this.typesAreKnown = typesAreKnown;
    this.guard = guard;
    this.problems = problems;
  }

  /**
   * An expression, and how its value gets into a column.
   *
   * @param value to be selected under the name that was given
   * @param conversion of the column of that name
   */
  record Computed(Column value, Conversion conversion) {}

  record Typed(Column column, DataType type, Metadata metadata) {}

  /**
   * The expression as a value for a column.
   *
   * @param name under which the value will be selected
   * @param column what reasons call the column
   * @param where the declaration
   * @param what names the expression in a problem: {@code column taxes of airline_dw.fact_bookings}
   * @return empty when a problem was added
   */
  Optional<Computed> value(
      String name, String sql, String column, ColumnType type, Location where, String what) {
    Optional<Typed> typed = typed(sql, where, what);
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    Column value = typed.get().column();
    if (typesAreKnown && KnownType.fits(typed.get().metadata(), type)) {
      return Optional.of(new Computed(value.as(name), Conversion.none(Names.column(name))));
    }
    DataType from = typed.get().type();
    if (TypedConversion.goesAsJson(from, type)) {
      value = to_json(value);
      from = DataTypes.StringType;
    } else if (TypedConversion.goesAsText(from, type)) {
      value = value.cast(DataTypes.StringType);
      from = DataTypes.StringType;
    }
    Optional<Conversion> conversion = TypedConversion.of(name, from, column, type);
    if (conversion.isEmpty()) {
      problems.add(
          where,
          "%s: a value of type %s does not go into %s.".formatted(what, from.sql(), type.ddl()),
          "Write a CAST.");
      return Optional.empty();
    }
    return Optional.of(new Computed(value.as(name), conversion.get()));
  }

  /**
   * The expression and its type.
   *
   * @return empty when a problem was added
   */
  Optional<Typed> typed(String sql, Location where, String what) {
    Optional<Typed> column = quotedColumn(sql);
    return column.isPresent() ? column : analyzed(sql, where, what);
  }

  /**
   * The column that the text is the quoted name of, and nothing more: what its type is needs no
   * analysis of the whole plan, which a wide table would pay for column by column.
   */
  private Optional<Typed> quotedColumn(String sql) {
    List<StructField> named =
        Arrays.stream(rows.schema().fields())
            .filter(field -> Names.quoted(field.name()).equalsIgnoreCase(sql))
            .toList();
    return named.size() == 1
        ? named.stream()
            .map(field -> new Typed(expr(sql), field.dataType(), field.metadata()))
            .findFirst()
        : Optional.empty();
  }

  private Optional<Typed> analyzed(String sql, Location where, String what) {
    Optional<String> refusal = ExpressionText.refusal(sql);
    if (refusal.isPresent()) {
      problems.add(
          where,
          "%s: %s; a load must give the same rows every time.".formatted(what, refusal.get()),
          "Take the value from the source.");
      return Optional.empty();
    }
    try {
      Column column = expr(ExpressionText.expand(sql));
      Dataset<Row> alone = rows.select(column);
      if (alone.schema().size() != 1) {
        problems.add(where, what + ": not one value.", "");
        return Optional.empty();
      }
      StructField field = alone.schema().fields()[0];
      Column guarded =
          isColumn(sql) ? column : guard.map(fine -> when(fine, column)).orElse(column);
      return Optional.of(new Typed(guarded, field.dataType(), field.metadata()));
    } catch (IllegalArgumentException e) {
      problems.add(where, what + ": " + e.getMessage() + ".", "");
    } catch (Exception e) {
      // Spark's AnalysisException is a checked one that its methods do not declare.
      if (!(e instanceof AnalysisException analysis)) {
        throw e;
      }
      problems.add(where, what + ": " + text(analysis) + ".", suggestion(analysis));
    }
    return Optional.empty();
  }

  private boolean isColumn(String sql) {
    return Arrays.stream(rows.columns())
        .anyMatch(name -> name.equalsIgnoreCase(sql.strip()) || Names.quoted(name).equals(sql));
  }

  /**
   * What to tell the user when an action on the rows of a load failed because one of its
   * expressions failed on a row: a division by zero, an overflow, a cast. Under ANSI rules Spark
   * stops at such a row, and it cannot be told apart from the others any more.
   *
   * @return empty when the failure has another cause
   */
  public static Optional<StarliftException> failure(Throwable failure, TableLoad load) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark && spark.getErrorClass() != null) {
        for (QueryContext context : spark.getQueryContext()) {
          for (Map.Entry<String, String> named : named(load).entrySet()) {
            if (!context.fragment().isEmpty()
                && ExpressionText.expand(named.getValue()).contains(context.fragment())) {
              return Optional.of(
                  new StarliftException(
                      ExitCode.INPUT_UNUSABLE,
                      Problem.at(
                          load.where(),
                          "%s of %s: %s in %s."
                              .formatted(
                                  named.getKey(),
                                  load.table().name(),
                                  spark.getErrorClass(),
                                  context.fragment()),
                          "Guard it with CASE, nullif or a try_ function: a NULL is a reject with"
                              + " a reason, an error stops the run."),
                      failure));
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> named(TableLoad load) {
    Map<String, String> named = new TreeMap<>();
    load.columns().forEach((column, sql) -> named.put("column " + column, sql));
    load.selection().where().ifPresent(where -> named.put("where", where.expression()));
    for (TableLoad.Check check : load.checks()) {
      named.put("check " + check.name(), check.expression());
    }
    for (TableLoad.Lookup lookup : load.lookups()) {
      lookup.on().forEach((key, sql) -> named.put("lookup " + lookup.column() + "." + key, sql));
    }
    return named;
  }

  /** Spark's sentence without its error class, position and query plan. */
  private static String text(AnalysisException e) {
    Map<String, String> parameters = e.getMessageParameters();
    if (isUnresolvedColumn(e) && parameters.containsKey("objectName")) {
      return "there is no column " + parameters.get("objectName");
    }
    String message = e.getMessage().strip();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.replaceFirst("\\A\\[[A-Z_.0-9]+\\] ", "")
        .replaceFirst(" SQLSTATE: \\w+", "")
        .replaceFirst("; line \\d+ pos \\d+;?\\z", "")
        .replaceFirst("[.;:]+\\z", "");
  }

  private static String suggestion(AnalysisException e) {
    String proposal = e.getMessageParameters().get("proposal");
    return isUnresolvedColumn(e) && proposal != null && !proposal.isEmpty()
        ? "Did you mean " + proposal.replaceAll("`_[^`]*`(, )?", "").replaceFirst(", \\z", "") + "?"
        : "";
  }

  private static boolean isUnresolvedColumn(AnalysisException e) {
    return e.getErrorClass() != null && e.getErrorClass().startsWith("UNRESOLVED_COLUMN");
  }
}
