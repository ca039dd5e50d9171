package dev.starlift.generate;

/** {@code airports/airports.csv} */
final class AirportRows implements Rows {
  @Override
  public void write(long row, TextBuffer out) {
    int number = (int) row;
    Airport airport = Airport.ALL.get(number);
    boolean hub = number < Airport.HUBS;
    out.ascii(airport.code()).ascii(',').ascii(airport.name()).ascii(',').ascii(airport.city());
    out.ascii(',').ascii(airport.state()).ascii(",US,");
    out.ascii(airport.latitude()).ascii(',').ascii(airport.longitude()).ascii(',');
    out.ascii(airport.timezone()).ascii(',').bool(hub).ascii(',');
    if (hub) {
      out.ascii(number < Airport.PRIMARY_HUBS ? "primary" : "secondary");
    }
  }
}
