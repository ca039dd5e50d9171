package dev.starlift.warehouse;

import static dev.starlift.warehouse.TestWarehouse.load;
import static dev.starlift.warehouse.TestWarehouse.query;
import static dev.starlift.warehouse.TestWarehouse.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.sql.LedgerTables;
import dev.starlift.warehouse.CommitOutcome.AlreadyLoaded;
import dev.starlift.warehouse.CommitOutcome.Committed;
import dev.starlift.warehouse.CommitOutcome.RowCounts;
import dev.starlift.warehouse.CommitOutcome.Stale;
import dev.starlift.warehouse.Publication.Members;
import dev.starlift.warehouse.Publication.TablePublication;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadModesTest {
  static final String DDL =
      """
      CREATE TABLE dw.dim_shop (
        shop_key BIGINT NOT NULL PRIMARY KEY,
        shop_id VARCHAR(20) NOT NULL UNIQUE,
        city VARCHAR(40)
      ) DISTSTYLE ALL SORTKEY (shop_id);
      CREATE TABLE dw.fact_sale (
        sale_key BIGINT NOT NULL PRIMARY KEY,
        shop_key BIGINT REFERENCES dw.dim_shop (shop_key),
        day INTEGER,
        amount DECIMAL(10,2)
      ) DISTSTYLE KEY DISTKEY (sale_key) COMPOUND SORTKEY (day);
      """;

  private final TestWarehouse dw = TestWarehouse.with(DDL);

  @Test
  void appendAddsRows() {
    publish(1, sales(LoadMode.APPEND, "1|null|10|1.50", "2|null|null|null"));
    Committed second = publish(2, sales(LoadMode.APPEND, "3|null|11|0.10"));

    assertThat(dw.rows("fact_sale"))
        .containsExactly("1|null|10|1.50", "2|null|null|null", "3|null|11|0.10");
    assertThat(second.counts()).isEqualTo(Map.of(dw.name("fact_sale"), new RowCounts(1, 1, 0, 0)));
  }

  @Test
  void replaceLeavesTheRowsOfTheReleaseOnly() {
    publish(1, sales(LoadMode.REPLACE, "1|null|10|1.50", "2|null|10|2.50"));
    Committed second = publish(2, sales(LoadMode.REPLACE, "2|null|10|7.00"));

    assertThat(dw.rows("fact_sale")).containsExactly("2|null|10|7.00");
    assertThat(second.counts().values()).containsExactly(new RowCounts(1, 1, 0, 2));
  }

  @Test
  void replaceWithNothingEmptiesTheTable() {
    publish(1, sales(LoadMode.REPLACE, "1|null|10|1.50"));
    publish(2, sales(LoadMode.REPLACE));

    assertThat(dw.rows("fact_sale")).isEmpty();
  }

  @Test
  void replaceSliceReplacesTheSlicesOfTheStagedRowsAndTheTouchedOnes() {
    publish(
        1,
        sales(
            LoadMode.APPEND,
            "1|null|10|1.00",
            "2|null|10|2.00",
            "3|null|11|3.00",
            "4|null|12|4.00",
            "5|null|null|5.00"));

    TablePublication rows = sales(LoadMode.REPLACE_SLICE, "6|null|10|6.00", "7|null|null|7.00");
    Committed second =
        publish(
            2,
            new TablePublication(
                rows.table(),
                rows.mode(),
                List.of(Identifier.of("day")),
                List.of(List.of("12"), List.of("99")),
                rows.staged(),
                rows.inputs(),
                2,
                0));

    assertThat(dw.rows("fact_sale"))
        .containsExactly("3|null|11|3.00", "6|null|10|6.00", "7|null|null|7.00");
    assertThat(second.counts().values()).containsExactly(new RowCounts(2, 2, 0, 4));
  }

  @Test
  void replaceSliceOverTwoColumnsWithNullsAndTextTouchesOnlyThose() {
    publish(1, sales(LoadMode.APPEND, "1|null|10|1.00", "2|null|10|null", "3|null|11|1.00"));
    TablePublication nothing = sales(LoadMode.REPLACE_SLICE);
    publish(
        2,
        new TablePublication(
            nothing.table(),
            nothing.mode(),
            List.of(Identifier.of("day"), Identifier.of("amount")),
            List.of(List.of("10", "NULL"), List.of("11", "'1.00'")),
            nothing.staged(),
            nothing.inputs(),
            0,
            0));

    assertThat(dw.rows("fact_sale")).containsExactly("1|null|10|1.00");
  }

  @Test
  void upsertChangesWhatDiffersAddsWhatIsNewAndLeavesTheRest() {
    publish(1, shops("1|a|Rome", "2|b|null", "3|c|Oslo", "4|d|X"));
    Committed second =
        publish(2, shops("1|a|Paris", "2|b|Bonn", "3|c|Oslo", "4|d|null", "5|e|Lima"));

    assertThat(dw.rows("dim_shop"))
        .containsExactly("1|a|Paris", "2|b|Bonn", "3|c|Oslo", "4|d|null", "5|e|Lima");
    assertThat(second.counts().values()).containsExactly(new RowCounts(5, 1, 3, 0));
  }

  @Test
  void membersAreAddedOnlyWhereTheirBusinessKeyIsAbsent() {
    publish(1, shops("1|a|Rome"));
    Publication release =
        new Publication(
            load(2),
            "job",
            "run-2",
            List.of(shops("2|b|Bonn"), sales(LoadMode.APPEND, "1|1|10|1", "2|3|10|1")),
            List.of(
                members("1|a|null", "2|b|null", "3|c|null"),
                members("3|c|null", "-1|unknown|null")),
            Map.of());

    assertThat(dw.open().publish(release)).isInstanceOf(Committed.class);
    assertThat(dw.rows("dim_shop"))
        .containsExactly("-1|unknown|null", "1|a|Rome", "2|b|Bonn", "3|c|null");
    assertThat(dw.rows("fact_sale")).hasSize(2);
  }

  @Test
  void membersOfATableThatTheReleaseDoesNotLoadAreInItsLedgerToo() {
    Publication release =
        new Publication(
            load(1),
            "job",
            "run-1",
            List.of(sales(LoadMode.APPEND, "1|3|10|1")),
            List.of(members("3|c|null")),
            Map.of());

    assertThat(dw.open().publish(release)).isInstanceOf(Committed.class);
    assertThat(dw.rows("dim_shop")).containsExactly("3|c|null");
    assertThat(
            dw.open()
                .ledgers(List.of(dw.name("dim_shop")), Map.of())
                .get(dw.name("dim_shop"))
                .version())
        .isEqualTo(1);
    assertThat(dw.open().history("job", List.of(dw.name("dim_shop"))).get(0).mode())
        .isEqualTo("members");
  }

  @Test
  void theSameLoadAgainChangesNothing() {
    Publication release = release(1, sales(LoadMode.APPEND, "1|null|10|1.50"));
    assertThat(dw.open().publish(release)).isInstanceOf(Committed.class);
    List<String> ledger = ledger();

    for (int again = 0; again < 2; again++) {
      assertThat(dw.open().publish(release))
          .isEqualTo(new AlreadyLoaded(TestWarehouse.NOW, "run-1"));
    }
    assertThat(dw.rows("fact_sale")).containsExactly("1|null|10|1.50");
    assertThat(ledger()).isEqualTo(ledger).hasSize(1);
  }

  @Test
  void aReleaseComputedFromAnOlderVersionIsStale() {
    publish(1, shops("1|a|Rome"));
    Publication release =
        new Publication(
            load(2),
            "job",
            "run-2",
            List.of(sales(LoadMode.APPEND, "1|1|10|1")),
            List.of(),
            Map.of(dw.name("dim_shop"), 0L));

    assertThat(dw.open().publish(release)).isEqualTo(new Stale(dw.name("dim_shop")));
    assertThat(dw.rows("fact_sale")).isEmpty();
  }

  @Test
  void theLedgerTellsLoadsInputsAndVersions() {
    publish(1, sales(LoadMode.APPEND, "1|null|10|1"));
    publish(2, sales(LoadMode.APPEND, "2|null|10|1"));

    var state = dw.open().ledgers(List.of(dw.name("fact_sale"), dw.name("dim_shop")), Map.of());
    assertThat(state.get(dw.name("fact_sale")).version()).isEqualTo(2);
    assertThat(state.get(dw.name("fact_sale")).inputs())
        .containsOnlyKeys("source")
        .hasEntrySatisfying(
            "source",
            inputs ->
                assertThat(inputs)
                    .containsExactly(new Warehouse.LoadedInput("s3://raw/fact_sale", "etag")));
    assertThat(state.get(dw.name("dim_shop")).version()).isZero();
    assertThat(dw.open().history("job", List.of(dw.name("fact_sale"), dw.name("dim_shop"))))
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry.mode()).isEqualTo("append");
              assertThat(entry.committedAt()).isEqualTo(TestWarehouse.NOW);
              assertThat(entry.inserted()).isEqualTo(1);
            });
    assertThat(dw.open().history("another job", List.of(dw.name("fact_sale")))).isEmpty();
  }

  @Test
  void whatIsSentIsWhatWasPlanned() {
    Publication release = release(1, shops("1|a|Rome"), sales(LoadMode.APPEND, "1|1|10|1.50"));
    List<String> planned =
        dw.open().plan(release).stream().map(statement -> statement.text()).toList();
    int before = dw.journal().size();
    dw.open().publish(release);

    List<String> sent = dw.journal().subList(before, dw.journal().size());
    List<String> transaction = sent.subList(sent.indexOf(planned.get(0)), sent.size());
    assertThat(transaction).last().isEqualTo("COMMIT");
    assertThat(withoutCounts(transaction.subList(0, transaction.size() - 1)))
        .isEqualTo(withoutCounts(planned));
  }

  /** The counts of a ledger row are known only at the end. */
  private static List<String> withoutCounts(List<String> statements) {
    return statements.stream()
        .map(text -> text.replaceAll("(, (:\\w+|\\d+)){4}\\)$", ")"))
        .toList();
  }

  private List<String> ledger() {
    return query("SELECT * FROM " + LedgerTables.ledger(dw.name("fact_sale")).sql());
  }

  private Committed publish(int load, TablePublication... tables) {
    return (Committed) dw.open().publish(release(load, tables));
  }

  private TablePublication sales(LoadMode mode, String... rows) {
    return dw.publish("fact_sale", mode, rows);
  }

  private TablePublication shops(String... rows) {
    return dw.publish("dim_shop", LoadMode.UPSERT, rows);
  }

  private Members members(String... rows) {
    return new Members(dw.table("dim_shop"), dw.staged("dim_shop", rows));
  }
}
