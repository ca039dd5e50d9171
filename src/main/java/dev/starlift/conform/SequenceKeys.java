package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.rtrim;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;

/**
 * Surrogate keys that count: a member that the table has keeps its number, the others get the next
 * ones, in the order of their business keys. The same rows on top of the same table get the same
 * numbers, however they arrive.
 */
public final class SequenceKeys {
  private static final String NUMBER = "_number";
  private static final String KEY = "_key_";

  private final Table table;
  private final Column surrogate;

  /**
   * @param table one with a surrogate key
   */
  public SequenceKeys(Table table) {
    this.table = table;
    surrogate = table.surrogateKey().orElseThrow();
  }

  /** What must be read of the table: its business key and the numbers. */
  public List<Identifier> columns() {
    List<Identifier> columns = new ArrayList<>(table.businessKey());
    columns.add(surrogate.name());
    return List.copyOf(columns);
  }

  /** Runs one Spark job: the greatest number that the table has; 0 for none. */
  public long last(Dataset<Row> members) {
    Row greatest =
        members
            .agg(coalesce(max(Names.column(surrogate.name().value()).cast("bigint")), lit(0L)))
            .first();
    return Math.max(0L, greatest.getLong(0));
  }

  /** The greatest number that the column holds. */
  public long limit() {
    return surrogate.type() instanceof ColumnType.BigInt ? Long.MAX_VALUE : Integer.MAX_VALUE;
  }

  /** The business keys among the rows that the table does not have, each once. */
  public Dataset<Row> fresh(Dataset<Row> rows, Dataset<Row> members) {
    Dataset<Row> known = members.select(compared(KEY));
    Dataset<Row> given = rows.select(compared("")).distinct();
    return given.join(known, same(), "left_anti");
  }

  /**
   * @param rows of the table, with any surrogate key
   * @param members what the table has: {@link #columns()}
   * @param last its greatest number
   * @return the rows with their numbers; columns as declared
   */
  public Dataset<Row> numbered(Dataset<Row> rows, Dataset<Row> members, long last) {
    org.apache.spark.sql.Column[] order =
        table.businessKey().stream()
            .map(name -> Names.column(name.value()))
            .toArray(org.apache.spark.sql.Column[]::new);
    // Only the keys of new members meet in the one task that counts them.
    Dataset<Row> counted =
        fresh(rows, members)
            .withColumn(NUMBER, row_number().over(Window.orderBy(order)).plus(lit(last)))
            .toDF(numberedNames());
    List<org.apache.spark.sql.Column> known = new ArrayList<>(List.of(compared(KEY)));
    known.add(Names.column(surrogate.name().value()).cast("bigint").as(NUMBER));
    Dataset<Row> numbers =
        members.select(known.toArray(org.apache.spark.sql.Column[]::new)).union(counted);
    DataType type = SparkTypes.of(surrogate.type()).orElseThrow();
    return rows.join(numbers, same(), "inner")
        .select(
            table.columns().stream()
                .map(
                    column ->
                        column.equals(surrogate)
                            ? col(NUMBER).cast(type).as(column.name().value())
                            : Names.column(column.name().value()))
                .toArray(org.apache.spark.sql.Column[]::new));
  }

  private String[] numberedNames() {
    List<String> names = new ArrayList<>();
    for (Identifier name : table.businessKey()) {
      names.add(KEY + name.value());
    }
    names.add(NUMBER);
    return names.toArray(String[]::new);
  }

  /** The business key as Redshift compares it: without trailing blanks. */
  private org.apache.spark.sql.Column[] compared(String prefix) {
    return table.businessKey().stream()
        .map(name -> compared(name, Names.column(name.value())).as(prefix + name.value()))
        .toArray(org.apache.spark.sql.Column[]::new);
  }

  private org.apache.spark.sql.Column compared(
      Identifier name, org.apache.spark.sql.Column column) {
    ColumnType type = table.findColumn(name).orElseThrow().type();
    return type instanceof ColumnType.Char || type instanceof ColumnType.Varchar
        ? rtrim(column)
        : column;
  }

  private org.apache.spark.sql.Column same() {
    return table.businessKey().stream()
        .map(
            name ->
                compared(name, Names.column(name.value()))
                    .equalTo(Names.column(KEY + name.value())))
        .reduce(org.apache.spark.sql.Column::and)
        .orElseThrow();
  }
}
