package dev.starlift.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.InputFile;
import dev.starlift.model.LoadId;
import dev.starlift.model.TableName;
import dev.starlift.sql.LedgerStatements.Counts;
import dev.starlift.sql.LedgerStatements.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerStatementsTest {
  private static final LoadId LOAD = new LoadId("ab".repeat(32));
  private static final TableName SALE = TableName.of("dw", "sale");
  private static final TableName SHOP = TableName.of("dw", "dim_shop");

  @Test
  void locksAreTakenInOneOrderWhateverTheOrderOfTheTables() {
    assertThat(LedgerStatements.lock(List.of(SALE, SHOP)).text())
        .isEqualTo(LedgerStatements.lock(List.of(SHOP, SALE)).text())
        .isEqualTo("LOCK TABLE \"starlift\".\"lock_dw__dim_shop\", \"starlift\".\"lock_dw__sale\"");
  }

  @Test
  void aLedgerRowHasTheMomentInUtcAndQuotesText() {
    assertThat(
            LedgerStatements.record(
                    SALE,
                    new Entry(
                        LOAD,
                        "o'job",
                        "run",
                        "append",
                        Instant.parse("2024-03-01T23:59:59.000001Z"),
                        2,
                        10,
                        1,
                        Counts.of(9, 8, 7, 6)))
                .text())
        .isEqualTo(
            "INSERT INTO \"starlift\".\"ledger_dw__sale\" VALUES ('%s', 'o''job', 'run', 'append',"
                    .formatted(LOAD)
                + " '2024-03-01 23:59:59.000001', 2, 10, 1, 9, 8, 7, 6)");
  }

  @Test
  void manyInputsAreRecordedInSeveralStatementsAndAllOfThem() {
    List<InputFile> files =
        IntStream.range(0, 1201)
            .mapToObj(i -> new InputFile("s3://raw/%04d".formatted(i), "e", i))
            .toList();

    List<Statement> statements =
        LedgerStatements.recordInputs(SALE, LOAD, Map.of(), Map.of("sales", files));

    assertThat(statements).hasSize(3);
    assertThat(statements.stream().flatMap(s -> s.text().lines()).filter(l -> l.startsWith("(")))
        .hasSize(1201);
    assertThat(LedgerStatements.recordInputs(SALE, LOAD, Map.of(), Map.of())).isEmpty();
  }

  @Test
  void aLoadIsLookedForInEveryLedger() {
    assertThat(LedgerStatements.find(List.of(SALE, SHOP), LOAD).text())
        .isEqualTo(
            """
            SELECT committed_at, run FROM "starlift"."ledger_dw__dim_shop" WHERE load_id = '%s'
            UNION ALL
            SELECT committed_at, run FROM "starlift"."ledger_dw__sale" WHERE load_id = '%s'"""
                .formatted(LOAD, LOAD));
  }
}
