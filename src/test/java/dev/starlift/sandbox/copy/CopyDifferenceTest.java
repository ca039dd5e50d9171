package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the sandbox is known to differ from Redshift: the table in docs/sandbox-copy.md. */
class CopyDifferenceTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private CopyResult load(String text, String options) throws SqlError, IOException {
    bed.put("file", text);
    return bed.copy("COPY t FROM '" + bed.at("file") + "'" + CopyTestBed.ROLE + options);
  }

  private void unload(String query, String options) throws SqlError, IOException {
    bed.unload("UNLOAD ('" + query + "') TO '" + bed.at("out/") + "'" + CopyTestBed.ROLE + options);
  }

  @Test
  void everyTestThatTheDocumentNamesExists() throws Exception {
    String page = Files.readString(Path.of("docs", "sandbox-copy.md"));
    Matcher named = Pattern.compile("`(\\w+Test)\\.(\\w+)`").matcher(page);
    List<String> missing = new ArrayList<>();
    int count = 0;
    while (named.find()) {
      count++;
      String folder = named.group(1).equals("LoadTest") ? "" : "copy/";
      Path source =
          Path.of("src/test/java/dev/starlift/sandbox", folder + named.group(1) + ".java");
      if (!Files.readString(source).contains("void " + named.group(2) + "(")) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(count).isGreaterThan(20);
  }

  @Test
  void aDelimiterIsOneCharacter() throws Exception {
    bed.query("CREATE TABLE t (a int, b int)");

    assertThatThrownBy(() -> load("1|~|2\n", "DELIMITER '|~|'"))
        .hasMessage("DELIMITER must be a single ASCII character");
  }

  @Test
  void intervalsAreNotCopied() throws Exception {
    bed.query("CREATE TABLE t (a interval day to second)");

    assertThatThrownBy(() -> load("1 day\n", "CSV"))
        .hasMessageContaining("column \"a\" has type interval, which the sandbox cannot copy");
  }

  @Test
  void anotherDatabaseIsRefused() throws Exception {
    bed.put("file", "1\n");

    assertThatThrownBy(
            () -> bed.copy("COPY other.public.t FROM '" + bed.at("file") + "'" + CopyTestBed.ROLE))
        .hasMessageContaining("COPY into another database is not implemented in the sandbox");
  }

  @Test
  void jsonNumbersKeepTheirDigits() throws Exception {
    bed.query("CREATE TABLE t (a decimal(38,20), b decimal(9,2))");

    load("{\"a\": 123456789012345678.12345678901234567890, \"b\": 182.07}", "JSON");

    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(List.of("123456789012345678.12345678901234567890", "182.07"));
  }

  @Test
  void nestedJsonHasNoBlanks() throws Exception {
    bed.query("CREATE TABLE t (a varchar(30))");

    load("{\"a\": {\"id\": 1,\n  \"x y\": [1, 2]}}", "JSON");

    assertThat(bed.query("SELECT a FROM t")).containsExactly(List.of("{\"id\":1,\"x y\":[1,2]}"));
  }

  @Test
  void textInsideSuperMayBeLong() throws Exception {
    bed.query("CREATE TABLE t (a jsonb)");

    load("{\"a\": \"" + "x".repeat(70_000) + "\"}", "JSON");

    assertThat(bed.query("SELECT length(a #>> '{}') FROM t")).containsExactly(List.of("70000"));
  }

  @Test
  void pipesAreCountedOnce() throws Exception {
    bed.query("CREATE TABLE t (a varchar(9))");

    load("{\"a\": \"x\", \"b\": \"" + "|".repeat(3 << 20) + "\"}", "JSON");

    assertThat(bed.query("SELECT a FROM t")).containsExactly(List.of("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"J2451187", "Jan-08-95 BC", "2024-02-29 01:02:03 JST"})
  void someDatesOfAutoAreRefused(String value) throws Exception {
    bed.query("CREATE TABLE t (a timestamptz)");

    assertThatThrownBy(() -> load(value + "\n", "TIMEFORMAT 'auto'")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1206);
  }

  @Test
  void replacementsAreNotListed() throws Exception {
    bed.query("CREATE TABLE t (a varchar(9))");
    bed.put("bad", "aü\n".getBytes(StandardCharsets.ISO_8859_1));

    bed.copy("COPY t FROM '" + bed.at("bad") + "'" + CopyTestBed.ROLE + "ACCEPTINVCHARS");

    assertThat(bed.query("SELECT a FROM t")).containsExactly(List.of("a?"));
    assertThat(bed.log().errors).isEmpty();
  }

  @Test
  void maxerrorIsExact() throws Exception {
    bed.query("CREATE TABLE t (a int)");

    assertThatThrownBy(() -> load("x\n".repeat(9), "MAXERROR 3")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).hasSize(3);
  }

  @Test
  void compupdateHasNoEffect() throws Exception {
    bed.query("CREATE TABLE t (a int)");

    load("1\n", "COMPUPDATE ON STATUPDATE ON");

    assertThat(bed.query("SELECT reltuples FROM pg_class WHERE oid = 't'::regclass"))
        .containsExactly(List.of("-1"));
  }

  @Test
  void anyRoleMayRead() throws Exception {
    bed.query("CREATE TABLE t (a int)");
    bed.put("file", "1\n");

    bed.copy(
        "COPY t FROM '%s' IAM_ROLE 'arn:aws:iam::999999999999:role/nobody'"
            .formatted(bed.at("file")));

    assertThat(bed.query("SELECT a FROM t")).containsExactly(List.of("1"));
  }

  @Test
  void thereIsOneSlice() throws Exception {
    unload("SELECT * FROM generate_series(1, 10000)", "PARALLEL ON");

    assertThat(bed.keys("out/")).containsExactly("out/0000_part_00");
  }

  @Test
  void nothingIsEncrypted() throws Exception {
    unload("SELECT 1", "KMS_KEY_ID 'some-key' ENCRYPTED CSV");

    assertThat(bed.getText("out/0000_part_00")).isEqualTo("1\n");
  }

  @Test
  void nullInSuperFollowsNullAs() throws Exception {
    unload("SELECT NULL::jsonb AS a, 1 AS b", "NULL AS '@'");

    assertThat(bed.getText("out/0000_part_00")).isEqualTo("@|1\n");
  }

  @Test
  void fileSizesAreMeasuredBeforeCompression() throws Exception {
    unload(
        "SELECT repeat(i::text, 20000) FROM generate_series(10, 350) i", "GZIP MAXFILESIZE 5 MB");

    assertThat(bed.keys("out/")).hasSizeGreaterThan(1);
  }

  @Test
  void floatingPointIsShort() throws Exception {
    unload("SELECT 0.1::float8, 1e22::float8", "CSV");

    assertThat(bed.getText("out/0000_part_00")).isEqualTo("0.1,1e+22\n");
  }

  @Test
  void theLastSecondBefore1970ShiftsInOrc(@TempDir Path directory) throws Exception {
    bed.query("CREATE TABLE t (a timestamp)");
    TypeDescription type = TypeDescription.fromString("struct<a:timestamp>");
    Path file = directory.resolve("one.orc");
    try (Writer writer =
        OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(new Configuration(false))
                .setSchema(type)
                .useUTCTimestamp(true))) {
      VectorizedRowBatch batch = type.createRowBatch();
      ((TimestampColumnVector) batch.cols[0])
          .set(0, Timestamp.valueOf("1969-12-31 23:59:59.123456"));
      batch.size = 1;
      writer.addRowBatch(batch);
    }
    bed.put("file", Files.readAllBytes(file));

    bed.copy("COPY t FROM '" + bed.at("file") + "'" + CopyTestBed.ROLE + "ORC");

    assertThat(bed.query("SELECT a FROM t"))
        .containsExactly(Arrays.asList("1970-01-01 00:00:00.123456"));
  }
}
