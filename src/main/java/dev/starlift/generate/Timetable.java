package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * The flights, by number, and which of them are flown on a day.
 *
 * <p>A pair of airports is served three times a day in both directions: at 06:00, 12:00 and 18:00
 * between the hubs, up to 55 minutes earlier elsewhere. Each such six flights are flown by four
 * aircraft: one per end that leaves in the morning and comes back in the evening, and two that fly
 * once at noon and change ends from day to day. So no aircraft is ever in the air twice, whatever
 * the delay. All times are read on one clock: time zones are left out.
 */
final class Timetable {
  static final int FLIGHTS_PER_PAIR = 6;

  private static final int DEPARTURES = 3;
  private static final int LINES_PER_PAIR = 4;
  private static final int FIRST_FLIGHT_NUMBER = 101;
  private static final List<Pair> PAIRS = pairs();

  private final AirlineScale scale;
  private final Draws draws;

  Timetable(AirlineScale scale, long seed) {
    this.scale = scale;
    this.draws = new Draws(seed);
  }

  /** Two airports and what lies between them. */
  private record Pair(Airport one, Airport other, boolean betweenHubs, int miles, int minutes) {
    static Pair of(Airport one, Airport other, boolean betweenHubs) {
      int miles = one.milesTo(other);
      // 500 miles an hour, 25 minutes on the ground, rounded up to a time people can remember.
      int minutes = 25 + (miles * 60 + 499) / 500;
      return new Pair(one, other, betweenHubs, miles, (minutes + 4) / 5 * 5);
    }
  }

  /**
   * One flight of the timetable.
   *
   * @param departure minute of the day; the arrival is always on the same day
   */
  record Flight(Airport origin, Airport destination, int departure, int minutes, int miles) {}

  Flight flight(int number) {
    int pairNumber = number / FLIGHTS_PER_PAIR % scale.pairs();
    int set = number / FLIGHTS_PER_PAIR / scale.pairs();
    boolean outward = isOutward(number);
    Pair pair = PAIRS.get(pairNumber);
    int earlier = pair.betweenHubs && set == 0 ? 0 : (pairNumber * 7 + set * 5) % 12 * 5;
    return new Flight(
        outward ? pair.one : pair.other,
        outward ? pair.other : pair.one,
        (6 + 6 * departureOf(number)) * 60 - earlier,
        pair.minutes,
        pair.miles);
  }

  /** Such as SL101. */
  static void flightNumber(int number, TextBuffer out) {
    out.ascii("SL").number(FIRST_FLIGHT_NUMBER + (long) number);
  }

  /** The n-th of the flights that are flown on a day: four of every five, at random. */
  int flown(long epochDay, int n) {
    int five = n / 4;
    int place = n % 4;
    int resting = draws.of(Subject.REST_DAY, epochDay, five).below(5);
    return five * 5 + (place < resting ? place : place + 1);
  }

  /** The line that a flight belongs to; an aircraft flies one line. */
  static int lineOf(int number, long epochDay) {
    int end = isOutward(number) ? 0 : 1;
    int line =
        switch (departureOf(number)) {
          case 0 -> end;
          case 1 -> 2 + (int) Math.floorMod(end + epochDay, 2L);
          default -> 1 - end;
        };
    return number / FLIGHTS_PER_PAIR * LINES_PER_PAIR + line;
  }

  private static boolean isOutward(int number) {
    return number % FLIGHTS_PER_PAIR < DEPARTURES;
  }

  private static int departureOf(int number) {
    return number % DEPARTURES;
  }

  /** Hub to hub, then hub to other airports, then the rest. */
  private static List<Pair> pairs() {
    int all = Airport.ALL.size();
    List<Pair> pairs = new ArrayList<>();
    addPairs(pairs, 0, Airport.HUBS, 0, Airport.HUBS);
    addPairs(pairs, 0, Airport.HUBS, Airport.HUBS, all);
    addPairs(pairs, Airport.HUBS, all, Airport.HUBS, all);
    return List.copyOf(pairs);
  }

  private static void addPairs(List<Pair> pairs, int from, int to, int otherFrom, int otherTo) {
    for (int one = from; one < to; one++) {
      for (int other = Math.max(otherFrom, one + 1); other < otherTo; other++) {
        pairs.add(Pair.of(Airport.ALL.get(one), Airport.ALL.get(other), otherTo == Airport.HUBS));
      }
    }
  }
}
