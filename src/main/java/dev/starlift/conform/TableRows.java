package dev.starlift.conform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.Check;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.RejectCode;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Which of the rows that come in a table is made of, as {@link TableLoad.Selection} says. */
public final class TableRows {
  private static final String KEY = "_published_key_";
  private static final String ORDER = "_published_order";

  private TableRows() {}

  /**
   * The rows of a source that are meant for the table.
   *
   * @param accepted of the source
   * @throws dev.starlift.problem.StarliftException WRONG_USAGE when the condition cannot be used
   */
  public static Dataset<Row> meant(Dataset<Row> accepted, TableLoad load) {
    Optional<Check> where = load.selection().where();
    if (where.isEmpty()) {
      return accepted;
    }
    Problems problems = new Problems();
    String what = "where of " + load.table().name();
    Optional<Expressions.Typed> condition =
        new Expressions(accepted, true, Optional.empty(), problems)
            .typed(where.get().expression(), where.get().where(), what);
    if (condition.isPresent() && !condition.get().type().equals(DataTypes.BooleanType)) {
      problems.add(where.get().where(), what + ": is not a condition.", "");
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
    return accepted.where(coalesce(condition.orElseThrow().column(), lit(false)));
  }

  /**
   * Of each business key the last row; none where the table has a later one. All others become
   * SUPERSEDED, or KEY_TIE where nothing tells which of them is the last.
   *
   * @param judged rows of the table
   * @param published its key and order columns, as the warehouse has them
   */
  public static Judged last(Judged judged, TableLoad load, Dataset<Row> published) {
    KeyOrder.Rule rule = KeyOrder.Rule.of(load);
    Dataset<Row> newest =
        published.groupBy(numbered(KeyOrder.compared(rule))).agg(max(order(load)).as(ORDER));
    Column same = lit(true);
    Column[] compared = KeyOrder.compared(rule);
    for (int i = 0; i < compared.length; i++) {
      same = same.and(compared[i].equalTo(col(KEY + i)));
    }
    Column late = Judged.isAccepted().and(coalesce(col(ORDER).gt(order(load)), lit(false)));
    Column superseded =
        Reasons.reason(
            String.join(", ", rule.key()),
            RejectCode.SUPERSEDED,
            "the table has a later row of the same key");
    List<String> payload =
        load.table().columns().stream().map(column -> column.name().value()).toList();
    Dataset<Row> rows = withSourceReasons(judged.rows());
    Dataset<Row> marked =
        rows.join(newest, same, "left")
            .withColumn(
                Judged.REASONS, when(late, array(superseded)).otherwise(col(Judged.REASONS)))
            .select(Names.columns(rows.columns()));
    return new Judged(KeyOrder.apply(marked, payload, rule));
  }

  /** Rows that their source rejects must not compete. */
  private static Dataset<Row> withSourceReasons(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(Judged.SOURCE_REASONS)
        ? rows.withColumn(
            Judged.REASONS,
            when(size(col(Judged.SOURCE_REASONS)).gt(0), col(Judged.SOURCE_REASONS))
                .otherwise(col(Judged.REASONS)))
        : rows;
  }

  /** Columns that {@link #last} wants of the table. */
  public static List<Identifier> compared(TableLoad load) {
    List<Identifier> columns = new ArrayList<>(load.table().businessKey());
    columns.addAll(load.selection().order());
    return columns;
  }

  private static Column[] numbered(Column[] keys) {
    Column[] numbered = new Column[keys.length];
    for (int i = 0; i < keys.length; i++) {
      numbered[i] = keys[i].as(KEY + i);
    }
    return numbered;
  }

  /** Compared from left to right; NULL is less than any value. */
  private static Column order(TableLoad load) {
    return struct(
        load.selection().order().stream()
            .map(
                name -> {
                  ColumnType type = load.table().findColumn(name).orElseThrow().type();
                  Column value = Names.column(name.value());
                  // Redshift may give a CHAR back padded.
                  return (type instanceof ColumnType.Char ? rtrim(value) : value).as(name.value());
                })
            .toArray(Column[]::new));
  }
}
