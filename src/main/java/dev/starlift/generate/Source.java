package dev.starlift.generate;

import java.util.List;

/** One kind of raw file. A job file is written against these names, so they do not change. */
enum Source {
  AIRPORTS(
      "airports",
      Format.CSV,
      "airport_code",
      "airport_code,airport_name,city,state_code,country_code,latitude,longitude,timezone,is_hub,"
          + "hub_type"),
  AIRCRAFT(
      "aircraft",
      Format.CSV,
      "tail_number",
      "tail_number,aircraft_type,manufacturer,model,seat_capacity_first,seat_capacity_business,"
          + "seat_capacity_economy_plus,seat_capacity_economy,total_seat_capacity,range_miles,"
          + "year_manufactured,acquisition_date,retirement_date,is_active"),
  FLIGHTS(
      "flights",
      Format.CSV,
      "flight_number",
      "flight_number,origin_airport_code,destination_airport_code,scheduled_departure_time,"
          + "scheduled_arrival_time,scheduled_duration_minutes,distance_miles,route_type,"
          + "service_class"),
  CUSTOMERS(
      "customers",
      Format.JSON,
      "customer_id",
      "customer_id,loyalty_number,loyalty_tier,customer_type,home_airport_code,country_code,"
          + "registration_date,total_lifetime_miles,total_lifetime_segments,is_active"),
  BOOKINGS(
      "bookings",
      Format.JSON,
      "booking_reference",
      "booking_reference,booked_at,flight_date,flight_number,origin_airport,destination_airport,"
          + "customer_id,booking_channel,fare_class,cabin_class,base_fare,total_fare,bags_checked,"
          + "bag_fees,seat_selection_fees,other_ancillary_fees,miles_earned,miles_redeemed,"
          + "is_award_ticket,booking_status,is_refunded,refund_amount,loaded_at"),
  OPERATIONS(
      "operations",
      Format.CSV,
      "flight_date, flight_number",
      "flight_date,flight_number,origin_airport,destination_airport,tail_number,"
          + "scheduled_departure,actual_departure,departure_gate,scheduled_arrival,actual_arrival,"
          + "arrival_gate,passengers_first,passengers_business,passengers_economy_plus,"
          + "passengers_economy,total_passengers,fuel_gallons,distance_miles,cargo_lbs,mail_lbs,"
          + "status,cancellation_code,cancellation_reason,diversion_airport,loaded_at");

  /** How a record is written. Clean values hold no comma, quote or backslash in either. */
  enum Format {
    CSV,
    JSON
  }

  /** As reports and the list of broken rows name it. */
  final String text;

  final Format format;

  /** The columns that tell a row from the others, as a reject names them. */
  final String key;

  private final String columns;

  Source(String text, Format format, String key, String columns) {
    this.text = text;
    this.format = format;
    this.key = key;
    this.columns = columns;
  }

  List<String> columns() {
    return List.of(columns.split(",", -1));
  }

  /** The last column of the key: with another value there it is another row. */
  String lastOfKey() {
    return key.substring(key.lastIndexOf(' ') + 1);
  }

  /** The line before the rows, if the format has one. */
  String header() {
    return format == Format.CSV ? columns + "\n" : "";
  }
}
