package dev.starlift.generate;

import static dev.starlift.generate.AirlineData.AS_OF;
import static dev.starlift.generate.AirlineData.CABINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starlift.generate.AirlineData.Row;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Airports, aircraft, flights and customers make sense. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AirlineMasterDataTest {
  private AirlineData data;

  @BeforeAll
  void generate(@TempDir Path folder) {
    data = AirlineData.generate(folder, AS_OF);
  }

  @Test
  void airportsAreRealPlaces() {
    assertThat(data.airports()).hasSize(20);
    for (Row airport : data.airports().values()) {
      assertThat(airport.text("airport_code")).matches("[A-Z]{3}");
      assertThat(airport.text("state_code")).matches("[A-Z]{2}");
      assertThat(airport.money("latitude")).isBetween(new BigDecimal("25"), new BigDecimal("48"));
      assertThat(new BigDecimal(airport.text("longitude")))
          .isBetween(new BigDecimal("-123"), new BigDecimal("-70"));
      assertThat(ZoneId.of(airport.text("timezone")).getId()).startsWith("America/");
      assertThat(airport.text("hub_type"))
          .isIn(airport.bool("is_hub") ? Set.of("primary", "secondary") : Set.of(""));
    }
    assertThat(data.airports().values()).filteredOn(airport -> airport.bool("is_hub")).hasSize(5);
    assertThat(data.airports().values())
        .filteredOn(airport -> airport.text("hub_type").equals("primary"))
        .hasSize(3);
  }

  @Test
  void seatsOfAnAircraftAddUpAndFollowItsType() {
    Map<String, Set<Integer>> seats = new HashMap<>();
    for (Row one : data.aircraft().values()) {
      assertThat(one.text("tail_number")).matches("N[0-9]{3}[A-Z]{2}");
      int total = CABINS.stream().mapToInt(cabin -> one.number("seat_capacity_" + cabin)).sum();
      assertThat(one.number("total_seat_capacity")).isEqualTo(total);
      seats.merge(one.text("aircraft_type"), Set.of(total), (a, b) -> a.equals(b) ? a : Set.of());
    }
    assertThat(seats).hasSizeGreaterThan(3).doesNotContainValue(Set.of());
  }

  @Test
  void aircraftAreBoughtNewAndRetireBeforeTheData() {
    for (Row one : data.aircraft().values()) {
      LocalDate bought = one.date("acquisition_date");
      assertThat(bought.getYear()).isEqualTo(one.number("year_manufactured"));
      assertThat(one.empty("retirement_date")).isEqualTo(one.bool("is_active"));
      if (!one.bool("is_active")) {
        assertThat(one.date("retirement_date")).isAfter(bought).isBefore("2020-01-01");
      }
    }
    assertThat(data.aircraft().values())
        .filteredOn(one -> !one.bool("is_active"))
        .hasSize(data.aircraft().size() / 10);
  }

  @Test
  void flightsFollowTheMap() {
    assertThat(data.flights()).hasSize(180);
    for (Row flight : data.flights().values()) {
      Row origin = data.airports().get(flight.text("origin_airport_code"));
      Row destination = data.airports().get(flight.text("destination_airport_code"));
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
  void customersAreMembersOrNot() {
    assertThat(data.customers()).hasSize(7_000);
    for (Row customer : data.customers().values()) {
      assertThat(data.airports()).containsKey(customer.text("home_airport_code"));
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
}
