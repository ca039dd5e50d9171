-- String, number and hash functions of Redshift.
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA starlift_sandbox;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA starlift_sandbox;

CREATE OR REPLACE FUNCTION pg_catalog.len(bytea) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT octet_length($1) $$;
-- CHAR is padded here as in PostgreSQL; Redshift does not count the blanks.
CREATE OR REPLACE FUNCTION pg_catalog.len(bpchar) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT char_length($1) $$;
CREATE OR REPLACE FUNCTION pg_catalog.textlen(text) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT char_length($1) $$;
CREATE OR REPLACE FUNCTION pg_catalog.octetindex(text, text) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT position(convert_to($1, 'UTF8') IN convert_to($2, 'UTF8')) $$;
CREATE OR REPLACE FUNCTION pg_catalog.replicate(text, int) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT repeat($1, $2) $$;
CREATE OR REPLACE FUNCTION pg_catalog.soundex(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT starlift_sandbox.soundex($1) $$;
CREATE OR REPLACE FUNCTION pg_catalog.difference(text, text) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT starlift_sandbox.difference($1, $2) $$;

-- Redshift replaces every match, and writes groups as $1.
CREATE OR REPLACE FUNCTION starlift_sandbox.regexp_replace(
    value text, pattern text, replacement text DEFAULT '', start int DEFAULT 1, parameters text DEFAULT 'c') RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT pg_catalog.regexp_replace(value, pattern,
    pg_catalog.regexp_replace(replacement, '\$(\d)', '\\\1', 'g'), start, 0, replace(parameters, 'p', '')) $$;
-- Redshift answers an empty string where nothing matches.
CREATE OR REPLACE FUNCTION starlift_sandbox.regexp_substr(
    value text, pattern text, start int DEFAULT 1, occurrence int DEFAULT 1, parameters text DEFAULT 'c') RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(pg_catalog.regexp_substr(value, pattern, start, occurrence,
    translate(parameters, 'ep', ''), CASE WHEN parameters LIKE '%e%' THEN 1 ELSE 0 END), '') $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.regexp_instr(
    value text, pattern text, start int DEFAULT 1, occurrence int DEFAULT 1, after int DEFAULT 0,
    parameters text DEFAULT 'c') RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT pg_catalog.regexp_instr(value, pattern, start, occurrence, after,
    translate(parameters, 'ep', ''), CASE WHEN parameters LIKE '%e%' THEN 1 ELSE 0 END) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.regexp_count(
    value text, pattern text, start int DEFAULT 1, parameters text DEFAULT 'c') RETURNS int
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT pg_catalog.regexp_count(value, pattern, start, replace(parameters, 'p', '')) $$;

CREATE OR REPLACE FUNCTION pg_catalog.strtol(value text, base int) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  digits text := lower(btrim(value));
  negative boolean := false;
  result numeric := 0;
  digit int;
BEGIN
  -- Hashes, by the million.
  IF base = 16 AND value ~ '^[0-9A-Fa-f]{1,15}$' THEN
    RETURN ('x' || lpad(value, 16, '0'))::bit(64)::bigint;
  END IF;
  IF base < 2 OR base > 36 THEN
    RAISE EXCEPTION 'The base of STRTOL must be between 2 and 36' USING ERRCODE = '22023';
  END IF;
  IF digits ~ '^[-+]' THEN
    negative := left(digits, 1) = '-';
    digits := substr(digits, 2);
  END IF;
  IF base = 16 AND digits LIKE '0x%' THEN
    digits := substr(digits, 3);
  END IF;
  FOR i IN 1..char_length(digits) LOOP
    digit := strpos('0123456789abcdefghijklmnopqrstuvwxyz', substr(digits, i, 1)) - 1;
    IF digit < 0 OR digit >= base THEN
      RAISE EXCEPTION 'The input % is not valid to be converted to base %', value, base USING ERRCODE = '22P02';
    END IF;
    result := result * base + digit;
  END LOOP;
  RETURN CASE WHEN negative THEN -result ELSE result END::bigint;
END $$;

CREATE OR REPLACE FUNCTION pg_catalog.sha(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT encode(starlift_sandbox.digest(convert_to($1, 'UTF8'), 'sha1'), 'hex') $$;
CREATE OR REPLACE FUNCTION pg_catalog.sha1(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT pg_catalog.sha($1) $$;
CREATE OR REPLACE FUNCTION pg_catalog.func_sha1(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT pg_catalog.sha($1) $$;
CREATE OR REPLACE FUNCTION pg_catalog.sha2(value text, bits int) RETURNS text
  LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF bits IS NULL OR bits NOT IN (0, 224, 256, 384, 512) THEN
    RETURN NULL;
  END IF;
  RETURN encode(CASE bits
    WHEN 224 THEN sha224(convert_to(value, 'UTF8'))
    WHEN 384 THEN sha384(convert_to(value, 'UTF8'))
    WHEN 512 THEN sha512(convert_to(value, 'UTF8'))
    ELSE sha256(convert_to(value, 'UTF8')) END, 'hex');
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.md5_digest(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT md5($1) $$;

-- FNV-1a of 64 bits over the value's bytes, numbers with the lowest first.
CREATE OR REPLACE FUNCTION starlift_sandbox.fnv(bytes bytea, seed bigint) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  low bigint := seed & 4294967295;
  high bigint := (seed >> 32) & 4294967295;
  product bigint;
BEGIN
  -- By halves: times 2^40 + 435, without the bits that overflow.
  FOR i IN 0..octet_length(bytes) - 1 LOOP
    low := low # get_byte(bytes, i);
    product := low * 435;
    high := (high * 435 + (product >> 32) + ((low & 16777215) << 8)) & 4294967295;
    low := product & 4294967295;
  END LOOP;
  RETURN (high << 32) | low;
END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.reversed(bytes bytea) RETURNS bytea
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT string_agg(substr(bytes, i, 1), ''::bytea ORDER BY i DESC) FROM generate_series(1, octet_length(bytes)) i $$;
DO $$
DECLARE
  parts text[];
  kinds text[] := ARRAY[
    ARRAY['text', 'convert_to($1, ''UTF8'')'],
    ARRAY['bytea', '$1'],
    ARRAY['smallint', 'starlift_sandbox.reversed(int2send($1))'],
    ARRAY['int', 'starlift_sandbox.reversed(int4send($1))'],
    ARRAY['bigint', 'starlift_sandbox.reversed(int8send($1))'],
    ARRAY['real', 'starlift_sandbox.reversed(float4send($1))'],
    ARRAY['float8', 'starlift_sandbox.reversed(float8send($1))'],
    ARRAY['boolean', 'boolsend($1)'],
    ARRAY['date', 'starlift_sandbox.reversed(date_send($1))'],
    ARRAY['timestamp', 'starlift_sandbox.reversed(timestamp_send($1))'],
    ARRAY['timestamptz', 'starlift_sandbox.reversed(timestamptz_send($1))']];
BEGIN
  FOREACH parts SLICE 1 IN ARRAY kinds LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION pg_catalog.fnv_hash(%s, bigint DEFAULT -3750763034362895579) RETURNS bigint
      LANGUAGE sql IMMUTABLE AS $body$ SELECT starlift_sandbox.fnv(coalesce(%s, ''''::bytea), $2) $body$', parts[1], parts[2]);
  END LOOP;
END $$;

-- Murmur3A of 32 bits, over the bytes that Apache Iceberg hashes: whole numbers have eight.
CREATE OR REPLACE FUNCTION starlift_sandbox.murmur3(bytes bytea, seed int) RETURNS int
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  low constant bigint := 4294967295;
  hash bigint := seed & low;
  size int := octet_length(bytes);
  k bigint;
BEGIN
  FOR block IN 0..(size + 3) / 4 - 1 LOOP
    k := 0;
    FOR i IN REVERSE least(size - 1, block * 4 + 3)..block * 4 LOOP
      k := (k << 8) | get_byte(bytes, i);
    END LOOP;
    k := (k * 3432918353::numeric % 4294967296)::bigint;
    k := ((k << 15) | (k >> 17)) & low;
    k := (k * 461845907) & low;
    hash := hash # k;
    IF block * 4 + 4 <= size THEN
      hash := ((hash << 13) | (hash >> 19)) & low;
      hash := (hash * 5 + 3864292196) & low;
    END IF;
  END LOOP;
  hash := hash # size;
  hash := hash # (hash >> 16);
  hash := (hash * 2246822507::numeric % 4294967296)::bigint;
  hash := hash # (hash >> 13);
  hash := (hash * 3266489909::numeric % 4294967296)::bigint;
  hash := hash # (hash >> 16);
  RETURN (CASE WHEN hash > 2147483647 THEN hash - 4294967296 ELSE hash END)::int;
END $$;
DO $$
DECLARE
  parts text[];
BEGIN
  FOREACH parts SLICE 1 IN ARRAY ARRAY[
      ARRAY['text', 'convert_to($1, ''UTF8'')'], ARRAY['bytea', '$1'],
      ARRAY['smallint', 'starlift_sandbox.reversed(int8send($1))'],
      ARRAY['int', 'starlift_sandbox.reversed(int8send($1))'],
      ARRAY['bigint', 'starlift_sandbox.reversed(int8send($1))'],
      ARRAY['float8', 'starlift_sandbox.reversed(float8send($1))'],
      ARRAY['date', 'starlift_sandbox.reversed(int8send($1 - date ''1970-01-01''))'],
      ARRAY['timestamp', 'starlift_sandbox.reversed(int8send((extract(epoch FROM $1) * 1000000)::bigint))'],
      ARRAY['timestamptz', 'starlift_sandbox.reversed(int8send((extract(epoch FROM $1) * 1000000)::bigint))']] LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION pg_catalog.murmur3_32_hash(%s, int DEFAULT 0) RETURNS int
      LANGUAGE sql IMMUTABLE STRICT AS $body$ SELECT starlift_sandbox.murmur3(%s, $2) $body$', parts[1], parts[2]);
  END LOOP;
END $$;

-- CRC-32C, as Redshift has it.
CREATE OR REPLACE FUNCTION pg_catalog.crc32(text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  bytes bytea := convert_to($1, 'UTF8');
  crc bigint := 4294967295;
BEGIN
  FOR i IN 0..octet_length(bytes) - 1 LOOP
    crc := crc # get_byte(bytes, i);
    FOR bit IN 1..8 LOOP
      crc := CASE WHEN crc & 1 = 1 THEN (crc >> 1) # 2197175160 ELSE crc >> 1 END;
    END LOOP;
  END LOOP;
  RETURN lower(lpad(to_hex(crc # 4294967295), 8, '0'));
END $$;

CREATE OR REPLACE FUNCTION pg_catalog.from_hex(text) RETURNS bytea
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT decode($1, 'hex') $$;
CREATE OR REPLACE FUNCTION pg_catalog.to_hex(bytea) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT encode($1, 'hex') $$;
CREATE OR REPLACE FUNCTION pg_catalog.to_varbyte(value text, format text) RETURNS bytea
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE lower(format) WHEN 'hex' THEN decode(value, 'hex') WHEN 'base64' THEN decode(value, 'base64')
    ELSE convert_to(value, 'UTF8') END $$;
CREATE OR REPLACE FUNCTION pg_catalog.from_varbyte(value bytea, format text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE lower(format) WHEN 'hex' THEN encode(value, 'hex') WHEN 'base64' THEN encode(value, 'base64')
    ELSE convert_from(value, 'UTF8') END $$;

CREATE OR REPLACE FUNCTION pg_catalog.round(float8, int) RETURNS float8
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT round($1::numeric, $2)::float8 $$;
CREATE OR REPLACE FUNCTION pg_catalog.trunc(float8, int) RETURNS float8
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT trunc($1::numeric, $2)::float8 $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.current_user_id() RETURNS int
  LANGUAGE sql STABLE AS $$ SELECT usesysid::int FROM pg_user WHERE usename = current_user $$;

-- Numbers and times are texts to these without a cast.
DO $$
DECLARE
  kind text;
  call text[];
  result text;
BEGIN
  FOREACH kind IN ARRAY ARRAY['int', 'bigint', 'numeric', 'float8', 'oid', 'date', 'timestamp', 'timestamptz'] LOOP
    FOREACH call SLICE 1 IN ARRAY ARRAY[
        ARRAY['ascii', '', ''], ARRAY['btrim', '', ''], ARRAY['btrim', ', text', ', $2'],
        ARRAY['char_length', '', ''], ARRAY['character_length', '', ''], ARRAY['initcap', '', ''],
        ARRAY['left', ', int', ', $2'], ARRAY['len', '', ''], ARRAY['length', '', ''], ARRAY['lower', '', ''],
        ARRAY['lpad', ', int', ', $2'], ARRAY['lpad', ', int, text', ', $2, $3'],
        ARRAY['ltrim', '', ''], ARRAY['ltrim', ', text', ', $2'], ARRAY['md5', '', ''],
        ARRAY['octet_length', '', ''], ARRAY['repeat', ', int', ', $2'],
        ARRAY['replace', ', text, text', ', $2, $3'], ARRAY['replicate', ', int', ', $2'], ARRAY['reverse', '', ''],
        ARRAY['right', ', int', ', $2'], ARRAY['rpad', ', int', ', $2'], ARRAY['rpad', ', int, text', ', $2, $3'],
        ARRAY['rtrim', '', ''], ARRAY['rtrim', ', text', ', $2'], ARRAY['sha1', '', ''], ARRAY['sha2', ', int', ', $2'],
        ARRAY['split_part', ', text, int', ', $2, $3'], ARRAY['strpos', ', text', ', $2'],
        ARRAY['substr', ', int', ', $2'], ARRAY['substr', ', int, int', ', $2, $3'],
        ARRAY['substring', ', int', ', $2'], ARRAY['substring', ', int, int', ', $2, $3'],
        ARRAY['translate', ', text, text', ', $2, $3'], ARRAY['upper', '', '']] LOOP
      SELECT pg_catalog.format_type(prorettype, NULL) INTO result FROM pg_catalog.pg_proc
        WHERE oid = format('pg_catalog."%s"(text%s)', call[1], call[2])::regprocedure;
      EXECUTE format('CREATE OR REPLACE FUNCTION pg_catalog."%s"(%s%s) RETURNS %s LANGUAGE sql %s STRICT
        AS $body$ SELECT pg_catalog."%s"($1::text%s) $body$',
        call[1], kind, call[2], result, CASE WHEN kind LIKE 'time%' OR kind = 'date' THEN 'STABLE' ELSE 'IMMUTABLE' END,
        call[1], call[3]);
    END LOOP;
  END LOOP;
END $$;
