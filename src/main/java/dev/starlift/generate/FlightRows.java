package dev.starlift.generate;

import dev.starlift.generate.Timetable.Flight;

/** {@code flights/flights.csv} */
final class FlightRows implements Rows {
  /** Shorter routes are flown as feeders. */
  private static final int MAINLINE_MILES = 500;

  private final Timetable timetable;

  FlightRows(AirlineScale scale, long seed) {
    timetable = new Timetable(scale, seed);
  }

  @Override
  public void write(long row, TextBuffer out) {
    int number = (int) row;
    Flight flight = timetable.flight(number);
    Timetable.flightNumber(number, out);
    out.ascii(',').ascii(flight.origin().code()).ascii(',').ascii(flight.destination().code());
    out.ascii(',').time(flight.departure() * 60);
    out.ascii(',').time((flight.departure() + flight.minutes()) * 60);
    out.ascii(',').number(flight.minutes()).ascii(',').number(flight.miles());
    out.ascii(",domestic,").ascii(flight.miles() < MAINLINE_MILES ? "regional" : "mainline");
  }
}
