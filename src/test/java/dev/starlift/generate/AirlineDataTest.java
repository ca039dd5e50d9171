package dev.starlift.generate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The rows make sense together. Scale 7 has flights between and beyond the hubs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AirlineDataTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 15);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final List<String> CABINS =
      List.of("first", "business", "economy_plus", "economy");

  private Map<String, Row> airports;
  private Map<String, Row> aircraft;
  private Map<String, Row> flights;
  private Map<String, Row> customers;
  private List<Row> operations;
  private List<Row> bookings;

  /** A row with its values as the types that they must be of. */
  private record Row(Map<String, String> values) {
    String text(String column) {
      String value = values.get(column);
      assertThat(value).as(column).isNotNull();
      return value;
    }

    int number(String column) {
      return Integer.parseInt(text(column));
    }

    BigDecimal money(String column) {
      assertThat(text(column)).matches("[0-9]+\\.[0-9]+");
      return new BigDecimal(text(column));
    }

    boolean bool(String column) {
      assertThat(text(column)).isIn("true", "false");
      return Boolean.parseBoolean(text(column));
    }

    LocalDate date(String column) {
      return LocalDate.parse(text(column), DATE);
    }

    LocalDateTime timestamp(String column) {
      return LocalDateTime.parse(text(column), TIMESTAMP);
    }

    boolean empty(String column) {
      return text(column).isEmpty();
    }
  }

  @BeforeAll
  void generate(@TempDir Path folder) {
    Generated generated = Generated.write(new AirlineOptions(folder.toString(), 7, 42, AS_OF, 0));
    airports = byKey(generated, Source.AIRPORTS);
    aircraft = byKey(generated, Source.AIRCRAFT);
    flights = byKey(generated, Source.FLIGHTS);
    customers = byKey(generated, Source.CUSTOMERS);
    operations = generated.rows(Source.OPERATIONS).stream().map(Row::new).toList();
    bookings = generated.rows(Source.BOOKINGS).stream().map(Row::new).toList();
  }

  /** Fails when a key comes twice. */
  private static Map<String, Row> byKey(Generated generated, Source source) {
    return generated.rows(source).stream()
        .map(Row::new)
        .collect(toMap(row -> row.text(source.lastOfKey()), Function.identity()));
  }

  @Test
  void airportsAreRealPlaces() {
    assertThat(airports).hasSize(20);
    for (Row airport : airports.values()) {
      assertThat(airport.text("airport_code")).matches("[A-Z]{3}");
      assertThat(airport.text("state_code")).matches("[A-Z]{2}");
      assertThat(airport.money("latitude")).isBetween(new BigDecimal("25"), new BigDecimal("48"));
      assertThat(new BigDecimal(airport.text("longitude")))
          .isBetween(new BigDecimal("-123"), new BigDecimal("-70"));
      assertThat(ZoneId.of(airport.text("timezone")).getId()).startsWith("America/");
      assertThat(airport.text("hub_type"))
          .isIn(airport.bool("is_hub") ? Set.of("primary", "secondary") : Set.of(""));
    }
    assertThat(airports.values()).filteredOn(airport -> airport.bool("is_hub")).hasSize(5);
    assertThat(airports.values())
        .filteredOn(airport -> airport.text("hub_type").equals("primary"))
        .hasSize(3);
  }

  @Test
  void seatsOfAnAircraftAddUpAndFollowItsType() {
    Map<String, Set<Integer>> seats = new HashMap<>();
    for (Row one : aircraft.values()) {
      assertThat(one.text("tail_number")).matches("N[0-9]{3}[A-Z]{2}");
      int total = CABINS.stream().mapToInt(cabin -> one.number("seat_capacity_" + cabin)).sum();
      assertThat(one.number("total_seat_capacity")).isEqualTo(total);
      seats.merge(one.text("aircraft_type"), Set.of(total), (a, b) -> a.equals(b) ? a : Set.of());
    }
    assertThat(seats).hasSizeGreaterThan(3).doesNotContainValue(Set.of());
  }

  @Test
  void aircraftAreBoughtNewAndRetireBeforeTheData() {
    for (Row one : aircraft.values()) {
      LocalDate bought = one.date("acquisition_date");
      assertThat(bought.getYear()).isEqualTo(one.number("year_manufactured"));
      assertThat(one.empty("retirement_date")).isEqualTo(one.bool("is_active"));
      if (!one.bool("is_active")) {
        assertThat(one.date("retirement_date")).isAfter(bought).isBefore("2020-01-01");
      }
    }
    assertThat(aircraft.values())
        .filteredOn(one -> !one.bool("is_active"))
        .hasSize(aircraft.size() / 10);
  }

  @Test
  void flightsFollowTheMap() {
    assertThat(flights).hasSize(180);
    for (Row flight : flights.values()) {
      Row origin = airports.get(flight.text("origin_airport_code"));
      Row destination = airports.get(flight.text("destination_airport_code"));
      assertThat(origin).isNotEqualTo(destination);
      assertThat(flight.number("distance_miles"))
          .isCloseTo((int) miles(origin, destination), within(1));
      LocalTime departure = LocalTime.parse(flight.text("scheduled_departure_time"));
      LocalTime arrival = LocalTime.parse(flight.text("scheduled_arrival_time"));
      int minutes = flight.number("scheduled_duration_minutes");
      assertThat(arrival).isAfter(departure).isEqualTo(departure.plusMinutes(minutes));
      assertThat(flight.number("distance_miles") * 60.0 / minutes).isBetween(200.0, 500.0);
    }
  }

  /** Not by haversines as the code under test: by the chord through the earth. */
  private static double miles(Row one, Row other) {
    double[] a = onSphere(one);
    double[] b = onSphere(other);
    double chord = Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    return 2 * Math.asin(chord / 2) * 3958.76;
  }

  private static double[] onSphere(Row airport) {
    double latitude = Math.toRadians(Double.parseDouble(airport.text("latitude")));
    double longitude = Math.toRadians(Double.parseDouble(airport.text("longitude")));
    return new double[] {
      Math.cos(latitude) * Math.cos(longitude),
      Math.cos(latitude) * Math.sin(longitude),
      Math.sin(latitude)
    };
  }

  @Test
  void operationsFollowTheSchedule() {
    assertThat(operations).hasSize(31 * 144);
    for (Row operation : operations) {
      Row flight = flights.get(operation.text("flight_number"));
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
    assertThat(operations.stream().collect(groupingBy(row -> row.text("flight_date"))).values())
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
    for (Row operation : operations) {
      boolean cancelled = operation.text("status").equals("cancelled");
      int total = 0;
      for (String cabin : CABINS) {
        int passengers = operation.number("passengers_" + cabin);
        int seats =
            cancelled
                ? 0
                : aircraft.get(operation.text("tail_number")).number("seat_capacity_" + cabin);
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
        operations.stream().collect(groupingBy(row -> row.text("status")));
    assertThat(byStatus).containsOnlyKeys("completed", "cancelled", "diverted");
    assertThat(byStatus.get("completed")).hasSizeGreaterThan(operations.size() * 9 / 10);
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
      assertThat(airports).containsKey(diverted.text("diversion_airport"));
      assertThat(diverted.text("diversion_airport"))
          .isNotIn(diverted.text("origin_airport"), diverted.text("destination_airport"));
    }
    for (Row completed : byStatus.get("completed")) {
      assertThat(completed.empty("diversion_airport")).isTrue();
      assertThat(completed.empty("cancellation_code")).isTrue();
      assertThat(completed.money("fuel_gallons")).isPositive();
      assertThat(completed.money("distance_miles").intValue())
          .isGreaterThanOrEqualTo(
              flights.get(completed.text("flight_number")).number("distance_miles"));
    }
  }

  @Test
  void aFifthOfTheFlightsLeavesLate() {
    List<Row> flown = operations.stream().filter(row -> !row.empty("actual_departure")).toList();
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
        operations.stream()
            .filter(row -> !row.empty("actual_departure"))
            .sorted(Comparator.comparing(row -> row.timestamp("actual_departure")))
            .collect(groupingBy(row -> row.text("tail_number")));
    assertThat(byTail).hasSizeGreaterThan(100);
    byTail.forEach(
        (tail, legs) -> {
          assertThat(aircraft.get(tail).bool("is_active")).isTrue();
          for (int i = 1; i < legs.size(); i++) {
            assertThat(legs.get(i).timestamp("actual_departure"))
                .isAfter(legs.get(i - 1).timestamp("actual_arrival"));
          }
        });
  }

  @Test
  void customersAreMembersOrNot() {
    assertThat(customers).hasSize(7_000);
    for (Row customer : customers.values()) {
      assertThat(airports).containsKey(customer.text("home_airport_code"));
      assertThat(customer.date("registration_date")).isBefore("2020-01-01");
      boolean member = !customer.text("loyalty_tier").equals("null");
      assertThat(customer.text("loyalty_number").equals("null")).isEqualTo(!member);
      assertThat(customer.number("total_lifetime_miles")).isGreaterThanOrEqualTo(0);
      assertThat(customer.number("total_lifetime_segments") * 600L)
          .isLessThanOrEqualTo(customer.number("total_lifetime_miles"));
      assertThat(customer.text("customer_id").length()).isLessThanOrEqualTo(20);
      customer.bool("is_active");
    }
  }

  @Test
  void bookingsAreOfKnownPeopleOnKnownFlights() {
    assertThat(bookings).hasSize(35_000);
    assertThat(bookings)
        .extracting(row -> row.text("booking_reference"))
        .doesNotHaveDuplicates()
        .allMatch(reference -> reference.matches("[0-9A-HJKMNP-TV-Z]{8}"));
    for (Row booking : bookings) {
      assertThat(customers).containsKey(booking.text("customer_id"));
      Row flight = flights.get(booking.text("flight_number"));
      assertThat(booking.text("origin_airport")).isEqualTo(flight.text("origin_airport_code"));
      assertThat(booking.text("destination_airport"))
          .isEqualTo(flight.text("destination_airport_code"));
    }
  }

  @Test
  void travelFollowsBookingWithinTheDeclaredDays() {
    for (Row booking : bookings) {
      LocalDate booked = booking.timestamp("booked_at").toLocalDate();
      LocalDate travel = booking.date("flight_date");
      assertThat(booked).isBetween(AS_OF.minusDays(60), AS_OF.minusDays(1));
      assertThat(travel).isBetween(AS_OF.minusDays(59), AS_OF.plusDays(89));
      assertThat(travel).isBetween(booked.plusDays(1), booked.plusDays(90));
      assertThat(booking.timestamp("loaded_at"))
          .isAfter(booking.timestamp("booked_at"))
          .isBefore(AS_OF.plusDays(1).atTime(7, 0));
    }
  }

  @Test
  void moneyAddsUp() {
    for (Row booking : bookings) {
      BigDecimal base = booking.money("base_fare");
      BigDecimal taxes = booking.money("total_fare").subtract(base);
      boolean award = booking.bool("is_award_ticket");
      if (award) {
        assertThat(base).isEqualByComparingTo("0");
        assertThat(taxes).isEqualByComparingTo("5.60");
        assertThat(customers.get(booking.text("customer_id")).text("loyalty_tier"))
            .isNotEqualTo("null");
      } else {
        assertThat(base).isPositive();
        assertThat(taxes)
            .isEqualByComparingTo(
                base.multiply(new BigDecimal("0.15")).setScale(2, RoundingMode.HALF_UP));
      }
      assertThat(booking.number("miles_redeemed") > 0).isEqualTo(award);
      assertThat(booking.number("bags_checked")).isBetween(0, 2);
      assertThat(booking.money("bag_fees"))
          .isEqualByComparingTo(new BigDecimal(35 * booking.number("bags_checked")));
      assertThat(booking.money("refund_amount"))
          .isEqualByComparingTo(
              booking.bool("is_refunded") ? booking.money("total_fare") : BigDecimal.ZERO);
    }
    assertThat(bookings).extracting(row -> row.bool("is_award_ticket")).contains(true, false);
  }

  @Test
  void bookingsEndAsTheirFlightsDo() {
    Map<String, Row> flown =
        operations.stream()
            .collect(
                toMap(
                    row -> row.text("flight_date") + row.text("flight_number"),
                    Function.identity()));
    int calledOff = 0;
    for (Row booking : bookings) {
      LocalDate travel = booking.date("flight_date");
      String status = booking.text("booking_status");
      if (travel.isAfter(AS_OF)) {
        assertThat(status).isIn("confirmed", "cancelled");
      } else {
        assertThat(status).isIn("flown", "no_show", "cancelled");
      }
      if (booking.bool("is_refunded")) {
        assertThat(status).isEqualTo("cancelled");
      }
      if (!travel.isBefore(AS_OF.minusDays(30)) && !travel.isAfter(AS_OF)) {
        Row operation = flown.get(travel + booking.text("flight_number"));
        assertThat(operation).as("booked on a flight that was not flown").isNotNull();
        if (operation.text("status").equals("cancelled")) {
          calledOff++;
          assertThat(status).isEqualTo("cancelled");
          assertThat(booking.bool("is_refunded")).isTrue();
        }
      }
    }
    assertThat(calledOff).isPositive();
    assertThat(bookings)
        .extracting(row -> row.text("booking_status"))
        .contains("confirmed", "flown", "no_show", "cancelled");
  }

  @Test
  void noCabinHasMoreBookingsThanPassengers() {
    Map<String, List<Row>> booked =
        bookings.stream()
            .filter(row -> row.text("booking_status").equals("flown"))
            .collect(groupingBy(row -> row.text("flight_date") + row.text("flight_number")));
    int compared = 0;
    for (Row operation : operations) {
      for (Row booking :
          booked.getOrDefault(
              operation.text("flight_date") + operation.text("flight_number"), List.of())) {
        String cabin = booking.text("cabin_class");
        long same =
            booked.get(operation.text("flight_date") + operation.text("flight_number")).stream()
                .filter(other -> other.text("cabin_class").equals(cabin))
                .count();
        assertThat(same).isLessThanOrEqualTo(operation.number("passengers_" + cabin));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(1_000);
    assertThat(bookings).extracting(row -> row.text("cabin_class")).contains("first", "business");
  }

  @Test
  void theFileOfADayDoesNotDependOnTheAsOfDate(@TempDir Path folder) {
    Generated earlier =
        Generated.write(new AirlineOptions(folder.toString(), 7, 42, AS_OF.minusDays(3), 0));
    List<Map<String, String>> all = operations.stream().map(Row::values).toList();
    assertThat(earlier.rows(Source.OPERATIONS))
        .filteredOn(row -> row.get("flight_date").compareTo("2024-02-14") >= 0)
        .isEqualTo(
            all.stream()
                .filter(row -> row.get("flight_date").compareTo("2024-03-12") <= 0)
                .toList());
    assertThat(earlier.rows(Source.CUSTOMERS))
        .containsExactlyInAnyOrderElementsOf(customers.values().stream().map(Row::values).toList());
  }
}
