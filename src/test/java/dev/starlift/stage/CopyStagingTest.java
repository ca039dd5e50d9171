package dev.starlift.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.RejectCode;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.CopyStatements;
import dev.starlift.stage.MarkedRows.Lines;
import dev.starlift.stage.MarkedRows.Marks;
import dev.starlift.stage.Rejected.Reason;
import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyStagingTest {
  private static final Table SALE =
      table(
          "sale",
          Column.of("sale_key", new ColumnType.BigInt(), false),
          Column.of("amount", new ColumnType.Decimal(10, 2), true),
          Column.of("sold_at", new ColumnType.Timestamp(), true),
          Column.of("sold_on", new ColumnType.Date(), true),
          Column.of("shop", new ColumnType.Varchar(20), true));

  private static final Table FLIGHT =
      table(
          "flight",
          Column.of("flight_key", new ColumnType.Int(), false),
          Column.of("departs", new ColumnType.Time(), true),
          Column.of("remark", new ColumnType.Varchar(100), true),
          Column.of("photo", new ColumnType.Varbyte(10), true),
          Column.of("seen_at", new ColumnType.TimestampWithZone(), true),
          Column.of("ratio", new ColumnType.DoublePrecision(), true),
          Column.of("late", new ColumnType.Bool(), true));

  @TempDir static Path directory;
  private static StageStore store;

  @BeforeAll
  static void start() throws Exception {
    store = StageStore.start(directory, "copystaging");
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
  }

  @Test
  void rowsComeBackAsTheyWereStaged() {
    Dataset<Row> rows = sales(1000);
    StagedTable staged = staging().stage(store.folder("back"), SALE, rows, 3);

    assertThat(staged.rows()).isEqualTo(1000);
    assertThat(staged.format()).isEqualTo(Format.PARQUET);
    assertThat(staged.manifest()).isEqualTo(store.folder("back") + "/manifest.json");
    assertThat(sorted(staging().read(staged))).isEqualTo(sorted(rows));
  }

  @Test
  void theManifestNamesEveryFileWithItsLengthAndAsMandatory() throws Exception {
    StagedTable staged = staging().stage(store.folder("manifest"), SALE, sales(1000), 3);

    JsonNode entries = new ObjectMapper().readTree(store.text(staged.manifest())).get("entries");
    assertThat(entries).hasSize(3);
    assertThat(staged.files()).hasSize(3);
    for (int i = 0; i < entries.size(); i++) {
      JsonNode entry = entries.get(i);
      StagedFile file = staged.files().get(i);
      assertThat(entry.get("url").asText()).isEqualTo(file.uri()).startsWith("s3://copystaging/");
      assertThat(entry.get("mandatory").asBoolean()).isTrue();
      assertThat(entry.at("/meta/content_length").asLong())
          .isEqualTo(file.bytes())
          .isEqualTo(store.length(file.uri()));
    }
  }

  @Test
  void aStrayFileInTheFolderIsNotInTheManifest() throws Exception {
    String folder = store.folder("stray");
    StagedTable first = staging().stage(store.folder("stray-model"), SALE, sales(10), 1);
    // Planted while the job runs: the folder must be fresh, and the rows are computed in between.
    SparkSession spark = store.spark();
    spark
        .udf()
        .register(
            "plant_stray_file",
            (Long id) -> {
              store.put(folder + "/rows/part-00099-left-by-another-attempt.parquet", "stray");
              return id;
            },
            org.apache.spark.sql.types.DataTypes.LongType);
    Dataset<Row> rows =
        sales(10)
            .selectExpr(
                "plant_stray_file(sale_key) sale_key", "amount", "sold_at", "sold_on", "shop");

    StagedTable staged = staging().stage(folder, SALE, rows, 1);

    assertThat(store.length(folder + "/rows/part-00099-left-by-another-attempt.parquet"))
        .isEqualTo(5);
    assertThat(staged.files()).hasSameSizeAs(first.files());
    assertThat(store.text(staged.manifest())).doesNotContain("stray.parquet", "part-00099");
    assertThat(sorted(staging().read(staged))).isEqualTo(sorted(sales(10)));
  }

  @Test
  void moreThanAHundredFilesAreAllInTheManifest() throws Exception {
    StagedTable staged =
        new CopyStaging(store.spark(), "zstd", 10)
            .stage(store.folder("many"), SALE, sales(1200), 2);

    assertThat(staged.files()).hasSizeGreaterThanOrEqualTo(120);
    assertThat(new ObjectMapper().readTree(store.text(staged.manifest())).get("entries"))
        .hasSameSizeAs(staged.files());
    assertThat(staging().read(staged).count()).isEqualTo(1200);
  }

  @Test
  void noRowsGiveNoFilesAndNoManifest() {
    for (Dataset<Row> nothing :
        List.of(
            sales(10).where("sale_key < 0"),
            sales(10).where("false"),
            store.spark().createDataFrame(List.<Row>of(), sales(1).schema()))) {
      StagedTable staged =
          staging().stage(store.folder("empty-" + System.nanoTime()), SALE, nothing, 2);

      assertThat(staged).isEqualTo(StagedTable.empty(SALE, Format.PARQUET));
      assertThat(staging().read(staged).count()).isZero();
      assertThat(staging().read(staged).columns()).isEqualTo(sales(1).columns());
    }
  }

  @Test
  void timestampsAreMicrosecondsAndDecimalsAreDecimals() throws Exception {
    StagedTable staged = staging().stage(store.folder("types"), SALE, sales(5), 1);

    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(StageUri.forSpark(staged.files().get(0).uri()));
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(file, store.spark().sparkContext().hadoopConfiguration()))) {
      String schema = reader.getFileMetaData().getSchema().toString();
      assertThat(schema)
          .contains("int64 sale_key")
          .contains("int64 amount (DECIMAL(10,2))")
          .contains("int64 sold_at (TIMESTAMP(MICROS,true))")
          .contains("int32 sold_on (DATE)")
          .contains("binary shop (STRING)");
      assertThat(reader.getFooter().getBlocks().get(0).getColumns().get(0).getCodec().name())
          .isEqualTo("ZSTD");
    }
  }

  @Test
  void aTableWithTimeIsStagedAsCsvAndComesBackAsItWas() throws Exception {
    Dataset<Row> rows =
        store
            .spark()
            .sql(
                """
                select * from values
                  (1, '06:00:00.000000', 'plain', X'00ff', timestamp'2024-03-01 10:11:12.123456', 1.5D, true),
                  (2, null, null, null, null, null, null),
                  (3, '23:59:59.999999', '', X'', timestamp'1970-01-01 00:00:00', -0.1D, false),
                  (4, null, 'a "quote", a comma', X'0a', null, 1e300D, false),
                  (5, null, 'two\\nlines\\r\\nand \\\\ a return\\r', X'22', null, 0D, false),
                  (6, null, '  blanks  ', null, null, 1D, true),
                  (7, null, '\\\\N', null, null, 1D, true),
                  (8, null, '@NULL@ NULL é 漢', null, null, 1D, true)
                as t(flight_key, departs, remark, photo, seen_at, ratio, late)""");

    StagedTable staged = staging().stage(store.folder("csv"), FLIGHT, rows, 1);

    assertThat(staged.format()).isEqualTo(Format.CSV_GZIP);
    assertThat(staged.rows()).isEqualTo(8);
    assertThat(sorted(staging().read(staged))).isEqualTo(sorted(rows));
    String mark = CopyStatements.nullMark(staged.manifest());
    assertThat(unzipped(staged.files().get(0).uri()))
        .startsWith(
            "1,\"06:00:00.000000\",\"plain\",\"00FF\",2024-03-01 10:11:12.123456+00,1.5,true\n")
        .contains("2" + ("," + mark).repeat(6) + "\n")
        .contains("3,\"23:59:59.999999\",\"\",\"\",1970-01-01 00:00:00+00,-0.1,false\n")
        .contains("\"a \"\"quote\"\", a comma\"");
  }

  @Test
  void aStoreThatCannotBeReachedIsNamed() {
    Map.of(
            "endpoint", "http://127.0.0.1:1",
            "endpoint.region", "us-east-1",
            "access.key", "key",
            "secret.key", "canary",
            "attempts.maximum", "1",
            "retry.limit", "1")
        .forEach(
            (key, value) ->
                store
                    .spark()
                    .sparkContext()
                    .hadoopConfiguration()
                    .set("fs.s3a.bucket.nobody-there." + key, value));
    String folder = "s3://nobody-there/stage/x";

    assertThatThrownBy(() -> staging().stage(folder, SALE, sales(1), 1))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining(folder)
        .hasMessageNotContaining("canary");
  }

  @Test
  void oneJobStagesAcceptedRowsWritesRejectedOnesAndCounts() throws Exception {
    Dataset<Row> rows =
        sales(1000)
            .selectExpr(
                "*",
                reasons("sale_key % 10 = 3", "CHECK") + " AS _reasons",
                reasons("sale_key % 20 IN (3, 5)", "if(sale_key % 20 = 5, 'SUPERSEDED', 'INT')")
                    + " AS _source_reasons",
                "'f' AS _file",
                "sale_key AS _line",
                "if(sale_key % 40 = 3, concat('\"\u00e9\" ', sale_key), null) AS _raw",
                "sale_key AS sum_of_keys",
                "1L AS ones");

    StagedRows staged =
        staging()
            .stage(
                store.folder("marked"),
                store.folder("marked-rejects"),
                new MarkedRows(
                    SALE,
                    rows,
                    new Marks(
                        "sales", Lines.UNFINISHED_APART, List.of("ones"), List.of("sum_of_keys"))),
                2);

    assertThat(staged.rows()).isEqualTo(1000);
    assertThat(staged.staged().rows()).isEqualTo(850);
    assertThat(sorted(staging().read(staged.staged())))
        .isEqualTo(sorted(sales(1000).where("sale_key % 10 <> 3 AND sale_key % 20 <> 5")));
    assertThat(staged.bySource().reasons())
        .isEqualTo(
            Map.of(
                RejectCode.INT, new Reason(50, "f", 3, "c", "m"),
                RejectCode.SUPERSEDED, new Reason(50, "f", 5, "c", "m")));
    assertThat(staged.bySource().superseded()).isEqualTo(50);
    assertThat(staged.byTable().reasons())
        .isEqualTo(Map.of(RejectCode.CHECK, new Reason(50, "f", 13, "c", "m")));
    long acceptedKeys =
        sales(1000)
            .where("sale_key % 10 <> 3 AND sale_key % 20 <> 5")
            .selectExpr("sum(sale_key)")
            .head()
            .getLong(0);
    assertThat(staged.counts()).isEqualTo(Map.of("sum_of_keys", acceptedKeys, "ones", 900L));
    assertThat(lines(store.folder("marked-rejects")))
        .hasSize(25)
        .contains(
            "{\"source\":\"sales\",\"file\":\"f\",\"line\":3,\"table\":\"\",\"reasons\":"
                + "[{\"column\":\"c\",\"code\":\"INT\",\"message\":\"m\"}],"
                + "\"raw\":\"\\\"\u00e9\\\" 3\"}");
    assertThat(staged.unfinished().lines()).isEqualTo(125);
    assertThat(lines(staged.unfinished().folder()))
        .hasSize(125)
        .anyMatch(line -> line.contains("\"line\":13,\"table\":\"" + SALE.name() + "\""))
        .allMatch(line -> line.endsWith("\"raw\":null}"));
  }

  private static String reasons(String condition, String code) {
    String code1 = code.contains("(") ? code : "'" + code + "'";
    return "if(%s, array(named_struct('column', 'c', 'code', %s, 'message', 'm')), array())"
        .formatted(condition, code1);
  }

  private List<String> lines(String folder) {
    return store.spark().read().text(folder).collectAsList().stream()
        .map(line -> line.getString(0))
        .toList();
  }

  @Test
  void anAttemptThatFailsLeavesNoFile() throws Exception {
    Dataset<Row> broken =
        sales(10)
            .selectExpr("sale_key", "1 / (8 - sale_key) as amount", "sold_at", "sold_on", "shop");
    String folder = store.folder("failed");

    assertThatThrownBy(() -> staging().stage(folder, SALE, broken, 1))
        .hasStackTraceContaining("DIVIDE_BY_ZERO");

    assertThat(store.files(folder)).isEmpty();
  }

  @Test
  void rejectsMayBeWrittenOnTheirOwn() {
    Dataset<Row> rows =
        store
            .spark()
            .range(7)
            .selectExpr(
                reasons("true", "CHECK") + " AS _reasons",
                reasons("id = 3", "INT") + " AS _source_reasons",
                "'f' AS _file",
                "id AS _line",
                "null AS _raw");
    Marks all = new Marks("query", Lines.ALL, List.of(), List.of());

    StagedRows written = staging().reject(store.folder("lines"), new MarkedRows(SALE, rows, all));

    assertThat(written.bySource().rows()).isEqualTo(1);
    assertThat(written.byTable().rows()).isEqualTo(6);
    assertThat(
            store
                .spark()
                .read()
                .json(store.folder("lines"))
                .selectExpr("sum(line)", "count_if(table = '')", "count_if(source = 'query')")
                .first()
                .mkString("|"))
        .isEqualTo("21|1|7");
  }

  @Test
  void aFailureOfTheRowsIsNotBlamedOnTheStage() {
    Dataset<Row> broken =
        sales(10).selectExpr("sale_key", "amount / 0 as amount", "sold_at", "sold_on", "shop");

    assertThatThrownBy(() -> staging().stage(store.folder("broken"), SALE, broken, 1))
        .isNotInstanceOf(StarliftException.class)
        .hasStackTraceContaining("DIVIDE_BY_ZERO");
  }

  @Test
  void onlyS3IsAPlaceToStage() {
    assertThatThrownBy(() -> staging().stage("/tmp/stage", SALE, sales(1), 1))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE));
  }

  private static CopyStaging staging() {
    return new CopyStaging(store.spark(), "zstd", 0);
  }

  private static Dataset<Row> sales(long rows) {
    return store
        .spark()
        .range(0, rows, 1, 4)
        .selectExpr(
            "id as sale_key",
            "cast(id / 7 as decimal(10,2)) as amount",
            "timestamp_micros(1700000000000000 + id * 1234567) as sold_at",
            "date_add(date'2024-01-01', cast(id % 400 as int)) as sold_on",
            "if(id % 5 = 0, null, concat('shop ', id)) as shop");
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return rows.selectExpr("to_json(struct(*)) j").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static String unzipped(String uri) throws Exception {
    byte[] bytes = Files.readAllBytes(store.local(directory, uri));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Table table(String name, Column... columns) {
    return new Table(
        TableName.of("dw", name),
        List.of(columns),
        List.of(columns[0].name()),
        List.of(),
        List.of(),
        new Distribution.Auto(),
        new SortKey.None(),
        false,
        true,
        Optional.empty());
  }
}
