package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrcCopyTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  @TempDir Path directory;

  /** Fills the batch and sets its size. */
  private interface Rows {
    void fill(VectorizedRowBatch batch);
  }

  private long put(String key, String schema, Rows rows) throws IOException {
    TypeDescription type = TypeDescription.fromString(schema);
    Path file = directory.resolve(key + ".orc");
    try (Writer writer =
        OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(new Configuration(false))
                .setSchema(type)
                .useUTCTimestamp(true))) {
      VectorizedRowBatch batch = type.createRowBatch();
      rows.fill(batch);
      writer.addRowBatch(batch);
    }
    bed.put(key, Files.readAllBytes(file));
    return Files.size(file);
  }

  private CopyResult copy(String key, String options) throws SqlError, IOException {
    return bed.copy("COPY t FROM '" + bed.at(key) + "'" + CopyTestBed.ROLE + options);
  }

  private static void text(ColumnVector values, int row, String value) {
    ((BytesColumnVector) values).setVal(row, value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyTypeArrivesAsItWasWritten() throws Exception {
    bed.query(
        """
        CREATE TABLE t (si smallint, i int, b bigint, r real, dp double precision, bo boolean,
          c char(3), vc varchar(20), d decimal(38,10), dt date, ts timestamp, vb bytea)
        """);
    put(
        "t",
        "struct<x:smallint,i:int,b:bigint,r:float,dp:double,bo:boolean,c:char(3),vc:string,"
            + "d:decimal(38,10),dt:date,ts:timestamp,vb:binary>",
        batch -> {
          ((LongColumnVector) batch.cols[0]).vector[0] = -7;
          ((LongColumnVector) batch.cols[1]).vector[0] = Integer.MIN_VALUE;
          ((LongColumnVector) batch.cols[2]).vector[0] = Long.MAX_VALUE;
          ((DoubleColumnVector) batch.cols[3]).vector[0] = 1.5;
          ((DoubleColumnVector) batch.cols[4]).vector[0] = -2.25;
          ((LongColumnVector) batch.cols[5]).vector[0] = 1;
          text(batch.cols[6], 0, "ab");
          text(batch.cols[7], 0, "Zürich ✈");
          ((DecimalColumnVector) batch.cols[8])
              .set(0, HiveDecimal.create(new BigDecimal("-12345678901234567890.0123456789")));
          ((LongColumnVector) batch.cols[9]).vector[0] = -1;
          ((TimestampColumnVector) batch.cols[10])
              .set(0, Timestamp.valueOf("1960-02-29 23:59:59.123456"));
          ((BytesColumnVector) batch.cols[11]).setVal(0, new byte[] {0, (byte) 0xff});
          for (ColumnVector column : batch.cols) {
            column.noNulls = false;
            column.isNull[1] = true;
          }
          batch.size = 2;
        });

    CopyResult result = copy("t", "FORMAT AS ORC");

    assertThat(result.rows()).isEqualTo(2);
    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(
            List.of(
                "-7",
                "-2147483648",
                "9223372036854775807",
                "1.5",
                "-2.25",
                "t",
                "ab ",
                "Zürich ✈",
                "-12345678901234567890.0123456789",
                "1969-12-31",
                "1960-02-29 23:59:59.123456",
                "\\x00ff"),
            Arrays.asList(null, null, null, null, null, null, null, null, null, null, null, null));
  }

  @Test
  void nestedValuesNeedSerializetojson() throws Exception {
    bed.query("CREATE TABLE t (v jsonb)");
    put(
        "t",
        "struct<v:struct<A:int,list:array<string>>>",
        batch -> {
          StructColumnVector struct = (StructColumnVector) batch.cols[0];
          ((LongColumnVector) struct.fields[0]).vector[0] = 5;
          ListColumnVector list = (ListColumnVector) struct.fields[1];
          list.lengths[0] = 2;
          list.childCount = 2;
          text(list.child, 0, "x");
          text(list.child, 1, "y");
          batch.size = 1;
        });

    assertThatThrownBy(() -> copy("t", "ORC")).hasMessageContaining("only with SERIALIZETOJSON");
    copy("t", "ORC SERIALIZETOJSON");

    assertThat(bed.query("SELECT v FROM t"))
        .containsExactly(List.of("{\"a\": 5, \"list\": [\"x\", \"y\"]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint        | struct<v:int>          | incompatible ORC schema for column 'v'",
        "int           | struct<v:bigint>       | incompatible ORC schema for column 'v'",
        "decimal(9,2)  | struct<v:decimal(9,3)> | ORC schema: decimal(9,3)",
        "varchar(9)    | struct<v:int>          | Column type: VARCHAR(9)",
        "int           | struct<v:int,w:int>    | Unmatched number of columns",
        "int           | int                    | Unmatched number of columns",
        "int           | struct<v:array<int>>   | incompatible ORC schema",
      })
  void nothingIsConverted(String column, String schema, String message) throws Exception {
    bed.query("CREATE TABLE t (v " + column + ")");
    put("t", schema, batch -> batch.size = 0);

    assertThatThrownBy(() -> copy("t", "ORC"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("Spectrum Scan Error")
        .hasMessageContaining(message);
  }

  @Test
  void aValueThatDoesNotFitFailsTheCopyWithItsRow() throws Exception {
    bed.query("CREATE TABLE t (v varchar(3))");
    put(
        "t",
        "struct<v:string>",
        batch -> {
          text(batch.cols[0], 0, "abc");
          text(batch.cols[0], 1, "abcd");
          batch.size = 2;
        });

    assertThatThrownBy(() -> copy("t", "ORC")).hasMessageContaining("row 2, column v");
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1204);
    assertThat(bed.query("SELECT * FROM t")).isEmpty();
  }

  @Test
  void missingColumnsAreFilledAndManifestsNeedTheLength() throws Exception {
    bed.query("CREATE TABLE t (v int, w int)");
    long bytes =
        put(
            "t",
            "struct<v:int>",
            batch -> {
              ((LongColumnVector) batch.cols[0]).vector[0] = 5;
              batch.size = 1;
            });
    String entry = "{\"entries\": [{\"url\": \"" + bed.at("t") + "\", \"meta\": {%s}}]}";

    bed.put("manifest", entry.formatted(""));
    assertThatThrownBy(() -> copy("manifest", "ORC MANIFEST FILLRECORD"))
        .hasMessageContaining("no meta.content_length");
    bed.put("manifest", entry.formatted("\"content_length\": " + bytes));
    copy("manifest", "ORC MANIFEST FILLRECORD");

    assertThat(bed.query("SELECT * FROM t")).containsExactly(Arrays.asList("5", null));
  }

  @Test
  void whatIsNoOrcFileIsRefused() throws Exception {
    bed.query("CREATE TABLE t (v int)");
    bed.put("t", "something else, longer than a footer");

    assertThatThrownBy(() -> copy("t", "ORC"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("cannot be read as ORC");
  }
}
