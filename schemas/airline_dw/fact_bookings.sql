CREATE TABLE airline_dw.fact_bookings (
  booking_key               BIGINT        NOT NULL PRIMARY KEY, -- derived from booking_reference
  booking_date_key          INTEGER       NOT NULL REFERENCES airline_dw.dim_date (date_key),
  travel_date_key           INTEGER       NOT NULL REFERENCES airline_dw.dim_date (date_key),
  customer_key              BIGINT        NOT NULL REFERENCES airline_dw.dim_customer (customer_key),
  flight_key                BIGINT        NOT NULL REFERENCES airline_dw.dim_flight (flight_key),
  booking_reference         VARCHAR(10)   NOT NULL UNIQUE,
  booking_channel           VARCHAR(20),
  booking_class             CHAR(1),
  cabin_class               VARCHAR(20),
  base_fare_usd             DECIMAL(10,2) NOT NULL,
  taxes_fees_usd            DECIMAL(10,2) NOT NULL,
  total_fare_usd            DECIMAL(10,2) NOT NULL,
  bags_checked              INTEGER       DEFAULT 0,
  bag_fees_usd              DECIMAL(10,2) DEFAULT 0,
  seat_selection_fees_usd   DECIMAL(10,2) DEFAULT 0,
  other_ancillary_fees_usd  DECIMAL(10,2) DEFAULT 0,
  miles_earned              INTEGER       DEFAULT 0,
  miles_redeemed            INTEGER       DEFAULT 0,
  is_award_ticket           BOOLEAN       DEFAULT FALSE,
  booking_status            VARCHAR(20),
  is_refunded               BOOLEAN       DEFAULT FALSE,
  refund_amount_usd         DECIMAL(10,2) DEFAULT 0
)
DISTKEY (customer_key) -- spreads evenly, and joins dim_customer, the one large dimension, in place
SORTKEY (travel_date_key, booking_date_key);

COMMENT ON TABLE airline_dw.fact_bookings IS 'Bookings, one row per booking_reference';
COMMENT ON COLUMN airline_dw.fact_bookings.taxes_fees_usd IS 'total_fare_usd - base_fare_usd';
