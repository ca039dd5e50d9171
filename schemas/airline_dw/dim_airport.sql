-- Flights and customers name an airport by its IATA code, so the code is the key that others
-- reference, and airport_key only serves joins that want a number.
CREATE TABLE airline_dw.dim_airport (
  airport_key   BIGINT         NOT NULL PRIMARY KEY, -- derived from the code, so wider than INTEGER
  airport_code  CHAR(3)        NOT NULL UNIQUE,
  airport_name  VARCHAR(100)   NOT NULL,
  city          VARCHAR(50)    NOT NULL,
  state_code    CHAR(2),
  country_code  CHAR(2)        NOT NULL,
  latitude      DECIMAL(10,7),
  longitude     DECIMAL(10,7),
  timezone      VARCHAR(50),
  is_hub        BOOLEAN        DEFAULT FALSE,
  hub_type      VARCHAR(20),
  valid_from    DATE           DEFAULT CURRENT_DATE,
  valid_to      DATE           DEFAULT '9999-12-31',
  is_current    BOOLEAN        DEFAULT TRUE
)
DISTSTYLE ALL -- a few thousand rows at most
SORTKEY (airport_code);

COMMENT ON TABLE airline_dw.dim_airport IS 'Airports, one row per IATA code';
COMMENT ON COLUMN airline_dw.dim_airport.airport_code IS 'IATA code';
COMMENT ON COLUMN airline_dw.dim_airport.hub_type IS 'primary or secondary; NULL when not a hub';
