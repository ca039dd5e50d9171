-- What is delivered, each row as often as it comes: no keys, no distribution of its own.
CREATE TABLE staging.bookings_raw (
  booking_reference  VARCHAR(10),
  booking_date       TIMESTAMP,
  flight_date        DATE,
  flight_number      VARCHAR(10),
  customer_id        VARCHAR(20),
  fare_class         CHAR(1),
  base_fare          DECIMAL(10,2),
  total_fare         DECIMAL(10,2),
  booking_channel    VARCHAR(20),
  load_timestamp     TIMESTAMP
);
