-- One row per day. The key is the day itself as YYYYMMDD: a fact's date key is computed from its
-- date, not looked up, and a range of days is a range of keys. INTEGER is wide enough for good.
CREATE TABLE airline_dw.dim_date (
  date_key        INTEGER     NOT NULL PRIMARY KEY,
  full_date       DATE        NOT NULL UNIQUE,
  year            SMALLINT    NOT NULL,
  quarter         SMALLINT    NOT NULL,
  month           SMALLINT    NOT NULL,
  month_name      VARCHAR(10) NOT NULL,
  week_of_year    SMALLINT    NOT NULL,
  day_of_month    SMALLINT    NOT NULL,
  day_of_week     SMALLINT    NOT NULL,
  day_name        VARCHAR(10) NOT NULL,
  is_weekend      BOOLEAN     NOT NULL,
  is_holiday      BOOLEAN     DEFAULT FALSE,
  fiscal_year     SMALLINT,
  fiscal_quarter  SMALLINT
)
DISTSTYLE ALL -- small, and joined by every fact
SORTKEY (full_date);

COMMENT ON TABLE airline_dw.dim_date IS 'Calendar, one row per day';
COMMENT ON COLUMN airline_dw.dim_date.date_key IS 'The day as YYYYMMDD';
COMMENT ON COLUMN airline_dw.dim_date.week_of_year IS 'ISO week, 1 to 53';
COMMENT ON COLUMN airline_dw.dim_date.day_of_week IS 'Monday = 1 to Sunday = 7';
