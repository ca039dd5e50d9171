-- A flight number may be used on several legs, so the route belongs to the business key.
CREATE TABLE airline_dw.dim_flight (
  flight_key                  BIGINT      NOT NULL PRIMARY KEY, -- derived from the business key
  flight_number               VARCHAR(10) NOT NULL,
  origin_airport_code         CHAR(3)     NOT NULL REFERENCES airline_dw.dim_airport (airport_code),
  destination_airport_code    CHAR(3)     NOT NULL REFERENCES airline_dw.dim_airport (airport_code),
  scheduled_departure_time    TIME        NOT NULL,
  scheduled_arrival_time      TIME        NOT NULL,
  scheduled_duration_minutes  INTEGER     NOT NULL,
  distance_miles              INTEGER,
  route_type                  VARCHAR(20),
  service_class               VARCHAR(20),
  valid_from                  DATE        DEFAULT CURRENT_DATE,
  valid_to                    DATE        DEFAULT '9999-12-31',
  is_current                  BOOLEAN     DEFAULT TRUE,
  UNIQUE (flight_number, origin_airport_code, destination_airport_code)
)
DISTSTYLE ALL -- small, and joined by facts that are distributed by different columns
SORTKEY (origin_airport_code, destination_airport_code);

COMMENT ON TABLE airline_dw.dim_flight IS 'The schedule, one row per flight number and route';
