package dev.starlift.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.StarliftException;
import dev.starlift.share.ShareService.Plan;
import dev.starlift.share.ShareService.Verification;
import dev.starlift.sql.Statement;
import dev.starlift.warehouse.TestWarehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShareServiceTest {
  private static final String DDL =
      """
      CREATE TABLE dw.dim_shop (shop_key BIGINT NOT NULL PRIMARY KEY, city VARCHAR(40));
      CREATE TABLE dw.fact_sale (sale_key BIGINT NOT NULL PRIMARY KEY, amount DECIMAL(10,2));
      """;

  private final TestWarehouse dw = TestWarehouse.with(DDL);
  private final List<Statement> sent = new ArrayList<>();
  private final Identifier name = Identifier.of("share_" + dw.schema());
  private final Identifier database = Identifier.of("shared_" + dw.schema());

  private final ShareService service =
      new ShareService(
          Map.of(
              "producer", TestWarehouse.connections("producer"),
              "analytics", TestWarehouse.connections("analytics"),
              "reporting", TestWarehouse.connections("reporting")),
          Map.of(),
          "producer",
          sent::add);

  @Test
  void planSaysWhatIsMissingAndChangesNothing() {
    Plan plan = service.plan(share(false, "analytics"));

    assertThat(texts(plan))
        .containsExactly(
            "producer: CREATE DATASHARE \"%s\" SET PUBLICACCESSIBLE FALSE".formatted(name),
            "producer: ALTER DATASHARE \"%s\" ADD SCHEMA \"%s\"".formatted(name, dw.schema()),
            "producer: ALTER DATASHARE \"%s\" ADD TABLE \"%s\".\"dim_shop\""
                .formatted(name, dw.schema()),
            "producer: ALTER DATASHARE \"%s\" ADD TABLE \"%s\".\"fact_sale\""
                .formatted(name, dw.schema()),
            "producer: GRANT USAGE ON DATASHARE \"%s\" TO NAMESPACE '%s'"
                .formatted(name, TestWarehouse.sandbox().namespaceId("analytics")),
            "analytics: CREATE DATABASE \"%s\" FROM DATASHARE \"%s\" OF NAMESPACE '%s'"
                .formatted(database, name, TestWarehouse.sandbox().namespaceId("producer")));
    assertThat(texts(service.plan(share(false, "analytics")))).isEqualTo(texts(plan));
  }

  @Test
  void applyMakesTheShareAndASecondApplyDoesNothing() {
    ShareDefinition share = share(false, "analytics", "reporting");
    assertThat(service.apply(share).isEmpty()).isFalse();

    assertThat(service.apply(share).isEmpty()).isTrue();
    assertThat(service.plan(share).warnings()).isEmpty();
  }

  @Test
  void consumersReadWhatTheProducerHasAndCannotWrite() {
    dw.open()
        .publish(
            TestWarehouse.release(1, dw.publish("fact_sale", LoadMode.APPEND, "1|1.50", "2|2.50")));
    ShareDefinition share = share(false, "analytics", "reporting");
    service.apply(share);

    assertThat(service.verify(share))
        .containsExactly(
            verified("analytics", "dim_shop", 0),
            verified("analytics", "fact_sale", 2),
            verified("reporting", "dim_shop", 0),
            verified("reporting", "fact_sale", 2));

    dw.open().publish(TestWarehouse.release(2, dw.publish("fact_sale", LoadMode.APPEND, "3|3.50")));
    assertThat(service.verify(share)).contains(verified("reporting", "fact_sale", 3));
  }

  @Test
  void aNewTableOfTheSchemaJoinsTheShare() {
    ShareDefinition share = share(false, "analytics");
    service.apply(share);
    TestWarehouse.execute("CREATE TABLE %s.late (a INTEGER)".formatted(dw.schema()));

    assertThat(texts(service.apply(share)))
        .containsExactly(
            "producer: ALTER DATASHARE \"%s\" ADD TABLE \"%s\".\"late\""
                .formatted(name, dw.schema()));
    assertThat(service.verify(share)).contains(verified("analytics", "late", 0));
  }

  @Test
  void aChangedAccessibilityIsChangedAndWarnedOf() {
    service.apply(share(false, "analytics"));

    Plan plan = service.apply(share(true, "analytics"));

    assertThat(texts(plan))
        .containsExactly(
            "producer: ALTER DATASHARE \"%s\" SET PUBLICACCESSIBLE TRUE".formatted(name));
    assertThat(plan.warnings()).hasSize(1);
    assertThat(plan.warnings().get(0).toString())
        .startsWith("conf/test.conf:7")
        .contains("publicly accessible");
  }

  @Test
  void aConsumerThatIsNotDeclaredIsWarnedOfAndKept() {
    service.apply(share(false, "analytics", "reporting"));

    Plan plan = service.plan(share(false, "analytics"));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.warnings().toString())
        .contains(TestWarehouse.sandbox().namespaceId("reporting"), "not declared");
  }

  @Test
  void aTableWithAnInterleavedSortKeyIsLeftOutAndWarnedOf() {
    TestWarehouse.execute(
        "CREATE TABLE %s.tangled (a INTEGER, b INTEGER) INTERLEAVED SORTKEY (a, b)"
            .formatted(dw.schema()));

    Plan plan = service.apply(share(false, "analytics"));

    assertThat(texts(plan).toString()).doesNotContain("tangled");
    assertThat(plan.warnings().toString()).contains(dw.schema() + ".tangled");
    assertThat(service.apply(share(false, "analytics")).isEmpty()).isTrue();
  }

  @Test
  void aDatabaseOfThatNameThatIsNotTheShareIsAProblem() {
    ShareDefinition wrong =
        new ShareDefinition(
            name,
            Location.of("conf/test.conf", 7),
            List.of(Identifier.of(dw.schema())),
            Map.of("analytics", Identifier.of(localDatabase())),
            false,
            false);

    assertThatThrownBy(() -> service.plan(wrong))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE))
        .hasMessageContaining("conf/test.conf:7");
  }

  @Test
  void nothingButReadingIsEverGranted() {
    service.apply(share(false, "analytics"));

    assertThat(sent)
        .extracting(statement -> statement.text().toUpperCase(Locale.ROOT))
        .filteredOn(text -> text.contains("GRANT"))
        .isNotEmpty()
        .allMatch(text -> text.startsWith("GRANT USAGE ON DATASHARE"));
  }

  private static String localDatabase() {
    return TestWarehouse.query("SELECT current_database()").get(0);
  }

  private Verification verified(String consumer, String table, long rows) {
    return new Verification(consumer, dw.name(table), rows, rows, true, java.util.Optional.empty());
  }

  private static List<String> texts(Plan plan) {
    return plan.steps().stream()
        .map(step -> step.namespace() + ": " + step.statement().text())
        .toList();
  }

  private ShareDefinition share(boolean publicAccessible, String... consumers) {
    Map<String, Identifier> databases = new java.util.HashMap<>();
    for (String consumer : consumers) {
      databases.put(consumer, database);
    }
    return new ShareDefinition(
        name,
        Location.of("conf/test.conf", 7),
        List.of(Identifier.of(dw.schema())),
        databases,
        publicAccessible,
        false);
  }
}
