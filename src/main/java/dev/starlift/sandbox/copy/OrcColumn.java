package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;

/**
 * Copies a value of a flat ORC column that is not null. There is one only for a pair of types that
 * Redshift takes: it converts nothing.
 */
@FunctionalInterface
interface OrcColumn {
  void write(ColumnVector values, int row, BinaryRows rows) throws FieldError;

  /**
   * The way from the file's type to the column's, if there is one.
   *
   * @param replacement see {@link ValueOptions#replacement()}
   */
  static Optional<OrcColumn> between(TypeDescription file, TargetColumn column, int replacement) {
    ColumnType type = column.type();
    Category category = file.getCategory();
    return switch (category) {
      case BYTE, SHORT, INT, LONG -> integer(category, type);
      case BOOLEAN ->
          when(
              type instanceof ColumnType.Bool,
              (values, row, rows) -> rows.writeBoolean(integerAt(values, row) != 0));
      case DATE ->
          when(
              type instanceof ColumnType.Date,
              (values, row, rows) -> rows.writeDate(integerAt(values, row)));
      case FLOAT ->
          when(
              type instanceof ColumnType.Real,
              (values, row, rows) ->
                  rows.writeFloat((float) ((DoubleColumnVector) values).vector[row]));
      case DOUBLE ->
          when(
              type instanceof ColumnType.DoublePrecision,
              (values, row, rows) -> rows.writeDouble(((DoubleColumnVector) values).vector[row]));
      case STRING, VARCHAR, CHAR -> text(type, replacement);
      case BINARY ->
          when(
              type instanceof ColumnType.Varbyte,
              (values, row, rows) -> {
                BytesColumnVector bytes = (BytesColumnVector) values;
                rows.writeBytes(bytes.vector[row], bytes.start[row], bytes.length[row]);
              });
      case DECIMAL -> decimal(file, type);
      case TIMESTAMP, TIMESTAMP_INSTANT ->
          when(
              type instanceof ColumnType.Timestamp || type instanceof ColumnType.TimestampWithZone,
              (values, row, rows) ->
                  rows.writeTimestamp(epochMicros((TimestampColumnVector) values, row)));
      default -> Optional.empty();
    };
  }

  /** Microseconds since 1970; the vector's milliseconds repeat the first digits of its fraction. */
  static long epochMicros(TimestampColumnVector values, int row) {
    return Math.floorDiv(values.time[row], 1000L) * 1_000_000L + values.nanos[row] / 1000;
  }

  private static Optional<OrcColumn> integer(Category category, ColumnType type) {
    if (type instanceof ColumnType.SmallInt
        && (category == Category.BYTE || category == Category.SHORT)) {
      return Optional.of((values, row, rows) -> rows.writeShort((int) integerAt(values, row)));
    }
    if (type instanceof ColumnType.Int && category != Category.LONG) {
      return Optional.of((values, row, rows) -> rows.writeInt((int) integerAt(values, row)));
    }
    return when(
        type instanceof ColumnType.BigInt && category == Category.LONG,
        (values, row, rows) -> rows.writeLong(integerAt(values, row)));
  }

  private static Optional<OrcColumn> text(ColumnType type, int replacement) {
    if (!(type instanceof ColumnType.Char) && !(type instanceof ColumnType.Varchar)) {
      return Optional.empty();
    }
    TextRules rules = new TextRules(type, false, replacement);
    return Optional.of(
        (values, row, rows) -> {
          BytesColumnVector bytes = (BytesColumnVector) values;
          rules.write(bytes.vector[row], bytes.start[row], bytes.length[row], rows);
        });
  }

  private static Optional<OrcColumn> decimal(TypeDescription file, ColumnType type) {
    if (!(type instanceof ColumnType.Decimal decimal)
        || decimal.precision() != file.getPrecision()
        || decimal.scale() != file.getScale()) {
      return Optional.empty();
    }
    return Optional.of(
        (values, row, rows) -> {
          BigDecimal value =
              ((DecimalColumnVector) values).vector[row].getHiveDecimal().bigDecimalValue();
          rows.writeDecimal(value.setScale(decimal.scale()).unscaledValue(), decimal.scale());
        });
  }

  private static long integerAt(ColumnVector values, int row) {
    return ((LongColumnVector) values).vector[row];
  }

  private static Optional<OrcColumn> when(boolean fits, OrcColumn column) {
    return fits ? Optional.of(column) : Optional.empty();
  }
}
