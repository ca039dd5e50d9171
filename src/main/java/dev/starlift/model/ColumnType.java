package dev.starlift.model;

/**
 * The closed list of Redshift column types.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html">Data
 *     types</a>
 */
public sealed interface ColumnType {
  /** The type as Redshift DDL, in the spelling that Starlift prints: {@code VARCHAR(20)}. */
  String ddl();

  record SmallInt() implements ColumnType {
    @Override
    public String ddl() {
      return "SMALLINT";
    }
  }

  record Int() implements ColumnType {
    @Override
    public String ddl() {
      return "INTEGER";
    }
  }

  record BigInt() implements ColumnType {
    @Override
    public String ddl() {
      return "BIGINT";
    }
  }

  /**
   * @param precision all digits, 1 to 38
   * @param scale digits after the point, 0 to {@code min(precision, 37)}
   */
  record Decimal(int precision, int scale) implements ColumnType {
    public static final int MAX_PRECISION = 38;
    public static final int MAX_SCALE = 37;

    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION) {
        throw new IllegalArgumentException(
            "DECIMAL precision %d is not between 1 and %d.".formatted(precision, MAX_PRECISION));
      }
      if (scale < 0 || scale > precision || scale > MAX_SCALE) {
        throw new IllegalArgumentException(
            "DECIMAL scale %d is not between 0 and %d."
                .formatted(scale, Math.min(precision, MAX_SCALE)));
      }
    }

    @Override
    public String ddl() {
      return "DECIMAL(" + precision + "," + scale + ")";
    }
  }

  record Real() implements ColumnType {
    @Override
    public String ddl() {
      return "REAL";
    }
  }

  record DoublePrecision() implements ColumnType {
    @Override
    public String ddl() {
      return "DOUBLE PRECISION";
    }
  }

  record Bool() implements ColumnType {
    @Override
    public String ddl() {
      return "BOOLEAN";
    }
  }

  /** Single-byte characters only; {@code length} is in bytes, 1 to 4096. */
  record Char(int length) implements ColumnType {
    public static final int MAX_LENGTH = 4096;

    public Char {
      requireLength("CHAR", length, MAX_LENGTH);
    }

    @Override
    public String ddl() {
      return "CHAR(" + length + ")";
    }
  }

  /** {@code length} is in bytes of UTF-8, not characters, 1 to 65535. */
  record Varchar(int length) implements ColumnType {
    public static final int MAX_LENGTH = 65_535;

    public Varchar {
      requireLength("VARCHAR", length, MAX_LENGTH);
    }

    @Override
    public String ddl() {
      return "VARCHAR(" + length + ")";
    }
  }

  record Date() implements ColumnType {
    @Override
    public String ddl() {
      return "DATE";
    }
  }

  /** Microseconds of the day. */
  record Time() implements ColumnType {
    @Override
    public String ddl() {
      return "TIME";
    }
  }

  record TimeWithZone() implements ColumnType {
    @Override
    public String ddl() {
      return "TIMETZ";
    }
  }

  /** Microseconds, without a zone. */
  record Timestamp() implements ColumnType {
    @Override
    public String ddl() {
      return "TIMESTAMP";
    }
  }

  record TimestampWithZone() implements ColumnType {
    @Override
    public String ddl() {
      return "TIMESTAMPTZ";
    }
  }

  /** The units of an interval, the largest first. */
  enum IntervalUnit {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND
  }

  /**
   * Whole years and months. Redshift cuts what is smaller than the last unit.
   *
   * @param first YEAR or MONTH
   * @param last the same or the smaller one
   */
  record IntervalYearToMonth(IntervalUnit first, IntervalUnit last) implements ColumnType {
    public IntervalYearToMonth {
      requireUnits(first, last, IntervalUnit.YEAR, IntervalUnit.MONTH);
    }

    public IntervalYearToMonth() {
      this(IntervalUnit.YEAR, IntervalUnit.MONTH);
    }

    @Override
    public String ddl() {
      return "INTERVAL " + qualifier(first, last);
    }
  }

  /**
   * Days to fractions of a second. Redshift cuts what is smaller than the last unit.
   *
   * @param first DAY, HOUR, MINUTE or SECOND
   * @param last the same or a smaller one
   * @param precision digits of the second's fraction, 0 to 6; 0 when the last unit is not SECOND
   */
  record IntervalDayToSecond(IntervalUnit first, IntervalUnit last, int precision)
      implements ColumnType {
    public static final int MAX_PRECISION = 6;

    public IntervalDayToSecond {
      requireUnits(first, last, IntervalUnit.DAY, IntervalUnit.SECOND);
      int max = last == IntervalUnit.SECOND ? MAX_PRECISION : 0;
      if (precision < 0 || precision > max) {
        throw new IllegalArgumentException(
            "INTERVAL %s precision %d is not between 0 and %d."
                .formatted(qualifier(first, last), precision, max));
      }
    }

    public IntervalDayToSecond(int precision) {
      this(IntervalUnit.DAY, IntervalUnit.SECOND, precision);
    }

    @Override
    public String ddl() {
      String fraction = last == IntervalUnit.SECOND ? "(" + precision + ")" : "";
      return "INTERVAL " + qualifier(first, last) + fraction;
    }
  }

  /** JSON-like values up to 16 MB. */
  record Super() implements ColumnType {
    @Override
    public String ddl() {
      return "SUPER";
    }
  }

  /** {@code length} in bytes, 1 to 1,024,000. */
  record Varbyte(int length) implements ColumnType {
    public static final int MAX_LENGTH = 1_024_000;

    public Varbyte {
      requireLength("VARBYTE", length, MAX_LENGTH);
    }

    @Override
    public String ddl() {
      return "VARBYTE(" + length + ")";
    }
  }

  record Geometry() implements ColumnType {
    @Override
    public String ddl() {
      return "GEOMETRY";
    }
  }

  record Geography() implements ColumnType {
    @Override
    public String ddl() {
      return "GEOGRAPHY";
    }
  }

  record HllSketch() implements ColumnType {
    @Override
    public String ddl() {
      return "HLLSKETCH";
    }
  }

  private static void requireLength(String type, int length, int max) {
    if (length < 1 || length > max) {
      throw new IllegalArgumentException(
          "%s length %d is not between 1 and %d.".formatted(type, length, max));
    }
  }

  private static void requireUnits(
      IntervalUnit first, IntervalUnit last, IntervalUnit largest, IntervalUnit smallest) {
    if (first.compareTo(largest) < 0 || last.compareTo(smallest) > 0 || first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "INTERVAL %s is not within %s TO %s."
              .formatted(qualifier(first, last), largest, smallest));
    }
  }

  private static String qualifier(IntervalUnit first, IntervalUnit last) {
    return first == last ? first.name() : first + " TO " + last;
  }
}
