package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.Environment.FromSandbox;
import dev.starlift.job.Environment.FromSecretsManager;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The job and the environments that come with Starlift. */
class AirlineJobTest {
  private static final LocalFiles FILES = new LocalFiles();

  private static Environment sandbox() {
    return EnvironmentFile.parse(FILES, "conf/sandbox.conf", Map.of());
  }

  private static JobDefinition airline() {
    return JobFile.parse(FILES, "jobs/airline.conf", sandbox());
  }

  @Test
  void airlineFillsEveryTableOfItsSchemaFromSixSources() {
    JobDefinition airline = airline();

    assertThat(airline.sources())
        .extracting(SourceDefinition::name)
        .containsExactly("airports", "aircraft", "flights", "customers", "bookings", "operations");
    assertThat(airline.tables())
        .extracting(load -> load.table().name())
        .containsExactlyInAnyOrderElementsOf(airline.schema().keySet());
    assertThat(airline.findSource("bookings").orElseThrow().path())
        .isEqualTo("s3://starlift-raw/bookings/");
    assertThat(airline.resolved())
        .contains("s3://starlift-raw/bookings/")
        .doesNotContain("${", "# ");
  }

  @Test
  void theCalendarIsStagedAfterTheFactsAndPublishedBeforeThem() {
    LoadOrder order = LoadOrder.of(airline());

    assertThat(names(order.staging()))
        .containsExactly(
            "dim_airport",
            "dim_aircraft",
            "dim_flight",
            "dim_customer",
            "fact_bookings",
            "fact_flight_operations",
            "dim_date",
            "fact_daily_revenue");
    assertThat(names(order.publishing()))
        .containsExactly(
            "dim_date",
            "dim_airport",
            "dim_aircraft",
            "dim_flight",
            "dim_customer",
            "fact_bookings",
            "fact_flight_operations",
            "fact_daily_revenue");
  }

  @Test
  void aDayOfRevenueIsComputedFromTheSlicesOfBothFacts() {
    TableLoad revenue =
        airline().findTable(TableName.of("airline_dw", "fact_daily_revenue")).orElseThrow();

    TableLoad.FromQuery query = (TableLoad.FromQuery) revenue.input();
    assertThat(query.sql()).startsWith("-- Revenue per flight");
    assertThat(((TableLoad.TableRead) query.reads().get("bookings")).slice())
        .isEqualTo(Map.of(Identifier.of("date_key"), Identifier.of("travel_date_key")));
    assertThat(revenue.slice()).isEqualTo(List.of(Identifier.of("date_key")));
  }

  @Test
  void theSandboxSharesTheSchemaWithBothConsumers() {
    Environment sandbox = sandbox();

    assertThat(sandbox.namespaces()).containsOnlyKeys("producer", "analytics", "reporting");
    assertThat(sandbox.namespaces().get("producer").credentials()).isEqualTo(new FromSandbox());
    assertThat(sandbox.shares())
        .singleElement()
        .satisfies(
            share ->
                assertThat(share.consumers())
                    .isEqualTo(
                        Map.of(
                            "analytics", Identifier.of("airline_shared"),
                            "reporting", Identifier.of("airline_shared"))));
  }

  @Test
  void theExampleForAwsIsAnEnvironmentOfTheSameJob() {
    Environment aws = EnvironmentFile.parse(FILES, "conf/example-aws.conf", Map.of());

    JobDefinition airline = JobFile.parse(FILES, "jobs/airline.conf", aws);

    assertThat(aws.namespaces().get("producer").credentials())
        .isInstanceOf(FromSecretsManager.class);
    assertThat(aws.spark()).containsEntry("spark.executor.memory", "8g");
    assertThat(airline.fingerprint()).isEqualTo(airline().fingerprint());
  }

  private static List<String> names(List<TableLoad> loads) {
    return loads.stream().map(load -> load.table().name().table().value()).toList();
  }
}
