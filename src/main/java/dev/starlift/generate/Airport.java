package dev.starlift.generate;

import java.util.List;

/**
 * A real airport.
 *
 * @param latitude in degrees, as text: it goes into the file as it stands
 * @param longitude in degrees, east is positive
 * @param timezone name in the IANA time zone database
 */
record Airport(
    String code,
    String name,
    String city,
    String state,
    String latitude,
    String longitude,
    String timezone) {
  static final int HUBS = 5;
  static final int PRIMARY_HUBS = 3;

  private static final double EARTH_RADIUS_MILES = 3958.7613;

  /** Hubs first. The order decides the routes: only append. */
  static final List<Airport> ALL =
      List.of(
          new Airport(
              "ATL",
              "Hartsfield-Jackson Atlanta International Airport",
              "Atlanta",
              "GA",
              "33.6407",
              "-84.4277",
              "America/New_York"),
          new Airport(
              "ORD",
              "Chicago O'Hare International Airport",
              "Chicago",
              "IL",
              "41.9742",
              "-87.9073",
              "America/Chicago"),
          new Airport(
              "DFW",
              "Dallas/Fort Worth International Airport",
              "Dallas",
              "TX",
              "32.8998",
              "-97.0403",
              "America/Chicago"),
          new Airport(
              "DEN",
              "Denver International Airport",
              "Denver",
              "CO",
              "39.8561",
              "-104.6737",
              "America/Denver"),
          new Airport(
              "LAX",
              "Los Angeles International Airport",
              "Los Angeles",
              "CA",
              "33.9416",
              "-118.4085",
              "America/Los_Angeles"),
          new Airport(
              "SEA",
              "Seattle-Tacoma International Airport",
              "Seattle",
              "WA",
              "47.4502",
              "-122.3088",
              "America/Los_Angeles"),
          new Airport(
              "SFO",
              "San Francisco International Airport",
              "San Francisco",
              "CA",
              "37.6213",
              "-122.3790",
              "America/Los_Angeles"),
          new Airport(
              "LAS",
              "Harry Reid International Airport",
              "Las Vegas",
              "NV",
              "36.0840",
              "-115.1537",
              "America/Los_Angeles"),
          new Airport(
              "PHX",
              "Phoenix Sky Harbor International Airport",
              "Phoenix",
              "AZ",
              "33.4352",
              "-112.0101",
              "America/Phoenix"),
          new Airport(
              "MCO",
              "Orlando International Airport",
              "Orlando",
              "FL",
              "28.4312",
              "-81.3081",
              "America/New_York"),
          new Airport(
              "CLT",
              "Charlotte Douglas International Airport",
              "Charlotte",
              "NC",
              "35.2144",
              "-80.9473",
              "America/New_York"),
          new Airport(
              "MIA",
              "Miami International Airport",
              "Miami",
              "FL",
              "25.7959",
              "-80.2870",
              "America/New_York"),
          new Airport(
              "BOS",
              "Boston Logan International Airport",
              "Boston",
              "MA",
              "42.3656",
              "-71.0096",
              "America/New_York"),
          new Airport(
              "MSP",
              "Minneapolis-Saint Paul International Airport",
              "Minneapolis",
              "MN",
              "44.8848",
              "-93.2223",
              "America/Chicago"),
          new Airport(
              "DTW",
              "Detroit Metropolitan Wayne County Airport",
              "Detroit",
              "MI",
              "42.2162",
              "-83.3554",
              "America/Detroit"),
          new Airport(
              "PHL",
              "Philadelphia International Airport",
              "Philadelphia",
              "PA",
              "39.8744",
              "-75.2424",
              "America/New_York"),
          new Airport(
              "JFK",
              "John F. Kennedy International Airport",
              "New York",
              "NY",
              "40.6413",
              "-73.7781",
              "America/New_York"),
          new Airport(
              "IAH",
              "George Bush Intercontinental Airport",
              "Houston",
              "TX",
              "29.9902",
              "-95.3368",
              "America/Chicago"),
          new Airport(
              "SLC",
              "Salt Lake City International Airport",
              "Salt Lake City",
              "UT",
              "40.7899",
              "-111.9791",
              "America/Denver"),
          new Airport(
              "SAN",
              "San Diego International Airport",
              "San Diego",
              "CA",
              "32.7338",
              "-117.1933",
              "America/Los_Angeles"));

  /** Along the great circle. {@code StrictMath}, since {@code Math} may differ between machines. */
  int milesTo(Airport other) {
    double latitude1 = radians(latitude);
    double latitude2 = radians(other.latitude);
    double halfNorth = StrictMath.sin((latitude2 - latitude1) / 2);
    double halfEast = StrictMath.sin((radians(other.longitude) - radians(longitude)) / 2);
    double chord =
        halfNorth * halfNorth
            + StrictMath.cos(latitude1) * StrictMath.cos(latitude2) * halfEast * halfEast;
    return (int) StrictMath.round(2 * EARTH_RADIUS_MILES * StrictMath.asin(StrictMath.sqrt(chord)));
  }

  private static double radians(String degrees) {
    return StrictMath.toRadians(Double.parseDouble(degrees));
  }
}
