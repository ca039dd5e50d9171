package dev.starlift.conform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.RejectCode;
import dev.starlift.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * One row per key, whatever the order in which rows and files arrive.
 *
 * <ul>
 *   <li>Only rows without a reason take part. Text keys are compared without trailing blanks, as
 *       Redshift compares them.
 *   <li>The rows of the greatest order stay; older ones are SUPERSEDED. NULL is older than any
 *       value. Without {@code order} all rows of a key are equally old.
 *   <li>If those that stay are equal in all columns, the last by {@code (_file, _line)} stays and
 *       the others are SUPERSEDED. If they differ, each of them is a KEY_TIE: nothing tells which
 *       is right.
 * </ul>
 */
final class KeyOrder {
  private static final String ALONE = "_alone";
  private static final String NEWEST = "_newest";
  private static final String SAME = "_same";
  private static final String LAST = "_last";
  private static final String ROWS = "_rows";
  private static final String REPEATED = "_repeated_";

  private KeyOrder() {}

  /**
   * What tells rows apart, and which of them stays.
   *
   * @param texts those of {@code key} that are texts
   * @param order the last by these columns stays
   */
  record Rule(List<String> key, List<String> texts, List<String> order) {
    static Rule of(SourceDefinition source) {
      List<String> texts =
          source.columns().stream()
              .filter(column -> isText(column.type()))
              .map(RawColumn::name)
              .toList();
      return new Rule(source.key(), texts, source.order());
    }

    static Rule of(TableLoad load) {
      Table table = load.table();
      List<String> texts =
          table.columns().stream()
              .filter(column -> isText(column.type()))
              .map(column -> column.name().value())
              .toList();
      return new Rule(names(table.businessKey()), texts, names(load.selection().order()));
    }

    private static List<String> names(List<Identifier> columns) {
      return columns.stream().map(Identifier::value).toList();
    }

    private static boolean isText(ColumnType type) {
      return type instanceof ColumnType.Char || type instanceof ColumnType.Varchar;
    }
  }

  /**
   * The keys that more than one row has.
   *
   * @param typed has the key columns, with the values by which rows are compared
   */
  static Dataset<Row> repeated(Dataset<Row> typed, Rule rule) {
    Column[] names = rule.key().stream().map(Names::column).toArray(Column[]::new);
    return typed
        .select(compared(rule))
        .groupBy(names)
        .agg(count(lit(1)).as(ROWS))
        .where(col(ROWS).gt(1))
        .select(names);
  }

  /**
   * Rows of other keys than these stay as they are, without being shuffled or sorted.
   *
   * @param alone has the rows of other keys
   * @param competing has the rows of these keys; may be the same
   * @param repeated every key that more than one row has, and maybe others; small
   */
  static Dataset<Row> apply(
      Dataset<Row> alone,
      Dataset<Row> competing,
      List<String> payload,
      Rule rule,
      Dataset<Row> repeated) {
    Column[] compared = compared(rule);
    Column same = lit(true);
    for (int i = 0; i < compared.length; i++) {
      same = same.and(compared[i].equalTo(col(REPEATED + i)));
    }
    Dataset<Row> keys =
        broadcast(
            repeated.toDF(
                IntStream.range(0, compared.length)
                    .mapToObj(i -> REPEATED + i)
                    .toArray(String[]::new)));
    return alone
        .join(keys, same, "left_anti")
        .union(apply(competing.join(keys, same, "left_semi"), payload, rule));
  }

  /** One window over one shuffle; {@link Judged#RAW} takes part in neither. */
  static Dataset<Row> apply(Dataset<Row> judged, List<String> payload, Rule rule) {
    Column fine = Judged.isAccepted();
    // Rejected rows must not compete, and must not meet in one task for want of a key.
    Dataset<Row> marked =
        judged.withColumn(ALONE, when(not(fine), xxhash64(col(Judged.FILE), col(Judged.LINE))));
    WindowSpec key = Window.partitionBy(partition(rule));
    WindowSpec newestFirst = rule.order().isEmpty() ? key : key.orderBy(newestFirst(rule));
    Column content = struct(payload.stream().map(Names::column).toArray(Column[]::new));
    // A number, for rows may share a place: those of Parquet files, or of a JSON array on one line.
    WindowSpec lastFirst = key.orderBy(lastFirst(rule));
    // With an order, the frame ends with the peers of the row: for the newest, exactly themselves.
    Dataset<Row> compared =
        marked.select(
            col("*"),
            (rule.order().isEmpty() ? lit(true) : rank().over(newestFirst).equalTo(1)).as(NEWEST),
            min(content).over(newestFirst).eqNullSafe(max(content).over(newestFirst)).as(SAME),
            row_number().over(lastFirst).equalTo(1).as(LAST));
    String named = String.join(", ", rule.key());
    Column superseded =
        Reasons.reason(named, RejectCode.SUPERSEDED, "a later row has the same key");
    Column tie =
        Reasons.reason(
            named, RejectCode.KEY_TIE, "another row has the same key and order but other values");
    Column reasons =
        when(not(fine), col(Judged.REASONS))
            .when(not(col(NEWEST)), array(superseded))
            .when(not(col(SAME)), array(tie))
            .when(not(col(LAST)), array(superseded))
            .otherwise(col(Judged.REASONS));
    return compared.withColumn(Judged.REASONS, reasons).drop(ALONE, NEWEST, SAME, LAST);
  }

  private static Column[] partition(Rule rule) {
    List<Column> columns = new ArrayList<>(List.of(compared(rule)));
    columns.add(col(ALONE));
    return columns.toArray(Column[]::new);
  }

  /** The key columns as Redshift compares them. */
  static Column[] compared(Rule rule) {
    return rule.key().stream()
        .map(
            name -> {
              Column key = Names.column(name);
              return rule.texts().contains(name) ? rtrim(key).as(name) : key;
            })
        .toArray(Column[]::new);
  }

  private static Column[] newestFirst(Rule rule) {
    return rule.order().stream()
        .map(name -> Names.column(name).desc_nulls_last())
        .toArray(Column[]::new);
  }

  private static Column[] lastFirst(Rule rule) {
    List<Column> columns = new ArrayList<>(List.of(newestFirst(rule)));
    columns.add(col(Judged.FILE).desc());
    columns.add(col(Judged.LINE).desc());
    return columns.toArray(Column[]::new);
  }
}
