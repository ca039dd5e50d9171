package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroCopyTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private CopyResult copy(String key, String options) throws SqlError, IOException {
    return bed.copy("COPY t FROM '" + bed.at(key) + "'" + CopyTestBed.ROLE + options);
  }

  private static Schema ids() {
    return SchemaBuilder.record("r").fields().requiredInt("id").endRecord();
  }

  private static Object id(int id) {
    return new GenericRecordBuilder(ids()).set("id", id).build();
  }

  private void putText(String name, String value) throws IOException {
    Schema schema = SchemaBuilder.record("r").fields().optionalString(name).endRecord();
    bed.putAvro(
        "a.avro",
        schema,
        CodecFactory.nullCodec(),
        List.of(new GenericRecordBuilder(schema).set(name, value).build()));
  }

  @Test
  void whatSparkRedshiftWritesArrivesAsItWas() throws Exception {
    bed.query(
        """
        CREATE TABLE t (b boolean, si smallint, i int, l bigint, f real, d double precision,
          n decimal(20,4), s varchar(20), dt date, ts timestamp)
        """);
    Schema schema =
        SchemaBuilder.record("topLevelRecord")
            .fields()
            .optionalBoolean("b")
            .optionalInt("si")
            .optionalInt("i")
            .optionalLong("l")
            .optionalFloat("f")
            .optionalDouble("d")
            .optionalString("n")
            .optionalString("s")
            .optionalString("dt")
            .optionalString("ts")
            .endRecord();
    bed.putAvro(
        "t/part-00000.avro",
        schema,
        CodecFactory.snappyCodec(),
        List.of(
            new GenericRecordBuilder(schema)
                .set("b", true)
                .set("si", -7)
                .set("i", Integer.MAX_VALUE)
                .set("l", Long.MIN_VALUE)
                .set("f", 1.5f)
                .set("d", -2.5e100)
                .set("n", "1234567890123456.7891")
                .set("s", "Zürich |\n\"✈\"\\")
                .set("dt", "2024-02-29")
                .set("ts", "2024-02-29 01:02:03.123456")
                .build(),
            new GenericRecordBuilder(schema).build()));

    CopyResult result = copy("t/", "FORMAT AS AVRO 'auto'");

    assertThat(result.rows()).isEqualTo(2);
    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(
            List.of(
                "t",
                "-7",
                "2147483647",
                "-9223372036854775808",
                "1.5",
                "-2.5e+100",
                "1234567890123456.7891",
                "Zürich |\n\"✈\"\\",
                "2024-02-29",
                "2024-02-29 01:02:03.123456"),
            Arrays.asList(null, null, null, null, null, null, null, null, null, null));
  }

  @Test
  void fieldsFindTheirColumnsByNameAndNotByPosition() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(9) DEFAULT 'none', c int)");
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .requiredInt("c")
            .requiredInt("unknown")
            .requiredInt("A")
            .endRecord();
    bed.putAvro(
        "a.avro",
        schema,
        CodecFactory.nullCodec(),
        List.of(
            new GenericRecordBuilder(schema).set("c", 3).set("unknown", 9).set("A", 1).build()));

    copy("a.avro", "AVRO 'auto'");
    copy("a.avro", "AVRO 'auto ignorecase'");
    bed.copy("COPY t (c, a) FROM '" + bed.at("a.avro") + "'" + CopyTestBed.ROLE + "AVRO");

    assertThat(bed.query("SELECT a, b, c FROM t"))
        .containsExactly(
            Arrays.asList(null, null, "3"),
            Arrays.asList("1", null, "3"),
            Arrays.asList(null, "none", "3"));
  }

  @Test
  void jsonpathsLeadToWhatLiesDeeper() throws Exception {
    bed.query("CREATE TABLE t (a int, b varchar(20), c varchar(9), d int)");
    Schema inner = SchemaBuilder.record("inner").fields().requiredInt("x").endRecord();
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .name("In")
            .type(inner)
            .noDefault()
            .name("list")
            .type(SchemaBuilder.array().items().intType())
            .noDefault()
            .name("map")
            .type(SchemaBuilder.map().values().stringType())
            .noDefault()
            .endRecord();
    bed.putAvro(
        "a.avro",
        schema,
        CodecFactory.deflateCodec(5),
        List.of(
            new GenericRecordBuilder(schema)
                .set("In", new GenericRecordBuilder(inner).set("x", 5).build())
                .set("list", List.of(7, 8))
                .set("map", Map.of("k", "v"))
                .build()));
    bed.put("paths.json", "{\"jsonpaths\": [\"$.In.x\", \"$.list\", \"$.map.k\", \"$.list[1]\"]}");

    copy("a.avro", "AVRO '" + bed.at("paths.json") + "'");

    assertThat(bed.query("SELECT * FROM t")).containsExactly(List.of("5", "[7,8]", "v", "8"));
  }

  @Test
  void nestedValuesBecomeSuperOrTheirJson() throws Exception {
    bed.query("CREATE TABLE t (e varchar(9), a varchar(20), s jsonb, y varchar(20), m jsonb)");
    Schema color = SchemaBuilder.enumeration("color").symbols("RED", "BLUE");
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .name("e")
            .type(color)
            .noDefault()
            .name("a")
            .type(SchemaBuilder.array().items().nullable().stringType())
            .noDefault()
            .name("s")
            .type(SchemaBuilder.array().items().nullable().stringType())
            .noDefault()
            .requiredBytes("y")
            .name("m")
            .type(SchemaBuilder.map().values().doubleType())
            .noDefault()
            .endRecord();
    bed.putAvro(
        "a.avro",
        schema,
        CodecFactory.nullCodec(),
        List.of(
            new GenericRecordBuilder(schema)
                .set("e", new GenericData.EnumSymbol(color, "BLUE"))
                .set("a", Arrays.asList("x", null))
                .set("s", Arrays.asList("x", null))
                .set("y", ByteBuffer.wrap(new byte[] {'a', (byte) 0xff}))
                .set("m", Map.of("pi", 3.25))
                .build()));

    copy("a.avro", "AVRO");

    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(
            List.of("BLUE", "[\"x\",null]", "[\"x\", null]", "\"aÿ\"", "{\"pi\": 3.25}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int                  | 12x    | 1207",
        "varchar(3)           | abcd   | 1204",
        "date                 | 19000  | 1205",
        "boolean              | maybe  | 1210",
        "decimal(4,2)         | 123.4  | 1204",
      })
  void aBadValueIsAnErrorWithItsCode(String type, String value, int code) throws Exception {
    bed.query("CREATE TABLE t (v " + type + ")");
    putText("v", value);

    assertThatThrownBy(() -> copy("a.avro", "AVRO"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("Load into table 't' failed");
    assertThat(bed.log().errors)
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.column()).isEqualTo("v");
              assertThat(e.rawField()).isEqualTo(value);
              assertThat(e.line()).isEqualTo(1);
            });
  }

  @Test
  void aLogicalDateIsTheNumberThatIsStored() throws Exception {
    bed.query("CREATE TABLE t (id date)");
    bed.putAvro("a.avro", ids(), CodecFactory.nullCodec(), List.of(id(19_000)));

    assertThatThrownBy(() -> copy("a.avro", "AVRO")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1205);
  }

  @Test
  void decimalsAreCutAndTextIsNullOrEmptyAsTheOptionsSay() throws Exception {
    bed.query("CREATE TABLE t (n decimal(6,2), v varchar(9), w varchar(9))");
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .requiredDouble("n")
            .requiredString("v")
            .requiredString("w")
            .endRecord();
    bed.putAvro(
        "a.avro",
        schema,
        CodecFactory.nullCodec(),
        List.of(
            new GenericRecordBuilder(schema).set("n", 1.239).set("v", "").set("w", "@").build()));

    copy("a.avro", "AVRO NULL AS '@'");
    copy("a.avro", "AVRO EMPTYASNULL ROUNDEC");

    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(Arrays.asList("1.23", "", null), Arrays.asList("1.24", null, "@"));
  }

  @Test
  void aMissingFieldOfANotNullColumnIsRefusedAndMaxerrorGoesOn() throws Exception {
    bed.query("CREATE TABLE t (id int, must int NOT NULL)");
    bed.putAvro("a.avro", ids(), CodecFactory.nullCodec(), List.of(id(1), id(2)));

    CopyResult result = copy("a.avro", "AVRO MAXERROR 3");

    assertThat(result.rows()).isZero();
    assertThat(bed.log().errors).extracting(LoadError::code).containsExactly(1213, 1213);
    assertThat(bed.log().loads.get(0).files())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.lines()).isEqualTo(2);
              assertThat(file.errors()).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"codec", "block", "record", "nonsense", "torn"})
  void aFileThatRedshiftCannotReadFailsTheCopy(String fault) throws Exception {
    bed.query("CREATE TABLE t (id int)");
    switch (fault) {
      case "codec" -> bed.putAvro("a", ids(), CodecFactory.bzip2Codec(), List.of(id(1)));
      case "block" -> {
        Schema text = SchemaBuilder.record("r").fields().requiredString("id").endRecord();
        Object large = new GenericRecordBuilder(text).set("id", "x".repeat(5 << 20)).build();
        bed.putAvro("a", text, CodecFactory.nullCodec(), List.of(large));
      }
      case "record" ->
          bed.putAvro("a", Schema.create(Schema.Type.INT), CodecFactory.nullCodec(), List.of(1, 2));
      case "nonsense" -> bed.put("a", "no avro at all");
      default -> {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
          many.add(id(i));
        }
        bed.putAvro("whole", ids(), CodecFactory.nullCodec(), many);
        bed.put("a", Arrays.copyOf(bed.get("whole"), 15_000));
      }
    }

    assertThatThrownBy(() -> copy("a", "AVRO")).isInstanceOf(SqlError.class);
    assertThat(bed.query("SELECT * FROM t")).isEmpty();
  }

  @Test
  void aColumnOfBytesIsRefusedByName() throws Exception {
    bed.query("CREATE TABLE t (id bytea)");
    bed.putAvro("a", ids(), CodecFactory.nullCodec(), List.of(id(1)));

    assertThatThrownBy(() -> copy("a", "AVRO"))
        .hasMessage("COPY from AVRO into column \"id\" of type VARBYTE is not supported");
  }

  @Test
  void aSecondLayerOfCompressionIsUndone() throws Exception {
    bed.query("CREATE TABLE t (id int)");
    bed.putAvro("plain", ids(), CodecFactory.deflateCodec(1), List.of(id(42)));
    var packed = new java.io.ByteArrayOutputStream();
    try (var out = Compression.GZIP.pack(packed)) {
      out.write(bed.get("plain"));
    }
    bed.put("a.gz", packed.toByteArray());

    copy("a.gz", "AVRO GZIP");

    assertThat(bed.query("SELECT id FROM t")).containsExactly(List.of("42"));
  }
}
