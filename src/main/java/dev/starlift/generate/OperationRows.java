package dev.starlift.generate;

import dev.starlift.generate.Operations.Status;
import dev.starlift.generate.Timetable.Flight;
import java.util.List;

/** {@code flight_operations/YYYY-MM-DD.csv}: the flights of one day. */
final class OperationRows implements Rows {
  /** At least this share of each cabin is taken: more than can be booked, see AirlineScale. */
  private static final int LEAST_LOAD_PERCENT = 70;

  private static final Cabin[] CABINS = Cabin.values();

  /** When the day's file is written: the next morning. */
  private static final int LOADED = 86_400 + 6 * 3_600;

  private static final List<String> CANCELLATIONS =
      List.of("A,carrier", "B,weather", "C,national air system", "D,security");

  private final long epochDay;
  private final Timetable timetable;
  private final Fleet fleet;
  private final Operations operations;

  OperationRows(AirlineScale scale, long seed, long epochDay) {
    this.epochDay = epochDay;
    timetable = new Timetable(scale, seed);
    fleet = new Fleet(seed);
    operations = new Operations(seed);
  }

  @Override
  public void write(long row, TextBuffer out) {
    int number = timetable.flown(epochDay, (int) row);
    Flight flight = timetable.flight(number);
    Status status = operations.status(number, epochDay);
    Draws draws = operations.details(number, epochDay);

    out.date(epochDay).ascii(',');
    Timetable.flightNumber(number, out);
    out.ascii(',').ascii(flight.origin().code()).ascii(',').ascii(flight.destination().code());
    out.ascii(',');
    if (status == Status.CANCELLED) {
      cancelled(flight, number, draws, out);
    } else {
      flown(flight, number, status, draws, out);
    }
    out.ascii(',').timestamp(epochDay, LOADED + (int) row % 3_600);
  }

  private void cancelled(Flight flight, int number, Draws draws, TextBuffer out) {
    // Half of them are called off before an aircraft was assigned.
    if (draws.chance(500)) {
      fleet.tailNumber(aircraft(number), out);
    }
    out.ascii(',').timestamp(epochDay, flight.departure() * 60).ascii(",,,");
    out.timestamp(epochDay, (flight.departure() + flight.minutes()) * 60);
    out.ascii(",,,0,0,0,0,0,,,0.00,0.00,").ascii(Status.CANCELLED.text).ascii(',');
    out.ascii(CANCELLATIONS.get(draws.below(CANCELLATIONS.size()))).ascii(',');
  }

  private void flown(Flight flight, int number, Status status, Draws draws, TextBuffer out) {
    boolean delayed = draws.chance(200);
    int late = delayed ? draws.between(5, 60) : draws.between(-5, 4);
    int lateAtArrival = late + (delayed ? draws.between(-4, 10) : draws.between(-7, 4));
    boolean diverted = status == Status.DIVERTED;
    if (diverted) {
      lateAtArrival += draws.between(45, 120);
    }
    int arrival = flight.departure() + flight.minutes();
    AircraftType type = fleet.type(aircraft(number));

    fleet.tailNumber(aircraft(number), out);
    out.ascii(',').timestamp(epochDay, flight.departure() * 60);
    out.ascii(',').timestamp(epochDay, (flight.departure() + late) * 60);
    gate(draws, out.ascii(','));
    out.ascii(',').timestamp(epochDay, arrival * 60);
    out.ascii(',').timestamp(epochDay, (arrival + lateAtArrival) * 60);
    gate(draws, out.ascii(','));
    passengers(type, draws, out);
    long fuel = (long) flight.miles() * type.fuelPerMile * draws.between(95, 110) / 100;
    out.ascii(',').cents(diverted ? fuel * 5 / 4 : fuel);
    long milesFlown = (long) flight.miles() * draws.between(10_000, 10_400) / 100;
    out.ascii(',').cents(diverted ? milesFlown * 5 / 4 : milesFlown);
    out.ascii(',').cents(draws.below(1_200_000)).ascii(',').cents(draws.below(300_000));
    out.ascii(',').ascii(status.text).ascii(",,,");
    if (diverted) {
      out.ascii(diversion(flight, draws).code());
    }
  }

  private int aircraft(int flight) {
    return Fleet.ofLine(Timetable.lineOf(flight, epochDay));
  }

  /** Such as B12. */
  private static void gate(Draws draws, TextBuffer out) {
    out.ascii((char) ('A' + draws.below(6))).number(draws.between(1, 40));
  }

  private static void passengers(AircraftType type, Draws draws, TextBuffer out) {
    int total = 0;
    for (Cabin cabin : CABINS) {
      int passengers = type.seats(cabin) * draws.between(LEAST_LOAD_PERCENT, 100) / 100;
      total += passengers;
      out.ascii(',').number(passengers);
    }
    out.ascii(',').number(total);
  }

  /** A cabin never flies with fewer. */
  static int fewestPassengers(AircraftType type, Cabin cabin) {
    return type.seats(cabin) * LEAST_LOAD_PERCENT / 100;
  }

  /** Any airport that the flight does not serve. */
  private static Airport diversion(Flight flight, Draws draws) {
    int first = draws.below(Airport.ALL.size());
    for (int i = first; ; i++) {
      Airport airport = Airport.ALL.get(i % Airport.ALL.size());
      if (!airport.equals(flight.origin()) && !airport.equals(flight.destination())) {
        return airport;
      }
    }
  }
}
