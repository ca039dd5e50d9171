package dev.starlift.generate;

import static dev.starlift.model.RejectCode.BOOL;
import static dev.starlift.model.RejectCode.CHAR_MULTIBYTE;
import static dev.starlift.model.RejectCode.DATE;
import static dev.starlift.model.RejectCode.DECIMAL;
import static dev.starlift.model.RejectCode.INT;
import static dev.starlift.model.RejectCode.LOOKUP;
import static dev.starlift.model.RejectCode.RANGE;
import static dev.starlift.model.RejectCode.TIME;
import static dev.starlift.model.RejectCode.TIMESTAMP;
import static dev.starlift.model.RejectCode.TOO_LONG;

import dev.starlift.generate.Fault.CutShort;
import dev.starlift.generate.Fault.FewFields;
import dev.starlift.generate.Fault.ManyFields;
import dev.starlift.generate.Fault.NoField;
import dev.starlift.generate.Fault.NoValue;
import dev.starlift.generate.Fault.Orphan;
import dev.starlift.generate.Fault.Outdated;
import dev.starlift.generate.Fault.Redelivered;
import dev.starlift.generate.Fault.RepeatedName;
import dev.starlift.generate.Fault.Tied;
import dev.starlift.generate.Fault.WrongValue;
import dev.starlift.model.RejectCode;
import java.util.List;

/**
 * The faults of each source. They assume raw contracts with the types of the {@code airline_dw}
 * tables; a fault of LOOKUP names the column of the table that the lookup fills.
 */
final class Faults {
  private static final String NO_SUCH_AIRPORT = "ZZZ";
  private static final String NO_SUCH_FLIGHT = "SX0";
  private static final String NO_DATE = "2024-02-30";
  private static final String NO_TIMESTAMP = "2024-06-31 10:00:00";

  private Faults() {}

  static List<Fault> of(Source source) {
    return switch (source) {
      case AIRPORTS -> AIRPORTS;
      case AIRCRAFT -> AIRCRAFT;
      case FLIGHTS -> FLIGHTS;
      case CUSTOMERS -> CUSTOMERS;
      case BOOKINGS -> BOOKINGS;
      case OPERATIONS -> OPERATIONS;
    };
  }

  private static final List<Fault> AIRPORTS =
      List.of(
          new Redelivered(Source.AIRPORTS.key),
          new Tied(Source.AIRPORTS.key, "city", "Elsewhere"),
          wrong(TOO_LONG, "airport_name", "a".repeat(101)),
          wrong(TOO_LONG, "city", "é".repeat(30)),
          wrong(CHAR_MULTIBYTE, "state_code", "é"),
          wrong(DECIMAL, "latitude", "abc"),
          wrong(RANGE, "longitude", "1234.5"),
          wrong(BOOL, "is_hub", "maybe"),
          new NoValue("country_code"),
          new FewFields("hub_type"),
          new ManyFields());

  private static final List<Fault> AIRCRAFT =
      List.of(
          new Redelivered(Source.AIRCRAFT.key),
          new Tied(Source.AIRCRAFT.key, "range_miles", "1"),
          wrong(DATE, "acquisition_date", NO_DATE),
          wrong(INT, "total_seat_capacity", "abc"),
          wrong(TOO_LONG, "manufacturer", "a".repeat(51)),
          wrong(TOO_LONG, "model", "漢".repeat(20)),
          wrong(BOOL, "is_active", "maybe"),
          new NoValue("aircraft_type"),
          new FewFields("is_active"),
          new ManyFields());

  private static final List<Fault> FLIGHTS =
      List.of(
          new Redelivered(Source.FLIGHTS.key),
          new Tied(Source.FLIGHTS.key, "distance_miles", "1"),
          wrong(TIME, "scheduled_departure_time", "25:61:00"),
          wrong(INT, "distance_miles", "abc"),
          wrong(TOO_LONG, "service_class", "a".repeat(21)),
          wrong(TOO_LONG, "route_type", "é".repeat(15)),
          wrong(LOOKUP, "origin_airport_code", NO_SUCH_AIRPORT),
          wrong(LOOKUP, "destination_airport_code", NO_SUCH_AIRPORT),
          new NoValue("scheduled_duration_minutes"),
          new FewFields("service_class"),
          new ManyFields());

  private static final List<Fault> CUSTOMERS =
      List.of(
          new Redelivered(Source.CUSTOMERS.key),
          new Tied(Source.CUSTOMERS.key, "customer_type", "unsure"),
          wrong(DATE, "registration_date", NO_DATE),
          wrong(INT, "total_lifetime_miles", "abc"),
          wrong(TOO_LONG, "loyalty_tier", "a".repeat(21)),
          wrong(TOO_LONG, "customer_type", "é".repeat(15)),
          wrong(CHAR_MULTIBYTE, "country_code", "é"),
          wrong(BOOL, "is_active", "maybe"),
          wrong(LOOKUP, "home_airport_code", NO_SUCH_AIRPORT),
          new CutShort(),
          new RepeatedName("loyalty_tier"));

  private static final List<Fault> BOOKINGS =
      List.of(
          new Redelivered(Source.BOOKINGS.key),
          new Outdated(Source.BOOKINGS.key, "loaded_at", "booking_status", "held"),
          new Tied(Source.BOOKINGS.key, "booking_channel", "kiosk"),
          wrong(DATE, "flight_date", NO_DATE),
          wrong(TIMESTAMP, "booked_at", NO_TIMESTAMP),
          wrong(DECIMAL, "base_fare", "abc"),
          wrong(INT, "bags_checked", "two"),
          wrong(TOO_LONG, "booking_channel", "a".repeat(21)),
          wrong(TOO_LONG, "cabin_class", "漢".repeat(7)),
          wrong(BOOL, "is_award_ticket", "maybe"),
          new WrongValue(LOOKUP, "flight_key", "flight_number", NO_SUCH_FLIGHT),
          new NoValue("total_fare"),
          new NoField("flight_date"),
          new CutShort(),
          new RepeatedName("booking_channel"));

  private static final List<Fault> OPERATIONS =
      List.of(
          new Redelivered(Source.OPERATIONS.key),
          new Outdated(Source.OPERATIONS.key, "loaded_at", "mail_lbs", "1.00"),
          new Tied(Source.OPERATIONS.key, "mail_lbs", "1.00"),
          wrong(DATE, "flight_date", NO_DATE),
          wrong(TIMESTAMP, "actual_departure", NO_TIMESTAMP),
          wrong(INT, "total_passengers", "abc"),
          wrong(DECIMAL, "fuel_gallons", "abc"),
          wrong(RANGE, "cargo_lbs", "123456789.00"),
          wrong(TOO_LONG, "cancellation_reason", "a".repeat(101)),
          wrong(TOO_LONG, "cancellation_reason", "é".repeat(60)),
          new Orphan("flight_key"),
          new NoValue("scheduled_departure"),
          new FewFields("loaded_at"),
          new ManyFields());

  private static Fault wrong(RejectCode code, String column, String text) {
    return new WrongValue(code, column, column, text);
  }
}
