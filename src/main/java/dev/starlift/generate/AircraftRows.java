package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import java.time.LocalDate;

/**
 * {@code aircraft/aircraft.csv}. Bought new, before 2017; the retired ones left in 2018 or 2019,
 * before the first day that can be generated.
 */
final class AircraftRows implements Rows {
  private static final int FIRST_YEAR = 1998;
  private static final int LAST_YEAR = 2016;
  private static final long FIRST_RETIREMENT = LocalDate.of(2018, 1, 1).toEpochDay();
  private static final int RETIREMENT_DAYS = 730;

  private final Fleet fleet;
  private final Draws draws;

  AircraftRows(long seed) {
    fleet = new Fleet(seed);
    draws = new Draws(seed);
  }

  @Override
  public void write(long row, TextBuffer out) {
    int aircraft = (int) row;
    AircraftType type = fleet.type(aircraft);
    fleet.tailNumber(aircraft, out);
    out.ascii(',').ascii(type.name());
    out.ascii(',').ascii(type.manufacturer).ascii(',').ascii(type.model);
    for (Cabin cabin : Cabin.values()) {
      out.ascii(',').number(type.seats(cabin));
    }
    out.ascii(',').number(type.seats()).ascii(',').number(type.rangeMiles);

    draws.of(Subject.AIRCRAFT, aircraft, 1);
    int year = draws.between(FIRST_YEAR, LAST_YEAR);
    long acquired = LocalDate.ofYearDay(year, draws.between(1, 365)).toEpochDay();
    out.ascii(',').number(year).ascii(',').date(acquired).ascii(',');
    if (!Fleet.isActive(aircraft)) {
      out.date(FIRST_RETIREMENT + draws.below(RETIREMENT_DAYS));
    }
    out.ascii(',').bool(Fleet.isActive(aircraft));
  }
}
