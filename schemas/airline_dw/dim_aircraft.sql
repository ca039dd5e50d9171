-- The tail number is painted on the aircraft: no two have the same one at a time.
CREATE TABLE airline_dw.dim_aircraft (
  aircraft_key                BIGINT      NOT NULL PRIMARY KEY, -- derived from the tail number
  tail_number                 VARCHAR(10) NOT NULL UNIQUE,
  aircraft_type               VARCHAR(20) NOT NULL,
  manufacturer                VARCHAR(50) NOT NULL,
  model                       VARCHAR(50) NOT NULL,
  seat_capacity_first         INTEGER     DEFAULT 0,
  seat_capacity_business      INTEGER     DEFAULT 0,
  seat_capacity_economy_plus  INTEGER     DEFAULT 0,
  seat_capacity_economy       INTEGER     NOT NULL,
  total_seat_capacity         INTEGER     NOT NULL,
  range_miles                 INTEGER,
  year_manufactured           SMALLINT,
  acquisition_date            DATE,
  retirement_date             DATE,
  is_active                   BOOLEAN     DEFAULT TRUE
)
DISTSTYLE ALL -- a fleet is small
SORTKEY (aircraft_type, tail_number);

COMMENT ON TABLE airline_dw.dim_aircraft IS 'The fleet, one row per aircraft';
COMMENT ON COLUMN airline_dw.dim_aircraft.total_seat_capacity IS 'Sum of the four cabins';
