-- Every day of the years from the first to the last date key of the facts.
WITH used AS (
  SELECT booking_date_key AS date_key FROM bookings
  UNION ALL
  SELECT travel_date_key FROM bookings
  UNION ALL
  SELECT date_key FROM operations
),
years AS (
  SELECT min(date_key) DIV 10000 AS first_year, max(date_key) DIV 10000 AS last_year
  FROM used
),
days AS (
  SELECT explode(
    sequence(
      make_date(CAST(first_year AS INT), 1, 1),
      make_date(CAST(last_year AS INT), 12, 31),
      INTERVAL 1 DAY)) AS full_date
  FROM years
  WHERE first_year IS NOT NULL
)
SELECT
  CAST(year(full_date) * 10000 + month(full_date) * 100 + day(full_date) AS INT) AS date_key,
  full_date,
  CAST(year(full_date) AS SMALLINT) AS year,
  CAST(quarter(full_date) AS SMALLINT) AS quarter,
  CAST(month(full_date) AS SMALLINT) AS month,
  date_format(full_date, 'MMMM') AS month_name,
  CAST(weekofyear(full_date) AS SMALLINT) AS week_of_year,        -- ISO
  CAST(day(full_date) AS SMALLINT) AS day_of_month,
  CAST(weekday(full_date) + 1 AS SMALLINT) AS day_of_week,        -- Monday = 1
  date_format(full_date, 'EEEE') AS day_name,
  weekday(full_date) >= 5 AS is_weekend,
  CAST(year(full_date) AS SMALLINT) AS fiscal_year,               -- the calendar year
  CAST(quarter(full_date) AS SMALLINT) AS fiscal_quarter
FROM days
