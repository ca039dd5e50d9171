-- One row per flight and day with revenue. The pair is the identity; no surrogate key is needed,
-- as nothing references a summary.
CREATE TABLE airline_dw.fact_daily_revenue (
  date_key                     INTEGER       NOT NULL REFERENCES airline_dw.dim_date (date_key),
  flight_key                   BIGINT        NOT NULL REFERENCES airline_dw.dim_flight (flight_key),
  ticket_revenue_usd           DECIMAL(12,2),
  baggage_revenue_usd          DECIMAL(12,2),
  seat_selection_revenue_usd   DECIMAL(12,2),
  other_ancillary_revenue_usd  DECIMAL(12,2),
  cargo_revenue_usd            DECIMAL(12,2),
  mail_revenue_usd             DECIMAL(12,2),
  total_revenue_usd            DECIMAL(12,2),
  passenger_count              INTEGER,
  average_fare_usd             DECIMAL(10,2),
  load_factor                  DECIMAL(5,2),
  PRIMARY KEY (date_key, flight_key)
)
-- Not by date_key, which would put a whole day on one slice; by flight it lies beside the day's
-- operations, from which load_factor comes.
DISTKEY (flight_key)
SORTKEY (date_key, flight_key);

COMMENT ON TABLE airline_dw.fact_daily_revenue IS 'Revenue per flight and day, from bookings that were not refunded';
COMMENT ON COLUMN airline_dw.fact_daily_revenue.date_key IS 'The day of travel';
COMMENT ON COLUMN airline_dw.fact_daily_revenue.total_revenue_usd IS 'Sum of the six revenue columns';
COMMENT ON COLUMN airline_dw.fact_daily_revenue.load_factor IS 'Passengers per 100 seats';
