package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.session.SqlError;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * How one column's values, in PostgreSQL's binary form, become Parquet.
 *
 * @param type as it stands in the file's schema
 */
record ParquetEncoder(Type type, Value value) {
  private static final int INT_DIGITS = 9;
  private static final int LONG_DIGITS = 18;
  private static final int EPOCH_2000_DAYS = 10_957;
  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;
  private static final int NUMERIC_NEGATIVE = 0x4000;

  /** Writes a value that is not NULL. */
  @FunctionalInterface
  interface Value {
    void write(byte[] bytes, int from, int length, RecordConsumer out);
  }

  /**
   * @throws SqlError if Redshift's UNLOAD to Parquet has no such type
   */
  static ParquetEncoder of(UnloadColumn column) throws SqlError {
    ColumnType type = column.type();
    String name = column.name();
    if (type instanceof ColumnType.Decimal decimal) {
      return decimal(name, decimal);
    }
    if (type instanceof ColumnType.Char
        || type instanceof ColumnType.Varchar
        || type instanceof ColumnType.Super) {
      int skipped = column.storage().equals("jsonb") ? 1 : 0;
      return encoder(
          name,
          PrimitiveTypeName.BINARY,
          LogicalTypeAnnotation.stringType(),
          (bytes, from, length, out) ->
              out.addBinary(Binary.fromReusedByteArray(bytes, from + skipped, length - skipped)));
    }
    if (type instanceof ColumnType.Varbyte) {
      return encoder(
          name,
          PrimitiveTypeName.BINARY,
          null,
          (bytes, from, length, out) ->
              out.addBinary(Binary.fromReusedByteArray(bytes, from, length)));
    }
    if (type instanceof ColumnType.Date) {
      return encoder(
          name,
          PrimitiveTypeName.INT32,
          LogicalTypeAnnotation.dateType(),
          (bytes, from, length, out) ->
              out.addInteger(BinaryOutput.readInt(bytes, from) + EPOCH_2000_DAYS));
    }
    if (type instanceof ColumnType.Timestamp || type instanceof ColumnType.TimestampWithZone) {
      return encoder(
          name,
          PrimitiveTypeName.INT64,
          LogicalTypeAnnotation.timestampType(
              type instanceof ColumnType.TimestampWithZone, TimeUnit.MICROS),
          (bytes, from, length, out) ->
              out.addLong(BinaryOutput.readLong(bytes, from) + EPOCH_2000_MICROS));
    }
    return number(name, type);
  }

  private static ParquetEncoder number(String name, ColumnType type) throws SqlError {
    if (type instanceof ColumnType.SmallInt) {
      return encoder(
          name,
          PrimitiveTypeName.INT32,
          LogicalTypeAnnotation.intType(16, true),
          (bytes, from, length, out) -> out.addInteger(BinaryOutput.readShort(bytes, from)));
    }
    if (type instanceof ColumnType.Int) {
      return encoder(
          name,
          PrimitiveTypeName.INT32,
          null,
          (bytes, from, length, out) -> out.addInteger(BinaryOutput.readInt(bytes, from)));
    }
    if (type instanceof ColumnType.BigInt) {
      return encoder(
          name,
          PrimitiveTypeName.INT64,
          null,
          (bytes, from, length, out) -> out.addLong(BinaryOutput.readLong(bytes, from)));
    }
    if (type instanceof ColumnType.Real) {
      return encoder(
          name,
          PrimitiveTypeName.FLOAT,
          null,
          (bytes, from, length, out) ->
              out.addFloat(Float.intBitsToFloat(BinaryOutput.readInt(bytes, from))));
    }
    if (type instanceof ColumnType.DoublePrecision) {
      return encoder(
          name,
          PrimitiveTypeName.DOUBLE,
          null,
          (bytes, from, length, out) ->
              out.addDouble(Double.longBitsToDouble(BinaryOutput.readLong(bytes, from))));
    }
    if (type instanceof ColumnType.Bool) {
      return encoder(
          name,
          PrimitiveTypeName.BOOLEAN,
          null,
          (bytes, from, length, out) -> out.addBoolean(bytes[from] != 0));
    }
    throw new SqlError(
        TokenCursor.NOT_SUPPORTED,
        "UNLOAD to PARQUET: column \"%s\" has type %s, which is not supported"
            .formatted(name, type.ddl()));
  }

  private static ParquetEncoder decimal(String name, ColumnType.Decimal type) {
    int scale = type.scale();
    LogicalTypeAnnotation logical = LogicalTypeAnnotation.decimalType(scale, type.precision());
    if (type.precision() <= INT_DIGITS) {
      return encoder(
          name,
          PrimitiveTypeName.INT32,
          logical,
          (bytes, from, length, out) -> out.addInteger((int) unscaledLong(bytes, from, scale)));
    }
    if (type.precision() <= LONG_DIGITS) {
      return encoder(
          name,
          PrimitiveTypeName.INT64,
          logical,
          (bytes, from, length, out) -> out.addLong(unscaledLong(bytes, from, scale)));
    }
    int width = BigInteger.TEN.pow(type.precision()).bitLength() / Byte.SIZE + 1;
    Type parquet =
        Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
            .length(width)
            .as(logical)
            .named(name);
    return new ParquetEncoder(
        parquet,
        (bytes, from, length, out) -> {
          byte[] value = unscaled(bytes, from, scale).toByteArray();
          byte[] fixed = new byte[width];
          Arrays.fill(fixed, (byte) (value[0] < 0 ? -1 : 0));
          System.arraycopy(value, 0, fixed, width - value.length, value.length);
          out.addBinary(Binary.fromConstantByteArray(fixed));
        });
  }

  private static ParquetEncoder encoder(
      String name, PrimitiveTypeName physical, LogicalTypeAnnotation logical, Value value) {
    return new ParquetEncoder(Types.optional(physical).as(logical).named(name), value);
  }

  /** For at most 18 digits, of which the last group may hold up to three surplus zeros. */
  private static long unscaledLong(byte[] bytes, int from, int scale) {
    int count = BinaryOutput.readShort(bytes, from);
    int fractionGroups = count - 1 - BinaryOutput.readShort(bytes, from + 2);
    int sign = BinaryOutput.readShort(bytes, from + 4);
    int surplus = 4 * fractionGroups - scale;
    if (count > 4 || surplus < -4 || surplus > 3 || (sign != 0 && sign != NUMERIC_NEGATIVE)) {
      return unscaled(bytes, from, scale).longValue();
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value * 10_000 + BinaryOutput.readShort(bytes, from + 8 + 2 * i);
    }
    for (int i = surplus; i > 0; i--) {
      value /= 10;
    }
    for (int i = surplus; i < 0; i++) {
      value *= 10;
    }
    return sign == 0 ? value : -value;
  }

  /** PostgreSQL's numeric: digits to the base of 10000 and the weight of the first. */
  private static BigInteger unscaled(byte[] bytes, int from, int scale) {
    int count = BinaryOutput.readShort(bytes, from);
    int weight = BinaryOutput.readShort(bytes, from + 2);
    int sign = BinaryOutput.readShort(bytes, from + 4) & 0xffff;
    if (sign != 0 && sign != NUMERIC_NEGATIVE) {
      throw new UncheckedIOException(new RefusedValueException("NaN or infinity is no DECIMAL."));
    }
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      value =
          value
              .multiply(BigInteger.valueOf(10_000))
              .add(BigInteger.valueOf(BinaryOutput.readShort(bytes, from + 8 + 2 * i)));
    }
    BigInteger unscaled =
        new BigDecimal(value, 4 * (count - 1 - weight)).setScale(scale).unscaledValue();
    return sign == 0 ? unscaled : unscaled.negate();
  }
}
