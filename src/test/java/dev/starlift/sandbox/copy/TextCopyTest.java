package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextCopyTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private String copyOf(String key, String options) {
    return "COPY t FROM '" + bed.at(key) + "'" + CopyTestBed.ROLE + options;
  }

  private CopyResult load(String text, String options) throws SqlError, IOException {
    bed.put("file", text);
    return bed.copy(copyOf("file", options));
  }

  @Test
  void quotesDoubledQuotesDelimitersAndNewlinesAreRead() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(40), c varchar(40))");

    load("1,\"x, \"\"y\"\"\",plain\r\n2, \"two\nlines\" ,\"\"\n3,,z", "CSV");

    assertThat(bed.query("SELECT * FROM t ORDER BY a"))
        .containsExactly(
            List.of("1", "x, \"y\"", "plain"),
            List.of("2", "two\nlines", ""),
            List.of("3", "", "z"));
  }

  @Test
  void everyTypeIsReadFromText() throws Exception {
    bed.query(
        """
        CREATE TABLE t (si smallint, i int, b bigint, d decimal(9,2), r real, dp double precision,
          bo boolean, c char(3), dt date, ts timestamp, tz timestamptz, ti time, tt timetz,
          s jsonb, vb bytea)
        """);

    load(
        "-32768|+7|9223372036854775807|-1234567.891|1.5|-2e-3|Yes|abc|2024-02-29"
            + "|2024-01-02 03:04:05.123456|2024-01-02 03:04:05+02|23:59:59.5|01:02:03-05:30"
            + "|{\"a\": [1]}|00fF\n",
        "");

    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(
            List.of(
                "-32768",
                "7",
                "9223372036854775807",
                "-1234567.89",
                "1.5",
                "-0.002",
                "t",
                "abc",
                "2024-02-29",
                "2024-01-02 03:04:05.123456",
                "2024-01-02 01:04:05+00",
                "23:59:59.5",
                "01:02:03-05:30",
                "{\"a\": [1]}",
                "\\x00ff"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int              | 12x                 | 1207 | Invalid digit, Value 'x', Pos 2, Type: Integer",
        "smallint         | 32768               | 1222 | Overflow, Value '32768', Type: Short",
        "bigint           | -9223372036854775809| 1222 | Overflow",
        "decimal(4,2)     | 100                 | 1204 | Overflow, Value '100', Type: Decimal(4,2)",
        "decimal(4,2)     | 1e1                 | 1207 | Invalid digit, Value 'e', Pos 1, Type: Decimal",
        "decimal(4,2)     | -                   | 1209 | Invalid decimal",
        "double precision | NaN                 | 1208 | Invalid digit, Value 'N', Pos 0, Type: Double",
        "real             | 1e60                | 1204 | Overflow",
        "boolean          | maybe               | 1210 | Unknown boolean format",
        "date             | 2023-02-29          | 1205 | Invalid Date Format",
        "date             | 1/2/24              | 1205 | length must be 10 or more",
        "timestamp        | 2024-01-01T00:00:00 | 1206 | Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]",
        "timestamp        | 2024-01-01 24:00:00 | 1206 | Invalid timestamp format",
        "timestamp        | 2024-01-01 00:00:00Z| 1206 | Invalid timestamp format",
        "varchar(3)       | abcd                | 1204 | String length exceeds DDL length",
        "varchar(3)       | üü                  | 1204 | String length exceeds DDL length",
        "char(3)          | ü                   | 1220 | Multibyte character not supported for CHAR",
        "jsonb            | {a}                 | 1224 | Invalid JSON for SUPER",
        "bytea            | 0g                  | 1219 | Invalid hexadecimal digit",
        "int              | a,b                 | 1202 | Extra column(s) found",
        "int              | 1\"                 | 1216 | Invalid quote formatting for CSV",
      })
  void aBadValueIsAnErrorWithItsCode(String type, String value, int code, String reason)
      throws Exception {
    bed.query("CREATE TABLE t (v " + type + ")");

    String field = value.startsWith("{") ? "\"" + value + "\"" : value;
    assertThatThrownBy(() -> load("\n" + field + "\n", "CSV IGNOREHEADER 1"))
        .isInstanceOfSatisfying(
            SqlError.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "Load into table 't' failed.  Check 'sys_load_error_detail' system table for"
                          + " details.");
              assertThat(e.detail()).contains("line 2").contains(code + ": ").contains(reason);
            });
    assertThat(bed.log().errors)
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.message()).contains(reason);
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.rawLine()).isEqualTo(field);
              assertThat(e.queryId()).isEqualTo(4711);
            });
    assertThat(bed.query("SELECT * FROM t")).isEmpty();
  }

  @Test
  void theFaultyFieldIsNamedWithItsPlace() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(9), c decimal(5,1))");

    assertThatThrownBy(() -> load("1,x,1\n2,\"q\nq\",1\n3,yy,bad\n", "CSV"))
        .isInstanceOfSatisfying(
            SqlError.class,
            e ->
                assertThat(e.detail())
                    .contains(bed.at("file") + ", line 4, column c DECIMAL(5,1): error 1207"));
    assertThat(bed.log().errors)
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.column()).isEqualTo("c");
              assertThat(e.columnType()).isEqualTo("numeric");
              assertThat(e.columnLength()).isEqualTo("5,1");
              assertThat(e.position()).isEqualTo(5);
              assertThat(e.rawField()).isEqualTo("bad");
              assertThat(e.rawLine()).isEqualTo("3,yy,bad");
            });
  }

  @Test
  void emptyAndBlankFieldsFollowTheOptions() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(9), c varchar(9))");

    load("1,,\" \"\n,\\N,x\n  ,y ,\n", "CSV");
    assertThat(bed.query("SELECT a, b, c FROM t"))
        .containsExactly(
            List.of("1", "", " "), Arrays.asList(null, null, "x"), Arrays.asList(null, "y ", ""));

    bed.query("TRUNCATE t");
    load("1,,\"\"\n2, ,?\n", "CSV EMPTYASNULL BLANKSASNULL NULL AS '?'");
    assertThat(bed.query("SELECT a, b, c FROM t"))
        .containsExactly(Arrays.asList("1", null, ""), Arrays.asList("2", null, null));
  }

  @Test
  void rowsPastTheFaultAreLoadedUnderMaxerror() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(3))");

    CopyResult result = load("1,a\nx,b\n2,toolong\n3,\"c\" d\n4,e\n5\n6,f\n", "CSV MAXERROR 5");

    assertThat(result.rows()).isEqualTo(3);
    assertThat(result.errors()).isEqualTo(4);
    assertThat(bed.query("SELECT a, b FROM t ORDER BY a"))
        .containsExactly(List.of("1", "a"), List.of("4", "e"), List.of("6", "f"));
    assertThat(bed.log().errors)
        .extracting(LoadError::code)
        .containsExactly(1207, 1204, 1216, 1214);
    assertThat(bed.log().errors).extracting(LoadError::line).containsExactly(2L, 3L, 4L, 6L);

    assertThatThrownBy(() -> load("x,\ny,\n1,\n", "CSV MAXERROR 2"))
        .hasMessageContaining("Load into table 't' failed");
  }

  @Test
  void noloadChecksAndWritesNothing() throws Exception {
    bed.query("CREATE TABLE t (a int)");

    assertThat(load("1\n2\n", "CSV NOLOAD").rows()).isEqualTo(2);
    assertThatThrownBy(() -> load("1\nz\n", "CSV NOLOAD")).isInstanceOf(SqlError.class);
    assertThat(bed.query("SELECT * FROM t")).isEmpty();
    assertThat(bed.query("SELECT current_setting('starlift.last_copy_count')"))
        .containsExactly(List.of("0"));
  }

  @Test
  void nullInANotNullColumnIsRefused() throws Exception {
    bed.query("CREATE TABLE t (a int NOT NULL)");

    assertThatThrownBy(() -> load("\\N\n", "CSV")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1213);
  }

  @Test
  void shortLinesAreFilledAndBlankOnesIgnoredOnlyWhenAsked() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(3), c int)");

    assertThatThrownBy(() -> load("1\n", "CSV")).isInstanceOf(SqlError.class);
    assertThatThrownBy(() -> load("\n", "CSV")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).extracting(LoadError::code).containsExactly(1214, 1211);
    load("1\n\n2,x\n", "CSV FILLRECORD IGNOREBLANKLINES");
    assertThat(bed.query("SELECT a, b, c FROM t ORDER BY a"))
        .containsExactly(Arrays.asList("1", "", null), Arrays.asList("2", "x", null));
  }

  @Test
  void longTextIsCutAtACharacterUnderTruncatecolumns() throws Exception {
    bed.query("CREATE TABLE t (a varchar(4), b char(2))");

    load("aüüü,xyz\n", "CSV TRUNCATECOLUMNS");

    assertThat(bed.query("SELECT a, b FROM t")).containsExactly(List.of("aü", "xy"));
  }

  @Test
  void otherDelimitersQuotesAndEscapesAreRead() throws Exception {
    bed.query("CREATE TABLE t (a varchar(20), b varchar(20))");

    load("%a\t%%x%\tb c\n", "CSV QUOTE AS '%' DELIMITER '\\t'");
    load("one\\|two|a\\\\b\n\\N|\"q\"\n", "ESCAPE");

    assertThat(bed.query("SELECT a, b FROM t"))
        .containsExactly(
            List.of("a\t%x", "b c"), List.of("one|two", "a\\b"), Arrays.asList(null, "\"q\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATEFORMAT 'auto'        | 20240229            | 2024-02-29",
        "DATEFORMAT 'auto'        | 02/29/2024          | 2024-02-29",
        "DATEFORMAT AS 'DD.MM.YY' | 29.02.24            | 2024-02-29",
        "DATEFORMAT 'DD-MON-YYYY' | 29-Feb-2024         | 2024-02-29",
      })
  void dateformatsAreFollowed(String option, String value, String date) throws Exception {
    bed.query("CREATE TABLE t (v date)");
    load(value + "\n", "CSV " + option);
    assertThat(bed.query("SELECT v FROM t")).containsExactly(List.of(date));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIMEFORMAT 'auto'           | 2024-02-29T01:02:03.5      | 2024-02-29 01:02:03.5",
        "TIMEFORMAT 'auto'           | 2024-02-29                 | 2024-02-29 00:00:00",
        "TIMEFORMAT 'epochsecs'      | 1709168523                 | 2024-02-29 01:02:03",
        "TIMEFORMAT 'epochmillisecs' | 1709168523500              | 2024-02-29 01:02:03.5",
        "TIMEFORMAT 'MM/DD/YYYY HH12:MI:SS AM' | 02/29/2024 01:02:03 PM | 2024-02-29 13:02:03",
      })
  void timeformatsAreFollowed(String option, String value, String timestamp) throws Exception {
    bed.query("CREATE TABLE t (v timestamp)");
    load(value + "\n", "CSV " + option);
    assertThat(bed.query("SELECT v FROM t")).containsExactly(List.of(timestamp));
  }

  @Test
  void decimalsAreCutAndWithRoundecRounded() throws Exception {
    bed.query("CREATE TABLE t (v decimal(6,2))");

    load("1.239\n-1.239\n.5\n5.\n", "CSV");
    load("1.235\n-1.235\n", "CSV ROUNDEC");

    assertThat(bed.query("SELECT v FROM t"))
        .containsExactly(
            List.of("1.23"),
            List.of("-1.23"),
            List.of("0.50"),
            List.of("5.00"),
            List.of("1.24"),
            List.of("-1.24"));
  }

  @Test
  void decimalsOfAnySizeKeepTheirValue() throws Exception {
    bed.query("CREATE TABLE t (n int, v decimal(38,9), w decimal(15,3), x decimal(18,0))");
    Random random = new Random(42);
    StringBuilder lines = new StringBuilder();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      BigDecimal v = decimal(random, 38, 9);
      BigDecimal w = decimal(random, 15, 3);
      BigDecimal x = decimal(random, 18, 0);
      List<String> row =
          List.of(String.valueOf(i), v.toPlainString(), w.toPlainString(), x.toPlainString());
      expected.add(row);
      lines.append(String.join(",", row)).append('\n');
    }

    load(lines.toString(), "CSV");

    assertThat(bed.query("SELECT * FROM t ORDER BY n")).isEqualTo(expected);
  }

  private static BigDecimal decimal(Random random, int precision, int scale) {
    BigInteger unscaled =
        new BigInteger(random.nextInt(BigInteger.TEN.pow(precision).bitLength()), random);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale)
        .setScale(scale, RoundingMode.UNNECESSARY);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void compressedFilesAreRead(Compression compression) throws Exception {
    bed.query("CREATE TABLE t (a int)");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = compression.pack(packed)) {
      out.write("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    }
    bed.put("file", packed.toByteArray());

    String option = compression == Compression.NONE ? "" : compression.name();
    bed.copy(copyOf("file", "CSV IGNOREHEADER 1 " + option));

    assertThat(bed.query("SELECT sum(a) FROM t")).containsExactly(List.of("3"));
  }

  @Test
  void aFileThatIsNotCompressedAsSaidIsAnErrorAndTheSessionLivesOn() throws Exception {
    bed.query("CREATE TABLE t (a int)");

    assertThatThrownBy(() -> load("1\n", "CSV GZIP"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("S3 read failed");
    assertThat(bed.query("SELECT * FROM t")).isEmpty();
  }
}
