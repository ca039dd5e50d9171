package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetCopyTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private static final String ID = "message m { required int32 id; }";

  private String copyOf(String table, String key) {
    return "COPY " + table + " FROM '" + bed.at(key) + "'" + CopyTestBed.ROLE + "FORMAT AS PARQUET";
  }

  private void putIds(String key, int... ids) throws IOException {
    bed.putParquet(
        key,
        ID,
        CompressionCodecName.SNAPPY,
        (writer, schema) -> {
          for (int id : ids) {
            Group row = new SimpleGroup(schema);
            row.add(0, id);
            writer.write(row);
          }
        });
  }

  @Test
  void everyTypeArrivesAsItWasWritten() throws Exception {
    bed.query(
        """
        CREATE TABLE t (si smallint, i int, b bigint, d9 decimal(9,2), d18 decimal(18,4),
          d38 decimal(38,10), r real, dp double precision, bo boolean, c char(3),
          vc varchar(20), dt date, ts timestamp, tz timestamptz, ts96 timestamp, vb bytea)
        """);
    bed.putParquet(
        "t/one.parquet",
        """
        message m {
          optional int32 any_name (INTEGER(16,true));
          optional int32 i;
          optional int64 b;
          optional int32 d9 (DECIMAL(9,2));
          optional int64 d18 (DECIMAL(18,4));
          optional fixed_len_byte_array(16) d38 (DECIMAL(38,10));
          optional float r;
          optional double dp;
          optional boolean bo;
          optional binary c (STRING);
          optional binary vc (STRING);
          optional int32 dt (DATE);
          optional int64 ts (TIMESTAMP(MICROS,false));
          optional int64 tz (TIMESTAMP(MICROS,true));
          optional int96 ts96;
          optional binary vb;
        }
        """,
        CompressionCodecName.ZSTD,
        (writer, schema) -> {
          Group row = new SimpleGroup(schema);
          row.add(0, -7);
          row.add(1, Integer.MIN_VALUE);
          row.add(2, Long.MAX_VALUE);
          row.add(3, -123456789);
          row.add(4, 5_000_000L);
          row.add(5, Binary.fromConstantByteArray(wide("-1234567890123456789012345678901234567")));
          row.add(6, 1.5f);
          row.add(7, -2.25);
          row.add(8, true);
          row.add(9, "ab");
          row.add(10, "Zürich – ✈");
          row.add(11, -719162);
          row.add(12, -1L);
          row.add(13, 1_700_000_000_123_456L);
          row.add(14, int96(2_440_588 + 1, 3_600_000_000_000L));
          row.add(15, Binary.fromConstantByteArray(new byte[] {0, (byte) 0xff}));
          writer.write(row);
          writer.write(new SimpleGroup(schema));
        });

    CopyResult result = bed.copy(copyOf("t", "t/"));

    assertThat(result.rows()).isEqualTo(2);
    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(
            List.of(
                "-7",
                "-2147483648",
                "9223372036854775807",
                "-1234567.89",
                "500.0000",
                "-123456789012345678901234567.8901234567",
                "1.5",
                "-2.25",
                "t",
                "ab ",
                "Zürich – ✈",
                "0001-01-01",
                "1969-12-31 23:59:59.999999",
                "2023-11-14 22:13:20.123456+00",
                "1970-01-02 01:00:00",
                "\\x00ff"),
            Collections.nCopies(16, null));
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void everyCodecIsRead(CompressionCodecName codec) throws Exception {
    bed.query("CREATE TABLE t (id int)");
    bed.putParquet(
        "t.parquet",
        ID,
        codec,
        (writer, schema) -> {
          for (int i = 0; i < 1000; i++) {
            Group row = new SimpleGroup(schema);
            row.add(0, i);
            writer.write(row);
          }
        });

    bed.copy(copyOf("t", "t.parquet"));

    assertThat(bed.query("SELECT count(*), sum(id) FROM t"))
        .containsExactly(List.of("1000", "499500"));
  }

  @Test
  void columnsGoByPositionWhateverTheirNames() throws Exception {
    bed.query("CREATE TABLE t (a int, b int)");
    bed.putParquet(
        "t.parquet",
        "message m { required int32 b; required int32 a; }",
        CompressionCodecName.SNAPPY,
        (writer, schema) -> {
          Group row = new SimpleGroup(schema);
          row.add(0, 1);
          row.add(1, 2);
          writer.write(row);
        });

    bed.copy(copyOf("t", "t.parquet"));

    assertThat(bed.query("SELECT a, b FROM t")).containsExactly(List.of("1", "2"));
  }

  @Test
  void aColumnListSetsTheOrderAndLeavesDefaults() throws Exception {
    bed.query("CREATE TABLE t (a int, \"B\" int, b int, d int DEFAULT 9)");
    putIds("t.parquet", 5);

    bed.copy(copyOf("t (\"B\")", "t.parquet"));

    assertThat(bed.query("SELECT a, b, d FROM t")).containsExactly(Arrays.asList(null, "5", "9"));
  }

  @Test
  void anIdentityColumnIsLeftOutUnlessTheDataHoldsIt() throws Exception {
    bed.query("CREATE TABLE t (k bigint GENERATED ALWAYS AS IDENTITY, id int)");
    putIds("t.parquet", 5);

    bed.copy(copyOf("t", "t.parquet"));

    assertThat(bed.query("SELECT k, id FROM t")).containsExactly(List.of("1", "5"));
    assertThatThrownBy(() -> bed.copy(copyOf("t (k)", "t.parquet")))
        .hasMessageContaining("EXPLICIT_IDS");
  }

  @Test
  void anotherNumberOfColumnsIsRefused() throws Exception {
    bed.query("CREATE TABLE t (a int, b int)");
    putIds("t.parquet", 1);

    assertThatThrownBy(() -> bed.copy(copyOf("t", "t.parquet")))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("Unmatched number of columns between table and file")
        .hasMessageContaining("Table columns: 2, Data columns: 1");
  }

  @Test
  void missingColumnsAreNullUnderFillrecord() throws Exception {
    bed.query("CREATE TABLE t (a int, b int)");
    putIds("t.parquet", 1);

    bed.copy(copyOf("t", "t.parquet") + " FILLRECORD");

    assertThat(bed.query("SELECT a, b FROM t")).containsExactly(Arrays.asList("1", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint        | required int32 v",
        "int           | required int64 v",
        "smallint      | required int32 v",
        "int           | required int32 v (INTEGER(32,false))",
        "decimal(10,2) | required int64 v (DECIMAL(10,3))",
        "decimal(10,2) | required int64 v (DECIMAL(12,2))",
        "decimal(10,2) | required int64 v",
        "real          | required double v",
        "double precision | required float v",
        "date          | required int32 v",
        "date          | required binary v (STRING)",
        "timestamp     | required int64 v",
        "timestamp     | required int64 v (TIMESTAMP(NANOS,true))",
        "time          | required int64 v (TIME(MICROS,false))",
        "varchar(10)   | required int32 v",
        "varchar(10)   | repeated binary v (STRING)",
        "varchar(10)   | required group v { required int32 x; }",
        "boolean       | required int32 v",
        "bytea         | required fixed_len_byte_array(4) v",
      })
  void aColumnOfAnotherTypeIsRefused(String column, String parquet) throws Exception {
    bed.query("CREATE TABLE t (v " + column + ")");
    bed.putParquet(
        "t.parquet",
        "message m { " + parquet + (parquet.endsWith("}") ? "" : ";") + " }",
        CompressionCodecName.SNAPPY,
        (writer, schema) -> {});

    assertThatThrownBy(() -> bed.copy(copyOf("t", "t.parquet")))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("Spectrum Scan Error")
        .hasMessageContaining("has an incompatible Parquet schema for column 'v'")
        .hasMessageContaining(bed.at("t.parquet").toString());
  }

  @Test
  void lengthsCountBytesAndTheRowIsNamed() throws Exception {
    bed.query("CREATE TABLE t (name varchar(4))");
    bed.putParquet(
        "t.parquet",
        "message m { required binary n (STRING); }",
        CompressionCodecName.SNAPPY,
        (writer, schema) -> {
          for (String name : List.of("abcd", "üü", "aüü")) {
            Group row = new SimpleGroup(schema);
            row.add(0, name);
            writer.write(row);
          }
        });

    assertThatThrownBy(() -> bed.copy(copyOf("t", "t.parquet")))
        .hasMessageContaining("row 3")
        .hasMessageContaining("column name VARCHAR(4)")
        .hasMessageContaining("String length exceeds DDL length");
    assertThat(bed.log().errors)
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(1204);
              assertThat(e.column()).isEqualTo("name");
              assertThat(e.columnType()).isEqualTo("varchar");
              assertThat(e.columnLength()).isEqualTo("4");
              assertThat(e.line()).isEqualTo(3);
              assertThat(e.file()).isEqualTo(bed.at("t.parquet").toString());
            });
    assertThat(bed.query("SELECT * FROM t")).isEmpty();
    assertThat(bed.log().loads).singleElement().extracting(LoadRecord::status).isEqualTo("aborted");
  }

  @Test
  void nullInANotNullColumnIsRefused() throws Exception {
    bed.query("CREATE TABLE t (id int NOT NULL)");
    bed.putParquet(
        "t.parquet",
        "message m { optional int32 id; }",
        CompressionCodecName.SNAPPY,
        (writer, schema) -> writer.write(new SimpleGroup(schema)));

    assertThatThrownBy(() -> bed.copy(copyOf("t", "t.parquet")))
        .hasMessageContaining("Missing data for not-null field");
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1213);
  }

  @Test
  void textThatIsNotUtf8IsRefusedOrReplaced() throws Exception {
    bed.query("CREATE TABLE t (v varchar(10))");
    bed.putParquet(
        "t.parquet",
        "message m { required binary n; }",
        CompressionCodecName.SNAPPY,
        (writer, schema) -> {
          Group row = new SimpleGroup(schema);
          row.add(0, Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xe4, 'b', 0}));
          writer.write(row);
        });

    assertThatThrownBy(() -> bed.copy(copyOf("t", "t.parquet")))
        .hasMessageContaining("Bad UTF-8 hex sequence: e4 62 00");
    bed.copy(copyOf("t", "t.parquet") + " ACCEPTINVCHARS '^'");
    assertThat(bed.query("SELECT v FROM t")).containsExactly(List.of("a^b^"));
  }

  @Test
  void nestedColumnsBecomeSuperOnlyWithSerializetojson() throws Exception {
    bed.query("CREATE TABLE t (id int, v jsonb)");
    bed.putParquet(
        "t.parquet",
        """
        message m {
          required int32 id;
          optional group Who {
            required binary Name (STRING);
            optional group tags (LIST) { repeated group list { optional int32 element; } }
            optional group attrs (MAP) {
              repeated group key_value { required binary key (STRING); optional double value; }
            }
            required int64 price (DECIMAL(10,2));
            required int32 day (DATE);
          }
        }
        """,
        CompressionCodecName.SNAPPY,
        (writer, schema) -> {
          Group row = new SimpleGroup(schema);
          row.add(0, 1);
          Group who = row.addGroup(1);
          who.add(0, "Ann \"A\"");
          Group tags = who.addGroup(1);
          tags.addGroup(0).add(0, 7);
          tags.addGroup(0);
          Group entry = who.addGroup(2).addGroup(0);
          entry.add(0, "x");
          entry.add(1, 0.5);
          who.add(3, 1250L);
          who.add(4, 1);
          writer.write(row);
          Group second = new SimpleGroup(schema);
          second.add(0, 2);
          writer.write(second);
        });

    assertThatThrownBy(() -> bed.copy(copyOf("t", "t.parquet")))
        .hasMessageContaining("SERIALIZETOJSON");
    bed.copy(copyOf("t", "t.parquet") + " SERIALIZETOJSON");
    assertThat(bed.query("SELECT id, v FROM t ORDER BY id"))
        .containsExactly(
            List.of(
                "1",
                "{\"day\": \"1970-01-02\", \"name\": \"Ann \\\"A\\\"\", \"tags\": [7, null],"
                    + " \"attrs\": {\"x\": 0.5}, \"price\": 12.50}"),
            Arrays.asList("2", null));
  }

  @Test
  void manyRowGroupsArriveWhole() throws Exception {
    bed.query("CREATE TABLE t (id int, s varchar(100))");
    bed.putParquet(
        "t.parquet",
        "message m { required int32 id; optional binary s (STRING); }",
        CompressionCodecName.UNCOMPRESSED,
        (writer, schema) -> {
          for (int i = 0; i < 60_000; i++) {
            Group row = new SimpleGroup(schema);
            row.add(0, i);
            if (i % 3 != 0) {
              row.add(1, "some text that differs " + i * 31);
            }
            writer.write(row);
          }
        });

    bed.copy(copyOf("t", "t.parquet"));

    assertThat(
            bed.query(
                "SELECT count(*), count(s), sum(id),"
                    + " bool_and(s IS NULL OR s = 'some text that differs ' || id * 31) FROM t"))
        .containsExactly(List.of("60000", "40000", "1799970000", "t"));
  }

  @Test
  void aRolledBackTransactionLeavesNoRowsButItsTrace() throws Exception {
    bed.query("CREATE TABLE t (id int)");
    putIds("t.parquet", 1, 2, 3);
    bed.query("BEGIN");
    bed.copy(copyOf("t", "t.parquet"));
    assertThat(bed.query("SELECT count(*), current_setting('starlift.last_copy_count') FROM t"))
        .containsExactly(List.of("3", "3"));
    bed.query("ROLLBACK");

    assertThat(bed.query("SELECT count(*) FROM t")).containsExactly(List.of("0"));
    assertThat(bed.log().loads)
        .singleElement()
        .satisfies(
            load -> {
              assertThat(load.status()).isEqualTo("completed");
              assertThat(load.loadedRows()).isEqualTo(3);
              assertThat(load.table()).isEqualTo(bed.schema() + ".t");
              assertThat(load.sourceFiles()).isEqualTo(1);
              assertThat(load.loadedBytes()).isPositive();
            });
  }

  @Test
  void theSessionLivesOnAfterAnError() throws Exception {
    bed.query("CREATE TABLE t (id int)");
    bed.put("t.parquet", "this is no Parquet file, but it is long enough to look at");

    assertThatThrownBy(() -> bed.copy(copyOf("t", "t.parquet")))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("is not a Parquet file");
    assertThat(bed.query("SELECT count(*) FROM t")).containsExactly(List.of("0"));
  }

  private static byte[] wide(String unscaled) {
    byte[] value = new BigInteger(unscaled).toByteArray();
    byte[] fixed = new byte[16];
    Arrays.fill(fixed, (byte) (value[0] < 0 ? -1 : 0));
    System.arraycopy(value, 0, fixed, 16 - value.length, value.length);
    return fixed;
  }

  private static Binary int96(int julianDay, long nanosOfDay) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(nanosOfDay).putInt(julianDay).flip();
    return Binary.fromConstantByteBuffer(bytes);
  }
}
