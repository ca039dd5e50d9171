package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line becomes under each option, or with which code it is refused. */
class TextOptionTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private CopyResult load(byte[] text, String options) throws SqlError, IOException {
    bed.put("file", text);
    return bed.copy("COPY t FROM '" + bed.at("file") + "'" + CopyTestBed.ROLE + options);
  }

  private CopyResult load(String text, String options) throws SqlError, IOException {
    return load(text.getBytes(StandardCharsets.UTF_8), options);
  }

  /** In the line and the values, {@code ~} stands for NULL and {@code ¶} for a newline. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        // Surrounding quotes: the table of the reference, and ESCAPE.
        "REMOVEQUOTES;varchar(40);\"The delimiter is a pipe (|) character\";The delimiter is a pipe (|) character",
        "REMOVEQUOTES;varchar(30);'Black';Black",
        "REMOVEQUOTES;varchar(30);White;White",
        "REMOVEQUOTES;varchar(30);Blue';Blue'",
        "REMOVEQUOTES;varchar(30);'Blue;1214",
        "REMOVEQUOTES;varchar(30);\"Blue;1214",
        "REMOVEQUOTES;varchar(30);' ' 'Black' ' '; ' 'Black' ' ",
        "REMOVEQUOTES ESCAPE;varchar(30);'A Midsummer Night\\'s Dream';A Midsummer Night's Dream",
        "REMOVEQUOTES;int;\"12\";12",
        "ESCAPE;varchar(30);a\\|b\\\\c\\¶d;a|b\\c¶d",
        "ESCAPE;varchar(30);\\N;~",
        "ESCAPE;varchar(30);\\\\N;~",
        "ESCAPE;varchar(30);\\012;012",
        ";varchar(30);\\N;~",
        "NULL AS '@NULL@';varchar(30);@NULL@;~",
        "NULL AS '@NULL@';varchar(30);\\N;\\N",
        "NULL AS '';varchar(30);;~",
        "EMPTYASNULL;varchar(30);;~",
        ";int;;~",
        ";int;  ;~",
        ";varchar(30);  ;  ",
        "BLANKSASNULL;varchar(30);  ;~",
        "TRIMBLANKS;varchar(30);a  ;a",
        "TRUNCATECOLUMNS;varchar(3);abüc;ab",
        ";varchar(3);abüc;1204",
        "ACCEPTANYDATE;date;00/00/00;~",
        "ACCEPTANYDATE;timestamp;soon;~",
        "ACCEPTANYDATE;date;2024-02-29;2024-02-29",
        "ACCEPTANYDATE;int;soon;1207",
        ";date;soon;1205",
        "ROUNDEC;decimal(8,2);20.259;20.26",
        ";decimal(8,2);20.259;20.25",
        "TIMEFORMAT 'epochsecs';timestamp;1709168523;2024-02-29 01:02:03",
        "TIMEFORMAT 'epochmillisecs';timestamp;1709168523500;2024-02-29 01:02:03.5",
        "TIMEFORMAT 'auto';timestamptz;2024-02-29T01:02:03.5+02:00;2024-02-28 23:02:03.5+00",
        "TIMEFORMAT 'auto';timestamp;2019-02-11T05:09:12.195Z;2019-02-11 05:09:12.195",
        "TIMEFORMAT 'auto';timestamp;19960108 040809;1996-01-08 04:08:09",
        "TIMEFORMAT 'auto';timestamp;960108 040809;1996-01-08 04:08:09",
        "TIMEFORMAT 'auto';timestamp;1996.008;1996-01-08 00:00:00",
        "TIMEFORMAT 'auto';timestamptz;17 Dec 07:37:16 1997 PST;1997-12-17 15:37:16+00",
        "TIMEFORMAT 'auto';timestamptz;12/17/1997 07:37:16.00 PST;1997-12-17 15:37:16+00",
        "TIMEFORMAT 'auto';timestamptz;1997-12-17 07:37:16-08;1997-12-17 15:37:16+00",
        "DATEFORMAT 'auto';date;1997-12-17 23:37:16;1997-12-17",
        "DATEFORMAT 'MON DD, YYYY';date;March 31, 2003;2003-03-31",
        "DATEFORMAT 'MON-DD-YYYY';date;Jan-01-1999;1999-01-01",
        "TIMEFORMAT 'MM.DD.YYYY HH:MI:SS';timestamp;03.31.2003 18:45:05.123456;2003-03-31 18:45:05.123456",
        "TIMEFORMAT 'Auto';timestamp;2019-02-11 05:09:12;1206",
        "FIXEDWIDTH 'v:5';varchar(30);ab ü✈;ab ü✈",
        "FIXEDWIDTH 'v:5' TRIMBLANKS;varchar(30);ab   ;ab",
        "FIXEDWIDTH 'v:5';int;  12 ;12",
        "FIXEDWIDTH 'v:5';varchar(30);abcdef;1202",
      })
  void oneFieldBecomesOneValue(String options, String type, String line, String expected)
      throws Exception {
    bed.query("CREATE TABLE t (v " + type + ")");
    String text = (line == null ? "" : line).replace('¶', '\n') + "\n";
    String given = options == null ? "" : options;

    if (expected.matches("12\\d\\d")) {
      assertThatThrownBy(() -> load(text, given)).isInstanceOf(SqlError.class);
      assertThat(bed.log().errors)
          .singleElement()
          .extracting(LoadError::code)
          .isEqualTo(Integer.parseInt(expected));
      assertThat(bed.query("SELECT * FROM t")).isEmpty();
    } else {
      load(text, given);
      String value = expected.equals("~") ? null : expected.replace('¶', '\n');
      assertThat(bed.query("SELECT v FROM t")).containsExactly(Arrays.asList(value));
    }
  }

  @Test
  void fixedWidthsCutALineWithoutDelimiters() throws Exception {
    bed.query("CREATE TABLE t (id int, name varchar(20), state char(2))");

    load("1  Zürich|  ZH\r\n22 Bern     BE\n333\n", "FIXEDWIDTH 'id:3,name:9,st:2' FILLRECORD");

    assertThat(bed.query("SELECT * FROM t ORDER BY id"))
        .containsExactly(
            List.of("1", "Zürich|  ", "ZH"),
            List.of("22", "Bern     ", "BE"),
            List.of("333", "", "  "));
    assertThatThrownBy(() -> load("333\n", "FIXEDWIDTH 'id:3,name:9,st:2'"))
        .isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1203);
    assertThatThrownBy(() -> load("333\n", "FIXEDWIDTH 'id:3'"))
        .hasMessageContaining("FIXEDWIDTH describes 1 columns, but COPY loads 3");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, UTF16LE, \ufeff",
    "UTF-16BE, UTF16BE, \ufeff",
    "UTF-16LE, UTF16LE, ''",
    "UTF-16BE, UTF16BE, ''",
    "UTF-16LE, UTF16, \ufeff",
    "UTF-16BE, UTF16, \ufeff",
    "ISO-8859-1, ISO88591, ''",
    "UTF-8, UTF8, ''",
  })
  void otherEncodingsBecomeUtf8(String charset, String option, String mark) throws Exception {
    bed.query("CREATE TABLE t (a varchar(9), b int)");

    load((mark + "aü,1\nb,2\n").getBytes(Charset.forName(charset)), "CSV ENCODING " + option);

    assertThat(bed.query("SELECT * FROM t")).containsExactly(List.of("aü", "1"), List.of("b", "2"));
  }

  @ParameterizedTest
  @CsvSource({"UTF16, UTF-16BE, ''", "UTF16LE, UTF-16BE, \ufeff", "UTF16BE, UTF-16BE, \ud800"})
  void aFileOfAnotherEncodingIsRefused(String option, String charset, String start)
      throws Exception {
    bed.query("CREATE TABLE t (a varchar(9))");
    byte[] bytes = (start + "ab\n").getBytes(Charset.forName(charset));
    if (start.equals("\ud800")) {
      bytes = new byte[] {(byte) 0xd8, 0, 0, 'a', 0, '\n'};
    }
    byte[] text = bytes;

    assertThatThrownBy(() -> load(text, "CSV ENCODING " + option)).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1221);
  }

  @Test
  void aNulIsNullOnlyWhenItStandsAlone() throws Exception {
    bed.query("CREATE TABLE t (a varchar(9), b int)");

    load("\0|1\n", "NULL AS '\\0'");
    assertThat(bed.query("SELECT * FROM t")).containsExactly(Arrays.asList(null, "1"));
    assertThatThrownBy(() -> load("x\0|1\n", "NULL AS '\\0'")).isInstanceOf(SqlError.class);
    assertThatThrownBy(() -> load("x\0|1\n", "")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).extracting(LoadError::code).containsExactly(1218, 1220);
  }

  @Test
  void identityValuesAreTakenOnlyWithExplicitIds() throws Exception {
    bed.query(
        "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (START WITH 7), v varchar(3))");

    load("a\n", "CSV");
    load("99,b\n", "CSV EXPLICIT_IDS");
    assertThat(bed.query("SELECT * FROM t")).containsExactly(List.of("7", "a"), List.of("99", "b"));
    assertThatThrownBy(() -> load("x,b\n", "CSV EXPLICIT_IDS")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1217);
  }

  @Test
  void allErrorsAreIgnoredWhenAsked() throws Exception {
    bed.query("CREATE TABLE t (a int)");

    CopyResult result = load("x\n".repeat(50) + "1\n", "IGNOREALLERRORS");

    assertThat(result.rows()).isEqualTo(1);
    assertThat(result.errors()).isEqualTo(50);
  }

  @Test
  void theFieldsUpToTheFaultAreKept() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(3), c decimal(5,1), d int)");

    assertThatThrownBy(() -> load("1,x,bad,4\n", "CSV")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors.get(0).values())
        .containsExactly(
            new LoadError.Value("a", "integer", "", "1"),
            new LoadError.Value("b", "varchar", "3", "x"),
            new LoadError.Value("c", "numeric", "5,1", "bad"));
  }

  @ParameterizedTest
  @CsvSource({"FIXEDWIDTH 'v:4'", "REMOVEQUOTES", "JSON"})
  void bytesComeOnlyFromPlainText(String options) throws Exception {
    bed.query("CREATE TABLE t (v bytea)");

    assertThatThrownBy(() -> load("00ff\n", options))
        .hasMessageContaining("into column \"v\" of type VARBYTE is not supported");
    load("00ff\n", "");
    assertThat(bed.query("SELECT v FROM t")).containsExactly(List.of("\\x00ff"));
  }
}
