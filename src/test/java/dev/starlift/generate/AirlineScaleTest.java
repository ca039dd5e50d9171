package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AirlineScaleTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1000, 5000, 60, 50, 48",
    "2, 2000, 10000, 120, 100, 96",
    "100, 100000, 500000, 600, 500, 480",
    "361, 361000, 1805000, 1140, 950, 912",
    "1000, 1000000, 5000000, 2280, 1900, 1824",
    "500000, 500000000, 2500000000, 400140, 333450, 320112",
  })
  void everythingGrows(
      int scale, long customers, long bookings, int flights, int aircraft, int operations) {
    AirlineScale grown = AirlineScale.of(scale);
    assertThat(grown.customers()).isEqualTo(customers);
    assertThat(grown.bookings()).isEqualTo(bookings);
    assertThat(grown.flights()).isEqualTo(flights);
    assertThat(grown.aircraft()).isEqualTo(aircraft);
    assertThat(grown.operationsPerDay()).isEqualTo(operations);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 400, 5_000, 5_624, 5_626, 70_001, 500_000})
  void bookingsNeverFillMoreSeatsOfACabinThanAreAlwaysTaken(int scale) {
    AirlineScale grown = AirlineScale.of(scale);
    long slots = (long) grown.operationsPerDay() * BookingRows.TRAVEL_DAYS;
    int rounds = Math.toIntExact((grown.bookings() + slots - 1) / slots);
    for (AircraftType type : AircraftType.values()) {
      for (int firstSeat = 0; firstSeat < type.seats(); firstSeat++) {
        Map<Cabin, Integer> booked = new EnumMap<>(Cabin.class);
        Set<Integer> seats = new HashSet<>();
        for (int round = 0; round < Math.max(rounds, BookingRows.PARTY); round++) {
          int seat = BookingRows.seat(firstSeat, round, type.seats());
          assertThat(seats.add(seat)).isTrue();
          booked.merge(type.cabinOf(seat), 1, Integer::sum);
        }
        booked.forEach(
            (cabin, bookings) ->
                assertThat(bookings)
                    .as("%s of %s", cabin, type)
                    .isLessThanOrEqualTo(OperationRows.fewestPassengers(type, cabin)));
      }
    }
  }

  @Test
  void thereIsAnAircraftForEveryLineOfTheLargestTimetable() {
    AirlineScale largest = AirlineScale.of(AirlineOptions.MAX_SCALE);
    int lines = largest.flights() / Timetable.FLIGHTS_PER_PAIR * 4;
    assertThat(Fleet.ofLine(lines - 1)).isLessThan(largest.aircraft());
  }

  @Test
  void noTwoAircraftOfTheLargestFleetShareATailNumber() {
    int aircraft = AirlineScale.of(AirlineOptions.MAX_SCALE).aircraft();
    Fleet fleet = new Fleet(-3);
    TextBuffer text = new TextBuffer();
    Set<String> tails = new HashSet<>();
    for (int one = 0; one < aircraft; one++) {
      int start = text.size();
      fleet.tailNumber(one, text);
      tails.add(text.textFrom(start));
    }
    assertThat(tails).hasSize(aircraft);
  }
}
