package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnloadFormatTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private static final String SALES =
      """
      SELECT * FROM (VALUES
        (1, 2019, 'Sep', 1.50), (2, 2020, 'a/b', 2.50), (3, 2019, 'Sep', 3.50), (4, NULL, 'Sep', 4.50)
      ) AS v (id, year, month, amount)""";

  private long unload(String query, String prefix, String options) throws SqlError, IOException {
    return bed.unload(
        "UNLOAD ('%s') TO '%s'%s%s"
            .formatted(
                query.replace("\\", "\\\\").replace("'", "''"),
                bed.at(prefix),
                CopyTestBed.ROLE,
                options));
  }

  private String unloaded(String query, String options) throws SqlError, IOException {
    unload(query, "f", options + " PARALLEL OFF");
    return bed.getText("f000");
  }

  @Test
  void jsonHasAnObjectOnEachLine() throws Exception {
    String json =
        unloaded(
            """
            SELECT 1 AS id, 1.50 AS amount, true AS "Ok", NULL::int AS nothing,
              E'q"u\\\\o\\nü\\u0001' AS s, '{"a": [1]}'::jsonb AS super, '2024-02-29'::date AS d,
              'NaN'::float8 AS nan, '\\x0aff'::bytea AS bytes""",
            "FORMAT JSON");

    assertThat(json)
        .isEqualTo(
            "{\"id\":1,\"amount\":1.50,\"Ok\":\"t\",\"nothing\":null,\"s\":\"q\\\"u\\\\o\\nü\\u0001\","
                + "\"super\":{\"a\": [1]},\"d\":\"2024-02-29\",\"nan\":\"NaN\",\"bytes\":\"0aff\"}\n");
    assertThat(new ObjectMapper().readTree(json)).hasSize(9);
  }

  @Test
  void jsonCanBeCopiedBack() throws Exception {
    bed.query("CREATE TABLE a (i int, v varchar(20), b boolean, s jsonb, ts timestamp)");
    bed.query(
        "INSERT INTO a VALUES (1, E'x\\ty', false, '[1]', '2024-02-29 01:02:03.5'), (2, null, null, null, null)");
    bed.query("CREATE TABLE t AS SELECT * FROM a WHERE false");

    unload("SELECT * FROM a", "out/", "JSON GZIP");
    bed.copy("COPY t FROM '" + bed.at("out/") + "'" + CopyTestBed.ROLE + "JSON 'auto' GZIP");

    assertThat(bed.keys("out/")).containsExactly("out/0000_part_00.gz");
    assertThat(bed.query("SELECT * FROM t")).isEqualTo(bed.query("SELECT * FROM a")).hasSize(2);
  }

  @Test
  void partitionsAreFoldersWithoutTheirColumns() throws Exception {
    long rows = unload(SALES, "out", "CSV HEADER PARTITION BY (year, month) MANIFEST");

    assertThat(rows).isEqualTo(4);
    assertThat(bed.keys("out"))
        .containsExactlyInAnyOrder(
            "out/manifest",
            "out/year=2019/month=Sep/0000_part_00",
            "out/year=2020/month=a%2Fb/0000_part_00",
            "out/year=__HIVE_DEFAULT_PARTITION__/month=Sep/0000_part_00");
    assertThat(bed.getText("out/year=2019/month=Sep/0000_part_00"))
        .isEqualTo("id,amount\n1,1.50\n3,3.50\n");
    JsonNode entries = new ObjectMapper().readTree(bed.get("out/manifest")).path("entries");
    assertThat(entries).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARQUET", "CSV", "JSON"})
  void partitionColumnsAreKeptWhenTheyAreIncluded(String format) throws Exception {
    unload(
        "SELECT id, year FROM (VALUES (1, 2019), (2, 2020)) AS v (id, year)",
        "out/",
        format + " PARTITION BY (year) INCLUDE");

    bed.query("CREATE TABLE t (id int, year int)");
    bed.copy("COPY t FROM '" + bed.at("out/year=2019/") + "'" + CopyTestBed.ROLE + format);
    assertThat(bed.query("SELECT * FROM t")).containsExactly(List.of("1", "2019"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PARTITION BY (nosuch)        | is not in the query's result",
        "PARTITION BY (stamp)         | cannot be a partition key",
        "PARTITION BY (id, stamp_day) | leaves no column",
      })
  void aPartitionThatCannotBeIsRefused(String options, String message) {
    String query = "SELECT 1 AS id, current_date AS stamp_day";
    String with = options.contains("stamp)") ? query + ", now() AS stamp" : query;
    assertThatThrownBy(() -> unload(with, "out", options))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining(message);
  }

  @Test
  void cleanpathEmptiesOnlyThePartitionsThatGetFiles() throws Exception {
    bed.put("out/year=2019/month=Sep/old", "x");
    bed.put("out/year=1999/month=Sep/old", "x");

    assertThatThrownBy(() -> unload(SALES, "out/", "PARTITION BY (year, month)"))
        .hasMessageContaining("is not empty");
    unload(SALES, "out/", "PARTITION BY (year, month) CLEANPATH");

    assertThat(bed.keys("out/"))
        .contains("out/year=1999/month=Sep/old")
        .doesNotContain("out/year=2019/month=Sep/old");
  }

  @Test
  void fixedWidthsAreFilledWithBlanks() throws Exception {
    String text =
        unloaded("SELECT 7 AS a, 'ü✈' AS b, NULL AS c", "FIXEDWIDTH '0:3,1:4,2:2' NULL AS '-'");

    assertThat(text).isEqualTo("7  ü✈  - \n");
    assertThatThrownBy(() -> unload("SELECT 12345", "g", "FIXEDWIDTH 'a:3'"))
        .hasMessageContaining("has 5 characters, but the field is 3 wide");
    assertThatThrownBy(() -> unload("SELECT 1, 2", "g", "FIXEDWIDTH 'a:3'"))
        .hasMessageContaining("FIXEDWIDTH describes 1 columns, but the files have 2");
  }

  /** The statement of spark-redshift's reads, and what its reader undoes. */
  @Test
  void textForSparkRedshiftIsEscapedAndTellsNullFromEmpty() throws Exception {
    bed.query("CREATE TABLE a (i int, v varchar(20), b boolean, d decimal(6,2), ts timestamp)");
    bed.query(
        """
        INSERT INTO a VALUES (-1, E'a|b\\\\c\\nd\\re"f', true, 1.5, '2024-02-29 01:02:03.5'),
          (2, '', null, null, null), (3, null, false, 0, '1970-01-01')""");

    bed.unload(
        "UNLOAD ('SELECT \"i\", \"v\", \"b\", \"d\", \"ts\" FROM a ORDER BY i') TO '%s' WITH CREDENTIALS 'aws_iam_role=arn:aws:iam::123456789012:role/r' ESCAPE MANIFEST NULL AS '@NULL@'"
            .formatted(bed.at("tmp/")));

    assertThat(bed.getText("tmp/0000_part_00"))
        .isEqualTo(
            """
            -1|a\\|b\\\\c\\
            d\\\re"f|t|1.50|2024-02-29 01:02:03.5
            2||@NULL@|@NULL@|@NULL@
            3|@NULL@|f|0.00|1970-01-01 00:00:00
            """);
    assertThat(
            new ObjectMapper()
                .readTree(bed.get("tmp/manifest"))
                .path("entries")
                .path(0)
                .path("url")
                .asText())
        .isEqualTo(bed.at("tmp/0000_part_00").toString());
    bed.query("CREATE TABLE t AS SELECT * FROM a WHERE false");
    bed.copy(
        "COPY t FROM '" + bed.at("tmp/0") + "'" + CopyTestBed.ROLE + "ESCAPE NULL AS '@NULL@'");
    assertThat(bed.query("SELECT * FROM t")).isEqualTo(bed.query("SELECT * FROM a ORDER BY i"));
  }

  @Test
  void quotesThatWereAddedAreRemovedAgain() throws Exception {
    bed.query("CREATE TABLE a (v varchar(20), w varchar(20))");
    bed.query("INSERT INTO a VALUES ('a|b', E'it''s \"x\"\\\\\\n'), ('', '''')");
    bed.query("CREATE TABLE t AS SELECT * FROM a WHERE false");

    unload("SELECT * FROM a", "out/", "ADDQUOTES ESCAPE");
    bed.copy("COPY t FROM '" + bed.at("out/") + "'" + CopyTestBed.ROLE + "REMOVEQUOTES ESCAPE");

    assertThat(bed.getText("out/0000_part_00"))
        .startsWith("\"a\\|b\"|\"it\\'s \\\"x\\\"\\\\\\\n\"\n");
    assertThat(bed.query("SELECT * FROM t")).isEqualTo(bed.query("SELECT * FROM a")).hasSize(2);
  }

  @Test
  void bytesAreHexadecimalDigits() throws Exception {
    assertThat(unloaded("SELECT '\\x0aFF'::bytea AS b, 1 AS i", "CSV")).isEqualTo("0aff,1\n");
  }

  @Test
  void theVerboseManifestCountsHeadersAndNamesRedshift() throws Exception {
    unload("SELECT 1 AS id", "out/", "CSV HEADER MANIFEST VERBOSE");

    JsonNode manifest = new ObjectMapper().readTree(bed.get("out/manifest"));
    assertThat(manifest.path("entries").path(0).path("meta").path("record_count").asInt())
        .isEqualTo(2);
    assertThat(manifest.path("meta").path("record_count").asInt()).isEqualTo(2);
    assertThat(manifest.path("author").path("name").asText()).isEqualTo("Amazon Redshift");
    assertThat(bed.log().unloads.get(0).rows()).isEqualTo(1);
  }

  @Test
  void theOuterSelectMayHaveNoLimit() throws Exception {
    assertThatThrownBy(() -> unload("SELECT 1 AS a ORDER BY a LIMIT 1", "f", "CSV"))
        .isInstanceOf(SqlError.class)
        .hasMessage("Limit clause is not supported");
    assertThat(unloaded("SELECT * FROM (SELECT 1 LIMIT 1) AS \"limit\"", "CSV")).isEqualTo("1\n");
  }

  @Test
  void noFileGrowsPastItsLimit() throws Exception {
    unload(
        "SELECT i, repeat('x', 100000) AS s FROM generate_series(1, 110) i",
        "big/",
        "MAXFILESIZE 5 MB");

    assertThat(bed.keys("big/")).hasSize(3);
    assertThat(bed.log().unloads.get(0).unloaded())
        .allSatisfy(file -> assertThat(file.bytes()).isBetween(100_000L, 5L << 20));
  }
}
