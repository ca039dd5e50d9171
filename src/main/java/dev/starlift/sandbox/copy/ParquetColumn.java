package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Copies the current value of a flat Parquet column. There is one only for a pair of types that
 * Redshift takes: it converts nothing, so widths, precision and scale must be the same.
 */
@FunctionalInterface
interface ParquetColumn {
  void write(ColumnReader value, BinaryRows rows) throws FieldError;

  /**
   * The way from the file's type to the column's, if there is one.
   *
   * @param replacement see {@link ValueOptions#replacement()}
   */
  static Optional<ParquetColumn> between(PrimitiveType file, TargetColumn column, int replacement) {
    ColumnType type = column.type();
    LogicalTypeAnnotation logical = file.getLogicalTypeAnnotation();
    PrimitiveTypeName physical = file.getPrimitiveTypeName();
    if (type instanceof ColumnType.Char || type instanceof ColumnType.Varchar) {
      return text(physical, logical, new TextRules(type, false, replacement));
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return decimal(physical, logical, decimal);
    }
    if (type instanceof ColumnType.Timestamp || type instanceof ColumnType.TimestampWithZone) {
      return timestamp(physical, logical);
    }
    if (type instanceof ColumnType.Date && logical instanceof DateLogicalTypeAnnotation) {
      return Optional.of((value, rows) -> rows.writeDate(value.getInteger()));
    }
    if (type instanceof ColumnType.Varbyte && logical == null) {
      return bytes(physical);
    }
    return number(type, physical, logical);
  }

  private static Optional<ParquetColumn> number(
      ColumnType type, PrimitiveTypeName physical, LogicalTypeAnnotation logical) {
    int bits = integerBits(physical, logical);
    if (type instanceof ColumnType.SmallInt && (bits == 8 || bits == 16)) {
      return Optional.of((value, rows) -> rows.writeShort(value.getInteger()));
    }
    if (type instanceof ColumnType.Int && bits > 0 && bits <= 32) {
      return Optional.of((value, rows) -> rows.writeInt(value.getInteger()));
    }
    if (type instanceof ColumnType.BigInt && bits == 64) {
      return Optional.of((value, rows) -> rows.writeLong(value.getLong()));
    }
    if (type instanceof ColumnType.Real && physical == PrimitiveTypeName.FLOAT) {
      return Optional.of((value, rows) -> rows.writeFloat(value.getFloat()));
    }
    if (type instanceof ColumnType.DoublePrecision && physical == PrimitiveTypeName.DOUBLE) {
      return Optional.of((value, rows) -> rows.writeDouble(value.getDouble()));
    }
    if (type instanceof ColumnType.Bool && physical == PrimitiveTypeName.BOOLEAN) {
      return Optional.of((value, rows) -> rows.writeBoolean(value.getBoolean()));
    }
    return Optional.empty();
  }

  /** The width of a signed integer, or 0 if it is none. */
  private static int integerBits(PrimitiveTypeName physical, LogicalTypeAnnotation logical) {
    boolean narrow = physical == PrimitiveTypeName.INT32;
    if (!narrow && physical != PrimitiveTypeName.INT64) {
      return 0;
    }
    if (logical instanceof IntLogicalTypeAnnotation integer) {
      return integer.isSigned() ? integer.getBitWidth() : 0;
    }
    return logical != null ? 0 : narrow ? 32 : 64;
  }

  private static Optional<ParquetColumn> text(
      PrimitiveTypeName physical, LogicalTypeAnnotation logical, TextRules rules) {
    boolean text =
        logical == null
            || logical instanceof StringLogicalTypeAnnotation
            || logical instanceof EnumLogicalTypeAnnotation
            || logical instanceof JsonLogicalTypeAnnotation;
    if (physical != PrimitiveTypeName.BINARY || !text) {
      return Optional.empty();
    }
    return Optional.of(
        (value, rows) -> {
          ByteBuffer bytes = value.getBinary().toByteBuffer();
          if (bytes.hasArray()) {
            rules.write(
                bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), rows);
          } else {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            rules.write(copy, 0, copy.length, rows);
          }
        });
  }

  private static Optional<ParquetColumn> bytes(PrimitiveTypeName physical) {
    if (physical != PrimitiveTypeName.BINARY) {
      return Optional.empty();
    }
    return Optional.of(
        (value, rows) -> {
          byte[] bytes = value.getBinary().getBytes();
          rows.writeBytes(bytes, 0, bytes.length);
        });
  }

  private static Optional<ParquetColumn> decimal(
      PrimitiveTypeName physical, LogicalTypeAnnotation logical, ColumnType.Decimal type) {
    if (!(logical instanceof DecimalLogicalTypeAnnotation decimal)
        || decimal.getPrecision() != type.precision()
        || decimal.getScale() != type.scale()) {
      return Optional.empty();
    }
    int scale = type.scale();
    return Optional.of(
        switch (physical) {
          case INT32 -> (value, rows) -> rows.writeDecimal(value.getInteger(), scale);
          case INT64 -> (value, rows) -> rows.writeDecimal(value.getLong(), scale);
          default -> (value, rows) -> writeBigEndian(value.getBinary(), scale, rows);
        });
  }

  private static void writeBigEndian(Binary value, int scale, BinaryRows rows) {
    ByteBuffer bytes = value.toByteBuffer();
    int length = bytes.remaining();
    if (length > 0 && length <= Long.BYTES) {
      int at = bytes.position();
      long unscaled = bytes.get(at);
      for (int i = 1; i < length; i++) {
        unscaled = (unscaled << 8) | (bytes.get(at + i) & 0xff);
      }
      rows.writeDecimal(unscaled, scale);
    } else {
      rows.writeDecimal(new BigInteger(value.getBytes()), scale);
    }
  }

  private static Optional<ParquetColumn> timestamp(
      PrimitiveTypeName physical, LogicalTypeAnnotation logical) {
    if (physical == PrimitiveTypeName.INT96) {
      return Optional.of(
          (value, rows) -> rows.writeTimestamp(microsOfInt96(value.getBinary().toByteBuffer())));
    }
    if (!(logical instanceof TimestampLogicalTypeAnnotation timestamp)
        || timestamp.getUnit() == TimeUnit.NANOS) {
      return Optional.empty();
    }
    if (timestamp.getUnit() == TimeUnit.MILLIS) {
      return Optional.of(
          (value, rows) -> rows.writeTimestamp(Math.multiplyExact(value.getLong(), 1000L)));
    }
    return Optional.of((value, rows) -> rows.writeTimestamp(value.getLong()));
  }

  /** Nanoseconds of the day and a Julian day, little-endian. */
  static long microsOfInt96(ByteBuffer bytes) {
    long julianDayOfEpoch = 2_440_588;
    long microsPerDay = 86_400_000_000L;
    ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int at = little.position();
    long nanosOfDay = little.getLong(at);
    long day = (little.getInt(at + Long.BYTES) & 0xffff_ffffL) - julianDayOfEpoch;
    return day * microsPerDay + Math.floorDiv(nanosOfDay, 1000L);
  }
}
