package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import dev.starlift.warehouse.CuttingProxy;
import dev.starlift.warehouse.CuttingProxy.Place;
import dev.starlift.warehouse.TestWarehouse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both jobs for end-of-day market data, from unloads in S3 to the warehouse; each fault of the
 * system that they replace has a test that it is not theirs.
 */
class MarketDataReleaseTest {
  private static final String SPARK = "jobs/market-data.conf";
  private static final String PROCEDURE = "jobs/market-data-procedure.conf";
  private static final String DATE = "date=2019-06-28";
  private static final String ACME =
      "2019-06-28|120|ACME|12.1000|12.8000|12.0000|12.5000|150300|17|Oil Refining|4|Energy"
          + "|Acme Oil Corp|12.5000|340000000.00|1999";
  private static final String BIO =
      "2019-06-28|121|BIO|10000.0100|10000.9900|9999.9900|10000.1000|7|18|Biotech|5|Health Care"
          + "|Bio \"Gen\" Inc|null|45600000.25|null";

  private ProjectBed bed;

  @BeforeEach
  void unload() {
    bed = new ProjectBed();
    bed.put("oltp_uploads/sector.csv", "4,\"Energy\"", "5,\"Health Care\"");
    bed.put("oltp_uploads/industry.csv", "17,\"Oil Refining\"", "18,\"Biotech\"");
    bed.put(
        "oltp_uploads/security.csv",
        "120,\"ACME\",\"Acme Oil Corp\",12.5,340000000,1999,4,17,\"2019-06-28\"",
        "121,\"BIO\",\"Bio \"\"Gen\"\" Inc\",,45600000.25,,5,18,\"2019-06-28\"",
        "122,\"LOST\",\"No Sector plc\",1.10,,,,17,\"2019-06-28\"");
    bed.put(
        "oltp_uploads/eod_price.csv",
        "\"ACME\",\"2019-06-28\",12.1,12.8,12.0,12.5,150300",
        "\"BIO\",\"2019-06-28\",10000.01,10000.99,9999.99,10000.10,7",
        "\"LOST\",\"2019-06-28\",1.00,1.20,1.00,1.10,5",
        "\"GHOST\",\"2019-06-28\",2.00,2.20,2.00,2.10,5",
        "\"ACME\",\"2019-06-27\",11.1,11.8,11.0,11.5,99");
    bed.put("notification/notification.txt");
    bed.put("notification2/notification.txt");
  }

  @Test
  void bothJobsGiveTheSameRowsWithNamesAndExactPricesAlsoBeyond9999() {
    bed.run(SPARK, DATE);
    assertThat(marketData()).containsExactly(ACME, BIO);
    TestWarehouse.execute("CREATE TABLE olap.by_spark AS SELECT * FROM olap.market_data");
    TestWarehouse.execute("DROP TABLE olap.market_data");
    TestWarehouse.execute("DROP SCHEMA starlift CASCADE");

    bed.run(PROCEDURE, DATE);

    assertThat(marketData()).containsExactly(ACME, BIO);
    String difference = "SELECT * FROM %s EXCEPT SELECT * FROM %s";
    assertThat(bed.query(difference.formatted("olap.by_spark", "olap.market_data"))).isEmpty();
    assertThat(bed.query(difference.formatted("olap.market_data", "olap.by_spark"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {SPARK, PROCEDURE})
  void aSecondRunWithTheSameNotificationChangesNothing(String job) {
    bed.run(job, DATE);
    List<String> ledger = bed.query("SELECT * FROM starlift.ledger_olap__market_data");

    assertThat(bed.run(job, DATE)).isEqualTo(ExitCode.DONE);

    assertThat(bed.said()).anyMatch(line -> line.startsWith("Already loaded"));
    assertThat(marketData()).containsExactly(ACME, BIO);
    assertThat(bed.query("SELECT * FROM starlift.ledger_olap__market_data")).isEqualTo(ledger);
  }

  @ParameterizedTest
  @ValueSource(strings = {SPARK, PROCEDURE})
  void aCorrectedFileReplacesItsDateAndNothingIsThereTwice(String job) {
    bed.run(job, DATE);
    bed.run(job, "date=2019-06-27");
    assertThat(marketData()).hasSize(3);

    bed.put(
        "oltp_uploads/eod_price.csv",
        "\"ACME\",\"2019-06-28\",12.1,12.8,12.0,13.75,150300",
        "\"BIO\",\"2019-06-28\",10000.01,10000.99,9999.99,10000.10,7");
    bed.run(job, DATE);

    assertThat(bed.query("SELECT eod_date, symbol, eod_price FROM olap.market_data"))
        .containsExactly(
            "2019-06-27|ACME|11.5000", "2019-06-28|ACME|13.7500", "2019-06-28|BIO|10000.1000");
  }

  @Test
  void aCorrectedSectorIsJoinedWithTheFilesThatStayed() {
    bed.run(SPARK, DATE);

    bed.put("oltp_uploads/sector.csv", "4,\"Oil and Gas\"", "5,\"Health Care\"");
    bed.run(SPARK, DATE);

    assertThat(bed.query("SELECT symbol, sector_name FROM olap.market_data"))
        .containsExactly("ACME|Oil and Gas", "BIO|Health Care");
  }

  @ParameterizedTest
  @ValueSource(strings = {SPARK, PROCEDURE})
  void aDateOfWhichNoRowIsLeftBecomesEmpty(String job) {
    bed.run(job, DATE);

    bed.put("oltp_uploads/eod_price.csv", "\"ACME\",\"2019-06-27\",11.1,11.8,11.0,11.5,99");
    bed.run(job, DATE);

    assertThat(marketData()).isEmpty();
  }

  @Test
  void theDateComesFromTheCommandLineAndAnotherOneIsAnotherLoad() {
    bed.run(SPARK, DATE);

    assertThat(bed.run(SPARK, "date=2019-06-27")).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT eod_date, symbol FROM olap.market_data"))
        .containsExactly("2019-06-27|ACME", "2019-06-28|ACME", "2019-06-28|BIO");
    assertThat(
            bed.query(
                "SELECT p.uri, p.etag FROM starlift.ledger_olap__market_data AS l"
                    + " JOIN starlift.inputs_olap__market_data AS p ON p.load_id = l.load_id"
                    + " WHERE p.source = ':parameter'"))
        .containsExactly("date|2019-06-27", "date|2019-06-28");
    assertThat(bed.said()).contains("Parameters: date=2019-06-27");
  }

  @Test
  void rowsThatAnInnerJoinDropsAreRejectsWithTheirReason() {
    bed.run(SPARK, DATE);

    assertThat(bed.said())
        .contains("list inputs and read the ledger: 4 files, 1 of 1 tables have new ones")
        .anyMatch(line -> line.startsWith("olap.market_data  replace-slice     2         2"));
    assertThat(bed.rejects(SPARK))
        .containsExactlyInAnyOrder(
            "has_sector: the check does not hold", "has_security: the check does not hold");
  }

  @Test
  void whatTheProcedureDidIsInTheReportAndInTheLedger() {
    bed.run(PROCEDURE, "date=2019-06-27");
    bed.run(PROCEDURE, DATE);

    bed.put("oltp_uploads/eod_price.csv", "\"ACME\",\"2019-06-28\",12.1,12.8,12.0,12.5,1");
    bed.run(PROCEDURE, DATE);

    assertThat(bed.said())
        .contains(
            "staging.load_market_data was called for olap.market_data where eod_date = DATE"
                + " '2019-06-28': the table had 3 rows before and has 2 now.");
    assertThat(
            bed.query(
                "SELECT mode, inserted_rows, deleted_rows FROM starlift.ledger_olap__market_data"))
        .containsExactly("replace-slice|1|0", "replace-slice|1|2", "replace-slice|2|0");
  }

  @Test
  void stagingTablesAreEmptiedByDeleteInTheTransactionThatCallsTheProcedure() {
    bed.run(PROCEDURE, DATE);
    List<String> sent = bed.warehouse().journal();

    List<String> transaction =
        sent.subList(sent.indexOf(first(sent, "LOCK TABLE")), sent.indexOf("COMMIT"));
    assertThat(transaction)
        .contains(
            "DELETE FROM \"staging\".\"sector\"",
            "CALL \"staging\".\"load_market_data\"(CAST(DATE '2019-06-28' AS DATE))")
        .noneMatch(text -> text.startsWith("COMMIT"))
        .noneMatch(text -> text.startsWith("TRUNCATE"))
        .filteredOn(text -> text.startsWith("COPY"))
        .hasSize(4);
    assertThat(transaction.indexOf(first(sent, "CREATE OR REPLACE PROCEDURE")))
        .isGreaterThan(transaction.indexOf("DELETE FROM \"staging\".\"sector\""))
        .isLessThan(transaction.indexOf(first(sent, "CALL \"staging\"")));
    assertThat(transaction.indexOf(first(sent, "CALL \"staging\"")))
        .isLessThan(
            transaction.indexOf(
                first(sent, "INSERT INTO \"starlift\".\"ledger_olap__market_data\"")));
  }

  @Test
  void theProcedureReadsTheFilesOfItsOwnRelease() {
    bed.run(PROCEDURE, DATE);
    TestWarehouse.execute("DELETE FROM staging.security");

    bed.put("oltp_uploads/sector.csv", "4,\"Oil\"", "5,\"Health Care\"");
    bed.run(PROCEDURE, DATE);

    assertThat(bed.query("SELECT symbol, sector_name FROM olap.market_data"))
        .containsExactly("ACME|Oil", "BIO|Health Care");
  }

  @ParameterizedTest
  @ValueSource(strings = {SPARK, PROCEDURE})
  void aLostAnswerToCommitIsSettled(String job) throws Exception {
    int port = TestWarehouse.sandbox().port("producer");
    try (CuttingProxy proxy = CuttingProxy.cutting(port, "COMMIT", Place.EXECUTED, 1)) {
      String url =
          TestWarehouse.sandbox().jdbcUrl("producer").replace(":" + port, ":" + proxy.port());

      assertThat(
              bed.run(bed.warehouse().open(TestWarehouse.connections("producer", url)), job, DATE))
          .isEqualTo(ExitCode.DONE);
    }

    assertThat(marketData()).containsExactly(ACME, BIO);
    assertThat(bed.query("SELECT COUNT(*) FROM starlift.ledger_olap__market_data"))
        .containsExactly("1");
    assertThat(bed.warehouse().journal().stream().filter(sent -> sent.startsWith("CALL")).count())
        .isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {SPARK, PROCEDURE})
  void aFileThatIsNotThereYetIsNamed(String job) {
    bed.delete("oltp_uploads/industry.csv");

    StarliftException refused = refused(job);

    assertThat(refused.code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
    assertThat(refused).hasMessageContaining("oltp_uploads/industry.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {SPARK, PROCEDURE})
  void aNotificationIsRequired(String job) {
    bed.delete("notification");
    bed.delete("notification2");

    StarliftException refused = refused(job);

    assertThat(refused.code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
    assertThat(refused)
        .hasMessageContaining("there is no notification at")
        .hasMessageContaining(job);
    assertThat(bed.query("SELECT * FROM svv_tables WHERE table_schema = 'olap'")).isEmpty();
  }

  @Test
  void aNameWithAQuoteThatIsNotDoubledIsARejectAndNotAnotherRow() {
    bed.put("oltp_uploads/sector.csv", "4,\"Energy\"", "5,\"Health \"Care\"\"", "6,\"Technology\"");

    StarliftException refused = refused(SPARK);

    assertThat(refused.code()).isEqualTo(ExitCode.ROWS_REJECTED);
    assertThat(refused).hasMessageContaining("sector: 1 of 3 rows were rejected");
  }

  @Test
  void blanksThatPadALineDoNotBelongToItsNumber() {
    bed.put("oltp_uploads/eod_price.csv", "\"ACME\",\"2019-06-28\",1.1,1.2,1.0,1.1,5     ");

    bed.run(SPARK, DATE);

    assertThat(bed.query("SELECT symbol, sector_name, volume FROM olap.market_data"))
        .containsExactly("ACME|Energy|5");
  }

  @Test
  void blanksThatPadAQuotedTextMakeItsRowARejectAndNoOtherText() {
    bed.put("oltp_uploads/sector.csv", "4,\"Energy\"            ", "5,\"Health Care\"");

    assertThat(refused(SPARK)).hasMessageContaining("sector: 1 of 2 rows were rejected");
  }

  @Test
  void aDateInAnotherFormatOrWithATimeIsARejectAndNotAnotherDay() {
    bed.put(
        "oltp_uploads/eod_price.csv",
        "\"ACME\",\"28-JUN-19\",1.1,1.2,1.0,1.1,5",
        "\"ACME\",\"2019-06-28 14:30:00\",1.1,1.2,1.0,1.1,5",
        "\"ACME\",\"28/06/2019\",1.1,1.2,1.0,1.1,5");

    StarliftException refused = refused(SPARK);

    assertThat(refused).hasMessageContaining("eod_price: 3 of 3 rows were rejected");
  }

  @Test
  void nothingBetweenCommasIsNullAndAnEmptyTextIsNoNumber() {
    bed.put(
        "oltp_uploads/security.csv",
        "120,\"ACME\",\"Acme Oil Corp\",\"\",340000000,1999,4,17,\"2019-06-28\"",
        "121,\"BIO\",\"Bio\",,,,5,18,");

    StarliftException refused = refused(SPARK);

    assertThat(refused).hasMessageContaining("security: 1 of 2 rows were rejected");
  }

  private StarliftException refused(String job) {
    return catchThrowableOfType(StarliftException.class, () -> bed.run(job, DATE));
  }

  private List<String> marketData() {
    return bed.query("SELECT * FROM olap.market_data");
  }

  private static String first(List<String> sent, String words) {
    return sent.stream().filter(text -> text.contains(words)).findFirst().orElseThrow();
  }
}
