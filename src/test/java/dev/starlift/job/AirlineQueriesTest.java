package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The queries of the airline job, on views of a few rows. */
class AirlineQueriesTest {
  private final SparkSession spark = SparkTest.session();

  private Dataset<Row> query(String file, String... views) throws IOException {
    for (String view : views) {
      int name = view.indexOf('=');
      spark.sql(view.substring(name + 1)).createOrReplaceTempView(view.substring(0, name).strip());
    }
    return spark.sql(Files.readString(Path.of("jobs/airline", file)));
  }

  private static List<String> rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString("|")).toList();
  }

  private static final String NO_OPERATIONS =
      "operations = SELECT 1 AS date_key, 1L AS flight_key, 1L AS aircraft_key,"
          + " CAST(0 AS DECIMAL(10,2)) AS cargo_weight_lbs,"
          + " CAST(0 AS DECIMAL(10,2)) AS mail_weight_lbs, 0 AS total_passengers WHERE FALSE";

  private static final String NO_BOOKINGS =
      "bookings = SELECT 1 AS booking_date_key, 1 AS travel_date_key, 1L AS flight_key,"
          + " CAST(0 AS DECIMAL(10,2)) AS base_fare_usd, CAST(0 AS DECIMAL(10,2)) AS bag_fees_usd,"
          + " CAST(0 AS DECIMAL(10,2)) AS seat_selection_fees_usd,"
          + " CAST(0 AS DECIMAL(10,2)) AS other_ancillary_fees_usd, FALSE AS is_refunded"
          + " WHERE FALSE";

  @Test
  void theCalendarHasWholeYearsAroundEveryDateKey() throws IOException {
    Dataset<Row> calendar =
        query(
            "dim_date.sql",
            "bookings = SELECT 20231231 AS booking_date_key, 20240105 AS travel_date_key",
            "operations = SELECT 20250630 AS date_key");

    assertThat(calendar.count()).isEqualTo(365 + 366 + 365);
    assertThat(rows(calendar.where("date_key IN (20230101, 20240229, 20241230, 20251231)")))
        .containsExactlyInAnyOrder(
            "20230101|2023-01-01|2023|1|1|January|52|1|7|Sunday|true|2023|1",
            "20240229|2024-02-29|2024|1|2|February|9|29|4|Thursday|false|2024|1",
            "20241230|2024-12-30|2024|4|12|December|1|30|1|Monday|false|2024|4",
            "20251231|2025-12-31|2025|4|12|December|1|31|3|Wednesday|false|2025|4");
  }

  @Test
  void aReleaseWithoutFactsNeedsNoCalendar() throws IOException {
    assertThat(rows(query("dim_date.sql", NO_BOOKINGS, NO_OPERATIONS))).isEmpty();
  }

  @Test
  void revenueAddsUpBookingsAndFreightOfAFlightAndDay() throws IOException {
    Dataset<Row> revenue =
        query(
            "daily_revenue.sql",
            """
            bookings = SELECT CAST(a AS INT) AS travel_date_key, CAST(b AS BIGINT) AS flight_key,
              CAST(c AS DECIMAL(10,2)) AS base_fare_usd, CAST(d AS DECIMAL(10,2)) AS bag_fees_usd,
              CAST(e AS DECIMAL(10,2)) AS seat_selection_fees_usd,
              CAST(f AS DECIMAL(10,2)) AS other_ancillary_fees_usd, g AS is_refunded
            FROM VALUES
              (20260601, 7, 100.00, 35.00, 10.00, NULL, FALSE),
              (20260601, 7, 200.01, NULL, 0.00, 5.50, NULL),
              (20260601, 7, 999.00, 70.00, 9.00, 9.00, TRUE),
              (20260602, 7, 50.00, 0.00, 0.00, 0.00, FALSE)
              AS t(a, b, c, d, e, f, g)
            """,
            """
            operations = SELECT CAST(a AS INT) AS date_key, CAST(b AS BIGINT) AS flight_key,
              CAST(c AS BIGINT) AS aircraft_key, CAST(d AS DECIMAL(10,2)) AS cargo_weight_lbs,
              CAST(e AS DECIMAL(10,2)) AS mail_weight_lbs, f AS total_passengers
            FROM VALUES
              (20260601, 7, 1, 1000.10, 50.00, 133),
              (20260603, 8, -1, NULL, 10.03, 20),
              (20260604, 9, 1, 0.00, 0.00, 0)
              AS t(a, b, c, d, e, f)
            """,
            "aircraft = SELECT 1L AS aircraft_key, 180 AS total_seat_capacity");

    assertThat(rows(revenue))
        .containsExactlyInAnyOrder(
            // 1000.10 × 0.35 = 350.035
            "20260601|7|300.01|35.00|10.00|5.50|350.04|10.00|710.55|2|150.01|73.89",
            "20260602|7|50.00|0.00|0.00|0.00|0.00|0.00|50.00|1|50.00|null",
            "20260603|8|0.00|0.00|0.00|0.00|0.00|2.01|2.01|0|null|null",
            "20260604|9|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0|null|0.00");
  }

  @Test
  void everyColumnOfRevenueHasTheDeclaredType() throws IOException {
    Dataset<Row> revenue =
        query(
            "daily_revenue.sql",
            NO_BOOKINGS,
            NO_OPERATIONS,
            "aircraft = SELECT 1L AS aircraft_key, 180 AS total_seat_capacity");

    assertThat(revenue.schema().simpleString())
        .isEqualTo(
            "struct<date_key:int,flight_key:bigint,ticket_revenue_usd:decimal(12,2),"
                + "baggage_revenue_usd:decimal(12,2),seat_selection_revenue_usd:decimal(12,2),"
                + "other_ancillary_revenue_usd:decimal(12,2),cargo_revenue_usd:decimal(12,2),"
                + "mail_revenue_usd:decimal(12,2),total_revenue_usd:decimal(12,2),"
                + "passenger_count:int,average_fare_usd:decimal(10,2),load_factor:decimal(5,2)>");
  }
}
