package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.sandbox.session.SqlError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnloadTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private static final String ALL_TYPES =
      """
      (si smallint, i int, b bigint, d5 decimal(5,2), d18 decimal(18,4), d38 decimal(38,10),
       r real, dp double precision, bo boolean, c char(3), vc varchar(40), dt date, ts timestamp,
       tz timestamptz)
      """;

  private long unload(String query, String prefix, String options) throws SqlError, IOException {
    return bed.unload(
        "UNLOAD ('"
            + query.replace("'", "''")
            + "') TO '"
            + bed.at(prefix)
            + "'"
            + CopyTestBed.ROLE
            + options);
  }

  private void fillAllTypes() throws SqlError {
    bed.query("CREATE TABLE a " + ALL_TYPES);
    bed.query("CREATE TABLE b " + ALL_TYPES);
    bed.query(
        """
        INSERT INTO a VALUES
        (-1, 2, -9223372036854775808, -999.99, 12345678901234.5678,
         -9999999999999999999999999999.0123456789, 1.25, 1e300, true, 'x', E'q"u,o\\nte ü|\\\\',
         '1582-10-04', '0001-01-01 00:00:00.000001', '2024-01-01 00:00:00+00'),
        (null, null, null, null, null, null, null, null, null, null, null, null, null, null),
        (0, 0, 0, 0, 0, 0.0000000001, 0, 0, false, '', '', '2000-01-01', '1999-12-31 23:59:59',
         '1999-12-31 23:59:59+00')
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FORMAT AS PARQUET",
        "FORMAT CSV",
        "CSV ZSTD",
        "CSV HEADER",
        "ESCAPE GZIP NULL AS '@'"
      })
  void whatIsUnloadedCanBeCopiedBack(String format) throws Exception {
    fillAllTypes();

    long rows = unload("SELECT * FROM a ORDER BY i", "out/", format);
    String copyFormat =
        format.replace("HEADER", "IGNOREHEADER 1")
            + (format.contains("PARQUET") ? "" : " TIMEFORMAT 'auto'");
    bed.copy("COPY b FROM '" + bed.at("out/") + "'" + CopyTestBed.ROLE + copyFormat);

    assertThat(rows).isEqualTo(3);
    String except = format.startsWith("FORMAT AS") ? "" : " WHERE vc <> ''";
    assertThat(bed.query("SELECT * FROM b" + except + " ORDER BY i"))
        .isEqualTo(bed.query("SELECT * FROM a" + except + " ORDER BY i"))
        .isNotEmpty();
    assertThat(bed.log().unloads)
        .singleElement()
        .satisfies(
            unload -> {
              assertThat(unload.status()).isEqualTo("completed");
              assertThat(unload.rows()).isEqualTo(3);
              assertThat(unload.files()).isEqualTo(1);
              assertThat(unload.bytes()).isPositive();
            });
  }

  @Test
  void filesAreNamedAsRedshiftNamesThem() throws Exception {
    unload("SELECT 1 AS x", "p_", "FORMAT PARQUET");
    unload("SELECT 1", "c_", "CSV GZIP");
    unload("SELECT 1", "s_", "CSV PARALLEL OFF MANIFEST");
    unload("SELECT 1", "e_", "CSV EXTENSION 'csv'");

    assertThat(bed.keys(""))
        .containsExactlyInAnyOrder(
            "p_0000_part_00.parquet",
            "c_0000_part_00.gz",
            "s_000",
            "s_manifest",
            "e_0000_part_00.csv");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(bed.get("c_0000_part_00.gz"))))
        .hasBinaryContent("1\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void csvQuotesOnlyWhatNeedsIt() throws Exception {
    unload(
        "SELECT 'a' AS \"x,y\", 'b,c' AS b, 'd\"e' AS b, '' AS n, NULL AS n2, true AS t, 1.50 AS d;",
        "f",
        "CSV HEADER PARALLEL OFF");

    assertThat(bed.getText("f000"))
        .isEqualTo("\"x,y\",b,b,n,n2,t,d\na,\"b,c\",\"d\"\"e\",\"\",,t,1.50\n");
  }

  @Test
  void delimitedTextIsWrittenAsAsked() throws Exception {
    unload("SELECT 'a|b', 'c', NULL -- done", "f", "PARALLEL OFF NULL AS '\\N' ADDQUOTES ESCAPE");

    assertThat(bed.getText("f000")).isEqualTo("\"a\\|b\"|\"c\"|\\N\n");
  }

  @Test
  void aTargetThatIsNotEmptyIsRefused() throws Exception {
    bed.put("out/old", "x");

    assertThatThrownBy(() -> unload("SELECT 1", "out/", "CSV"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("Specified unload destination on S3 is not empty");
    unload("SELECT 1", "out/", "CSV ALLOWOVERWRITE");
    assertThat(bed.keys("out/")).containsExactly("out/0000_part_00", "out/old");
    unload("SELECT 2", "out/", "CSV CLEANPATH PARALLEL OFF");
    assertThat(bed.keys("out/")).containsExactly("out/000");
  }

  @Test
  void theManifestTellsFilesRowsAndColumns() throws Exception {
    unload(
        "SELECT 1 AS id, CAST(2.5 AS decimal(6,2)) AS amount, CAST('x' AS varchar(7)) AS name",
        "out/",
        "PARQUET MANIFEST VERBOSE");

    JsonNode manifest = new ObjectMapper().readTree(bed.get("out/manifest"));
    JsonNode entry = manifest.path("entries").path(0);
    assertThat(entry.path("url").asText()).isEqualTo(bed.at("out/0000_part_00.parquet").toString());
    assertThat(entry.path("meta").path("record_count").asInt()).isEqualTo(1);
    assertThat(entry.path("meta").path("content_length").asInt())
        .isEqualTo(bed.get("out/0000_part_00.parquet").length);
    assertThat(manifest.path("schema").path("elements").toString())
        .isEqualTo(
            "[{\"name\":\"id\",\"type\":{\"base\":\"integer\"}},"
                + "{\"name\":\"amount\",\"type\":{\"base\":\"numeric\",\"precision\":6,\"scale\":2}},"
                + "{\"name\":\"name\",\"type\":{\"base\":\"character varying\",\"max_length\":7}}]");

    bed.query("CREATE TABLE t (id int, amount decimal(6,2), name varchar(7))");
    bed.copy(
        "COPY t FROM '" + bed.at("out/manifest") + "'" + CopyTestBed.ROLE + "PARQUET MANIFEST");
    assertThat(bed.query("SELECT * FROM t")).containsExactly(List.of("1", "2.50", "x"));
  }

  @Test
  void largeResultsAreSplitAtMaxfilesize() throws Exception {
    long rows =
        unload(
            "SELECT i, repeat('x', 1000) AS s FROM generate_series(1, 25000) i",
            "big/",
            "CSV MAXFILESIZE 10 MB");

    assertThat(rows).isEqualTo(25_000);
    assertThat(bed.keys("big/"))
        .containsExactly("big/0000_part_00", "big/0000_part_01", "big/0000_part_02");
    bed.query("CREATE TABLE t (i int, s varchar(1000))");
    bed.copy("COPY t FROM '" + bed.at("big/") + "'" + CopyTestBed.ROLE + "CSV");
    assertThat(bed.query("SELECT count(*), count(DISTINCT i), min(length(s)) FROM t"))
        .containsExactly(List.of("25000", "25000", "1000"));
  }

  @Test
  void aQueryThatFailsLeavesNoFile() {
    assertThatThrownBy(() -> unload("SELECT 1/(i-900) FROM generate_series(1,1000) i", "f", "CSV"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("division by zero");
    assertThat(bed.log().unloads)
        .singleElement()
        .extracting(UnloadRecord::status)
        .isEqualTo("aborted");
    assertThatThrownBy(() -> bed.get("f0000_part_00")).isInstanceOf(IOException.class);
  }

  @Test
  void aTypeThatParquetCannotHoldIsRefusedByName() {
    assertThatThrownBy(() -> unload("SELECT CAST('10:00' AS time) AS at", "f", "PARQUET"))
        .hasMessageContaining("column \"at\" has type TIME");
    assertThatThrownBy(() -> unload("SELECT 1/3.0 AS third", "f", "PARQUET"))
        .hasMessageContaining("\"third\"")
        .hasMessageContaining("numeric without precision");
  }

  @Test
  void theTransactionSeesItsOwnRows() throws Exception {
    bed.query("BEGIN");
    bed.query("CREATE TABLE mine (id int)");
    bed.query("INSERT INTO mine VALUES (5)");
    unload("SELECT id FROM mine", "f", "CSV PARALLEL OFF");
    bed.query("ROLLBACK");

    assertThat(bed.getText("f000")).isEqualTo("5\n");
  }
}
