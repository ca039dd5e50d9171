package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.generate.AirlineGenerator;
import dev.starlift.generate.AirlineOptions;
import dev.starlift.problem.ExitCode;
import dev.starlift.warehouse.TestWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The airline's facts out of staging tables in the warehouse, and out of files. */
class AirlineStagingTest {
  private static final String FILES = "jobs/airline.conf";
  private static final String LANDING = "jobs/airline-landing.conf";
  private static final String STAGING = "jobs/airline-staging.conf";

  /** As the system that Starlift replaces has them, with a default that the clock decides. */
  private static final List<String> ORIGINAL_TABLES =
      List.of(
          "CREATE SCHEMA staging",
          """
          CREATE TABLE staging.bookings_raw (
            booking_reference VARCHAR(10), booking_date TIMESTAMP, flight_date DATE,
            flight_number VARCHAR(10), customer_id VARCHAR(20), fare_class CHAR(1),
            base_fare DECIMAL(10,2), total_fare DECIMAL(10,2), booking_channel VARCHAR(20),
            load_timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP)
          """,
          """
          CREATE TABLE staging.flight_operations_raw (
            flight_date DATE, flight_number VARCHAR(10), tail_number VARCHAR(10),
            origin_airport CHAR(3), destination_airport CHAR(3), scheduled_departure TIMESTAMP,
            actual_departure TIMESTAMP, scheduled_arrival TIMESTAMP, actual_arrival TIMESTAMP,
            passengers INTEGER, fuel_gallons DECIMAL(10,2), cargo_lbs DECIMAL(10,2),
            status VARCHAR(20), load_timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP)
          """);

  /** What a staging table tells of a fact; the others are NULL or their defaults. */
  private static final String BOOKING =
      "booking_key, booking_date_key, travel_date_key, customer_key, flight_key,"
          + " booking_reference, booking_channel, booking_class, base_fare_usd, taxes_fees_usd,"
          + " total_fare_usd";

  private static final String OPERATION =
      "flight_operation_key, date_key, flight_key, aircraft_key, scheduled_departure_datetime,"
          + " actual_departure_datetime, departure_delay_minutes, scheduled_arrival_datetime,"
          + " actual_arrival_datetime, arrival_delay_minutes, actual_duration_minutes,"
          + " fuel_consumption_gallons, total_passengers, cargo_weight_lbs, flight_status,"
          + " is_on_time, is_delayed, is_cancelled";

  @TempDir private Path folder;

  @Test
  void stagingTablesGiveTheFactsThatTheFilesGive() throws IOException {
    ProjectBed bed = new ProjectBed();
    generate(bed);
    assertThat(bed.run(FILES)).isEqualTo(ExitCode.DONE);
    for (String fact : List.of("fact_bookings", "fact_flight_operations")) {
      TestWarehouse.execute(
          "CREATE TABLE airline_dw.files_%s AS SELECT * FROM airline_dw.%s".formatted(fact, fact));
      TestWarehouse.execute("DELETE FROM airline_dw." + fact);
    }
    TestWarehouse.execute("DELETE FROM airline_dw.fact_daily_revenue");
    ORIGINAL_TABLES.forEach(TestWarehouse::execute);
    assertThat(bed.run(LANDING)).isEqualTo(ExitCode.DONE);
    assertThat(
            number("SELECT COUNT(*) - COUNT(DISTINCT booking_reference) FROM staging.bookings_raw"))
        .as("bookings that were changed later")
        .isPositive();

    assertThat(bed.run(STAGING)).isEqualTo(ExitCode.DONE);

    assertThat(
            number("SELECT COUNT(*) FROM airline_dw.fact_bookings WHERE booking_channel = 'desk'"))
        .isEqualTo(20);
    assertSame("fact_bookings", BOOKING);
    assertSame("fact_flight_operations", OPERATION);
    assertThat(number("SELECT SUM(ticket_revenue_usd) FROM airline_dw.fact_daily_revenue"))
        .isEqualTo(number("SELECT SUM(base_fare_usd) FROM airline_dw.fact_bookings"));

    assertThat(bed.run(STAGING)).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).last().asString().startsWith("Already loaded");

    TestWarehouse.execute(
        "UPDATE staging.bookings_raw SET total_fare = total_fare + 1 WHERE load_timestamp ="
            + " (SELECT MAX(load_timestamp) FROM staging.bookings_raw)");
    long before = number("SELECT SUM(total_fare_usd) FROM airline_dw.fact_bookings");
    assertThat(bed.run(STAGING)).isEqualTo(ExitCode.DONE);
    assertThat(number("SELECT SUM(total_fare_usd) FROM airline_dw.fact_bookings"))
        .isGreaterThan(before);
  }

  private static void assertSame(String fact, String columns) {
    String ours = "SELECT %s FROM airline_dw.%s".formatted(columns, fact);
    String files = "SELECT %s FROM airline_dw.files_%s".formatted(columns, fact);
    assertThat(TestWarehouse.query(ours + " EXCEPT " + files)).isEmpty();
    assertThat(TestWarehouse.query(files + " EXCEPT " + ours)).isEmpty();
    assertThat(number("SELECT COUNT(*) FROM airline_dw." + fact))
        .isEqualTo(number("SELECT COUNT(*) FROM airline_dw.files_" + fact))
        .isPositive();
  }

  private static long number(String sql) {
    return new java.math.BigDecimal(TestWarehouse.query(sql).get(0)).longValue();
  }

  /** Later versions of some of the rows. */
  private static String[] changed(List<String> lines) {
    return lines.stream()
        .limit(20)
        .map(
            line ->
                line.replaceAll("\"booking_channel\":\"\\w+\"", "\"booking_channel\":\"desk\"")
                    .replaceAll(
                        "\"loaded_at\":\"[^\"]*\"", "\"loaded_at\":\"2026-07-01 00:00:00\""))
        .toArray(String[]::new);
  }

  /** All bookings, some of them changed later, and two days of operations. */
  private void generate(ProjectBed bed) throws IOException {
    new AirlineGenerator(ReleaseBed.session())
        .run(new AirlineOptions(folder.toString(), 1, 7, LocalDate.of(2026, 6, 30), 0));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString();
        if (name.contains("/.") || name.startsWith(".")) {
          continue;
        }
        if (name.startsWith("flight_operations") && !name.matches(".*2026-06-2[89].*")) {
          continue;
        }
        List<String> lines = Files.readAllLines(file);
        bed.put(name, lines.toArray(String[]::new));
        if (name.startsWith("bookings")) {
          bed.put("bookings/changed.jsonl", changed(lines));
        }
      }
    }
  }
}
