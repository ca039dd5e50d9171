-- Aggregates that Redshift has, or types otherwise than PostgreSQL. Each works as a window function too.

-- The average of whole numbers is a whole number.
CREATE OR REPLACE FUNCTION starlift_sandbox.whole_average(state bigint[]) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT state[2] / nullif(state[1], 0) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.wide_average_step(state numeric[], value bigint) RETURNS numeric[]
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] + 1, state[2] + value] END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.wide_average(state numeric[]) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT trunc(state[2] / nullif(state[1], 0))::bigint $$;
CREATE OR REPLACE AGGREGATE starlift_sandbox.avg(smallint) (
  SFUNC = pg_catalog.int2_avg_accum, STYPE = bigint[], FINALFUNC = starlift_sandbox.whole_average, INITCOND = '{0,0}');
CREATE OR REPLACE AGGREGATE starlift_sandbox.avg(int) (
  SFUNC = pg_catalog.int4_avg_accum, STYPE = bigint[], FINALFUNC = starlift_sandbox.whole_average, INITCOND = '{0,0}');
CREATE OR REPLACE AGGREGATE starlift_sandbox.avg(bigint) (
  SFUNC = starlift_sandbox.wide_average_step, STYPE = numeric[], FINALFUNC = starlift_sandbox.wide_average, INITCOND = '{0,0}');
CREATE OR REPLACE AGGREGATE starlift_sandbox.avg(numeric) (
  SFUNC = pg_catalog.numeric_avg_accum, STYPE = internal, FINALFUNC = pg_catalog.numeric_avg);
CREATE OR REPLACE AGGREGATE starlift_sandbox.avg(float8) (
  SFUNC = pg_catalog.float8_accum, STYPE = float8[], FINALFUNC = pg_catalog.float8_avg, INITCOND = '{0,0,0}');
CREATE OR REPLACE AGGREGATE starlift_sandbox.avg(interval) (
  SFUNC = pg_catalog.interval_avg_accum, STYPE = internal, FINALFUNC = pg_catalog.interval_avg);

CREATE OR REPLACE FUNCTION starlift_sandbox.middle(state numeric[]) RETURNS numeric
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::numeric FROM unnest(state) AS value $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.middle(state float8[]) RETURNS float8
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY value) FROM unnest(state) AS value $$;
CREATE OR REPLACE AGGREGATE pg_catalog.median(numeric) (
  SFUNC = pg_catalog.array_append, STYPE = numeric[], FINALFUNC = starlift_sandbox.middle, INITCOND = '{}');
CREATE OR REPLACE AGGREGATE pg_catalog.median(float8) (
  SFUNC = pg_catalog.array_append, STYPE = float8[], FINALFUNC = starlift_sandbox.middle, INITCOND = '{}');

-- FIRST_VALUE and LAST_VALUE … IGNORE NULLS: strict steps never see a NULL.
CREATE OR REPLACE FUNCTION starlift_sandbox.keep_first(anyelement, anyelement) RETURNS anyelement
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.keep_last(anyelement, anyelement) RETURNS anyelement
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $2 $$;
CREATE OR REPLACE AGGREGATE starlift_sandbox.first_value_ignore_nulls(anyelement) (
  SFUNC = starlift_sandbox.keep_first, STYPE = anyelement);
CREATE OR REPLACE AGGREGATE starlift_sandbox.last_value_ignore_nulls(anyelement) (
  SFUNC = starlift_sandbox.keep_last, STYPE = anyelement);
