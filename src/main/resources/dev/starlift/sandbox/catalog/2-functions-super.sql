-- SUPER is PostgreSQL's jsonb: its functions, casts and comparisons, and the JSON functions over text.
CREATE OR REPLACE FUNCTION starlift_sandbox.is_json(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value IS JSON $$;
CREATE OR REPLACE FUNCTION pg_catalog.is_valid_json(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value IS JSON OBJECT $$;
CREATE OR REPLACE FUNCTION pg_catalog.is_valid_json_array(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value IS JSON ARRAY $$;
CREATE OR REPLACE FUNCTION pg_catalog.can_json_parse(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value IS JSON $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_parse(value text) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN value::jsonb;
EXCEPTION WHEN invalid_text_representation THEN
  RAISE EXCEPTION 'invalid JSON: %', left(value, 100) USING ERRCODE = '22P02';
END $$;
-- Redshift writes no blanks between the parts.
CREATE OR REPLACE FUNCTION pg_catalog.json_serialize(value jsonb) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN CASE jsonb_typeof(value)
    WHEN 'object' THEN '{' || coalesce((SELECT string_agg(to_jsonb(key)::text || ':' || pg_catalog.json_serialize(item), ',')
      FROM jsonb_each(value) AS e(key, item)), '') || '}'
    WHEN 'array' THEN '[' || coalesce((SELECT string_agg(pg_catalog.json_serialize(item), ',' ORDER BY at)
      FROM jsonb_array_elements(value) WITH ORDINALITY AS e(item, at)), '') || ']'
    ELSE value::text END;
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_serialize_to_varbyte(value jsonb) RETURNS bytea
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT convert_to(pg_catalog.json_serialize(value), 'UTF8') $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_size(value jsonb) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT octet_length(pg_catalog.json_serialize(value)) $$;

-- A JSON value as Redshift's text functions give it: strings without quotes, null as NULL.
CREATE OR REPLACE FUNCTION starlift_sandbox.json_path_text(null_if_invalid boolean, value text, VARIADIC path text[]) RETURNS text
  LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF value IS NULL OR (null_if_invalid AND NOT starlift_sandbox.is_json(value)) THEN
    RETURN NULL;
  END IF;
  RETURN json_extract_path_text(value::json, VARIADIC path);
EXCEPTION WHEN invalid_text_representation THEN
  RAISE EXCEPTION 'JSON parsing error' USING ERRCODE = '22P02', DETAIL = 'invalid json object ' || left(value, 100);
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_extract_path_text(value text, VARIADIC path text[]) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$ SELECT starlift_sandbox.json_path_text(false, value, VARIADIC path) $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_extract_array_element_text(value text, at int, null_if_invalid boolean DEFAULT false) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF null_if_invalid AND NOT starlift_sandbox.is_json(value) THEN
    RETURN NULL;
  END IF;
  RETURN CASE WHEN at < 0 THEN NULL ELSE value::json ->> at END;
EXCEPTION WHEN invalid_text_representation THEN
  RAISE EXCEPTION 'JSON parsing error' USING ERRCODE = '22P02', DETAIL = 'invalid json array object ' || left(value, 100);
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_array_length(value text, null_if_invalid boolean DEFAULT false) RETURNS int
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF null_if_invalid AND NOT (value IS JSON ARRAY) THEN
    RETURN NULL;
  END IF;
  RETURN json_array_length(value::json);
EXCEPTION WHEN invalid_text_representation OR invalid_parameter_value THEN
  RAISE EXCEPTION 'JSON parsing error' USING ERRCODE = '22P02', DETAIL = 'invalid json array object ' || left(value, 100);
END $$;

CREATE OR REPLACE FUNCTION pg_catalog.get_array_length(value jsonb) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT CASE jsonb_typeof(value) WHEN 'array' THEN jsonb_array_length(value) END $$;
CREATE OR REPLACE FUNCTION pg_catalog.array_concat(a jsonb, b jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a || b $$;
CREATE OR REPLACE FUNCTION pg_catalog.array_flatten(value jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(jsonb_agg(inner_item ORDER BY at, inner_at), '[]')
    FROM jsonb_array_elements(value) WITH ORDINALITY AS o(item, at),
      jsonb_array_elements(CASE jsonb_typeof(item) WHEN 'array' THEN item ELSE jsonb_build_array(item) END)
        WITH ORDINALITY AS i(inner_item, inner_at) $$;
CREATE OR REPLACE FUNCTION pg_catalog.subarray(value jsonb, start int, length int DEFAULT 2147483647) RETURNS jsonb
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(jsonb_agg(item ORDER BY at), '[]') FROM jsonb_array_elements(value) WITH ORDINALITY AS e(item, at)
    WHERE at > start AND at <= start::bigint + length $$;
CREATE OR REPLACE FUNCTION pg_catalog.split_to_array(value text, delimiter text DEFAULT ',') RETURNS jsonb
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT to_jsonb(string_to_array(value, delimiter)) $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_typeof(value jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT jsonb_typeof(value) $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.super_type(value jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE jsonb_typeof(value)
    WHEN 'string' THEN 'varchar'
    WHEN 'number' THEN CASE
      WHEN value::text ~ '[.eE]' THEN 'decimal'
      WHEN value::numeric BETWEEN -32768 AND 32767 THEN 'smallint'
      WHEN value::numeric BETWEEN -2147483648 AND 2147483647 THEN 'integer'
      WHEN value::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 THEN 'bigint' ELSE 'decimal' END
    ELSE jsonb_typeof(value) END $$;
DO $$
DECLARE
  test text[];
BEGIN
  FOREACH test SLICE 1 IN ARRAY ARRAY[
      ARRAY['array', '= ''array'''], ARRAY['object', '= ''object'''], ARRAY['varchar', '= ''varchar'''],
      ARRAY['boolean', '= ''boolean'''], ARRAY['smallint', '= ''smallint'''],
      ARRAY['integer', 'IN (''smallint'', ''integer'')'], ARRAY['bigint', 'IN (''smallint'', ''integer'', ''bigint'')'],
      ARRAY['decimal', '= ''decimal'''], ARRAY['scalar', 'NOT IN (''array'', ''object'', ''null'')']] LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION pg_catalog.is_%s(jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
      AS $body$ SELECT starlift_sandbox.super_type($1) %s $body$', test[1], test[2]);
  END LOOP;
END $$;

-- The elements of an array, as FROM t, t.items AS item AT position gives them; nothing of what is no array.
CREATE OR REPLACE FUNCTION starlift_sandbox.unnest_super(value jsonb) RETURNS TABLE (item jsonb, at bigint)
  LANGUAGE sql IMMUTABLE ROWS 10 AS $$
  SELECT e.item, e.at - 1
    FROM jsonb_array_elements(CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END) WITH ORDINALITY AS e(item, at) $$;
-- The attributes of an object, as UNPIVOT gives them.
CREATE OR REPLACE FUNCTION starlift_sandbox.unpivot_super(value jsonb) RETURNS TABLE (item jsonb, at text)
  LANGUAGE sql IMMUTABLE ROWS 10 AS $$
  SELECT e.item, e.key FROM jsonb_each(CASE jsonb_typeof(value) WHEN 'object' THEN value ELSE '{}' END) AS e(key, item) $$;

-- Casts from SUPER: what does not fit is NULL, as cast_super_null_on_error has it by default.
CREATE OR REPLACE FUNCTION starlift_sandbox.super_text(value jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN jsonb_typeof(value) IN ('string', 'number', 'boolean') THEN value #>> '{}' END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.super_varchar(value jsonb) RETURNS varchar
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT starlift_sandbox.super_text(value)::varchar $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.super_date(value jsonb) RETURNS date
  LANGUAGE sql STABLE STRICT AS $$ SELECT CASE WHEN pg_catalog.pg_input_is_valid(starlift_sandbox.super_text(value), 'date')
    THEN starlift_sandbox.super_text(value)::date END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.super_timestamp(value jsonb) RETURNS timestamp
  LANGUAGE sql STABLE STRICT AS $$ SELECT CASE WHEN pg_catalog.pg_input_is_valid(starlift_sandbox.super_text(value), 'timestamp')
    THEN starlift_sandbox.super_text(value)::timestamp END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.super_timestamptz(value jsonb) RETURNS timestamptz
  LANGUAGE sql STABLE STRICT AS $$ SELECT CASE WHEN pg_catalog.pg_input_is_valid(starlift_sandbox.super_text(value), 'timestamptz')
    THEN starlift_sandbox.super_text(value)::timestamptz END $$;
-- PostgreSQL has casts of its own to numbers, which take no strings and fail where Redshift gives NULL.
SET LOCAL allow_system_table_mods = on;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['numeric', 'smallint', 'int', 'bigint', 'real', 'float8'] LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION starlift_sandbox.super_as_%1$s(value jsonb) RETURNS %1$s
      LANGUAGE sql IMMUTABLE STRICT AS $body$
      SELECT CASE WHEN jsonb_typeof(value) IN (''number'', ''string'')
          AND pg_catalog.pg_input_is_valid(value #>> ''{}'', ''numeric'')
        THEN (value #>> ''{}'')::numeric::%1$s END $body$', target);
    UPDATE pg_catalog.pg_cast SET castfunc = format('starlift_sandbox.super_as_%s(jsonb)', target)::regprocedure
      WHERE castsource = 'jsonb'::regtype AND casttarget = target::regtype;
  END LOOP;
  CREATE OR REPLACE FUNCTION starlift_sandbox.super_as_boolean(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT AS $body$
    SELECT CASE WHEN jsonb_typeof(value) IN ('boolean', 'string')
        AND pg_catalog.pg_input_is_valid(value #>> '{}', 'boolean') THEN (value #>> '{}')::boolean END $body$;
  UPDATE pg_catalog.pg_cast SET castfunc = 'starlift_sandbox.super_as_boolean(jsonb)'::regprocedure
    WHERE castsource = 'jsonb'::regtype AND casttarget = 'boolean'::regtype;
END $$;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['varchar', 'date', 'timestamp', 'timestamptz'] LOOP
    IF NOT EXISTS (SELECT FROM pg_cast WHERE castsource = 'jsonb'::regtype AND casttarget = target::regtype) THEN
      EXECUTE format('CREATE CAST (jsonb AS %s) WITH FUNCTION starlift_sandbox.super_%s(jsonb) AS ASSIGNMENT', target, target);
    END IF;
  END LOOP;
  -- Into SUPER: any scalar but a string, whose text PostgreSQL takes for JSON.
  FOREACH target IN ARRAY ARRAY['smallint', 'int', 'bigint', 'numeric', 'real', 'float8', 'boolean'] LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION starlift_sandbox.to_super(%s) RETURNS jsonb
      LANGUAGE sql IMMUTABLE STRICT AS $body$ SELECT to_jsonb($1) $body$', target);
    IF NOT EXISTS (SELECT FROM pg_cast WHERE castsource = target::regtype AND casttarget = 'jsonb'::regtype) THEN
      EXECUTE format('CREATE CAST (%s AS jsonb) WITH FUNCTION starlift_sandbox.to_super(%s) AS ASSIGNMENT', target, target);
    END IF;
  END LOOP;
END $$;

-- SUPER compares with numbers and strings; values of other types are simply not equal, or NULL in an order.
DO $$
DECLARE
  kind text[];
  operator text[];
  value text;
BEGIN
  FOREACH kind SLICE 1 IN ARRAY ARRAY[ARRAY['numeric', 'number'], ARRAY['text', 'string']] LOOP
    value := CASE kind[1] WHEN 'numeric' THEN '($1 #>> ''{}'')::numeric' ELSE '$1 #>> ''{}''' END;
    FOREACH operator SLICE 1 IN ARRAY ARRAY[
        ARRAY['eq', '=', 'false'], ARRAY['ne', '<>', 'true'], ARRAY['lt', '<', 'NULL'],
        ARRAY['le', '<=', 'NULL'], ARRAY['gt', '>', 'NULL'], ARRAY['ge', '>=', 'NULL']] LOOP
      EXECUTE format('CREATE OR REPLACE FUNCTION starlift_sandbox.super_%s(jsonb, %s) RETURNS boolean
        LANGUAGE sql IMMUTABLE STRICT AS $body$
        SELECT CASE jsonb_typeof($1) WHEN %L THEN %s %s $2 WHEN ''null'' THEN NULL ELSE %s END $body$',
        operator[1], kind[1], kind[2], value, operator[2], operator[3]);
    END LOOP;
    FOREACH operator SLICE 1 IN ARRAY ARRAY[
        ARRAY['eq', '=', 'eq'], ARRAY['ne', '<>', 'ne'], ARRAY['lt', '<', 'gt'], ARRAY['le', '<=', 'ge'],
        ARRAY['gt', '>', 'lt'], ARRAY['ge', '>=', 'le']] LOOP
      EXECUTE format('CREATE OR REPLACE FUNCTION starlift_sandbox.super_%s(%s, jsonb) RETURNS boolean
        LANGUAGE sql IMMUTABLE STRICT AS $body$ SELECT starlift_sandbox.super_%s($2, $1) $body$',
        operator[1], kind[1], operator[3]);
      IF to_regoperator(format('pg_catalog.%s(jsonb,%s)', operator[2], kind[1])) IS NULL THEN
        EXECUTE format('CREATE OPERATOR pg_catalog.%s (FUNCTION = starlift_sandbox.super_%s, LEFTARG = jsonb, RIGHTARG = %s)',
          operator[2], operator[1], kind[1]);
        EXECUTE format('CREATE OPERATOR pg_catalog.%s (FUNCTION = starlift_sandbox.super_%s, LEFTARG = %s, RIGHTARG = jsonb)',
          operator[2], operator[1], kind[1]);
      END IF;
    END LOOP;
  END LOOP;
END $$;
DO $$
BEGIN
  IF to_regoperator('pg_catalog.~~(jsonb,text)') IS NULL THEN
    CREATE FUNCTION starlift_sandbox.super_like(jsonb, text) RETURNS boolean
      LANGUAGE sql IMMUTABLE STRICT AS $body$ SELECT starlift_sandbox.super_text($1) LIKE $2 $body$;
    CREATE OPERATOR pg_catalog.~~ (FUNCTION = starlift_sandbox.super_like, LEFTARG = jsonb, RIGHTARG = text);
  END IF;
END $$;
