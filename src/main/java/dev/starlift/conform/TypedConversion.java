package dev.starlift.conform;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.when;

import dev.starlift.model.ColumnType;
import dev.starlift.model.RejectCode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * A value that an expression computed becomes a value of a column type. Exact means that it can be
 * turned back into what it was; only REAL and DOUBLE PRECISION take the nearest value they have.
 * Text is converted as {@link TextConversion} tells.
 */
final class TypedConversion {
  private static final int LONG_DECIMAL_DIGITS = 19;

  private final String input;
  private final Column value;
  private final DataType from;
  private final String column;
  private final ColumnType type;
  private final DataType to;

  private TypedConversion(String input, DataType from, String column, ColumnType type) {
    this.input = input;
    this.value = Names.column(input);
    this.from = from;
    this.column = column;
    this.type = type;
    this.to = SparkTypes.of(type).orElseThrow();
  }

  /**
   * Must the expression become text before {@link #of} converts it? What goes into a text column
   * does, and numbers that go into a SUPER column.
   */
  static boolean goesAsText(DataType from, ColumnType type) {
    boolean number = from instanceof NumericType || from.equals(DataTypes.BooleanType);
    if (type instanceof ColumnType.Char || type instanceof ColumnType.Varchar) {
      return number || from.equals(DataTypes.DateType) || isTimestamp(from);
    }
    return type instanceof ColumnType.Super && number;
  }

  /** Must the expression become JSON text before {@link #of} converts it? */
  static boolean goesAsJson(DataType from, ColumnType type) {
    return type instanceof ColumnType.Super
        && (from instanceof StructType || from instanceof ArrayType || from instanceof MapType);
  }

  /**
   * @param input a column of type {@code from}
   * @param column what reasons call the column
   * @param type one that {@link SparkTypes} knows
   * @return empty when no value of type {@code from} goes into the column without a CAST
   */
  static Optional<Conversion> of(String input, DataType from, String column, ColumnType type) {
    if (from.equals(DataTypes.StringType)) {
      return Optional.of(TextConversion.of(input, column, type));
    }
    return new TypedConversion(input, from, column, type).conversion();
  }

  private Optional<Conversion> conversion() {
    if (from.equals(DataTypes.NullType)) {
      return Optional.of(new Conversion(lit(null).cast(to), lit(null).cast(Reasons.REASON)));
    }
    if (from instanceof NumericType && to instanceof NumericType) {
      boolean nearest = to.equals(DataTypes.FloatType) || to.equals(DataTypes.DoubleType);
      return Optional.of(nearest ? nearest() : exactNumber());
    }
    if (type instanceof ColumnType.Bool && from.equals(DataTypes.BooleanType)) {
      return Optional.of(Conversion.none(value));
    }
    if (type instanceof ColumnType.Date && (from.equals(DataTypes.DateType) || isTimestamp(from))) {
      return Optional.of(date());
    }
    if (to.equals(DataTypes.TimestampType)
        && (from.equals(DataTypes.DateType) || isTimestamp(from))) {
      Column instant = value.cast(DataTypes.TimestampType);
      return Optional.of(new Conversion(when(TemporalText.inRange(instant), instant), dateRange()));
    }
    if (type instanceof ColumnType.Varbyte varbyte && from.equals(DataTypes.BinaryType)) {
      return Optional.of(binary(varbyte.length()));
    }
    return Optional.empty();
  }

  private Conversion exactNumber() {
    String forth = "try_cast(" + Names.quoted(input) + " AS " + to.sql() + ")";
    Column cast = expr(forth);
    Column back = expr("try_cast(" + forth + " AS " + from.sql() + ")");
    Column exact = when(back.equalTo(value), cast);
    if (type instanceof ColumnType.Decimal decimal && decimal.precision() == LONG_DECIMAL_DIGITS) {
      BigDecimal max = BigDecimal.valueOf(Long.MAX_VALUE, decimal.scale());
      exact = when(abs(exact).leq(lit(max)), exact);
    }
    Column lost =
        type instanceof ColumnType.Decimal decimal
            ? Reasons.reason(
                column,
                RejectCode.DECIMAL,
                "more than " + decimal.scale() + " digits after the point")
            : Reasons.reason(column, RejectCode.INT, "not a whole number");
    return new Conversion(
        exact,
        when(notFinite(), Reasons.reason(column, RejectCode.NONFINITE, "not a finite number"))
            .when(cast.isNotNull().and(back.notEqual(value)), lost)
            .otherwise(outOfRange()));
  }

  private Conversion nearest() {
    Column cast = value.cast(to);
    Column max = to.equals(DataTypes.FloatType) ? lit(Float.MAX_VALUE) : lit(Double.MAX_VALUE);
    return new Conversion(
        when(abs(cast).leq(max), cast),
        when(notFinite(), Reasons.reason(column, RejectCode.NONFINITE, "not a finite number"))
            .otherwise(outOfRange()));
  }

  private Column notFinite() {
    return from.equals(DataTypes.DoubleType) || from.equals(DataTypes.FloatType)
        ? abs(value).gt(lit(Double.MAX_VALUE))
        : lit(false);
  }

  private Conversion date() {
    Column day = value.cast(DataTypes.DateType);
    Column inRange = day.between(lit(LocalDate.of(1, 1, 1)), lit(LocalDate.of(9999, 12, 31)));
    Column whole = from.equals(DataTypes.DateType) ? lit(true) : day.cast(from).equalTo(value);
    return new Conversion(
        when(inRange.and(whole), day),
        when(inRange, Reasons.reason(column, RejectCode.DATE, "a time of day, which DATE loses"))
            .otherwise(dateRange()));
  }

  private Conversion binary(int bytes) {
    return new Conversion(
        when(octet_length(value).leq(bytes), value),
        Reasons.reason(
            column,
            RejectCode.TOO_LONG,
            concat(
                octet_length(value).cast(DataTypes.StringType),
                lit(" bytes, " + type.ddl() + " holds " + bytes))));
  }

  private Column outOfRange() {
    return Reasons.reason(column, RejectCode.RANGE, "outside the range of " + type.ddl());
  }

  private Column dateRange() {
    return Reasons.reason(column, RejectCode.DATE_RANGE, "not in the years 0001 to 9999");
  }

  private static boolean isTimestamp(DataType type) {
    return type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType);
  }

  /** Does the type hold whole numbers that a key can be? */
  static boolean isWhole(DataType type) {
    return type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType)
        || (type instanceof DecimalType decimal && decimal.scale() == 0);
  }
}
