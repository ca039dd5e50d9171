package dev.starlift.generate;

import static dev.starlift.generate.AirlineData.AS_OF;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.generate.AirlineData.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bookings follow customers, timetable and operations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookingDataTest {
  private AirlineData data;

  @BeforeAll
  void generate(@TempDir Path folder) {
    data = AirlineData.generate(folder, AS_OF);
  }

  @Test
  void bookingsAreOfKnownPeopleOnKnownFlights() {
    assertThat(data.bookings()).hasSize(35_000);
    assertThat(data.bookings())
        .extracting(row -> row.text("booking_reference"))
        .doesNotHaveDuplicates()
        .allMatch(reference -> reference.matches("[0-9A-HJKMNP-TV-Z]{8}"));
    for (Row booking : data.bookings()) {
      assertThat(data.customers()).containsKey(booking.text("customer_id"));
      Row flight = data.flights().get(booking.text("flight_number"));
      assertThat(booking.text("origin_airport")).isEqualTo(flight.text("origin_airport_code"));
      assertThat(booking.text("destination_airport"))
          .isEqualTo(flight.text("destination_airport_code"));
    }
  }

  @Test
  void travelFollowsBookingWithinTheDeclaredDays() {
    for (Row booking : data.bookings()) {
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
    for (Row booking : data.bookings()) {
      BigDecimal base = booking.money("base_fare");
      BigDecimal taxes = booking.money("total_fare").subtract(base);
      boolean award = booking.bool("is_award_ticket");
      if (award) {
        assertThat(base).isEqualByComparingTo("0");
        assertThat(taxes).isEqualByComparingTo("5.60");
        assertThat(data.customers().get(booking.text("customer_id")).text("loyalty_tier"))
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
    assertThat(data.bookings())
        .extracting(row -> row.bool("is_award_ticket"))
        .contains(true, false);
  }

  @Test
  void bookingsEndAsTheirFlightsDo() {
    Map<String, Row> flown =
        data.operations().stream()
            .collect(
                toMap(
                    row -> row.text("flight_date") + row.text("flight_number"),
                    Function.identity()));
    int calledOff = 0;
    for (Row booking : data.bookings()) {
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
    assertThat(data.bookings())
        .extracting(row -> row.text("booking_status"))
        .contains("confirmed", "flown", "no_show", "cancelled");
  }

  @Test
  void noCabinHasMoreBookingsThanPassengers() {
    Map<String, List<Row>> booked =
        data.bookings().stream()
            .filter(row -> row.text("booking_status").equals("flown"))
            .collect(groupingBy(row -> row.text("flight_date") + row.text("flight_number")));
    int compared = 0;
    for (Row operation : data.operations()) {
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
    assertThat(data.bookings())
        .extracting(row -> row.text("cabin_class"))
        .contains("first", "business");
  }
}
