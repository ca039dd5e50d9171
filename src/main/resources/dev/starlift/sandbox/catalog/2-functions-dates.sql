-- Date and time functions of Redshift beyond those that the dialect rewrites.
-- The dialect hands over date parts under their full names.
CREATE OR REPLACE FUNCTION pg_catalog.date_trunc(part text, at date) RETURNS timestamp
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT date_trunc(part, at::timestamp) $$;

-- Redshift counts days of the week from Sunday, 0, as PostgreSQL does under another name.
CREATE OR REPLACE FUNCTION starlift_sandbox.extract_part(part text, at timestamp) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT trunc(date_part(part, at) - CASE part
    WHEN 'milliseconds' THEN trunc(date_part('second', at)) * 1000
    WHEN 'microseconds' THEN trunc(date_part('second', at)) * 1000000 ELSE 0 END)::int $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.extract_part(part text, at date) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT starlift_sandbox.extract_part(part, at::timestamp) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.extract_part(part text, at timestamptz) RETURNS int
  LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE WHEN part LIKE 'timezone%' OR part = 'epoch' THEN date_part(part, at)::int
    ELSE starlift_sandbox.extract_part(part, at::timestamp) END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.extract_part(part text, at time) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT starlift_sandbox.extract_part(part, date '1970-01-01' + at) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.extract_part(part text, at timetz) RETURNS int
  LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE WHEN part LIKE 'timezone%' THEN date_part(part, at)::int
    ELSE starlift_sandbox.extract_part(part, at::time) END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.extract_part(part text, at interval) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT trunc(date_part(part, at))::int $$;

CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part text, amount bigint, at time) RETURNS time
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT at + amount * starlift_sandbox.require_part(part) $$;
CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part text, amount bigint, at timetz) RETURNS timetz
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT at + amount * starlift_sandbox.require_part(part) $$;
CREATE OR REPLACE FUNCTION pg_catalog.datediff(part text, a time, b time) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT pg_catalog.datediff(part, date '1970-01-01' + a, date '1970-01-01' + b) $$;

CREATE OR REPLACE FUNCTION pg_catalog.add_months(at timestamp, months bigint) RETURNS timestamp
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN at::date = (date_trunc('month', at) + interval '1 month - 1 day')::date
    THEN date_trunc('month', at) + (months + 1) * interval '1 month' - interval '1 day' + at::time
    ELSE at + months * interval '1 month' END $$;
CREATE OR REPLACE FUNCTION pg_catalog.add_months(at date, months bigint) RETURNS timestamp
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT pg_catalog.add_months(at::timestamp, months) $$;

CREATE OR REPLACE FUNCTION pg_catalog.last_day(at timestamp) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (date_trunc('month', at) + interval '1 month - 1 day')::date $$;
CREATE OR REPLACE FUNCTION pg_catalog.last_day(at date) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT pg_catalog.last_day(at::timestamp) $$;

CREATE OR REPLACE FUNCTION pg_catalog.next_day(at timestamp, weekday text) RETURNS date
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  days text[] := ARRAY['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  wanted int;
BEGIN
  SELECT ordinality - 1 INTO wanted FROM unnest(days) WITH ORDINALITY AS d(name, ordinality)
    WHERE char_length(weekday) >= 1 AND name LIKE lower(weekday) || '%' ORDER BY ordinality LIMIT 1;
  IF wanted IS NULL THEN
    RAISE EXCEPTION 'weekday "%" is not known', weekday USING ERRCODE = '22023';
  END IF;
  RETURN at::date + ((wanted - date_part('dow', at)::int + 6) % 7) + 1;
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.next_day(at date, weekday text) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT pg_catalog.next_day(at::timestamp, weekday) $$;

-- Whole months where both are the same day or both the last one; else by months of 31 days.
CREATE OR REPLACE FUNCTION pg_catalog.months_between(a timestamp, b timestamp) RETURNS float8
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (date_part('year', a) - date_part('year', b)) * 12 + date_part('month', a) - date_part('month', b)
    + CASE WHEN date_part('day', a) = date_part('day', b) OR (a::date = last_day(a) AND b::date = last_day(b)) THEN 0
      ELSE (date_part('day', a) - date_part('day', b)
        + (extract(epoch FROM a::time) - extract(epoch FROM b::time)) / 86400) / 31 END $$;
CREATE OR REPLACE FUNCTION pg_catalog.months_between(a date, b date) RETURNS float8
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT pg_catalog.months_between(a::timestamp, b::timestamp) $$;

CREATE OR REPLACE FUNCTION pg_catalog.convert_timezone(source text, target text, at timestamp) RETURNS timestamp
  LANGUAGE sql STABLE STRICT AS $$ SELECT at AT TIME ZONE source AT TIME ZONE target $$;
CREATE OR REPLACE FUNCTION pg_catalog.convert_timezone(target text, at timestamp) RETURNS timestamp
  LANGUAGE sql STABLE STRICT AS $$ SELECT at AT TIME ZONE 'UTC' AT TIME ZONE target $$;
CREATE OR REPLACE FUNCTION pg_catalog.convert_timezone(source text, target text, at timestamptz) RETURNS timestamp
  LANGUAGE sql STABLE STRICT AS $$ SELECT at AT TIME ZONE target $$;
CREATE OR REPLACE FUNCTION pg_catalog.convert_timezone(target text, at timestamptz) RETURNS timestamp
  LANGUAGE sql STABLE STRICT AS $$ SELECT at AT TIME ZONE target $$;

CREATE OR REPLACE FUNCTION pg_catalog.trunc(at timestamp) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT at::date $$;
CREATE OR REPLACE FUNCTION pg_catalog.date_cmp_timestamp(a date, b timestamp) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT timestamp_cmp(a::timestamp, b) $$;
CREATE OR REPLACE FUNCTION pg_catalog.timestamp_cmp_date(a timestamp, b date) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT timestamp_cmp(a, b::timestamp) $$;
CREATE OR REPLACE FUNCTION pg_catalog.timestamp_cmp_timestamptz(a timestamp, b timestamptz) RETURNS int
  LANGUAGE sql STABLE STRICT AS $$ SELECT timestamptz_cmp(a::timestamptz, b) $$;
CREATE OR REPLACE FUNCTION pg_catalog.to_date(value text, format text, strict boolean) RETURNS date
  LANGUAGE sql STABLE STRICT AS $$ SELECT to_date(value, format) $$;
CREATE OR REPLACE FUNCTION pg_catalog.to_timestamp(value text, format text, strict boolean) RETURNS timestamptz
  LANGUAGE sql STABLE STRICT AS $$ SELECT to_timestamp(value, format) $$;
