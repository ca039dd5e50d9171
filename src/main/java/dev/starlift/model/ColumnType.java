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

  record IntervalYearToMonth() implements ColumnType {
    @Override
    public String ddl() {
      return "INTERVAL YEAR TO MONTH";
    }
  }

  /**
   * @param precision digits of the second's fraction, 0 to 6
   */
  record IntervalDayToSecond(int precision) implements ColumnType {
    public IntervalDayToSecond {
      if (precision < 0 || precision > 6) {
        throw new IllegalArgumentException(
            "INTERVAL DAY TO SECOND precision %d is not between 0 and 6.".formatted(precision));
      }
    }

    @Override
    public String ddl() {
      return "INTERVAL DAY TO SECOND(" + precision + ")";
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
}
