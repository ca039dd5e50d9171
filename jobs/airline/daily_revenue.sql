-- Revenue per flight and day of travel, from bookings that were not refunded and from what the
-- flight carried. A flight may have bookings and no operation yet, or an operation and no bookings.
WITH sold AS (
  SELECT
    travel_date_key AS date_key,
    flight_key,
    sum(base_fare_usd) AS tickets,
    sum(coalesce(bag_fees_usd, 0)) AS baggage,
    sum(coalesce(seat_selection_fees_usd, 0)) AS seats,
    sum(coalesce(other_ancillary_fees_usd, 0)) AS ancillary,
    count(*) AS passengers
  FROM bookings
  WHERE NOT coalesce(is_refunded, FALSE)
  GROUP BY travel_date_key, flight_key
),
flown AS (
  SELECT
    operations.date_key,
    operations.flight_key,
    -- Freight rates in USD per lb: 0.35 for cargo, 0.20 for mail. They are no column of any source.
    coalesce(operations.cargo_weight_lbs, 0) * CAST(0.35 AS DECIMAL(4,2)) AS cargo,
    coalesce(operations.mail_weight_lbs, 0) * CAST(0.20 AS DECIMAL(4,2)) AS mail,
    -- NULL when the aircraft is not known
    CAST(100 * operations.total_passengers AS DECIMAL(14,2))
      / nullif(aircraft.total_seat_capacity, 0) AS load_factor
  FROM operations
  LEFT JOIN aircraft ON aircraft.aircraft_key = operations.aircraft_key
),
revenue AS (
  SELECT
    coalesce(sold.date_key, flown.date_key) AS date_key,
    coalesce(sold.flight_key, flown.flight_key) AS flight_key,
    CAST(coalesce(sold.tickets, 0) AS DECIMAL(12,2)) AS tickets,
    CAST(coalesce(sold.baggage, 0) AS DECIMAL(12,2)) AS baggage,
    CAST(coalesce(sold.seats, 0) AS DECIMAL(12,2)) AS seats,
    CAST(coalesce(sold.ancillary, 0) AS DECIMAL(12,2)) AS ancillary,
    CAST(coalesce(flown.cargo, 0) AS DECIMAL(12,2)) AS cargo,
    CAST(coalesce(flown.mail, 0) AS DECIMAL(12,2)) AS mail,
    CAST(coalesce(sold.passengers, 0) AS INT) AS passengers,
    flown.load_factor
  FROM sold
  FULL OUTER JOIN flown
    ON flown.date_key = sold.date_key AND flown.flight_key = sold.flight_key
)
SELECT
  CAST(date_key AS INT) AS date_key,
  CAST(flight_key AS BIGINT) AS flight_key,
  tickets AS ticket_revenue_usd,
  baggage AS baggage_revenue_usd,
  seats AS seat_selection_revenue_usd,
  ancillary AS other_ancillary_revenue_usd,
  cargo AS cargo_revenue_usd,
  mail AS mail_revenue_usd,
  CAST(tickets + baggage + seats + ancillary + cargo + mail AS DECIMAL(12,2)) AS total_revenue_usd,
  passengers AS passenger_count,
  CAST(tickets / nullif(passengers, 0) AS DECIMAL(10,2)) AS average_fare_usd,
  CAST(load_factor AS DECIMAL(5,2)) AS load_factor
FROM revenue
