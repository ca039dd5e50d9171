package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.job.RawColumn;
import dev.starlift.model.ColumnType;
import dev.starlift.model.RejectCode;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextValueTest {
  private static final ColumnType SMALLINT = new ColumnType.SmallInt();
  private static final ColumnType INTEGER = new ColumnType.Int();
  private static final ColumnType BIGINT = new ColumnType.BigInt();
  private static final ColumnType REAL = new ColumnType.Real();
  private static final ColumnType DOUBLE = new ColumnType.DoublePrecision();
  private static final ColumnType BOOLEAN = new ColumnType.Bool();
  private static final ColumnType DATE = new ColumnType.Date();
  private static final ColumnType TIME = new ColumnType.Time();
  private static final ColumnType TIMESTAMP = new ColumnType.Timestamp();
  private static final ColumnType TIMESTAMPTZ = new ColumnType.TimestampWithZone();
  private static final ColumnType SUPER = new ColumnType.Super();

  @ParameterizedTest(name = "{0}: {1} <- {2} = {3}")
  @MethodSource("exactValues")
  void arrivesExactly(String id, ColumnType type, String text, Object expected) {
    Row row = judged(type, text);

    assertThat(RawRows.reasons(row)).isEmpty();
    assertThat(row.get(0)).isEqualTo(expected);
  }

  static Stream<Arguments> exactValues() {
    return Stream.of(
        arguments("V01", INTEGER, "2147483647", 2147483647),
        arguments("V01", INTEGER, "-2147483648", -2147483648),
        arguments("V01", SMALLINT, "-32768", (short) -32768),
        arguments("V40", BIGINT, "9223372036854775807", Long.MAX_VALUE),
        arguments("V40", BIGINT, "-9223372036854775808", Long.MIN_VALUE),
        arguments("V03", INTEGER, "+5", 5),
        arguments("V04", INTEGER, "00501", 501),
        arguments("V04", varchar(5), "00501", "00501"),
        arguments("V06", decimal(5, 2), "1.500", new BigDecimal("1.50")),
        arguments("V06", decimal(5, 2), "1.5000e0", new BigDecimal("1.50")),
        arguments("V07", decimal(5, 2), "-999.99", new BigDecimal("-999.99")),
        arguments("V08", decimal(19, 0), "9223372036854775807", new BigDecimal(Long.MAX_VALUE)),
        arguments(
            "V08",
            decimal(38, 0),
            "99999999999999999999999999999999999999",
            new BigDecimal("99999999999999999999999999999999999999")),
        arguments("V09", decimal(10, 2), "1e2", new BigDecimal("100.00")),
        arguments("V09", decimal(10, 2), "150e-1", new BigDecimal("15.00")),
        arguments("V09", decimal(10, 2), "1500e-4", new BigDecimal("0.15")),
        arguments("V09", decimal(10, 2), "0e9", new BigDecimal("0.00")),
        arguments("V09", decimal(10, 2), "0.00000", new BigDecimal("0.00")),
        arguments("V09", decimal(10, 2), ".5", new BigDecimal("0.50")),
        arguments("V09", decimal(10, 2), "-7.", new BigDecimal("-7.00")),
        arguments("V11", DOUBLE, "-0.0", -0.0d),
        arguments("V11", DOUBLE, "1e-310", 1e-310d),
        arguments("V11", REAL, "0.1", 0.1f),
        arguments("V11", DOUBLE, "1.7976931348623157e308", Double.MAX_VALUE),
        arguments("V11", DOUBLE, "0e-999", 0.0d),
        arguments("V13", BOOLEAN, "true", true),
        arguments("V13", BOOLEAN, "False", false),
        arguments("V14", DATE, "2024-02-29", Date.valueOf("2024-02-29")),
        arguments("V15", DATE, "0001-01-01", Date.valueOf("0001-01-01")),
        arguments("V16", DATE, "9999-12-31", Date.valueOf("9999-12-31")),
        arguments("V18", TIMESTAMP, "2024-03-10 23:59:59", instant("2024-03-10T23:59:59Z")),
        arguments("V18", TIMESTAMP, "2024-03-10T07:05", instant("2024-03-10T07:05:00Z")),
        arguments("V18", TIME, "07:05", "07:05:00.000000"),
        arguments("V18", TIME, "07:05:09", "07:05:09.000000"),
        arguments("V18", TIME, "07:05:09.5", "07:05:09.500000"),
        arguments("V19", TIME, "07:05:09.123456789", "07:05:09.123456"),
        arguments(
            "V19",
            TIMESTAMP,
            "2024-01-01 00:00:00.123456789",
            instant("2024-01-01T00:00:00.123456Z")),
        arguments("V19", TIMESTAMP, "2024-01-01 00:00:00.1", instant("2024-01-01T00:00:00.1Z")),
        arguments("V20", TIMESTAMPTZ, "2024-01-01T05:00:00+05:00", instant("2024-01-01T00:00:00Z")),
        arguments("V20", TIMESTAMPTZ, "2024-01-01 00:00:00Z", instant("2024-01-01T00:00:00Z")),
        arguments(
            "V20", TIMESTAMPTZ, "2024-01-01 00:00:00.5 -0330", instant("2024-01-01T03:30:00.5Z")),
        arguments("V21", TIMESTAMP, "2024-03-10 02:30:00", instant("2024-03-10T02:30:00Z")),
        arguments("V25", varchar(10), "a\u0001\u007f\u0085\u2028", "a\u0001\u007f\u0085\u2028"),
        arguments("V29", varchar(9), "é漢😀", "é漢😀"),
        arguments("V30", varchar(3), "ab    ", "ab "),
        arguments("V30", varchar(4), "éa    ", "éa "),
        arguments("V30", new ColumnType.Char(2), "ab   ", "ab"),
        arguments("V34", varchar(20), " a|\"b\\\t ", " a|\"b\\\t "),
        arguments("V35", varchar(30), "=cmd()${jndi:x}\r\n", "=cmd()${jndi:x}\r\n"),
        arguments("V23", varchar(5), "", ""),
        arguments("V43", SUPER, "{\"a\": [1, \"]}\"]}", "{\"a\": [1, \"]}\"]}"),
        arguments("V43", SUPER, "null", "null"),
        arguments("V53", new ColumnType.Varbyte(2), "00fF", new byte[] {0, -1}));
  }

  @ParameterizedTest(name = "{0}: {1} <- {2} is {3}")
  @MethodSource("wrongValues")
  void isRejected(String id, ColumnType type, String text, RejectCode code) {
    Row row = judged(type, text);

    assertThat(RawRows.reasons(row)).containsExactly("value: " + code);
    assertThat(RawRows.messages(row).get(0)).isNotBlank();
    if (text.length() > 3) {
      assertThat(RawRows.messages(row).get(0)).doesNotContain(text);
    }
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        arguments("V01", INTEGER, "2147483648", RejectCode.RANGE),
        arguments("V01", SMALLINT, "32768", RejectCode.RANGE),
        arguments("V02", INTEGER, "1.0", RejectCode.INT),
        arguments("V02", INTEGER, " 7", RejectCode.INT),
        arguments("V02", INTEGER, "7 ", RejectCode.INT),
        arguments("V02", INTEGER, "7\n", RejectCode.INT),
        arguments("V02", INTEGER, "7\u0000", RejectCode.INT),
        arguments("V02", INTEGER, "\u007f7", RejectCode.INT),
        arguments("V02", INTEGER, "1_000", RejectCode.INT),
        arguments("V02", INTEGER, "0x10", RejectCode.INT),
        arguments("V02", INTEGER, "", RejectCode.INT),
        arguments("V02", INTEGER, "+", RejectCode.INT),
        arguments("V02", INTEGER, "--5", RejectCode.INT),
        arguments("V03", INTEGER, "١٢", RejectCode.INT),
        arguments("V03", decimal(10, 2), "١٢", RejectCode.DECIMAL),
        arguments("V03", decimal(10, 2), "1١2", RejectCode.DECIMAL),
        arguments("V03", DOUBLE, "١٢", RejectCode.FLOAT),
        arguments("V05", decimal(10, 2), "1,5", RejectCode.DECIMAL),
        arguments("V05", decimal(10, 2), " 1.5", RejectCode.DECIMAL),
        arguments("V05", decimal(10, 2), "1.5\n", RejectCode.DECIMAL),
        arguments("V05", decimal(10, 2), ".", RejectCode.DECIMAL),
        arguments("V05", decimal(10, 2), "1.2.3", RejectCode.DECIMAL),
        arguments("V06", decimal(5, 2), "1.005", RejectCode.DECIMAL),
        arguments("V06", decimal(5, 2), "1.5e-2", RejectCode.DECIMAL),
        arguments("V06", decimal(5, 0), "0.1", RejectCode.DECIMAL),
        arguments("V07", decimal(5, 2), "1000.00", RejectCode.RANGE),
        arguments("V07", decimal(5, 2), "1e99999999", RejectCode.RANGE),
        arguments("V07", decimal(5, 2), "1e-99999999", RejectCode.RANGE),
        arguments("V08", decimal(19, 0), "9999999999999999999", RejectCode.RANGE),
        arguments("V08", decimal(19, 2), "-92233720368547758.08", RejectCode.RANGE),
        arguments("V10", DOUBLE, "NaN", RejectCode.NONFINITE),
        arguments("V10", DOUBLE, "-inf", RejectCode.NONFINITE),
        arguments("V10", REAL, "Infinity", RejectCode.NONFINITE),
        arguments("V11", DOUBLE, "1e309", RejectCode.RANGE),
        arguments("V11", DOUBLE, "1e-400", RejectCode.RANGE),
        arguments("V42", REAL, "1e39", RejectCode.RANGE),
        arguments("V12", DOUBLE, "1d", RejectCode.FLOAT),
        arguments("V12", DOUBLE, "1f", RejectCode.FLOAT),
        arguments("V12", DOUBLE, "0x1A", RejectCode.FLOAT),
        arguments("V12", DOUBLE, "0x1p3", RejectCode.FLOAT),
        arguments("V12", DOUBLE, "1 ", RejectCode.FLOAT),
        arguments("V13", BOOLEAN, "yes", RejectCode.BOOL),
        arguments("V13", BOOLEAN, "1", RejectCode.BOOL),
        arguments("V13", BOOLEAN, "T", RejectCode.BOOL),
        arguments("V13", BOOLEAN, " true", RejectCode.BOOL),
        arguments("V14", DATE, "2024-02-30", RejectCode.DATE),
        arguments("V14", DATE, "2024-13-01", RejectCode.DATE),
        arguments("V15", DATE, "0000-01-01", RejectCode.DATE_RANGE),
        arguments("V15", DATE, "0044-03-15 BC", RejectCode.DATE_RANGE),
        arguments("V15", TIMESTAMP, "0000-01-01 00:00:00", RejectCode.DATE_RANGE),
        arguments("V15", TIMESTAMPTZ, "0001-01-01 00:00:00+05:00", RejectCode.DATE_RANGE),
        arguments("V16", DATE, "10000-01-01", RejectCode.DATE_RANGE),
        arguments("V16", DATE, "+10000-01-01", RejectCode.DATE_RANGE),
        arguments("V17", DATE, "01/02/2024", RejectCode.DATE),
        arguments("V17", DATE, "20240101", RejectCode.DATE),
        arguments("V17", DATE, "2024-1-1", RejectCode.DATE),
        arguments("V17", DATE, "2024-1-1T0", RejectCode.DATE),
        arguments("V17", DATE, "2024-01-1 ", RejectCode.DATE),
        arguments("V17", DATE, "2024-01-01T00:00:00", RejectCode.DATE),
        arguments("V17", DATE, "2024", RejectCode.DATE),
        arguments("V17", DATE, "", RejectCode.DATE),
        arguments("V18", TIMESTAMP, "2024-01-01 24:00:00", RejectCode.TIMESTAMP),
        arguments("V18", TIMESTAMP, "2024-01-01 23:59:60", RejectCode.TIMESTAMP),
        arguments("V18", TIMESTAMP, "2024-02-30 00:00:00", RejectCode.TIMESTAMP),
        arguments("V18", TIMESTAMP, "2024-01-01 0:00:000", RejectCode.TIMESTAMP),
        arguments("V18", TIMESTAMP, "2024-01-01 00:00:.5", RejectCode.TIMESTAMP),
        arguments("V18", TIMESTAMP, "2024-01-01 00:00:5 ", RejectCode.TIMESTAMP),
        arguments("V18", TIMESTAMP, "2024-01-01", RejectCode.TIMESTAMP),
        arguments("V18", TIME, "24:00:00", RejectCode.TIME),
        arguments("V18", TIME, "23:59:60", RejectCode.TIME),
        arguments("V18", TIME, "7:05", RejectCode.TIME),
        arguments("V20", TIMESTAMP, "2024-01-01T00:00:00+05:00", RejectCode.TZ),
        arguments("V20", TIMESTAMP, "2024-01-01T00:00:00Z", RejectCode.TZ),
        arguments("V20", TIMESTAMP, "2024-01-01 0:0 GMT0", RejectCode.TIMESTAMP),
        arguments("V20", TIMESTAMP, "2024-01-01 00:00:00 GMT0", RejectCode.TZ),
        arguments("V20", TIMESTAMP, "2024-01-01 00:00:00.1GMT0", RejectCode.TZ),
        arguments("V20", TIMESTAMPTZ, "2024-01-01 00:00:00", RejectCode.TZ),
        arguments("V21", TIMESTAMPTZ, "2024-03-10 02:30:00 America/New_York", RejectCode.TZ),
        arguments("V22", TIMESTAMP, "1700000000", RejectCode.TIMESTAMP),
        arguments("V24", varchar(10), "a\u0000b", RejectCode.NUL),
        arguments("V24", new ColumnType.Char(10), "a\u0000b", RejectCode.NUL),
        arguments("V29", varchar(3), "é漢😀", RejectCode.TOO_LONG),
        arguments("V30", varchar(3), "abcd ", RejectCode.TOO_LONG),
        arguments("V31", new ColumnType.Char(5), "é", RejectCode.CHAR_MULTIBYTE),
        arguments("V40", BIGINT, "9223372036854775808", RejectCode.RANGE),
        arguments("V43", INTEGER, "{\"a\":1}", RejectCode.INT),
        arguments("V44", SUPER, "NaN", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "'x'", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "[1,]", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "{\"a\":1", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "1, 2", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "1], \"x\": [2", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "1}, {\"x\": 2", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "1]} {\"v\":[2", RejectCode.JSON_SYNTAX),
        arguments("V44", SUPER, "", RejectCode.JSON_SYNTAX),
        arguments("V53", new ColumnType.Varbyte(2), "0g", RejectCode.BINARY),
        arguments("V53", new ColumnType.Varbyte(2), "abc", RejectCode.BINARY),
        arguments("V53", new ColumnType.Varbyte(2), "000000", RejectCode.TOO_LONG));
  }

  @ParameterizedTest(name = "{0}: {1} in {2} <- {3} = {4}")
  @MethodSource("formatted")
  void isReadInTheDeclaredFormat(
      String id, ColumnType type, String format, String text, Object expected) {
    Row row =
        new RawRows()
            .column(new RawColumn("value", "value", type, true, Optional.of(format), false))
            .row(text)
            .judge()
            .rows()
            .head();

    if (expected instanceof RejectCode code) {
      assertThat(RawRows.reasons(row)).containsExactly("value: " + code);
    } else {
      assertThat(RawRows.reasons(row)).isEmpty();
      assertThat(row.get(0)).isEqualTo(expected);
    }
  }

  static Stream<Arguments> formatted() {
    return Stream.of(
        arguments("V17", DATE, "dd/MM/yyyy", "01/02/2024", Date.valueOf("2024-02-01")),
        arguments("V17", DATE, "yyyyMMdd", "20240101", Date.valueOf("2024-01-01")),
        arguments("V17", DATE, "yyyy-M-d", "2024-1-1", Date.valueOf("2024-01-01")),
        arguments("V17", DATE, "yyyyMMdd", "20240230", RejectCode.DATE),
        arguments("V17", DATE, "yyyyMMdd", "2024-01-01", RejectCode.DATE),
        arguments("V17", DATE, "yyyyMMdd", "20240101 ", RejectCode.DATE),
        arguments("V18", TIME, "h:mm a", "7:05 PM", "19:05:00.000000"),
        arguments("V18", TIME, "HHmm", "2460", RejectCode.TIME),
        arguments(
            "V18",
            TIMESTAMP,
            "dd.MM.yyyy HH:mm",
            "01.02.2024 07:05",
            instant("2024-02-01T07:05:00Z")),
        arguments("V18", TIMESTAMP, "dd.MM.yyyy HH:mm", "01.02.2024 24:05", RejectCode.TIMESTAMP),
        arguments(
            "V20",
            TIMESTAMP,
            "yyyy-MM-dd'T'HH:mm:ssXXX",
            "2024-01-01T05:00:00+05:00",
            instant("2024-01-01T00:00:00Z")));
  }

  @Test
  void blanksAroundAValueAreCutOnlyWhereTheContractSaysSo() {
    RawColumn trimmed = new RawColumn("value", "value", INTEGER, true, Optional.empty(), true);

    Row row = new RawRows().column(trimmed).row(" 7 ").judge().rows().head();

    assertThat(RawRows.reasons(row)).isEmpty();
    assertThat(row.getInt(0)).isEqualTo(7);
  }

  /** Spark reads rows of a list without generated code, so the same values go through a shuffle. */
  @Test
  void generatedCodeJudgesAsInterpretedCodeDoes() {
    List<Arguments> cases = Stream.concat(exactValues(), wrongValues()).toList();
    RawRows rows = new RawRows();
    for (int i = 0; i < TYPES.size(); i++) {
      rows.column("c" + i, TYPES.get(i));
    }
    for (Arguments one : cases) {
      String[] cells = new String[TYPES.size()];
      java.util.Arrays.fill(cells, (String) one.get()[2]);
      rows.row(cells);
    }

    List<String> interpreted = summary(rows.judge().rows());
    List<String> generated =
        summary(SourceConformer.judge(rows.dataset().repartition(2), rows.source()).rows());

    assertThat(generated).isEqualTo(interpreted);
  }

  private static final List<ColumnType> TYPES =
      List.of(
          SMALLINT,
          INTEGER,
          BIGINT,
          decimal(5, 2),
          decimal(19, 0),
          REAL,
          DOUBLE,
          BOOLEAN,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          SUPER,
          varchar(3),
          new ColumnType.Char(3),
          new ColumnType.Varbyte(2));

  private static List<String> summary(Dataset<Row> rows) {
    return rows
        .drop(Judged.RAW)
        .selectExpr("_line", "to_json(struct(*), map('ignoreNullFields', 'false'))")
        .collectAsList()
        .stream()
        .sorted(java.util.Comparator.comparingLong(row -> row.getLong(0)))
        .map(row -> row.getString(1))
        .toList();
  }

  private static Row judged(ColumnType type, String text) {
    return new RawRows().column("value", type).row(text).judge().rows().head();
  }

  private static ColumnType varchar(int bytes) {
    return new ColumnType.Varchar(bytes);
  }

  private static ColumnType decimal(int precision, int scale) {
    return new ColumnType.Decimal(precision, scale);
  }

  private static Timestamp instant(String text) {
    return Timestamp.from(Instant.parse(text));
  }
}
