-- One row per flight and day, which is therefore the business key.
CREATE TABLE airline_dw.fact_flight_operations (
  flight_operation_key          BIGINT        NOT NULL PRIMARY KEY,
  date_key                      INTEGER       NOT NULL REFERENCES airline_dw.dim_date (date_key),
  flight_key                    BIGINT        NOT NULL REFERENCES airline_dw.dim_flight (flight_key),
  aircraft_key                  BIGINT        NOT NULL REFERENCES airline_dw.dim_aircraft (aircraft_key),
  scheduled_departure_datetime  TIMESTAMP     NOT NULL,
  actual_departure_datetime     TIMESTAMP,
  departure_gate                VARCHAR(10),
  departure_delay_minutes       INTEGER       DEFAULT 0,
  scheduled_arrival_datetime    TIMESTAMP     NOT NULL,
  actual_arrival_datetime       TIMESTAMP,
  arrival_gate                  VARCHAR(10),
  arrival_delay_minutes         INTEGER       DEFAULT 0,
  actual_duration_minutes       INTEGER,
  fuel_consumption_gallons      DECIMAL(10,2),
  distance_flown_miles          DECIMAL(10,2),
  passengers_first              INTEGER       DEFAULT 0,
  passengers_business           INTEGER       DEFAULT 0,
  passengers_economy_plus       INTEGER       DEFAULT 0,
  passengers_economy            INTEGER       DEFAULT 0,
  total_passengers              INTEGER       NOT NULL,
  cargo_weight_lbs              DECIMAL(10,2) DEFAULT 0,
  mail_weight_lbs               DECIMAL(10,2) DEFAULT 0,
  flight_status                 VARCHAR(20),
  cancellation_code             VARCHAR(10),
  cancellation_reason           VARCHAR(100),
  diversion_airport_code        CHAR(3)       REFERENCES airline_dw.dim_airport (airport_code),
  is_on_time                    BOOLEAN,
  is_delayed                    BOOLEAN,
  is_cancelled                  BOOLEAN       DEFAULT FALSE,
  UNIQUE (date_key, flight_key)
)
-- Not by date_key, though queries filter by it: a day's rows, those being loaded and most asked
-- for, would all lie on one slice. By flight they spread, and lie beside fact_daily_revenue.
DISTKEY (flight_key)
-- The filter by date is what the sort key is for: other days' blocks are not read.
SORTKEY (date_key, scheduled_departure_datetime);

COMMENT ON TABLE airline_dw.fact_flight_operations IS 'Flights as they were operated, one row per flight and day';
COMMENT ON COLUMN airline_dw.fact_flight_operations.actual_departure_datetime IS 'NULL when the flight was cancelled';
COMMENT ON COLUMN airline_dw.fact_flight_operations.diversion_airport_code IS 'Where the flight landed instead of its destination';
COMMENT ON COLUMN airline_dw.fact_flight_operations.is_on_time IS 'At most 15 minutes late';
