CREATE TABLE airline_dw.dim_customer (
  customer_key             BIGINT      NOT NULL PRIMARY KEY, -- derived from customer_id
  customer_id              VARCHAR(20) NOT NULL UNIQUE,
  loyalty_number           VARCHAR(20),
  loyalty_tier             VARCHAR(20),
  customer_type            VARCHAR(20),
  home_airport_code        CHAR(3)     REFERENCES airline_dw.dim_airport (airport_code),
  country_code             CHAR(2),
  registration_date        DATE,
  total_lifetime_miles     BIGINT      DEFAULT 0,
  total_lifetime_segments  INTEGER     DEFAULT 0,
  is_active                BOOLEAN     DEFAULT TRUE
)
DISTKEY (customer_key) -- the one large dimension: it lies beside its bookings
SORTKEY (loyalty_tier, customer_type);

COMMENT ON TABLE airline_dw.dim_customer IS 'Customers, one row per customer_id';
