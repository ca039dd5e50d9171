package dev.starlift.warehouse;

import static dev.starlift.warehouse.TestWarehouse.load;
import static dev.starlift.warehouse.TestWarehouse.query;
import static dev.starlift.warehouse.TestWarehouse.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.model.LoadMode;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.LedgerTables;
import dev.starlift.stage.StagedTable;
import dev.starlift.warehouse.Publication.Members;
import dev.starlift.warehouse.Publication.TablePublication;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a release gets wrong is found before COMMIT, and then nothing of it is there. */
class VerificationTest {
  private static final List<String> FORBIDDEN =
      List.of(
          "TRUNCATE",
          "ALTER TABLE",
          "VACUUM",
          "CREATE DATABASE",
          "ACCESS_KEY",
          "CREDENTIALS",
          "SESSION_TOKEN",
          "MAXERROR");

  private final TestWarehouse dw = TestWarehouse.with(LoadModesTest.DDL);

  @BeforeEach
  void firstLoad() {
    dw.open()
        .publish(
            release(
                1,
                dw.publish("dim_shop", LoadMode.UPSERT, "1|a|Rome", "2|b|Bonn"),
                dw.publish("fact_sale", LoadMode.APPEND, "1|1|10|1.50")));
  }

  @Test
  void aKeyTwiceAmongTheStagedRowsPublishesNothing() {
    refused(
        release(
            2,
            dw.publish("dim_shop", LoadMode.UPSERT, "3|c|Oslo"),
            dw.publish("fact_sale", LoadMode.APPEND, "2|1|10|1", "2|2|10|1", "3|1|10|1")),
        "fact_sale: 1 values of sale_key come more than once");
  }

  @Test
  void aBusinessKeyTwiceAmongTheStagedRowsPublishesNothing() {
    refused(
        release(2, dw.publish("dim_shop", LoadMode.UPSERT, "3|c|Oslo", "4|c|Oslo")),
        "dim_shop: 1 values of shop_id come more than once");
  }

  @Test
  void anAppendedKeyThatIsThereAlreadyPublishesNothing() {
    refused(
        release(2, dw.publish("fact_sale", LoadMode.APPEND, "1|1|10|9.99", "2|1|10|1")),
        "fact_sale: 1 rows have a sale_key that the table has already");
  }

  @Test
  void anotherSurrogateKeyForAKnownBusinessKeyPublishesNothing() {
    refused(
        release(2, dw.publish("dim_shop", LoadMode.UPSERT, "9|a|Rome")),
        "dim_shop: 1 rows have another shop_key than the table has for the same shop_id");
  }

  @Test
  void aSurrogateKeyThatAnotherBusinessKeyHasPublishesNothing() {
    refused(
        release(2, dw.publish("dim_shop", LoadMode.UPSERT, "1|z|Rome")),
        "dim_shop: 1 values of shop_key would come more than once");
  }

  @Test
  void aReplacedSliceThatBringsAKeyOfAnotherSlicePublishesNothing() {
    TablePublication rows = dw.publish("fact_sale", LoadMode.REPLACE_SLICE, "1|1|11|1");
    refused(
        release(
            2,
            new TablePublication(
                rows.table(),
                rows.mode(),
                List.of(dev.starlift.model.Identifier.of("day")),
                List.of(),
                rows.staged(),
                rows.inputs(),
                1,
                0)),
        "fact_sale: 1 values of sale_key would come more than once");
  }

  @Test
  void aReferenceToNothingPublishesNothing() {
    refused(
        release(2, dw.publish("fact_sale", LoadMode.APPEND, "2|77|10|1", "3|null|10|1")),
        "fact_sale: 1 rows have a shop_key that is not in " + dw.name("dim_shop"));
  }

  @Test
  void aReferenceToAMemberOfTheSameReleaseIsFine() {
    Publication release =
        new Publication(
            load(2),
            "job",
            "run-2",
            List.of(dw.publish("fact_sale", LoadMode.APPEND, "2|77|10|1")),
            List.of(new Members(dw.table("dim_shop"), dw.staged("dim_shop", "77|x|null"))),
            Map.of());

    assertThat(dw.open().publish(release)).isInstanceOf(CommitOutcome.Committed.class);
  }

  @Test
  void aCountThatDiffersFromWhatWasStagedPublishesNothing() {
    TablePublication rows = dw.publish("fact_sale", LoadMode.APPEND, "2|1|10|1", "3|1|10|1");
    StagedTable staged = rows.staged();
    StagedTable wrong =
        new StagedTable(staged.table(), staged.format(), staged.manifest(), staged.files(), 3);
    refused(
        release(
            2,
            dw.publish("dim_shop", LoadMode.UPSERT, "3|c|Oslo"),
            new TablePublication(
                rows.table(), rows.mode(), List.of(), List.of(), wrong, rows.inputs(), 3, 0)),
        "3 rows were staged, but the warehouse has copied 2");
  }

  @Test
  void aValueThatCopyRefusesIsToldWithFileLineAndColumnButNotWithItsText() {
    StarliftException refusal =
        refused(
            release(2, dw.publish("fact_sale", LoadMode.APPEND, "2|1|10|1", "3|1|ten-canary|1")),
            "COPY failed");

    assertThat(refusal.problems()).hasSizeGreaterThan(1);
    assertThat(refusal.problems().get(1).where()).endsWith("part-0.csv.gz:2");
    assertThat(refusal.problems().get(1).what()).contains("column day", "integer");
    assertThat(refusal).hasMessageNotContaining("canary");
  }

  @Test
  void anOmittedNullIsRefusedByTheTableItself() {
    refused(release(2, dw.publish("fact_sale", LoadMode.APPEND, "null|1|10|1")), "COPY failed");
  }

  @Test
  void noStatementOfAReleaseCommitsOnItsOwnOrHoldsASecret() {
    dw.open().publish(release(2, dw.publish("dim_shop", LoadMode.REPLACE, "1|a|Rome")));

    assertThat(dw.journal())
        .filteredOn(text -> text.startsWith("COPY") || text.startsWith("INSERT"))
        .isNotEmpty();
    for (String statement : dw.journal()) {
      assertThat(statement.toUpperCase(Locale.ROOT)).doesNotContain(FORBIDDEN);
      assertThat(statement).doesNotContain(";");
    }
  }

  @Test
  void aForeignKeyWithoutColumnsRefersToThePrimaryKeyThatTheReleaseKnows() {
    TestWarehouse family =
        TestWarehouse.with(
            """
            CREATE TABLE dw.parent (id INTEGER NOT NULL PRIMARY KEY);
            CREATE TABLE dw.child (id INTEGER NOT NULL PRIMARY KEY,
              parent INTEGER REFERENCES dw.parent);
            """);
    TablePublication children = family.publish("child", LoadMode.APPEND, "1|1");

    assertThatThrownBy(() -> family.open().publish(release(1, children)))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE))
        .hasMessageContaining("Write REFERENCES");
    assertThat(
            family
                .open()
                .publish(release(1, family.publish("parent", LoadMode.APPEND, "1"), children)))
        .isInstanceOf(CommitOutcome.Committed.class);
  }

  private StarliftException refused(Publication release, String message) {
    List<String> shops = dw.rows("dim_shop");
    List<String> sales = dw.rows("fact_sale");
    List<String> ledgers = ledgers();
    int before = dw.journal().size();
    StarliftException[] refusal = new StarliftException[1];

    assertThatThrownBy(() -> dw.open().publish(release))
        .isInstanceOfSatisfying(
            StarliftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
              refusal[0] = e;
            })
        .hasMessageContaining(message);

    assertThat(dw.rows("dim_shop")).isEqualTo(shops);
    assertThat(dw.rows("fact_sale")).isEqualTo(sales);
    assertThat(ledgers()).isEqualTo(ledgers);
    assertThat(dw.journal().subList(before, dw.journal().size()))
        .contains("ROLLBACK")
        .doesNotContain("COMMIT");
    return refusal[0];
  }

  private List<String> ledgers() {
    return query(
        "SELECT load_id FROM %s UNION ALL SELECT load_id FROM %s"
            .formatted(
                LedgerTables.ledger(dw.name("dim_shop")).sql(),
                LedgerTables.ledger(dw.name("fact_sale")).sql()));
  }
}
