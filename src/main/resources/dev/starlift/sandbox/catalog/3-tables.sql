-- Statements about whole tables: ALTER TABLE APPEND, MERGE … REMOVE DUPLICATES, late-binding views, SHOW.
CREATE OR REPLACE FUNCTION starlift_sandbox.format_type(type oid, modifier int) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT CASE type
    WHEN 'jsonb'::regtype THEN 'super'
    WHEN 'bytea'::regtype THEN 'binary varying'
    ELSE pg_catalog.format_type(type, modifier) END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.isolation_level() RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN EXISTS (
      SELECT FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
      WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0
        AND 'default_transaction_isolation=serializable' = ANY (s.setconfig))
    THEN 'Serializable' ELSE 'Snapshot Isolation' END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.require_same_columns(target regclass, source regclass) RETURNS void
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF (SELECT array_agg(atttypid ORDER BY attnum) FROM pg_attribute WHERE attrelid = target AND attnum > 0 AND NOT attisdropped)
    IS DISTINCT FROM
     (SELECT array_agg(atttypid ORDER BY attnum) FROM pg_attribute WHERE attrelid = source AND attnum > 0 AND NOT attisdropped)
  THEN
    RAISE EXCEPTION 'MERGE with REMOVE DUPLICATES needs a source and a target with the same columns' USING ERRCODE = '42804';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.append_table(target regclass, source regclass, option text) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  columns text;
  odd text;
BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE oid IN (target, source) AND (relpersistence = 't' OR relkind <> 'r')) THEN
    RAISE EXCEPTION 'ALTER TABLE APPEND takes permanent tables only' USING ERRCODE = '0A000';
  END IF;
  IF target = source THEN
    RAISE EXCEPTION 'ALTER TABLE APPEND needs two different tables' USING ERRCODE = '0A000';
  END IF;
  IF EXISTS (SELECT FROM starlift_sandbox.table_note a, starlift_sandbox.table_note b
      WHERE a.relid = target AND b.relid = source
        AND (coalesce(nullif(a.diststyle, 'AUTO'), '') <> coalesce(nullif(b.diststyle, 'AUTO'), '')
          OR a.distkey IS DISTINCT FROM b.distkey OR coalesce(a.sortkey, '{}') <> coalesce(b.sortkey, '{}')
          OR coalesce(nullif(a.sortstyle, 'auto'), '') <> coalesce(nullif(b.sortstyle, 'auto'), ''))) THEN
    RAISE EXCEPTION 'Source and target of ALTER TABLE APPEND must have the same distribution style and sort keys'
      USING ERRCODE = '0A000';
  END IF;
  SELECT s.attname INTO odd FROM pg_attribute s JOIN pg_attribute t ON t.attrelid = target AND t.attname = s.attname
    WHERE s.attrelid = source AND s.attnum > 0 AND NOT s.attisdropped AND t.attnum > 0
      AND (s.atttypid <> t.atttypid OR s.atttypmod <> t.atttypmod OR s.attnotnull <> t.attnotnull) LIMIT 1;
  IF odd IS NOT NULL THEN
    RAISE EXCEPTION 'Column "%" is not declared alike in source and target of ALTER TABLE APPEND', odd USING ERRCODE = '42804';
  END IF;
  SELECT s.attname INTO odd FROM pg_attribute s WHERE s.attrelid = source AND s.attnum > 0 AND NOT s.attisdropped
    AND NOT EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = target AND t.attname = s.attname AND NOT t.attisdropped) LIMIT 1;
  IF odd IS NOT NULL AND option <> 'IGNOREEXTRA' THEN
    RAISE EXCEPTION 'Column "%" of the source is not in the target of ALTER TABLE APPEND', odd
      USING ERRCODE = '42804', HINT = 'IGNOREEXTRA discards it.';
  END IF;
  SELECT t.attname INTO odd FROM pg_attribute t WHERE t.attrelid = target AND t.attnum > 0 AND NOT t.attisdropped
    AND NOT EXISTS (SELECT FROM pg_attribute s WHERE s.attrelid = source AND s.attname = t.attname AND NOT s.attisdropped) LIMIT 1;
  IF odd IS NOT NULL AND option <> 'FILLTARGET' THEN
    RAISE EXCEPTION 'Column "%" of the target is not in the source of ALTER TABLE APPEND', odd
      USING ERRCODE = '42804', HINT = 'FILLTARGET gives it its default, or NULL.';
  END IF;
  IF EXISTS (SELECT FROM pg_attribute s JOIN pg_attribute t ON t.attrelid = target AND t.attname = s.attname
      WHERE s.attrelid = source AND s.attidentity <> '' AND t.attidentity <> '') THEN
    RAISE EXCEPTION 'ALTER TABLE APPEND cannot append an IDENTITY column to another' USING ERRCODE = '0A000';
  END IF;
  SELECT string_agg(quote_ident(s.attname), ', ' ORDER BY s.attnum) INTO columns
    FROM pg_attribute s JOIN pg_attribute t ON t.attrelid = target AND t.attname = s.attname
    WHERE s.attrelid = source AND s.attnum > 0 AND t.attnum > 0 AND NOT s.attisdropped AND NOT t.attisdropped;
  EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM %s', target, columns, columns, source);
  EXECUTE format('TRUNCATE %s', source);
END $$;

-- Late-binding views. Each is an ordinary view over a function whose text PostgreSQL keeps no account of; what it
-- names may go and come back. As long as it names what is not there, the view is over a function that says so.
CREATE OR REPLACE FUNCTION starlift_sandbox.unbound_view(message text) RETURNS TABLE (unbound text)
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  RAISE EXCEPTION '%', message USING ERRCODE = '42P01';
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.create_late_function(name text, columns text, query text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET check_function_bodies = off AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_proc WHERE pronamespace = 'starlift_sandbox'::regnamespace AND proname = name) THEN
    EXECUTE format('DROP FUNCTION starlift_sandbox.%I() CASCADE', name);
  END IF;
  EXECUTE format('CREATE FUNCTION starlift_sandbox.%I() RETURNS TABLE (%s) LANGUAGE sql STABLE AS %L', name, columns, query);
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.note_late_view(view_oid oid, columns text[], query text, definition text) RETURNS void
  LANGUAGE sql SECURITY DEFINER AS $$
  INSERT INTO starlift_sandbox.late_view VALUES ($1, $2, $3, $4) $$;

-- The columns that a query gives now, as CREATE FUNCTION declares them; NULL if it names what is not there.
CREATE OR REPLACE FUNCTION starlift_sandbox.query_columns(query text, names text[], OUT columns text, OUT problem text)
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE TEMP VIEW starlift_probe AS ' || query;
  SELECT string_agg(format('%I %s', coalesce(names[attnum], attname), pg_catalog.format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
    INTO columns FROM pg_attribute WHERE attrelid = 'pg_temp.starlift_probe'::regclass AND attnum > 0;
  DROP VIEW pg_temp.starlift_probe;
EXCEPTION WHEN undefined_table OR undefined_column OR invalid_schema_name OR undefined_function THEN
  problem := SQLERRM;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.create_late_view(name text, names text[], replaces boolean, query text) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  own_name text := 'late ' || gen_random_uuid();
  found record;
  old oid := to_regclass(name);
BEGIN
  IF old IS NOT NULL AND NOT replaces THEN
    RAISE EXCEPTION 'relation % already exists', name USING ERRCODE = '42P07';
  END IF;
  SELECT * INTO found FROM starlift_sandbox.query_columns(query, names);
  IF old IS NOT NULL THEN
    EXECUTE format('DROP VIEW %s', name);
  END IF;
  IF found.problem IS NULL THEN
    PERFORM starlift_sandbox.create_late_function(own_name, found.columns, query);
    EXECUTE format('CREATE VIEW %s AS SELECT * FROM starlift_sandbox.%I()', name, own_name);
  ELSE
    EXECUTE format('CREATE VIEW %s AS SELECT * FROM starlift_sandbox.unbound_view(%L)', name, found.problem);
  END IF;
  PERFORM starlift_sandbox.note_late_view(name::regclass, names, query,
    pg_catalog.pg_get_viewdef(name::regclass));
END $$;

-- After a table was made or changed: views that it completes, or whose columns it changes, are made anew.
CREATE OR REPLACE FUNCTION starlift_sandbox.bind_late_views() RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  view record;
  found record;
  present text;
  name text;
  owner text;
BEGIN
  FOR view IN SELECT * FROM starlift_sandbox.late_view LOOP
    SELECT * INTO found FROM starlift_sandbox.query_columns(view.query, view.columns);
    SELECT string_agg(format('%I %s', attname, pg_catalog.format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
      INTO present FROM pg_attribute WHERE attrelid = view.relid AND attnum > 0;
    IF found.columns IS NOT NULL AND found.columns IS DISTINCT FROM present THEN
      name := view.relid::regclass::text;
      owner := (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = view.relid);
      EXECUTE format('DROP VIEW %s CASCADE', name);
      PERFORM starlift_sandbox.create_late_view(name, view.columns, false, view.query);
      EXECUTE format('ALTER VIEW %s OWNER TO %I', name, owner);
    END IF;
  END LOOP;
END $$;

-- SHOW TABLE, SHOW VIEW, SHOW PROCEDURE.
CREATE OR REPLACE FUNCTION starlift_sandbox.show_table(name text) RETURNS text
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  relation regclass := name::regclass;
  note starlift_sandbox.table_note;
  lines text;
  keys text;
BEGIN
  SELECT * INTO note FROM starlift_sandbox.table_note WHERE relid = relation;
  SELECT string_agg(format('    %I %s%s%s%s', a.attname, starlift_sandbox.format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attidentity = 'a' THEN format(' identity(%s)', coalesce(note.identities ->> a.attname, '1,1'))
        WHEN a.attidentity = 'd' THEN format(' generated by default as identity(%s)', coalesce(note.identities ->> a.attname, '1,1'))
        WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END,
      CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
      coalesce(' ENCODE ' || (note.encodings ->> a.attname), '')), E',\n' ORDER BY a.attnum)
    INTO lines FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped;
  SELECT string_agg(E',\n    ' || starlift_sandbox.pg_get_constraintdef((1000000000 + id)::oid), '' ORDER BY id)
    INTO keys FROM starlift_sandbox.table_key WHERE relid = relation;
  RETURN (SELECT format(E'CREATE TABLE %I.%I (\n%s%s\n)\nDISTSTYLE %s%s%s;', n.nspname, c.relname, lines, coalesce(keys, ''),
      coalesce(nullif(note.diststyle, ''), 'AUTO'),
      coalesce(E'\nDISTKEY ( ' || quote_ident(nullif(note.distkey, '')) || ' )', ''),
      CASE WHEN array_length(note.sortkey, 1) > 0 THEN
        E'\n' || CASE note.sortstyle WHEN 'interleaved' THEN 'INTERLEAVED ' ELSE '' END || 'SORTKEY ( '
          || (SELECT string_agg(quote_ident(k), ', ') FROM unnest(note.sortkey) k) || ' )' ELSE '' END)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = relation);
END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.show_view(name text) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT 'CREATE VIEW ' || name || ' AS ' || query || ' WITH NO SCHEMA BINDING;' FROM starlift_sandbox.late_view
      WHERE relid = name::regclass),
    'CREATE VIEW ' || name || ' AS ' || pg_catalog.pg_get_viewdef(name::regclass)) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.show_procedure(name text) RETURNS text
  LANGUAGE sql STABLE AS $$ SELECT pg_catalog.pg_get_functiondef(name::regproc) $$;

-- Informational keys, as the functions of the catalog describe constraints and indexes.
CREATE OR REPLACE FUNCTION starlift_sandbox.key_columns(relation oid, numbers int2[]) RETURNS text
  LANGUAGE sql STABLE STRICT AS $$
  SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY n.at)
    FROM unnest(numbers) WITH ORDINALITY AS n(number, at)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = relation AND a.attnum = n.number $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.pg_get_constraintdef(key oid, pretty boolean DEFAULT false) RETURNS text
  LANGUAGE sql STABLE STRICT AS $$
  SELECT coalesce(
    (SELECT CASE k.kind WHEN 'p' THEN 'PRIMARY KEY (' WHEN 'u' THEN 'UNIQUE (' ELSE 'FOREIGN KEY (' END
        || starlift_sandbox.key_columns(k.relid, k.columns) || ')'
        || CASE WHEN k.kind = 'f' THEN format(' REFERENCES %s(%s)', k.ref_relid::regclass,
          starlift_sandbox.key_columns(k.ref_relid, k.ref_columns)) ELSE '' END
      FROM starlift_sandbox.table_key k WHERE k.id = key::bigint - 1000000000),
    pg_catalog.pg_get_constraintdef(key, pretty)) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.pg_get_indexdef(key oid, at int DEFAULT 0, pretty boolean DEFAULT false) RETURNS text
  LANGUAGE sql STABLE STRICT AS $$
  SELECT coalesce(
    (SELECT format('CREATE UNIQUE INDEX %I ON %s USING btree (%s)', k.name, k.relid::regclass,
        starlift_sandbox.key_columns(k.relid, k.columns))
      FROM starlift_sandbox.table_key k WHERE k.id = key::bigint - 1000000000),
    pg_catalog.pg_get_indexdef(key, at, pretty)) $$;
CREATE OR REPLACE FUNCTION pg_catalog.format_encoding(int) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce((ARRAY['none', 'bytedict', 'delta', 'delta32k', 'lzo', 'mostly8', 'mostly16', 'mostly32', 'runlength',
    'text255', 'text32k', 'zstd', 'az64'])[$1 + 1], 'none') $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.encoding_number(text) RETURNS int
  LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_position(ARRAY['none', 'bytedict', 'delta', 'delta32k', 'lzo', 'mostly8', 'mostly16', 'mostly32',
    'runlength', 'text255', 'text32k', 'zstd', 'az64'], lower($1)) - 1, 0) $$;

-- The catalog's clients compare ids with texts.
CREATE OR REPLACE FUNCTION starlift_sandbox.text_is_oid(text, oid) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 = $2::text $$;
DO $$
BEGIN
  IF to_regoperator('pg_catalog.=(text,oid)') IS NULL THEN
    CREATE OPERATOR pg_catalog.= (FUNCTION = starlift_sandbox.text_is_oid, LEFTARG = text, RIGHTARG = oid);
  END IF;
END $$;

-- Texts are put together with + too.
CREATE OR REPLACE FUNCTION starlift_sandbox.text_plus(text, text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 || $2 $$;
DO $$
BEGIN
  IF to_regoperator('pg_catalog.+(text,text)') IS NULL THEN
    CREATE OPERATOR pg_catalog.+ (FUNCTION = starlift_sandbox.text_plus, LEFTARG = text, RIGHTARG = text);
  END IF;
END $$;
