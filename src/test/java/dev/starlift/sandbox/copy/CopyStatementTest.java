package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.ddl.Lexer;
import dev.starlift.sandbox.session.SqlError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyStatementTest {
  private static final String HEAD = "COPY s.t FROM 's3://b/k' IAM_ROLE default ";

  private static CopyStatement parse(String sql) throws SqlError {
    return CopyParser.parse(Lexer.tokens(sql), "SLKEY");
  }

  private static UnloadStatement parseUnload(String sql) throws SqlError {
    return UnloadParser.parse(Lexer.tokens(sql), "SLKEY");
  }

  @Test
  void theWholeStatementIsRead() throws Exception {
    CopyStatement copy =
        parse(
            """
            copy "Dev".Sales."T" (A, "b") from 's3://bucket/a/manifest'
            iam_role 'arn:aws:iam::123456789012:role/a,arn:aws:iam::210987654321:role/b/c'
            manifest format as csv quote as '''' delimiter '\\001' ignoreheader as 2 null as '\\N'
            maxerror 10 gzip region 'us-east-1' compupdate off statupdate false encoding utf8;
            """);

    assertThat(copy.table()).isEqualTo(new TableReference("dev", "sales", "t"));
    assertThat(copy.columns()).containsExactly("a", "b");
    assertThat(copy.source()).hasToString("s3://bucket/a/manifest");
    assertThat(copy.manifest()).isTrue();
    assertThat(copy.format()).isEqualTo(FileFormat.CSV);
    assertThat(copy.compression()).isEqualTo(Compression.GZIP);
    assertThat(copy.maxErrors()).isEqualTo(10);
    assertThat(copy.text().quote()).isEqualTo((byte) '\'');
    assertThat(copy.text().delimiter()).isEqualTo((byte) 1);
    assertThat(copy.text().headerLines()).isEqualTo(2);
    assertThat(copy.values().nullAs()).isEqualTo("\\N");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AVRO",
        "FORMAT AS AVRO 'auto' manifest REGION 'us-east-1'",
        "FORMAT AVRO AS 's3://b/paths.json' GZIP MAXERROR 5",
        "JSON",
        "FORMAT JSON 'auto ignorecase' TRUNCATECOLUMNS",
        "JSON 'noshred' ENCODING AS UTF16LE",
        "JSON AS 's3://b/paths.json' ACCEPTINVCHARS AS '^' ROUNDEC",
        "ORC MANIFEST FILLRECORD",
        "FORMAT AS ORC SERIALIZETOJSON",
        "FIXEDWIDTH 'a:3,b:10' TRIMBLANKS FILLRECORD",
        "FORMAT FIXEDWIDTH AS '0:3,1:10' IGNOREHEADER 1",
        "REMOVEQUOTES ESCAPE DELIMITER ','",
        "CSV ACCEPTANYDATE DATEFORMAT 'auto' TIMEFORMAT AS 'epochsecs'",
        "CSV ENCODING UTF16 COMPUPDATE PRESET STATUPDATE",
        "IGNOREALLERRORS ZSTD EXPLICIT_IDS NOLOAD",
        "BZIP2 NULL 'x' EMPTYASNULL BLANKSASNULL IGNOREBLANKLINES",
      })
  void everyOptionOfTheReferenceIsRead(String options) {
    assertThatCode(() -> parse(HEAD + options)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FORMAT AS JSON ZSTD EXTENSION 'json'",
        "PARQUET PARTITION BY (year, \"Month\") INCLUDE MAXFILESIZE 100 ROWGROUPSIZE 64 MB",
        "FIXEDWIDTH '0:5,1:9' NULL AS '-' BZIP2",
        "DELIMITER '\\t' ADDQUOTES ESCAPE NULL AS '@NULL@' MANIFEST VERBOSE CLEANPATH",
        "KMS_KEY_ID 'abc' ENCRYPTED AUTO PARALLEL TRUE REGION AS 'eu-west-1'",
      })
  void everyUnloadOptionOfTheReferenceIsRead(String options) {
    assertThatCode(
            () -> parseUnload("UNLOAD ('select 1') TO 's3://b/p' IAM_ROLE default " + options))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MAXERROR 1",
        "REGION 'x'",
        "COMPUPDATE OFF",
        "GZIP",
        "NULL AS ''",
        "IGNOREHEADER 1",
        "DATEFORMAT 'auto'",
        "TIMEFORMAT 'auto'",
        "TRUNCATECOLUMNS",
        "NOLOAD",
        "DELIMITER ','",
        "BLANKSASNULL",
        "EMPTYASNULL",
        "ROUNDEC",
        "ENCODING UTF8"
      })
  void parquetTakesFewOptions(String option) {
    assertThatThrownBy(() -> parse(HEAD + "FORMAT AS PARQUET " + option))
        .isInstanceOfSatisfying(
            SqlError.class,
            e -> {
              assertThat(e.state()).isEqualTo("0A000");
              assertThat(e.position()).isGreaterThan(HEAD.length());
            })
        .hasMessage(option.split(" ", 2)[0] + " argument is not supported for PARQUET based COPY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MANIFEST", "STATUPDATE ON", "ACCEPTINVCHARS", "FILLRECORD", "SERIALIZETOJSON"})
  void parquetTakesTheseOptions(String option) {
    assertThatCode(() -> parse(HEAD + "PARQUET " + option)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SHAPEFILE; SHAPEFILE",
        "LZOP; LZOP",
        "ENCRYPTED; ENCRYPTED",
        "SSH; SSH",
        "MASTER_SYMMETRIC_KEY 'x'; MASTER_SYMMETRIC_KEY",
      })
  void whatIsNotImplementedIsRefusedByName(String options, String named) {
    assertThatThrownBy(() -> parse(HEAD + options))
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("0A000"))
        .hasMessageContaining(named)
        .hasMessageContaining("not implemented in the sandbox");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "COPY t FROM 's3://b/k'; needs IAM_ROLE or CREDENTIALS",
        "COPY t FROM 's3://b/k' IAM_ROLE 'admin'; Invalid IAM_ROLE",
        "COPY t FROM 's3://b/k' IAM_ROLE 'arn:aws:iam::12:role/x'; Invalid IAM_ROLE",
        "COPY t FROM 's3://b/k' CREDENTIALS 'nonsense'; Invalid credentials",
        "COPY t FROM 's3:///k' IAM_ROLE default; is not a bucket name",
        "COPY t FROM 'emr://x' IAM_ROLE default; something else than s3://",
        "COPY t IAM_ROLE default; expected FROM",
        "COPY t FROM 's3://b/k' IAM_ROLE default CSV CSV; redundant",
        "COPY t FROM 's3://b/k' IAM_ROLE default CSV ESCAPE; ESCAPE cannot be used with CSV",
        "COPY t FROM 's3://b/k' IAM_ROLE default CSV REMOVEQUOTES; REMOVEQUOTES cannot be used with CSV",
        "COPY t FROM 's3://b/k' IAM_ROLE default FIXEDWIDTH 'a:1' DELIMITER ','; DELIMITER cannot be used with FIXEDWIDTH",
        "COPY t FROM 's3://b/k' IAM_ROLE default FIXEDWIDTH 'a:1' ESCAPE; ESCAPE cannot be used with FIXEDWIDTH",
        "COPY t FROM 's3://b/k' IAM_ROLE default FIXEDWIDTH 'a'; not of the form",
        "COPY t FROM 's3://b/k' IAM_ROLE default FIXEDWIDTH 'a:0'; not of the form",
        "COPY t FROM 's3://b/k' IAM_ROLE default JSON 'auto' DELIMITER ','; DELIMITER cannot be used with JSON",
        "COPY t FROM 's3://b/k' IAM_ROLE default JSON 'Auto'; takes 'auto'",
        "COPY t FROM 's3://b/k' IAM_ROLE default AVRO ENCODING UTF16; ENCODING cannot be used with AVRO",
        "COPY t FROM 's3://b/k' IAM_ROLE default ENCODING EBCDIC; ENCODING is one of",
        "COPY t FROM 's3://b/k' IAM_ROLE default CSV SERIALIZETOJSON; needs a columnar format",
        "COPY t FROM 's3://b/k' IAM_ROLE default CSV MAXERROR 1 IGNOREALLERRORS; cannot be used with MAXERROR",
        "COPY t FROM 's3://b/k' IAM_ROLE default QUOTE '%'; QUOTE needs CSV",
        "COPY t FROM 's3://b/k' IAM_ROLE default FROBNICATE; unknown COPY option",
        "COPY t FROM 's3://b/k' IAM_ROLE default MAXERROR 100001; between 0 and 100000",
        "COPY t FROM 's3://b/k' IAM_ROLE default DELIMITER 'ab'; single ASCII character",
        "COPY t (a, a) FROM 's3://b/k' IAM_ROLE default; more than once",
      })
  void aWrongStatementIsRefused(String sql, String message) {
    assertThatThrownBy(() -> parse(sql)).isInstanceOf(SqlError.class).hasMessageContaining(message);
  }

  @Test
  void keysAreCheckedAndNeverRepeated() throws Exception {
    String sql =
        "COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=%s;aws_secret_access_key=SECRET' CSV";
    parse(sql.formatted("SLKEY"));
    assertThatThrownBy(() -> parse(sql.formatted("OTHER")))
        .hasMessageContaining("InvalidAccessKeyId")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"));
    assertThatThrownBy(() -> parse("COPY t FROM 's3://b/k' CREDENTIALS 'SECRET' 'SECRET'"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"));
  }

  @Test
  void theWholeUnloadIsRead() throws Exception {
    UnloadStatement unload =
        parseUnload(
            """
            unload ('select ''x'' from t where a = \\'b\\'') to 's3://b/p_'
            credentials 'aws_iam_role=arn:aws:iam::123456789012:role/a'
            parallel off manifest verbose header maxfilesize as 1.5 gb delimiter as '\\t' allowoverwrite
            """);

    assertThat(unload.query()).isEqualTo("select 'x' from t where a = 'b'");
    assertThat(unload.target()).hasToString("s3://b/p_");
    assertThat(unload.parallel()).isFalse();
    assertThat(unload.manifest()).isEqualTo(UnloadStatement.Manifest.VERBOSE);
    assertThat(unload.overwrite()).isEqualTo(UnloadStatement.Overwrite.ALLOW);
    assertThat(unload.maxFileBytes()).isEqualTo(3L << 29);
    assertThat(unload.text().delimiter()).isEqualTo((byte) '\t');
    assertThat(unload.text().header()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "MASTER_SYMMETRIC_KEY 'k'; not implemented in the sandbox",
        "FORMAT AVRO; not implemented in the sandbox",
        "PARTITION BY (a, A); twice",
        "PARTITION (a); expected BY",
        "JSON HEADER; HEADER option is not supported for UNLOAD to JSON",
        "JSON NULL AS 'x'; NULL option is not supported for UNLOAD to JSON",
        "CSV ADDQUOTES; ADDQUOTES option is not supported for UNLOAD to CSV",
        "FIXEDWIDTH 'a:1' HEADER; HEADER option is not supported for UNLOAD to FIXEDWIDTH",
        "KMS_KEY_ID 'k'; needs ENCRYPTED",
        "CSV ROWGROUPSIZE 32 MB; needs PARQUET",
        "CLEANPATH ALLOWOVERWRITE; cannot be used with ALLOWOVERWRITE",
        "PARQUET HEADER; HEADER option is not supported for UNLOAD to PARQUET",
        "PARQUET GZIP; GZIP option is not supported for UNLOAD to PARQUET",
        "MAXFILESIZE 1 MB; between 5 MB and 6.2 GB",
        "PARALLEL MAYBE; ON or OFF",
        "NONSENSE; unknown UNLOAD option",
      })
  void aWrongUnloadIsRefused(String options, String message) {
    assertThatThrownBy(
            () -> parseUnload("UNLOAD ('select 1') TO 's3://b/p' IAM_ROLE default " + options))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining(message);
  }
}
