package dev.starlift.ddl;

import dev.starlift.model.ColumnType;
import dev.starlift.model.ColumnType.IntervalUnit;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Reads a column type by any of the names that Redshift documents.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html">Data
 *     types</a>
 */
final class TypeParser {
  private static final int DEFAULT_CHAR_LENGTH = 1;
  private static final int DEFAULT_VARCHAR_LENGTH = 256;
  private static final int BPCHAR_LENGTH = 256;
  private static final int DEFAULT_VARBYTE_LENGTH = 64_000;
  private static final int DEFAULT_DECIMAL_PRECISION = 18;
  private static final int MAX_FLOAT_BITS = 53;
  private static final int MAX_REAL_BITS = 24;

  /** What other databases call it, and what to write instead. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("TINYINT", "SMALLINT"),
          Map.entry("MEDIUMINT", "INTEGER"),
          Map.entry("SERIAL", "INTEGER IDENTITY(1,1)"),
          Map.entry("BIGSERIAL", "BIGINT IDENTITY(1,1)"),
          Map.entry("NUMBER", "DECIMAL(p,s) or BIGINT"),
          Map.entry("MONEY", "DECIMAL(19,4)"),
          Map.entry("DOUBLE", "DOUBLE PRECISION"),
          Map.entry("DATETIME", "TIMESTAMP"),
          Map.entry("STRING", "VARCHAR(n), n in bytes"),
          Map.entry("VARCHAR2", "VARCHAR(n), n in bytes"),
          Map.entry("NVARCHAR2", "VARCHAR(n), n in bytes"),
          Map.entry("CLOB", "VARCHAR(65535)"),
          Map.entry("LONGTEXT", "VARCHAR(65535)"),
          Map.entry("MEDIUMTEXT", "VARCHAR(65535)"),
          Map.entry("ENUM", "VARCHAR(n), n in bytes"),
          Map.entry("UUID", "CHAR(36)"),
          Map.entry("JSON", "SUPER"),
          Map.entry("JSONB", "SUPER"),
          Map.entry("ARRAY", "SUPER"),
          Map.entry("BLOB", "VARBYTE(n)"),
          Map.entry("BYTEA", "VARBYTE(n)"),
          Map.entry("BIT", "BOOLEAN"));

  private final TokenCursor cursor;

  TypeParser(TokenCursor cursor) {
    this.cursor = cursor;
  }

  ColumnType type() {
    Token token = cursor.peek();
    if (!token.isName()) {
      throw cursor.unexpected("a column type");
    }
    cursor.next();
    return switch (token.keyword()) {
      case "SMALLINT", "INT2" -> new ColumnType.SmallInt();
      case "INTEGER", "INT", "INT4" -> new ColumnType.Int();
      case "BIGINT", "INT8" -> new ColumnType.BigInt();
      case "DECIMAL", "NUMERIC", "DEC" -> decimal(token);
      case "REAL", "FLOAT4" -> new ColumnType.Real();
      case "FLOAT8" -> new ColumnType.DoublePrecision();
      case "FLOAT" -> floatOfBits(token);
      case "DOUBLE" -> {
        if (!cursor.accept("PRECISION")) {
          throw unknown(token);
        }
        yield new ColumnType.DoublePrecision();
      }
      case "BOOLEAN", "BOOL" -> new ColumnType.Bool();
      case "CHAR", "CHARACTER", "NCHAR" ->
          cursor.accept("VARYING") ? varchar(token) : character(token);
      case "BPCHAR" -> new ColumnType.Char(BPCHAR_LENGTH);
      case "VARCHAR", "NVARCHAR" -> varchar(token);
      case "TEXT" -> new ColumnType.Varchar(DEFAULT_VARCHAR_LENGTH);
      case "DATE" -> new ColumnType.Date();
      case "TIME" -> withZone() ? new ColumnType.TimeWithZone() : new ColumnType.Time();
      case "TIMETZ" -> new ColumnType.TimeWithZone();
      case "TIMESTAMP" ->
          withZone() ? new ColumnType.TimestampWithZone() : new ColumnType.Timestamp();
      case "TIMESTAMPTZ" -> new ColumnType.TimestampWithZone();
      case "INTERVAL" -> interval(token);
      case "SUPER" -> new ColumnType.Super();
      case "VARBYTE", "VARBINARY" -> varbyte(token);
      case "BINARY" -> {
        cursor.expect("VARYING");
        yield varbyte(token);
      }
      case "GEOMETRY" -> new ColumnType.Geometry();
      case "GEOGRAPHY" -> new ColumnType.Geography();
      case "HLLSKETCH" -> new ColumnType.HllSketch();
      default -> throw unknown(token);
    };
  }

  private Unexpected unknown(Token token) {
    String instead = ELSEWHERE.get(token.keyword());
    return cursor.refused(
        token,
        "Redshift has no column type %s.".formatted(token.text()),
        instead == null ? "" : "Write " + instead + ".");
  }

  private ColumnType decimal(Token type) {
    if (!cursor.acceptSymbol("(")) {
      return new ColumnType.Decimal(DEFAULT_DECIMAL_PRECISION, 0);
    }
    int precision = size("the precision, 1 to " + ColumnType.Decimal.MAX_PRECISION);
    int scale =
        cursor.acceptSymbol(",") ? size("the scale, 0 to " + ColumnType.Decimal.MAX_SCALE) : 0;
    cursor.expectSymbol(")");
    return valid(type, precision, allowed -> new ColumnType.Decimal(allowed, scale));
  }

  private ColumnType floatOfBits(Token type) {
    if (!cursor.acceptSymbol("(")) {
      return new ColumnType.DoublePrecision();
    }
    int bits = size("the precision in bits, 1 to " + MAX_FLOAT_BITS);
    cursor.expectSymbol(")");
    if (bits < 1 || bits > MAX_FLOAT_BITS) {
      throw cursor.refused(
          type, "FLOAT precision %d is not between 1 and %d.".formatted(bits, MAX_FLOAT_BITS), "");
    }
    return bits <= MAX_REAL_BITS ? new ColumnType.Real() : new ColumnType.DoublePrecision();
  }

  private ColumnType character(Token type) {
    int length = length(DEFAULT_CHAR_LENGTH, ColumnType.Char.MAX_LENGTH);
    return valid(type, length, ColumnType.Char::new);
  }

  private ColumnType varchar(Token type) {
    int length = length(DEFAULT_VARCHAR_LENGTH, ColumnType.Varchar.MAX_LENGTH);
    return valid(type, length, ColumnType.Varchar::new);
  }

  private ColumnType varbyte(Token type) {
    if (!cursor.acceptSymbol("(")) {
      return new ColumnType.Varbyte(DEFAULT_VARBYTE_LENGTH);
    }
    int length = size("a length in bytes");
    cursor.expectSymbol(")");
    return valid(type, length, ColumnType.Varbyte::new);
  }

  private int length(int unless, int max) {
    if (!cursor.acceptSymbol("(")) {
      return unless;
    }
    int length = cursor.accept("MAX") ? max : size("a length in bytes, or MAX");
    cursor.expectSymbol(")");
    return length;
  }

  private int size(String what) {
    return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, cursor.number(what)));
  }

  private ColumnType interval(Token type) {
    IntervalUnit first = unit();
    IntervalUnit last = cursor.accept("TO") ? unit() : first;
    if (last.compareTo(IntervalUnit.MONTH) <= 0) {
      return valid(type, 0, unused -> new ColumnType.IntervalYearToMonth(first, last));
    }
    int precision = last == IntervalUnit.SECOND ? ColumnType.IntervalDayToSecond.MAX_PRECISION : 0;
    if (cursor.acceptSymbol("(")) {
      precision = size("the digits of the fraction of a second");
      cursor.expectSymbol(")");
    }
    return valid(
        type, precision, allowed -> new ColumnType.IntervalDayToSecond(first, last, allowed));
  }

  private IntervalUnit unit() {
    for (IntervalUnit unit : IntervalUnit.values()) {
      if (cursor.accept(unit.name())) {
        return unit;
      }
    }
    throw cursor.unexpected("YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");
  }

  /** {@code [WITH | WITHOUT] TIME ZONE}, or nothing, which is without. */
  private boolean withZone() {
    if (cursor.accept("WITH")) {
      cursor.expect("TIME");
      cursor.expect("ZONE");
      return true;
    }
    if (cursor.accept("WITHOUT")) {
      cursor.expect("TIME");
      cursor.expect("ZONE");
    }
    return false;
  }

  /** The model knows the limits; what it refuses is the user's mistake here. */
  private ColumnType valid(Token type, int size, IntFunction<ColumnType> constructor) {
    try {
      return constructor.apply(size);
    } catch (IllegalArgumentException e) {
      throw cursor.refused(type, e.getMessage(), "");
    }
  }
}
