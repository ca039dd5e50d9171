package dev.starlift.warehouse;

import static dev.starlift.warehouse.TestWarehouse.query;
import static dev.starlift.warehouse.TestWarehouse.release;
import static dev.starlift.warehouse.TestWarehouse.sandbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.model.LoadMode;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.LedgerTables;
import dev.starlift.warehouse.CommitOutcome.AlreadyLoaded;
import dev.starlift.warehouse.CommitOutcome.Committed;
import dev.starlift.warehouse.CommitOutcome.RowCounts;
import dev.starlift.warehouse.CommitOutcome.Unknown;
import dev.starlift.warehouse.CuttingProxy.Place;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LostConnectionTest {
  private final TestWarehouse dw = TestWarehouse.with(LoadModesTest.DDL);

  @ParameterizedTest
  @EnumSource
  void aLostAnswerToCommitIsSettledAndTheRowsAreThereOnce(Place place) throws Exception {
    Publication release = sale(1, "1|null|10|1.50", "2|null|10|2.50");
    try (CuttingProxy proxy = CuttingProxy.cutting(producerPort(), "COMMIT", place, 1)) {
      CommitOutcome outcome = dw.open(through(proxy)).publish(release);

      assertThat(proxy.cutsLeft()).isLessThanOrEqualTo(0);
      assertThat(outcome)
          .isEqualTo(new Committed(Map.of(dw.name("fact_sale"), new RowCounts(2, 2, 0, 0))));
    }
    assertThat(dw.rows("fact_sale")).containsExactly("1|null|10|1.50", "2|null|10|2.50");
    assertThat(ledger()).hasSize(1);
    assertThat(dw.open().publish(release)).isInstanceOf(AlreadyLoaded.class);
  }

  @Test
  void aCommitThatWasExecutedIsNotCopiedASecondTime() throws Exception {
    try (CuttingProxy proxy = CuttingProxy.cutting(producerPort(), "COMMIT", Place.EXECUTED, 1)) {
      dw.open(through(proxy)).publish(sale(1, "1|null|10|1.50"));
    }
    assertThat(dw.journal().stream().filter(text -> text.startsWith("COPY"))).hasSize(1);
  }

  @Test
  void theOutcomeIsUnknownWhenTheLedgerCannotBeReadEither() throws Exception {
    Publication release = sale(1, "1|null|10|1.50");
    try (CuttingProxy proxy =
        CuttingProxy.cuttingForGood(producerPort(), "COMMIT", Place.EXECUTED)) {
      assertThat(dw.open(through(proxy)).publish(release)).isInstanceOf(Unknown.class);
    }
    assertThat(dw.open().publish(release)).isInstanceOf(AlreadyLoaded.class);
    assertThat(dw.rows("fact_sale")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionLostBeforeCommitIsTriedAgain(Place place) throws Exception {
    try (CuttingProxy proxy = CuttingProxy.cutting(producerPort(), "INSERT INTO", place, 1)) {
      assertThat(dw.open(through(proxy)).publish(sale(1, "1|null|10|1.50")))
          .isInstanceOf(Committed.class);
    }
    assertThat(dw.rows("fact_sale")).containsExactly("1|null|10|1.50");
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void aConnectionLostTwiceBeforeCommitEndsTheRelease() throws Exception {
    dw.open().publish(sale(1, "1|null|10|1.50"));
    try (CuttingProxy proxy = CuttingProxy.cutting(producerPort(), "INSERT INTO", Place.SENT, 2)) {
      RedshiftWarehouse warehouse = dw.open(through(proxy));
      Publication release = sale(2, "2|null|10|1.50");

      assertThatThrownBy(() -> warehouse.publish(release))
          .isInstanceOfSatisfying(
              StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.UNREACHABLE));
    }
    assertThat(dw.rows("fact_sale")).containsExactly("1|null|10|1.50");
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void aRefusedConnectionNamesHostAndPort() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    RedshiftWarehouse warehouse =
        dw.open(
            TestWarehouse.connections(
                "producer", "jdbc:redshift://localhost:" + free + "/dev?ssl=false"));

    assertThatThrownBy(() -> warehouse.countRows(dw.name("fact_sale")))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("producer at localhost:" + free)
        .hasMessageNotContaining(sandbox().password());
  }

  @Test
  void anUnknownHostIsNamed() {
    RedshiftWarehouse warehouse =
        dw.open(
            TestWarehouse.connections(
                "producer", "jdbc:redshift://no-such-host.invalid:5439/dev?ssl=false"));

    assertThatThrownBy(() -> warehouse.countRows(dw.name("fact_sale")))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("no-such-host.invalid:5439");
  }

  @Test
  void aRefusedLoginIsSaidSoWithoutThePassword() {
    java.util.Properties login = new java.util.Properties();
    login.setProperty("user", sandbox().user());
    login.setProperty("password", "canary-password");
    RedshiftWarehouse warehouse =
        dw.open(new Connections("producer", sandbox().jdbcUrl("producer"), () -> login));

    assertThatThrownBy(() -> warehouse.countRows(dw.name("fact_sale")))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("the login was refused")
        .hasMessageNotContaining("canary-password");
  }

  private Publication sale(int load, String... rows) {
    return release(load, dw.publish("fact_sale", LoadMode.APPEND, rows));
  }

  private List<String> ledger() {
    return query("SELECT * FROM " + LedgerTables.ledger(dw.name("fact_sale")).sql());
  }

  private static int producerPort() {
    return sandbox().port("producer");
  }

  private static Connections through(CuttingProxy proxy) {
    return TestWarehouse.connections(
        "producer",
        sandbox().jdbcUrl("producer").replace(":" + producerPort(), ":" + proxy.port()));
  }
}
