package dev.starlift.warehouse;

import static dev.starlift.warehouse.TestWarehouse.release;
import static dev.starlift.warehouse.TestWarehouse.sandbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.SparkTest;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.stage.CopyStaging;
import dev.starlift.stage.StagedTable;
import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import dev.starlift.warehouse.CommitOutcome.Committed;
import dev.starlift.warehouse.CommitOutcome.RowCounts;
import dev.starlift.warehouse.Publication.TablePublication;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Spark stages is what the warehouse has afterwards, and what it unloads again. */
class StagedRowsTest {
  private static final String DDL =
      """
      CREATE TABLE dw.plain (
        id INTEGER NOT NULL PRIMARY KEY, small SMALLINT, big BIGINT, price DECIMAL(10,2),
        huge DECIMAL(38,10), r REAL, d DOUBLE PRECISION, flag BOOLEAN, code CHAR(3),
        name VARCHAR(40), day DATE, at TIMESTAMP, zoned TIMESTAMPTZ
      );
      CREATE TABLE dw.special (
        id INTEGER NOT NULL PRIMARY KEY, t TIME, j SUPER, b VARBYTE(10), name VARCHAR(100),
        at TIMESTAMP, zoned TIMESTAMPTZ
      );
      CREATE TABLE dw.doc (id INTEGER NOT NULL PRIMARY KEY, b VARBYTE(4));
      """;

  private final TestWarehouse dw = TestWarehouse.with(DDL);

  @BeforeAll
  static void settings() {
    SparkSession spark = SparkTest.session();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String prefix = "fs.s3a.bucket.test.";
    hadoop.set(prefix + "endpoint", sandbox().s3Endpoint().toString());
    hadoop.set(prefix + "endpoint.region", sandbox().region());
    hadoop.set(prefix + "access.key", sandbox().accessKey());
    hadoop.set(prefix + "secret.key", sandbox().secretKey());
    hadoop.set(prefix + "path.style.access", "true");
  }

  @Test
  void parquetArrivesValueByValue() {
    Committed committed =
        publish(
            "plain",
            Format.PARQUET,
            """
            select * from values
              (1, -32768S, 9223372036854775807L, 12345678.90BD, 1234567890123456789012345678.0123456789BD,
                1.5F, 0.1D, true, 'ABC', 'é 漢 "q" \\\\n', date'2024-02-29', timestamp'2024-03-01 10:11:12.123456',
                timestamp'2024-03-01 10:11:12.000001'),
              (2, 0S, -1L, -0.01BD, 0.0000000001BD, -0.0F, -1e300D, false, 'X', '', date'0001-01-01',
                timestamp'1582-10-01 00:00:00', timestamp'1969-12-31 23:59:59.999999'),
              (3, null, null, null, null, null, null, null, null, null, null, null, null)
            as t(id, small, big, price, huge, r, d, flag, code, name, day, at, zoned)""");

    assertThat(committed.counts().values()).containsExactly(new RowCounts(3, 3, 0, 0));
    assertThat(
            TestWarehouse.query(
                "SELECT id, small, big, price, huge, r, d, flag, code, name, day, at, zoned FROM "
                    + dw.name("plain").sql()))
        .containsExactly(
            "1|-32768|9223372036854775807|12345678.90|1234567890123456789012345678.0123456789|1.5|0.1|t|ABC|é"
                + " 漢 \"q\" \\n|2024-02-29|2024-03-01 10:11:12.123456|2024-03-01"
                + " 10:11:12.000001+00",
            "2|0|-1|-0.01|0.0000000001|-0|-1.0E300|f|X  ||0001-01-01|1582-10-01"
                + " 00:00:00|1969-12-31 23:59:59.999999+00",
            "3|null|null|null|null|null|null|null|null|null|null|null|null");
  }

  @Test
  void csvArrivesValueByValue() {
    publish(
        "special",
        Format.CSV_GZIP,
        """
        select * from values
          (1, '06:00:00.000000', '{"a": [1, "x"], "b": null}', X'00ff', 'two\\nlines, "quoted" \\\\ back',
            timestamp'2024-03-01 10:11:12.123456', timestamp'2024-03-01 10:11:12.123456'),
          (2, '23:59:59.999999', '"text"', X'0a', '', timestamp'1970-01-01 00:00:00', null),
          (3, null, null, null, null, null, null),
          (4, null, 'null', null, '  blanks ', null, null)
        as t(id, t, j, b, name, at, zoned)""");

    assertThat(
            TestWarehouse.query(
                "SELECT id, t, j, b, name, at, zoned FROM " + dw.name("special").sql()))
        .hasSize(4)
        .anySatisfy(
            row ->
                assertThat(row)
                    .startsWith("1|06:00:00|")
                    .endsWith(
                        "|two\nlines, \"quoted\" \\ back|2024-03-01 10:11:12.123456|2024-03-01"
                            + " 10:11:12.123456+00"))
        .contains("3|null|null|null|null|null|null")
        .anySatisfy(row -> assertThat(row).startsWith("4|null|null|null|  blanks |"));
  }

  @Test
  void bytesAreComparedByTheirValue() {
    dw.open().publish(release(1, dw.publish("doc", LoadMode.UPSERT, "1|0a", "2|null", "3|0c")));
    CommitOutcome second =
        dw.open().publish(release(2, dw.publish("doc", LoadMode.UPSERT, "1|0a", "2|0b", "3|0d")));

    assertThat(dw.rows("doc")).containsExactly("1|\\x0a", "2|\\x0b", "3|\\x0d");
    assertThat(((Committed) second).counts().values()).containsExactly(new RowCounts(3, 0, 2, 0));
  }

  @Test
  void whatIsUnloadedIsWhatWasLoaded() {
    publish(
        "plain",
        Format.PARQUET,
        """
        select cast(id as int) id, cast(id % 7 as smallint) small, id * 10 big,
          cast(id / 3 as decimal(10,2)) price, cast(id as decimal(38,10)) huge, cast(id as float) r,
          cast(id as double) d, id % 2 = 0 flag, 'ABC' code, concat('n', id) name,
          date_add(date'2024-01-01', cast(id as int)) day,
          timestamp_micros(1700000000000000 + id) at, timestamp_micros(id) zoned
        from range(500)""");
    String prefix = "s3://test/unload/%s/".formatted(dw.schema());

    dw.open()
        .unload(
            dw.name("plain"),
            List.of(Identifier.of("id"), Identifier.of("price"), Identifier.of("name")),
            Map.of(Identifier.of("small"), List.of("3", "5")),
            prefix);

    Dataset<Row> unloaded = SparkTest.session().read().parquet(prefix.replace("s3://", "s3a://"));
    assertThat(unloaded.columns()).containsExactly("id", "price", "name");
    assertThat(unloaded.count())
        .isEqualTo(
            Long.parseLong(
                TestWarehouse.query(
                        "SELECT COUNT(*) FROM %s WHERE small IN (3, 5)"
                            .formatted(dw.name("plain").sql()))
                    .get(0)));
  }

  @Test
  void theCatalogHasTheDeclaredColumns() {
    Table declared = dw.table("plain");
    Table found = dw.open().findTable(dw.name("plain")).orElseThrow();

    assertThat(found.columnNames()).isEqualTo(declared.columnNames());
    for (int i = 0; i < declared.columns().size(); i++) {
      assertThat(found.columns().get(i).type()).isEqualTo(declared.columns().get(i).type());
      assertThat(found.columns().get(i).nullable()).isEqualTo(declared.columns().get(i).nullable());
    }
    assertThat(
            dw.open().findTable(dw.name("special")).orElseThrow().columns().stream()
                .<Object>map(Column::type))
        .contains(new ColumnType.Time(), new ColumnType.Super());
    assertThat(dw.open().findTable(dw.name("not_there"))).isEmpty();
  }

  @Test
  void rowsThatAnotherWriterHasPutIntoAStagingTableArePublishedAndTheTableIsDropped() {
    TestWarehouse.execute(
        "CREATE TABLE starlift.rows_%s (id INTEGER NOT NULL, t TIME, j SUPER, b VARBYTE(10), name"
                .formatted(dw.schema())
            + " VARCHAR(100), at TIMESTAMP, zoned TIMESTAMPTZ)");
    TestWarehouse.execute(
        "INSERT INTO starlift.rows_%s (id, name) VALUES (1, 'x'), (2, null)"
            .formatted(dw.schema()));
    StagedTable staged =
        new StagedTable(
            dw.table("special"),
            Format.CONNECTOR,
            "starlift.rows_" + dw.schema(),
            List.<StagedFile>of(),
            2);

    CommitOutcome outcome = dw.open().publish(release(1, publication("special", staged)));

    assertThat(outcome).isInstanceOf(Committed.class);
    assertThat(TestWarehouse.query("SELECT id, name FROM " + dw.name("special").sql()))
        .containsExactly("1|x", "2|null");
    assertThat(
            TestWarehouse.query(
                "SELECT COUNT(*) FROM svv_tables WHERE table_name = 'rows_%s'"
                    .formatted(dw.schema())))
        .containsExactly("0");
  }

  private Committed publish(String table, Format format, String query) {
    SparkSession spark = SparkTest.session();
    StagedTable staged =
        new CopyStaging(spark, "zstd", 0)
            .stage(
                "s3://test/stage/%s/%s".formatted(dw.schema(), table),
                dw.table(table),
                spark.sql(query),
                2);
    assertThat(staged.format()).isEqualTo(format);
    return (Committed) dw.open().publish(release(1, publication(table, staged)));
  }

  private TablePublication publication(String table, StagedTable staged) {
    return new TablePublication(
        dw.table(table), LoadMode.APPEND, List.of(), List.of(), staged, Map.of(), staged.rows(), 0);
  }
}
