CREATE TABLE staging.flight_operations_raw (
  flight_date          DATE,
  flight_number        VARCHAR(10),
  tail_number          VARCHAR(10),
  origin_airport       CHAR(3),
  destination_airport  CHAR(3),
  scheduled_departure  TIMESTAMP,
  actual_departure     TIMESTAMP,
  scheduled_arrival    TIMESTAMP,
  actual_arrival       TIMESTAMP,
  passengers           INTEGER,
  fuel_gallons         DECIMAL(10,2),
  cargo_lbs            DECIMAL(10,2),
  status               VARCHAR(20),
  load_timestamp       TIMESTAMP
);
