package dev.starlift.source;

import dev.starlift.job.RawColumn;
import dev.starlift.job.ValueRules;
import dev.starlift.model.ColumnType;
import java.io.Serializable;
import java.time.YearMonth;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes a value straight from the bytes of a field where their meaning is beyond doubt: digits, an
 * ISO day, a text that is short enough. What is odd in any way, right or wrong, gives NULL and is
 * left to {@code conform}, which knows all the rules and takes several times as long.
 */
sealed interface PlainType extends Serializable {
  /** The Spark type that carries the value. */
  DataType type();

  /** The value as Spark holds it in a row; null when the text is not plain. */
  Object value(byte[] bytes, int from, int to);

  /** Empty for a column that is not plain by its type, or declares more than its type. */
  static Optional<PlainType> of(RawColumn column) {
    RawColumn simple =
        new RawColumn(
            column.name(),
            column.field(),
            column.type(),
            column.nullable(),
            Optional.empty(),
            false,
            ValueRules.NONE,
            column.origin(),
            column.optional());
    if (!column.equals(simple)) {
      return Optional.empty();
    }
    ColumnType type = column.type();
    if (type instanceof ColumnType.SmallInt) {
      return Optional.of(new Whole(DataTypes.ShortType, Short.MIN_VALUE, Short.MAX_VALUE));
    }
    if (type instanceof ColumnType.Int) {
      return Optional.of(new Whole(DataTypes.IntegerType, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    if (type instanceof ColumnType.BigInt) {
      return Optional.of(new Whole(DataTypes.LongType, Long.MIN_VALUE, Long.MAX_VALUE));
    }
    if (type instanceof ColumnType.Decimal decimal && decimal.precision() <= Digits.MOST) {
      return Optional.of(new Fixed(decimal.precision(), decimal.scale()));
    }
    if (type instanceof ColumnType.Date) {
      return Optional.of(new Day());
    }
    if (type instanceof ColumnType.Timestamp) {
      return Optional.of(new Second());
    }
    if (type instanceof ColumnType.Varchar varchar) {
      return Optional.of(new Text(varchar.length(), false));
    }
    if (type instanceof ColumnType.Char fixed) {
      return Optional.of(new Text(fixed.length(), true));
    }
    return Optional.empty();
  }

  /** Digits with or without a minus sign. */
  record Whole(DataType type, long min, long max) implements PlainType {
    @Override
    public Object value(byte[] bytes, int from, int to) {
      int start = from < to && bytes[from] == '-' ? from + 1 : from;
      long digits = Digits.read(bytes, start, to);
      if (digits < 0) {
        return null;
      }
      long value = start > from ? -digits : digits;
      if (value < min || value > max) {
        return null;
      }
      if (type.equals(DataTypes.LongType)) {
        return value;
      }
      return type.equals(DataTypes.IntegerType) ? (Object) (int) value : (Object) (short) value;
    }
  }

  /** Digits, and a point with at most as many digits behind it as the type has. */
  record Fixed(int precision, int scale) implements PlainType {
    @Override
    public DataType type() {
      return DataTypes.createDecimalType(precision, scale);
    }

    @Override
    public Object value(byte[] bytes, int from, int to) {
      int start = from < to && bytes[from] == '-' ? from + 1 : from;
      int point = start;
      while (point < to && bytes[point] != '.') {
        point++;
      }
      long unscaled = Digits.read(bytes, start, point);
      int behind = point < to ? to - point - 1 : 0;
      long fraction = point < to ? Digits.read(bytes, point + 1, to) : 0;
      int room = precision - scale;
      if (unscaled < 0 || fraction < 0 || behind > scale || unscaled >= Digits.POWERS[room]) {
        return null;
      }
      unscaled = unscaled * Digits.POWERS[scale] + fraction * Digits.POWERS[scale - behind];
      return Decimal.createUnsafe(start > from ? -unscaled : unscaled, precision, scale);
    }
  }

  /** {@code 2026-11-21}, of the years 0001 to 9999. */
  record Day() implements PlainType {
    @Override
    public DataType type() {
      return DataTypes.DateType;
    }

    @Override
    public Object value(byte[] bytes, int from, int to) {
      long day = to - from == 10 ? Digits.day(bytes, from) : Digits.NONE;
      return day == Digits.NONE ? null : (Object) (int) day;
    }
  }

  /** {@code 2026-11-21 16:25:00}, with a blank or a T. */
  record Second() implements PlainType {
    @Override
    public DataType type() {
      return DataTypes.TimestampType;
    }

    @Override
    public Object value(byte[] bytes, int from, int to) {
      if (to - from != 19
          || (bytes[from + 10] != ' ' && bytes[from + 10] != 'T')
          || bytes[from + 13] != ':'
          || bytes[from + 16] != ':') {
        return null;
      }
      long day = Digits.day(bytes, from);
      long hour = Digits.read(bytes, from + 11, from + 13);
      long minute = Digits.read(bytes, from + 14, from + 16);
      long second = Digits.read(bytes, from + 17, to);
      boolean plain =
          day != Digits.NONE
              && hour >= 0
              && hour < 24
              && minute >= 0
              && minute < 60
              && second >= 0
              && second < 60;
      return plain
          ? (Object) ((((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000)
          : null;
    }
  }

  /**
   * A text that fits as it is. The readers let no NUL through.
   *
   * @param length in bytes
   */
  record Text(int length, boolean singleByte) implements PlainType {
    @Override
    public DataType type() {
      return DataTypes.StringType;
    }

    @Override
    public Object value(byte[] bytes, int from, int to) {
      if (to - from > length) {
        return null;
      }
      for (int at = from; singleByte && at < to; at++) {
        if (bytes[at] < 0) {
          return null;
        }
      }
      return UTF8String.fromBytes(bytes, from, to - from);
    }
  }

  /** ASCII digits as numbers. */
  final class Digits {
    /** So many digits always fit 64 bits. */
    static final int MOST = 18;

    static final long NONE = Long.MIN_VALUE;

    /** Days. */
    private static final int MARCH_OF_YEAR_0_TO_1970 = 719_468;

    static final long[] POWERS = new long[MOST + 1];

    static {
      POWERS[0] = 1;
      for (int i = 1; i < POWERS.length; i++) {
        POWERS[i] = 10 * POWERS[i - 1];
      }
    }

    private Digits() {}

    /** One digit at least and 18 at most; -1 for anything else. */
    static long read(byte[] bytes, int from, int to) {
      if (from >= to || to - from > MOST) {
        return -1;
      }
      long value = 0;
      for (int at = from; at < to; at++) {
        int digit = bytes[at] - '0';
        if (digit < 0 || digit > 9) {
          return -1;
        }
        value = 10 * value + digit;
      }
      return value;
    }

    /** The ten bytes of a day as days since 1970; {@link #NONE} when they are none. */
    static long day(byte[] bytes, int from) {
      int year = (int) read(bytes, from, from + 4);
      int month = (int) read(bytes, from + 5, from + 7);
      int day = (int) read(bytes, from + 8, from + 10);
      if (bytes[from + 4] != '-'
          || bytes[from + 7] != '-'
          || year < 1
          || month < 1
          || month > 12
          || day < 1
          || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
        return NONE;
      }
      // The day's number in years that begin in March; a LocalDate per value costs far more.
      int late = month > 2 ? 0 : 1;
      int years = year - late;
      int months = month - 3 + 12 * late;
      return 365L * years
          + years / 4
          - years / 100
          + years / 400
          + (153 * months + 2) / 5
          + day
          - 1
          - MARCH_OF_YEAR_0_TO_1970;
    }
  }
}
