package dev.starlift.generate;

import static dev.starlift.generate.AirlineData.AS_OF;
import static dev.starlift.generate.AirlineData.CABINS;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.generate.AirlineData.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Operations follow timetable and fleet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationDataTest {
  private AirlineData data;

  @BeforeAll
  void generate(@TempDir Path folder) {
    data = AirlineData.generate(folder, AS_OF);
  }

  @Test
  void operationsFollowTheSchedule() {
    assertThat(data.operations()).hasSize(31 * 144);
    for (Row operation : data.operations()) {
      Row flight = data.flights().get(operation.text("flight_number"));
      LocalDate day = operation.date("flight_date");
      assertThat(operation.text("origin_airport")).isEqualTo(flight.text("origin_airport_code"));
      assertThat(operation.text("destination_airport"))
          .isEqualTo(flight.text("destination_airport_code"));
      assertThat(operation.timestamp("scheduled_departure"))
          .isEqualTo(day.atTime(LocalTime.parse(flight.text("scheduled_departure_time"))));
      assertThat(operation.timestamp("scheduled_arrival"))
          .isEqualTo(day.atTime(LocalTime.parse(flight.text("scheduled_arrival_time"))));
      assertThat(operation.timestamp("loaded_at")).isAfter(day.plusDays(1).atTime(5, 59));
      assertThat(day).isBetween(AS_OF.minusDays(30), AS_OF);
    }
    assertThat(
            data.operations().stream().collect(groupingBy(row -> row.text("flight_date"))).values())
        .hasSize(31)
        .allSatisfy(
            day ->
                assertThat(day)
                    .hasSize(144)
                    .extracting(row -> row.text("flight_number"))
                    .doesNotHaveDuplicates());
  }

  @Test
  void passengersHaveSeatsAndAreCountedOnce() {
    for (Row operation : data.operations()) {
      boolean cancelled = operation.text("status").equals("cancelled");
      int total = 0;
      for (String cabin : CABINS) {
        int passengers = operation.number("passengers_" + cabin);
        int seats =
            cancelled
                ? 0
                : data.aircraft()
                    .get(operation.text("tail_number"))
                    .number("seat_capacity_" + cabin);
        assertThat(passengers).isBetween(0, seats);
        total += passengers;
      }
      assertThat(operation.number("total_passengers")).isEqualTo(total);
      assertThat(total > 0).isEqualTo(!cancelled);
    }
  }

  @Test
  void everyStatusOccursWithWhatBelongsToIt() {
    Map<String, List<Row>> byStatus =
        data.operations().stream().collect(groupingBy(row -> row.text("status")));
    assertThat(byStatus).containsOnlyKeys("completed", "cancelled", "diverted");
    assertThat(byStatus.get("completed")).hasSizeGreaterThan(data.operations().size() * 9 / 10);
    for (Row cancelled : byStatus.get("cancelled")) {
      for (String column :
          List.of("actual_departure", "actual_arrival", "fuel_gallons", "distance_miles")) {
        assertThat(cancelled.empty(column)).isTrue();
      }
      assertThat(cancelled.text("cancellation_code")).matches("[A-D]");
      assertThat(cancelled.empty("cancellation_reason")).isFalse();
      assertThat(cancelled.empty("diversion_airport")).isTrue();
    }
    assertThat(byStatus.get("cancelled"))
        .extracting(row -> row.empty("tail_number"))
        .contains(true, false);
    for (Row diverted : byStatus.get("diverted")) {
      assertThat(data.airports()).containsKey(diverted.text("diversion_airport"));
      assertThat(diverted.text("diversion_airport"))
          .isNotIn(diverted.text("origin_airport"), diverted.text("destination_airport"));
    }
    for (Row completed : byStatus.get("completed")) {
      assertThat(completed.empty("diversion_airport")).isTrue();
      assertThat(completed.empty("cancellation_code")).isTrue();
      assertThat(completed.money("fuel_gallons")).isPositive();
      assertThat(completed.money("distance_miles").intValue())
          .isGreaterThanOrEqualTo(
              data.flights().get(completed.text("flight_number")).number("distance_miles"));
    }
  }

  @Test
  void aFifthOfTheFlightsLeavesLate() {
    List<Row> flown =
        data.operations().stream().filter(row -> !row.empty("actual_departure")).toList();
    long late = flown.stream().filter(row -> minutesLate(row) >= 5).count();
    assertThat(late * 100.0 / flown.size()).isBetween(17.0, 23.0);
    assertThat(flown).allSatisfy(row -> assertThat(minutesLate(row)).isBetween(-5L, 60L));
  }

  private static long minutesLate(Row row) {
    return Duration.between(row.timestamp("scheduled_departure"), row.timestamp("actual_departure"))
        .toMinutes();
  }

  @Test
  void noAircraftIsInTheAirTwiceAndNoneIsRetired() {
    Map<String, List<Row>> byTail =
        data.operations().stream()
            .filter(row -> !row.empty("actual_departure"))
            .sorted(Comparator.comparing(row -> row.timestamp("actual_departure")))
            .collect(groupingBy(row -> row.text("tail_number")));
    assertThat(byTail).hasSizeGreaterThan(100);
    byTail.forEach(
        (tail, legs) -> {
          assertThat(data.aircraft().get(tail).bool("is_active")).isTrue();
          for (int i = 1; i < legs.size(); i++) {
            assertThat(legs.get(i).timestamp("actual_departure"))
                .isAfter(legs.get(i - 1).timestamp("actual_arrival"));
          }
        });
  }

  @Test
  void theFileOfADayDoesNotDependOnTheAsOfDate(@TempDir Path folder) {
    Generated earlier =
        Generated.write(new AirlineOptions(folder.toString(), 7, 42, AS_OF.minusDays(3), 0));
    List<Map<String, String>> all = data.operations().stream().map(Row::values).toList();
    assertThat(earlier.rows(Source.OPERATIONS))
        .filteredOn(row -> row.get("flight_date").compareTo("2024-02-14") >= 0)
        .isEqualTo(
            all.stream()
                .filter(row -> row.get("flight_date").compareTo("2024-03-12") <= 0)
                .toList());
    assertThat(earlier.rows(Source.CUSTOMERS))
        .containsExactlyInAnyOrderElementsOf(
            data.customers().values().stream().map(Row::values).toList());
  }
}
