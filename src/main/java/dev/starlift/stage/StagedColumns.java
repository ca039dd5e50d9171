package dev.starlift.stage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.unhex;

import dev.starlift.conform.SparkTypes;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.sql.TempTable;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of a table as Spark has them, as Parquet holds them, and as lines of CSV. */
final class StagedColumns {
  /**
   * Types that COPY does not read from Parquet. SUPER is among them: COPY takes JSON text in CSV as
   * a document, but text in Parquet as one string.
   */
  private static final Set<Class<? extends ColumnType>> CSV_ONLY =
      Set.of(
          ColumnType.Time.class,
          ColumnType.TimeWithZone.class,
          ColumnType.IntervalYearToMonth.class,
          ColumnType.IntervalDayToSecond.class,
          ColumnType.Super.class,
          ColumnType.Varbyte.class,
          ColumnType.Geometry.class,
          ColumnType.Geography.class,
          ColumnType.HllSketch.class);

  private static final String UTC = "+00";

  private StagedColumns() {}

  static boolean comeFromParquet(Table table) {
    return TempTable.loadedColumns(table).stream()
        .noneMatch(column -> CSV_ONLY.contains(column.type().getClass()));
  }

  static StructType schema(Table table) {
    StructType schema = new StructType();
    for (dev.starlift.model.Column column : TempTable.loadedColumns(table)) {
      schema = schema.add(column.name().value(), sparkType(column.type()), column.nullable());
    }
    return schema;
  }

  /** What the staged files hold: the columns of Parquet, or the lines of CSV. */
  static StructType stored(Table table) {
    return comeFromParquet(table)
        ? schema(table)
        : new StructType().add("value", DataTypes.StringType, false);
  }

  /** The columns by name, in the order of the table, each in exactly its type. */
  static Column[] typed(Table table) {
    return TempTable.loadedColumns(table).stream()
        .map(column -> col(quoted(column.name())).cast(sparkType(column.type())))
        .map(Column.class::cast)
        .toArray(Column[]::new);
  }

  /** A row as one line of CSV: text in quotes, NULL as a mark that no value can be. */
  static Column csvLine(Table table, String nullMark) {
    Column[] fields =
        TempTable.loadedColumns(table).stream()
            .map(column -> coalesce(csvField(column), lit(nullMark)))
            .toArray(Column[]::new);
    return concat_ws(",", fields).as("value");
  }

  private static Column csvField(dev.starlift.model.Column column) {
    Column value = col(quoted(column.name())).cast(sparkType(column.type()));
    if (column.type() instanceof ColumnType.Varbyte) {
      // In quotes, for an empty field without them may pass for NULL.
      return concat(lit("\""), hex(value), lit("\""));
    }
    if (column.type() instanceof ColumnType.TimestampWithZone) {
      return concat(value.cast(DataTypes.StringType), lit(UTC));
    }
    Column text = value.cast(DataTypes.StringType);
    return sparkType(column.type()).equals(DataTypes.StringType)
        ? concat(lit("\""), replace(text, lit("\""), lit("\"\"")), lit("\""))
        : text;
  }

  static StructType csvSchema(Table table) {
    StructType schema = new StructType();
    for (dev.starlift.model.Column column : TempTable.loadedColumns(table)) {
      schema = schema.add(column.name().value(), DataTypes.StringType, true);
    }
    return schema;
  }

  /** Values from the text of CSV fields. */
  static Column[] fromCsv(Table table) {
    return TempTable.loadedColumns(table).stream()
        .map(
            column -> {
              Column text = col(quoted(column.name()));
              Column value =
                  column.type() instanceof ColumnType.Varbyte
                      ? unhex(text)
                      : text.cast(sparkType(column.type()));
              return value.as(column.name().value());
            })
        .toArray(Column[]::new);
  }

  static List<String> names(Table table) {
    return TempTable.loadedColumns(table).stream().map(c -> c.name().value()).toList();
  }

  private static String quoted(Identifier name) {
    return "`" + name.value().replace("`", "``") + "`";
  }

  /** A type that Starlift itself does not load is staged as the text that COPY reads. */
  private static DataType sparkType(ColumnType type) {
    return SparkTypes.of(type).orElse(DataTypes.StringType);
  }
}
