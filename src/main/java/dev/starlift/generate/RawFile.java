package dev.starlift.generate;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One file to be generated. Which files there are depends on scale and as-of date only.
 *
 * @param name below the folder that is generated into
 * @param firstRow the first of the source's rows that it holds
 * @param rows how many it holds, broken ones not counted
 * @param epochDay the day that the file is about; 0 for files that are not about a day
 */
record RawFile(Source source, String name, long firstRow, long rows, long epochDay)
    implements Serializable {
  /** Some 56 MB of bookings: enough for one task, little enough to be read in one. */
  static final int ROWS_PER_PART = 100_000;

  static final int DAYS_OF_OPERATIONS = 31;

  /** The largest first, so that no task is late. */
  static List<RawFile> all(AirlineScale scale, LocalDate asOf) {
    List<RawFile> files = new ArrayList<>();
    addParts(files, Source.BOOKINGS, scale.bookings());
    addParts(files, Source.CUSTOMERS, scale.customers());
    for (int back = DAYS_OF_OPERATIONS - 1; back >= 0; back--) {
      LocalDate day = asOf.minusDays(back);
      files.add(
          new RawFile(
              Source.OPERATIONS,
              "flight_operations/" + day + ".csv",
              0,
              scale.operationsPerDay(),
              day.toEpochDay()));
    }
    files.add(whole(Source.FLIGHTS, scale.flights()));
    files.add(whole(Source.AIRCRAFT, scale.aircraft()));
    files.add(whole(Source.AIRPORTS, Airport.ALL.size()));
    return List.copyOf(files);
  }

  Rows rowsOf(AirlineOptions options, AirlineScale scale) {
    long seed = options.seed();
    return switch (source) {
      case AIRPORTS -> new AirportRows();
      case AIRCRAFT -> new AircraftRows(seed);
      case FLIGHTS -> new FlightRows(scale, seed);
      case CUSTOMERS -> new CustomerRows(seed);
      case BOOKINGS -> new BookingRows(scale, seed, options.asOf().toEpochDay());
      case OPERATIONS -> new OperationRows(scale, seed, epochDay);
    };
  }

  private static void addParts(List<RawFile> files, Source source, long rows) {
    int part = 0;
    for (long first = 0; first < rows; first += ROWS_PER_PART) {
      String name = source.text + "/" + partName(part++);
      files.add(new RawFile(source, name, first, Math.min(ROWS_PER_PART, rows - first), 0));
    }
  }

  private static RawFile whole(Source source, long rows) {
    return new RawFile(source, source.text + "/" + source.text + ".csv", 0, rows, 0);
  }

  static String partName(int number) {
    StringBuilder digits = new StringBuilder(Integer.toString(number));
    while (digits.length() < 5) {
      digits.insert(0, '0');
    }
    return "part-" + digits + ".jsonl";
  }
}
