-- Functions that Redshift has and PostgreSQL has not, where they are found without a schema.
CREATE OR REPLACE FUNCTION pg_catalog.getdate() RETURNS timestamp
  LANGUAGE sql STABLE AS $$ SELECT date_trunc('second', statement_timestamp() AT TIME ZONE current_setting('timezone')) $$;

CREATE OR REPLACE FUNCTION pg_catalog.len(text) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT char_length($1) $$;

CREATE OR REPLACE FUNCTION pg_catalog.pg_last_query_id() RETURNS bigint
  LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('starlift.last_query_id', true), ''), '-1')::bigint $$;

CREATE OR REPLACE FUNCTION pg_catalog.pg_last_copy_id() RETURNS bigint
  LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('starlift.last_copy_id', true), ''), '-1')::bigint $$;

CREATE OR REPLACE FUNCTION pg_catalog.pg_last_copy_count() RETURNS bigint
  LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('starlift.last_copy_count', true), ''), '0')::bigint $$;

CREATE OR REPLACE FUNCTION pg_catalog.pg_last_unload_id() RETURNS bigint
  LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('starlift.last_unload_id', true), ''), '-1')::bigint $$;

CREATE OR REPLACE FUNCTION pg_catalog.pg_last_unload_count() RETURNS bigint
  LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('starlift.last_unload_count', true), ''), '0')::bigint $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.date_part_interval(part text) RETURNS interval
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN CASE
    WHEN part IN ('year', 'years', 'y', 'yr', 'yrs', 'yy', 'yyyy') THEN interval '1 year'
    WHEN part IN ('quarter', 'quarters', 'qtr', 'qtrs', 'q', 'qq') THEN interval '3 months'
    WHEN part IN ('month', 'months', 'mon', 'mons', 'mm') THEN interval '1 month'
    WHEN part IN ('week', 'weeks', 'w', 'wk', 'ww') THEN interval '7 days'
    WHEN part IN ('day', 'days', 'd', 'dd') THEN interval '1 day'
    WHEN part IN ('hour', 'hours', 'h', 'hr', 'hrs', 'hh') THEN interval '1 hour'
    WHEN part IN ('minute', 'minutes', 'm', 'min', 'mins', 'mi') THEN interval '1 minute'
    WHEN part IN ('second', 'seconds', 's', 'sec', 'secs', 'ss') THEN interval '1 second'
    WHEN part IN ('millisecond', 'milliseconds', 'ms', 'msec', 'msecs') THEN interval '1 millisecond'
    WHEN part IN ('microsecond', 'microseconds', 'us', 'usec', 'usecs') THEN interval '1 microsecond'
  END;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.require_part(part text) RETURNS interval
  LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  step interval := starlift_sandbox.date_part_interval(lower(part));
BEGIN
  IF step IS NULL THEN
    RAISE EXCEPTION 'date part "%" is not known', part USING ERRCODE = '22023';
  END IF;
  RETURN step;
END $$;

CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part text, amount bigint, at timestamp) RETURNS timestamp
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT at + amount * starlift_sandbox.require_part(part) $$;
CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part text, amount bigint, at date) RETURNS timestamp
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT at::timestamp + amount * starlift_sandbox.require_part(part) $$;
CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part text, amount bigint, at timestamptz) RETURNS timestamptz
  LANGUAGE sql STABLE STRICT AS $$ SELECT at + amount * starlift_sandbox.require_part(part) $$;

-- Redshift counts the boundaries between the two, not the time.
CREATE OR REPLACE FUNCTION pg_catalog.datediff(part text, a timestamp, b timestamp) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  step interval := starlift_sandbox.require_part(part);
  months int := extract(year FROM step) * 12 + extract(month FROM step);
  seconds numeric;
BEGIN
  IF months > 0 THEN
    RETURN floor((extract(year FROM b) * 12 + extract(month FROM b) - 1) / months)
      - floor((extract(year FROM a) * 12 + extract(month FROM a) - 1) / months);
  END IF;
  seconds := extract(epoch FROM step);
  IF seconds = 604800 THEN -- the epoch was a Thursday, weeks begin on Sunday
    RETURN floor((extract(epoch FROM b) + 345600) / seconds) - floor((extract(epoch FROM a) + 345600) / seconds);
  END IF;
  RETURN floor(extract(epoch FROM b) / seconds) - floor(extract(epoch FROM a) / seconds);
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.datediff(part text, a date, b date) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT pg_catalog.datediff(part, a::timestamp, b::timestamp) $$;
CREATE OR REPLACE FUNCTION pg_catalog.datediff(part text, a timestamptz, b timestamptz) RETURNS bigint
  LANGUAGE sql STABLE STRICT AS $$ SELECT pg_catalog.datediff(part, a AT TIME ZONE 'UTC', b AT TIME ZONE 'UTC') $$;

-- Type names as Redshift tells them.
CREATE OR REPLACE FUNCTION starlift_sandbox.type_name(type oid) RETURNS text
  LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE type
    WHEN 'jsonb'::regtype THEN 'super'
    WHEN 'bytea'::regtype THEN 'binary varying'
    WHEN 'text'::regtype THEN 'character varying'
    ELSE format_type(type, NULL)
  END $$;

-- Is it a schema that the client would know of?
CREATE OR REPLACE FUNCTION starlift_sandbox.is_visible_schema(name text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT name <> 'starlift_sandbox' AND name NOT LIKE 'share:%' AND name NOT LIKE 'pg\_toast%' AND name NOT LIKE 'pg\_temp%' $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.version() RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.0'::text $$;

CREATE OR REPLACE FUNCTION pg_catalog.regexp_replace(text, text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT regexp_replace($1, $2, '', 'g') $$;

CREATE OR REPLACE FUNCTION pg_catalog.charindex(text, text) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT strpos($2, $1) $$;

-- The parse tree of a query, and the names of the functions and operators in it: of a view that is gone again when
-- this returns. NULL if the query is none that a view can have.
CREATE OR REPLACE FUNCTION starlift_sandbox.query_tree(query text, OUT tree text, OUT names text)
  LANGUAGE plpgsql AS $$
BEGIN
  BEGIN
    EXECUTE format(E'CREATE TEMPORARY VIEW starlift_query AS SELECT 1 AS one FROM (%s\n) AS q', query);
    SELECT ev_action::text INTO tree FROM pg_catalog.pg_rewrite
      WHERE ev_class = 'pg_temp.starlift_query'::pg_catalog.regclass;
    RAISE EXCEPTION 'the view goes';
  EXCEPTION WHEN OTHERS THEN
    NULL;
  END;
  SELECT string_agg(name, ' ') INTO names FROM (
    SELECT 'f' || p.oid || '=' || p.proname AS name FROM pg_catalog.pg_proc p
      WHERE p.oid IN (SELECT m[1]::oid FROM regexp_matches(tree, ':(?:func|aggfn|winfn)o?id (\d+)', 'g') AS m)
    UNION ALL
    SELECT 'o' || o.oid || '=' || o.oprname FROM pg_catalog.pg_operator o
      WHERE o.oid IN (SELECT m[1]::oid FROM regexp_matches(tree, ':opno (\d+)', 'g') AS m)) AS named;
END $$;

-- Parameters that only Redshift has are kept under a prefix.
CREATE OR REPLACE FUNCTION starlift_sandbox.current_setting(name text, missing_ok boolean DEFAULT false) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(pg_catalog.current_setting('redshift.' || lower(name), true), ''),
    CASE lower(name) WHEN 'query_group' THEN 'default' END, pg_catalog.current_setting(name, missing_ok)) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.set_config(name text, value text, is_local boolean) RETURNS text
  LANGUAGE sql VOLATILE AS $$
  SELECT pg_catalog.set_config(CASE WHEN pg_catalog.current_setting(name, true) IS NULL THEN 'redshift.' ELSE '' END || lower(name),
    value, is_local) $$;
