package dev.starlift.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.sql.Extract;
import dev.starlift.sql.Statement;
import dev.starlift.warehouse.Warehouse.Contents;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of the warehouse as an input: told from others, and unloaded as they were told. */
class ExtractTest {
  private static final String DDL =
      """
      CREATE TABLE dw.t (
        id INTEGER, whole BIGINT, price DECIMAL(12,4), ratio DOUBLE PRECISION, small REAL,
        flag BOOLEAN, code CHAR(3), name VARCHAR(100), day DATE, at_time TIME, zoned_time TIMETZ,
        stamp TIMESTAMP, zoned TIMESTAMPTZ, things SUPER);
      """;

  private TestWarehouse warehouse;
  private String table;

  @BeforeEach
  void twoRows() {
    warehouse = TestWarehouse.with(DDL);
    table = warehouse.name("t").sql();
    insert("1, 'a', 'b'");
    insert("2, 'c', NULL");
  }

  private void insert(String values) {
    TestWarehouse.execute("INSERT INTO " + table + " (id, code, name) VALUES (" + values + ")");
  }

  private Extract extract(String... columns) {
    Table declared = warehouse.table("t");
    return new Extract(
        declared.name(),
        columns.length == 0
            ? declared.columns()
            : List.of(columns).stream()
                .map(name -> declared.findColumn(Identifier.of(name)).orElseThrow())
                .toList(),
        Optional.empty());
  }

  private Contents contents(Extract extract) {
    return warehouse.open().contents(extract);
  }

  @Test
  void theSameRowsInAnotherOrderAreTheSame() {
    Contents before = contents(extract());
    TestWarehouse.execute("DELETE FROM " + table);
    insert("2, 'c', NULL");
    insert("1, 'a', 'b'");

    assertThat(contents(extract())).isEqualTo(before);
    assertThat(before.rows()).isEqualTo(2);
    assertThat(before.bytes()).isBetween(100L, 300L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE t SET name = '' WHERE id = 2",
        "UPDATE t SET name = '-' WHERE id = 2",
        "UPDATE t SET name = code, code = name WHERE id = 1",
        "UPDATE t SET name = 'b ' WHERE id = 1",
        "UPDATE t SET id = 3 - id",
        "UPDATE t SET code = CASE id WHEN 1 THEN 'c' ELSE 'a' END",
        "UPDATE t SET flag = FALSE WHERE id = 1",
        "UPDATE t SET ratio = 0 WHERE id = 1",
        "UPDATE t SET whole = 9007199254740993 WHERE id = 1",
        "UPDATE t SET price = 0.0001 WHERE id = 1",
        "UPDATE t SET stamp = '2026-01-01 00:00:00.000001' WHERE id = 1",
        "UPDATE t SET at_time = '12:00:00.000001' WHERE id = 1",
        "UPDATE t SET things = JSON_PARSE('{\"a\":1}') WHERE id = 1",
        "INSERT INTO t (id, code, name) VALUES (1, 'a', 'b')",
        "DELETE FROM t WHERE id = 2",
      })
  void whateverChangesARowIsSeen(String change) {
    Contents before = contents(extract());

    TestWarehouse.execute(change.replaceFirst("\\bt\\b", table));

    assertThat(contents(extract()).fingerprint()).isNotEqualTo(before.fingerprint());
  }

  @Test
  void numbersThatLookTheSameAsTextAreTold() {
    TestWarehouse.execute("UPDATE " + table + " SET ratio = 0.1 WHERE id = 1");
    Contents before = contents(extract());
    TestWarehouse.execute("UPDATE " + table + " SET ratio = 0.10000000000000002 WHERE id = 1");

    assertThat(contents(extract()).fingerprint()).isNotEqualTo(before.fingerprint());
  }

  @Test
  void aRowThatIsThereTwiceIsNotTheSameAsTwoOthersThatAre() {
    insert("1, 'a', 'b'");
    Contents first = contents(extract());
    TestWarehouse.execute("DELETE FROM " + table);
    insert("1, 'a', 'b'");
    insert("2, 'c', NULL");
    insert("2, 'c', NULL");

    assertThat(contents(extract()).rows()).isEqualTo(first.rows());
    assertThat(contents(extract()).fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void aColumnThatIsNotReadMayChange() {
    Contents before = contents(extract("id", "code"));
    TestWarehouse.execute("UPDATE " + table + " SET name = 'other'");

    assertThat(contents(extract("id", "code")).fingerprint()).isEqualTo(before.fingerprint());
  }

  @Test
  void noRowsAreContentsToo() {
    TestWarehouse.execute("DELETE FROM " + table);

    assertThat(contents(extract())).isEqualTo(new Contents(0, "0-0-0", 0));
  }

  @Test
  void whatIsUnloadedIsWhatWasToldWhoeverWritesMeanwhile() {
    Consumer<Statement> writesBeforeUnload =
        statement -> {
          if (statement.text().startsWith("UNLOAD")) {
            insert("3, 'd', 'late'");
          }
        };
    String prefix = "s3a://test/extract/" + warehouse.schema() + "/";
    Contents told;
    try (Warehouse open =
        new RedshiftWarehouse(
            TestWarehouse.connections("producer"),
            Optional.of(TestWarehouse.sandbox().iamRole()),
            writesBeforeUnload,
            PublishSettings.STANDARD,
            Clock.systemUTC())) {
      told = open.unload(extract("id", "name"), prefix);
    }

    TestWarehouse.execute(
        "CREATE TABLE %s.unloaded (id INTEGER, name VARCHAR(100))".formatted(warehouse.schema()));
    TestWarehouse.execute(
        "COPY %s.unloaded FROM '%s' IAM_ROLE '%s' FORMAT PARQUET"
            .formatted(
                warehouse.schema(),
                prefix.replace("s3a:", "s3:"),
                TestWarehouse.sandbox().iamRole()));
    assertThat(told.rows()).isEqualTo(2);
    assertThat(warehouse.rows("unloaded")).containsExactly("1|b", "2|null");
    assertThat(contents(extract("id", "name")).rows()).isEqualTo(3);
  }
}
