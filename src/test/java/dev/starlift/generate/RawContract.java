package dev.starlift.generate;

import dev.starlift.model.RejectCode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a job requires of raw values, written down once more from the airline_dw tables so that the
 * generator does not judge itself. Types are as in DDL; a {@code !} says that a value is required.
 */
final class RawContract {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final String MONEY = "decimal(10,2)";

  private RawContract() {}

  static Map<String, String> of(Source source) {
    return switch (source) {
      case AIRPORTS ->
          columns(
              "airport_code char(3)!; airport_name varchar(100)!; city varchar(50)!;"
                  + "state_code char(2); country_code char(2)!; latitude decimal(10,7);"
                  + "longitude decimal(10,7); timezone varchar(50); is_hub bool;"
                  + "hub_type varchar(20)");
      case AIRCRAFT ->
          columns(
              "tail_number varchar(10)!; aircraft_type varchar(20)!; manufacturer varchar(50)!;"
                  + "model varchar(50)!; seat_capacity_first int; seat_capacity_business int;"
                  + "seat_capacity_economy_plus int; seat_capacity_economy int!;"
                  + "total_seat_capacity int!; range_miles int; year_manufactured int;"
                  + "acquisition_date date; retirement_date date; is_active bool");
      case FLIGHTS ->
          columns(
              "flight_number varchar(10)!; origin_airport_code char(3)!;"
                  + "destination_airport_code char(3)!; scheduled_departure_time time!;"
                  + "scheduled_arrival_time time!; scheduled_duration_minutes int!;"
                  + "distance_miles int; route_type varchar(20); service_class varchar(20)");
      case CUSTOMERS ->
          columns(
              "customer_id varchar(20)!; loyalty_number varchar(20); loyalty_tier varchar(20);"
                  + "customer_type varchar(20); home_airport_code char(3); country_code char(2);"
                  + "registration_date date; total_lifetime_miles int;"
                  + "total_lifetime_segments int; is_active bool");
      case BOOKINGS ->
          columns(
              "booking_reference varchar(10)!; booked_at timestamp!; flight_date date!;"
                  + "flight_number varchar(10)!; origin_airport char(3)!;"
                  + "destination_airport char(3)!; customer_id varchar(20)!;"
                  + "booking_channel varchar(20); fare_class char(1); cabin_class varchar(20);"
                  + "base_fare MONEY!; total_fare MONEY!; bags_checked int; bag_fees MONEY;"
                  + "seat_selection_fees MONEY; other_ancillary_fees MONEY; miles_earned int;"
                  + "miles_redeemed int; is_award_ticket bool; booking_status varchar(20);"
                  + "is_refunded bool; refund_amount MONEY; loaded_at timestamp!");
      case OPERATIONS ->
          columns(
              "flight_date date!; flight_number varchar(10)!; origin_airport char(3)!;"
                  + "destination_airport char(3)!; tail_number varchar(10);"
                  + "scheduled_departure timestamp!; actual_departure timestamp;"
                  + "departure_gate varchar(10); scheduled_arrival timestamp!;"
                  + "actual_arrival timestamp; arrival_gate varchar(10); passengers_first int;"
                  + "passengers_business int; passengers_economy_plus int;"
                  + "passengers_economy int; total_passengers int!; fuel_gallons MONEY;"
                  + "distance_miles MONEY; cargo_lbs MONEY; mail_lbs MONEY; status varchar(20);"
                  + "cancellation_code varchar(10); cancellation_reason varchar(100);"
                  + "diversion_airport char(3); loaded_at timestamp!");
    };
  }

  /** Why the value must be rejected, if it must; empty text is no value. */
  static Optional<RejectCode> fault(String type, Optional<String> value) {
    if (value.isEmpty() || value.get().isEmpty()) {
      return type.endsWith("!") ? Optional.of(RejectCode.NOT_NULL) : Optional.empty();
    }
    String text = value.get();
    String[] parts = type.replace("!", "").split("[(,)]", -1);
    return switch (parts[0]) {
      case "bool" -> unless(text.matches("true|false"), RejectCode.BOOL);
      case "int" -> unless(text.matches("[0-9]{1,9}"), RejectCode.INT);
      case "decimal" -> decimal(text, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      case "char" -> character(text, Integer.parseInt(parts[1]));
      case "varchar" ->
          unless(
              text.getBytes(StandardCharsets.UTF_8).length <= Integer.parseInt(parts[1]),
              RejectCode.TOO_LONG);
      case "date" -> parses(() -> LocalDate.parse(text), RejectCode.DATE);
      case "time" -> parses(() -> LocalTime.parse(text), RejectCode.TIME);
      case "timestamp" -> parses(() -> LocalDateTime.parse(text, TIMESTAMP), RejectCode.TIMESTAMP);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static Optional<RejectCode> decimal(String text, int precision, int scale) {
    if (!text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      return Optional.of(RejectCode.DECIMAL);
    }
    BigDecimal number = new BigDecimal(text);
    if (number.precision() - number.scale() > precision - scale) {
      return Optional.of(RejectCode.RANGE);
    }
    return unless(number.scale() <= scale, RejectCode.DECIMAL);
  }

  private static Optional<RejectCode> character(String text, int bytes) {
    if (!text.chars().allMatch(c -> c < 128)) {
      return Optional.of(RejectCode.CHAR_MULTIBYTE);
    }
    return unless(text.length() <= bytes, RejectCode.TOO_LONG);
  }

  private static Optional<RejectCode> parses(Runnable parser, RejectCode code) {
    try {
      parser.run();
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of(code);
    }
  }

  private static Optional<RejectCode> unless(boolean fine, RejectCode code) {
    return fine ? Optional.empty() : Optional.of(code);
  }

  private static Map<String, String> columns(String text) {
    Map<String, String> columns = new LinkedHashMap<>();
    Arrays.stream(text.replace("MONEY", MONEY).split(";", -1))
        .map(column -> column.strip().split(" ", -1))
        .forEach(column -> columns.put(column[0], column[1]));
    return columns;
  }
}
