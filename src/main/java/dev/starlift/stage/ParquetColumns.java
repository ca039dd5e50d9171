package dev.starlift.stage;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table as COPY reads them from Parquet: the same that Spark's own writer makes,
 * whose way over nested types costs more than the values themselves.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html">COPY
 *     from columnar data formats</a>
 */
final class ParquetColumns {
  /** So many decimal digits fit 32 bits, and 64 bits. */
  private static final int DIGITS_OF_INT = 9;

  private static final int DIGITS_OF_LONG = 18;

  /** Parquet's word for a value that is not NULL, in a column that may have NULL. */
  private static final int THERE = 1;

  private final MessageType schema;
  private final Value[] values;

  /** Hands one value to Parquet; it is there. */
  private interface Value {
    void write(InternalRow row, int ordinal, ColumnWriter writer);
  }

  /**
   * @throws IllegalArgumentException if a type cannot come from Parquet
   */
  ParquetColumns(StructType columns) {
    StructField[] fields = columns.fields();
    Type[] types = new Type[fields.length];
    values = new Value[fields.length];
    for (int i = 0; i < fields.length; i++) {
      types[i] = type(fields[i].name(), fields[i].dataType());
      values[i] = value(fields[i].dataType());
    }
    schema = new MessageType("spark_schema", types);
  }

  MessageType schema() {
    return schema;
  }

  /**
   * Writes one row.
   *
   * @param writers one for each column
   */
  void write(InternalRow row, ColumnWriter[] writers) {
    for (int i = 0; i < values.length; i++) {
      if (row.isNullAt(i)) {
        writers[i].writeNull(0, 0);
      } else {
        values[i].write(row, i, writers[i]);
      }
    }
  }

  private static Type type(String name, DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal(name, decimal);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return type(name, PrimitiveTypeName.BOOLEAN, null);
    }
    if (type.equals(DataTypes.ShortType)) {
      return type(name, PrimitiveTypeName.INT32, intType(16, true));
    }
    if (type.equals(DataTypes.IntegerType)) {
      return type(name, PrimitiveTypeName.INT32, null);
    }
    if (type.equals(DataTypes.LongType)) {
      return type(name, PrimitiveTypeName.INT64, null);
    }
    if (type.equals(DataTypes.FloatType)) {
      return type(name, PrimitiveTypeName.FLOAT, null);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return type(name, PrimitiveTypeName.DOUBLE, null);
    }
    if (type.equals(DataTypes.DateType)) {
      return type(name, PrimitiveTypeName.INT32, dateType());
    }
    if (type.equals(DataTypes.TimestampType)) {
      return type(name, PrimitiveTypeName.INT64, timestampType(true, TimeUnit.MICROS));
    }
    if (type.equals(DataTypes.StringType)) {
      return type(name, PrimitiveTypeName.BINARY, stringType());
    }
    throw new IllegalArgumentException(type.sql() + " does not come from Parquet.");
  }

  private static Type type(
      String name, PrimitiveTypeName primitive, LogicalTypeAnnotation annotation) {
    return Types.optional(primitive).as(annotation).named(name);
  }

  private static Type decimal(String name, DecimalType decimal) {
    LogicalTypeAnnotation annotation = decimalType(decimal.scale(), decimal.precision());
    if (decimal.precision() <= DIGITS_OF_INT) {
      return type(name, PrimitiveTypeName.INT32, annotation);
    }
    if (decimal.precision() <= DIGITS_OF_LONG) {
      return type(name, PrimitiveTypeName.INT64, annotation);
    }
    return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        .length(bytes(decimal))
        .as(annotation)
        .named(name);
  }

  /** The fewest that hold every number of so many digits, and its sign. */
  private static int bytes(DecimalType decimal) {
    return BigInteger.TEN.pow(decimal.precision()).bitLength() / 8 + 1;
  }

  private static Value value(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimalValue(decimal);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return (row, at, writer) -> writer.write(row.getBoolean(at), 0, THERE);
    }
    if (type.equals(DataTypes.ShortType)) {
      return (row, at, writer) -> writer.write(row.getShort(at), 0, THERE);
    }
    if (type.equals(DataTypes.IntegerType) || type.equals(DataTypes.DateType)) {
      return (row, at, writer) -> writer.write(row.getInt(at), 0, THERE);
    }
    if (type.equals(DataTypes.LongType) || type.equals(DataTypes.TimestampType)) {
      return (row, at, writer) -> writer.write(row.getLong(at), 0, THERE);
    }
    if (type.equals(DataTypes.FloatType)) {
      return (row, at, writer) -> writer.write(row.getFloat(at), 0, THERE);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return (row, at, writer) -> writer.write(row.getDouble(at), 0, THERE);
    }
    return (row, at, writer) -> {
      ByteBuffer bytes = row.getUTF8String(at).getByteBuffer();
      // Reused: Parquet copies what it keeps, and the row is filled anew.
      Binary value =
          Binary.fromReusedByteArray(
              bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      writer.write(value, 0, THERE);
    };
  }

  private static Value decimalValue(DecimalType decimal) {
    int precision = decimal.precision();
    int scale = decimal.scale();
    if (precision <= DIGITS_OF_INT) {
      return (row, at, writer) -> writer.write((int) unscaled(row, at, precision, scale), 0, THERE);
    }
    if (precision <= DIGITS_OF_LONG) {
      return (row, at, writer) -> writer.write(unscaled(row, at, precision, scale), 0, THERE);
    }
    int length = bytes(decimal);
    return (row, at, writer) -> {
      byte[] digits =
          row.getDecimal(at, precision, scale).toJavaBigDecimal().unscaledValue().toByteArray();
      byte[] padded = new byte[length];
      Arrays.fill(padded, 0, length - digits.length, (byte) (digits[0] < 0 ? -1 : 0));
      System.arraycopy(digits, 0, padded, length - digits.length, digits.length);
      writer.write(Binary.fromConstantByteArray(padded), 0, THERE);
    };
  }

  /** Spark's own rows hold a short decimal as its digits. */
  private static long unscaled(InternalRow row, int at, int precision, int scale) {
    return row instanceof UnsafeRow
        ? row.getLong(at)
        : row.getDecimal(at, precision, scale).toUnscaledLong();
  }
}
