package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad.History;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.Validity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;

/**
 * The versions of members, from everything that was ever said of them. The result depends on the
 * set of observations only: whoever says what in which order makes no difference.
 *
 * <p>An observation that says what the one before it said makes no version. A version is valid
 * until the next one begins; the surrogate key is a hash of the member's key and the beginning.
 */
public final class MemberVersions {
  /** Where the last version ends. */
  static final LocalDate NO_END = LocalDate.of(9999, 12, 31);

  private static final String CHANGED = "_changed";
  private static final String NEXT = "_next";
  private static final String NUMBER = "_number";

  private MemberVersions() {}

  /**
   * @param observations all of each member, columns as declared; of one member and time all alike
   * @return the columns of {@code table}, in its order
   */
  public static Dataset<Row> of(Dataset<Row> observations, Table table, History history) {
    Validity validity = history.validity();
    Column from = Names.column(validity.from().value());
    WindowSpec time =
        Window.partitionBy(
                validity.member(table).stream()
                    .map(name -> comparable(table, name))
                    .toArray(Column[]::new))
            .orderBy(from);
    Column content = content(table, validity);
    Dataset<Row> changes =
        observations
            .withColumn(
                CHANGED,
                when(row_number().over(time).equalTo(1), lit(true))
                    .otherwise(not(content.eqNullSafe(lag(content, 1).over(time)))))
            .where(col(CHANGED));
    Column number = row_number().over(time);
    Dataset<Row> intervals =
        changes
            .withColumn(NEXT, lead(from, 1).over(time))
            .withColumn(NUMBER, number)
            .withColumn(validity.from().value(), begin(table, history));
    Map<Identifier, Column> values = new HashMap<>();
    for (dev.starlift.model.Column column : table.columns()) {
      Column value =
          column.name().equals(validity.to())
              ? coalesce(col(NEXT), lit(NO_END).cast(type(table, validity.to())))
              : column.name().equals(validity.current())
                  ? col(NEXT).isNull()
                  : Names.column(column.name().value());
      values.put(column.name(), value);
    }
    table
        .surrogateKey()
        .ifPresent(
            key ->
                values.put(
                    key.name(),
                    key.type() instanceof ColumnType.BigInt
                        ? SurrogateKey.of(table, values)
                        // Too small for a hash: only numbers go there, and they come later.
                        : lit(null).cast(type(table, key.name()))));
    return intervals.select(
        table.columns().stream()
            .map(column -> values.get(column.name()).as(column.name().value()))
            .toArray(Column[]::new));
  }

  private static Column begin(Table table, History history) {
    Column from = Names.column(history.validity().from().value());
    return history
        .first()
        .map(
            day ->
                when(
                        col(NUMBER).equalTo(1),
                        least(from, lit(day).cast(type(table, history.validity().from()))))
                    .otherwise(from))
        .orElse(from);
  }

  /** What makes two observations of a member different. */
  private static Column content(Table table, Validity validity) {
    Set<Identifier> others = new HashSet<>(table.businessKey());
    others.add(validity.to());
    others.add(validity.current());
    table.surrogateKey().ifPresent(key -> others.add(key.name()));
    List<Column> content = new ArrayList<>();
    for (dev.starlift.model.Column column : table.columns()) {
      if (!others.contains(column.name())) {
        Column value = Names.column(column.name().value());
        // Redshift may give a CHAR back padded.
        content.add(column.type() instanceof ColumnType.Char ? rtrim(value) : value);
      }
    }
    return content.isEmpty() ? lit(true) : struct(content.toArray(Column[]::new));
  }

  /** As Redshift compares: without trailing blanks. */
  private static Column comparable(Table table, Identifier name) {
    ColumnType type = table.findColumn(name).orElseThrow().type();
    Column value = Names.column(name.value());
    return type instanceof ColumnType.Char || type instanceof ColumnType.Varchar
        ? rtrim(value)
        : value;
  }

  private static DataType type(Table table, Identifier column) {
    return SparkTypes.of(table.findColumn(column).orElseThrow().type()).orElseThrow();
  }
}
