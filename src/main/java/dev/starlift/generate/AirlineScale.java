package dev.starlift.generate;

/**
 * How much of everything there is at a scale.
 *
 * <p>Customers and bookings grow with the scale. Flights and fleet grow with its square root, so
 * that a larger airline also fills its aircraft better, and from scale 5,625 on with the scale
 * itself, so that never more than about a third of the seats of a flight are booked. First new
 * routes are opened, three departures a day each; when all pairs of the 20 airports are served,
 * each route gets further sets of three departures.
 *
 * @param pairs pairs of airports that are served, in both directions
 * @param sets sets of three departures a day on each of them
 */
record AirlineScale(long customers, long bookings, int pairs, int sets) {
  private static final int FLIGHTS_AT_SCALE_1 = 60;
  private static final int PAIRS_AT_SCALE_1 = 10;
  private static final int SCALE_PER_GROWTH = 75;

  static AirlineScale of(int scale) {
    int growth =
        Math.max(
            (int) Math.ceil(Math.sqrt(scale)), (scale + SCALE_PER_GROWTH - 1) / SCALE_PER_GROWTH);
    int allPairs = Airport.ALL.size() * (Airport.ALL.size() - 1) / 2;
    int pairs = Math.min(allPairs, PAIRS_AT_SCALE_1 * growth);
    int flightsPerSet = Timetable.FLIGHTS_PER_PAIR * pairs;
    int sets = (FLIGHTS_AT_SCALE_1 * growth + flightsPerSet - 1) / flightsPerSet;
    return new AirlineScale(1_000L * scale, 5_000L * scale, pairs, sets);
  }

  int flights() {
    return Timetable.FLIGHTS_PER_PAIR * pairs * sets;
  }

  /** Five aircraft for six flights of the timetable; one in ten of them is retired. */
  int aircraft() {
    return flights() / 6 * 5;
  }

  /** Four of five flights of the timetable are flown on any day. */
  int operationsPerDay() {
    return flights() / 5 * 4;
  }
}
