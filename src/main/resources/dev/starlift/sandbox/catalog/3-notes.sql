-- Keys, distribution and sorting that statements declare; see the dialect's TableNotes for the JSON.
CREATE OR REPLACE FUNCTION starlift_sandbox.column_numbers(relation oid, names jsonb) RETURNS int2[]
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  numbers int2[] := '{}';
  wanted text;
  number int2;
BEGIN
  FOR wanted IN SELECT jsonb_array_elements_text(names) LOOP
    SELECT attnum INTO number FROM pg_attribute
      WHERE attrelid = relation AND attname = wanted AND attnum > 0 AND NOT attisdropped;
    IF number IS NULL THEN
      RAISE EXCEPTION 'column "%" named in key does not exist', wanted USING ERRCODE = '42703';
    END IF;
    numbers := numbers || number;
  END LOOP;
  RETURN numbers;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.note_key(relation oid, key jsonb) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  numbers int2[] := starlift_sandbox.column_numbers(relation, key -> 'columns');
  target oid;
  target_numbers int2[];
  own_name text;
BEGIN
  IF key ->> 'kind' = 'p' AND EXISTS (
      SELECT FROM starlift_sandbox.table_key WHERE relid = relation AND kind = 'p') THEN
    RAISE EXCEPTION 'multiple primary keys for table "%" are not allowed', relation::regclass USING ERRCODE = '42P16';
  END IF;
  IF key ->> 'kind' = 'f' THEN
    target := (key ->> 'table')::regclass;
    IF key ? 'references' THEN
      target_numbers := starlift_sandbox.column_numbers(target, key -> 'references');
    ELSE
      SELECT columns INTO target_numbers FROM starlift_sandbox.table_key WHERE relid = target AND kind = 'p';
    END IF;
    IF NOT EXISTS (
        SELECT FROM starlift_sandbox.table_key k
        WHERE k.relid = target AND k.kind IN ('p', 'u')
          AND k.columns @> target_numbers AND k.columns <@ target_numbers) THEN
      RAISE EXCEPTION 'there is no unique constraint matching given keys for referenced table "%"', target::regclass
        USING ERRCODE = '42830';
    END IF;
  END IF;
  own_name := coalesce(
    nullif(key ->> 'name', ''),
    (SELECT relname FROM pg_class WHERE oid = relation)
      || CASE key ->> 'kind' WHEN 'p' THEN '_pkey'
         ELSE '_' || (SELECT string_agg(c, '_') FROM jsonb_array_elements_text(key -> 'columns') c)
           || CASE key ->> 'kind' WHEN 'u' THEN '_key' ELSE '_fkey' END END);
  INSERT INTO starlift_sandbox.table_key VALUES (relation, own_name, (key ->> 'kind')::"char", numbers, target, target_numbers);
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'constraint "%" for relation "%" already exists', own_name, relation::regclass USING ERRCODE = '42710';
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.apply_notes(relation oid, notes jsonb) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  key jsonb;
  attribute text;
BEGIN
  FOR attribute IN
    SELECT notes ->> 'distkey' WHERE notes ? 'distkey'
    UNION ALL SELECT jsonb_array_elements_text(notes -> 'sortkey') LOOP
    PERFORM starlift_sandbox.column_numbers(relation, jsonb_build_array(attribute));
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation AND attname = attribute AND atttypid = 'jsonb'::regtype) THEN
      RAISE EXCEPTION 'column "%" has type SUPER, which cannot be a distribution or sort key', attribute USING ERRCODE = '0A000';
    END IF;
  END LOOP;
  INSERT INTO starlift_sandbox.table_note (relid) VALUES (relation) ON CONFLICT DO NOTHING;
  IF notes ? 'like' THEN
    UPDATE starlift_sandbox.table_note n
      SET diststyle = p.diststyle, distkey = p.distkey, sortstyle = p.sortstyle, sortkey = p.sortkey, encodings = p.encodings
      FROM starlift_sandbox.table_note p
      WHERE n.relid = relation AND p.relid = (notes ->> 'like')::regclass;
  END IF;
  UPDATE starlift_sandbox.table_note
    SET diststyle = coalesce(notes ->> 'diststyle', diststyle),
        distkey = CASE WHEN notes ? 'diststyle' THEN notes ->> 'distkey' ELSE coalesce(notes ->> 'distkey', distkey) END,
        sortstyle = coalesce(notes ->> 'sortstyle', sortstyle),
        sortkey = CASE WHEN notes ? 'sortstyle'
          THEN ARRAY(SELECT jsonb_array_elements_text(notes -> 'sortkey')) ELSE sortkey END,
        encodings = encodings || coalesce(notes -> 'encodings', '{}'),
        identities = identities || coalesce(notes -> 'identities', '{}')
    WHERE relid = relation;
  FOR key IN SELECT jsonb_array_elements(notes -> 'keys') LOOP
    PERFORM starlift_sandbox.note_key(relation, key);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.require_owner(relation regclass) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (SELECT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class WHERE oid = relation) THEN
    RAISE EXCEPTION 'must be owner of relation %', relation USING ERRCODE = '42501';
  END IF;
END $$;

-- What ALTER COLUMN TYPE of Redshift does not change.
CREATE OR REPLACE FUNCTION starlift_sandbox.require_resizable(relation regclass, name text, is_binary boolean) RETURNS void
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  present record;
BEGIN
  SELECT a.attnum, a.atttypid, n.encodings ->> a.attname AS encoding INTO present
    FROM pg_attribute a LEFT JOIN starlift_sandbox.table_note n ON n.relid = a.attrelid
    WHERE a.attrelid = relation AND a.attname = name AND a.attnum > 0 AND NOT a.attisdropped;
  IF present.attnum IS NULL THEN
    RETURN;
  END IF;
  IF present.atttypid <> (CASE WHEN is_binary THEN 'bytea' ELSE 'varchar' END)::regtype THEN
    RAISE EXCEPTION 'ALTER COLUMN TYPE changes the size of VARCHAR columns only.' USING ERRCODE = '0A000';
  END IF;
  IF lower(present.encoding) IN ('bytedict', 'runlength', 'text255', 'text32k') THEN
    RAISE EXCEPTION 'cannot alter column "%" of relation "%", because its encoding is %', name, relation, present.encoding
      USING ERRCODE = '0A000';
  END IF;
  IF EXISTS (SELECT FROM starlift_sandbox.table_key k
      WHERE k.relid = relation AND present.attnum = ANY (k.columns)
        OR k.ref_relid = relation AND present.attnum = ANY (k.ref_columns)) THEN
    RAISE EXCEPTION 'cannot alter column "%" of relation "%", because it is part of a key', name, relation
      USING ERRCODE = '0A000', HINT = 'Columns with UNIQUE, PRIMARY KEY or FOREIGN KEY keep their size.';
  END IF;
END $$;

-- For ALTER TABLE.
CREATE OR REPLACE FUNCTION starlift_sandbox.note_table(relation regclass, notes text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_owner(relation);
  PERFORM starlift_sandbox.apply_notes(relation, notes::jsonb);
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.drop_key(relation regclass, key text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_owner(relation);
  DELETE FROM starlift_sandbox.table_key WHERE relid = relation AND name = key;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'constraint "%" of relation "%" does not exist', key, relation USING ERRCODE = '42704';
  END IF;
END $$;

-- Byte limits of CHAR and VARCHAR, which PostgreSQL counts in characters. The constraint's name tells
-- the gateway what to say when it is violated.
CREATE OR REPLACE FUNCTION starlift_sandbox.limit_bytes(relation oid) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  changes text;
BEGIN
  WITH wanted AS (
    SELECT a.attname, a.attnum, a.atttypmod - 4 AS bytes,
        format('starlift_%s_%s_%s',
          CASE a.atttypid WHEN 'varchar'::regtype THEN 'varchar' ELSE 'char' END, a.atttypmod - 4, a.attnum) AS name
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE a.attrelid = relation AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 4
  ), present AS (
    SELECT conname, conkey[1] AS attnum FROM pg_constraint
      WHERE conrelid = relation AND contype = 'c' AND conname LIKE 'starlift\_%'
  ), change AS (
    SELECT format('DROP CONSTRAINT %I', p.conname) AS text
      FROM present p WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.name = p.conname)
    UNION ALL
    SELECT format('ADD CONSTRAINT %I CHECK (octet_length(%I) <= %s)', w.name, w.attname, w.bytes)
      FROM wanted w WHERE NOT EXISTS (SELECT FROM present p WHERE p.conname = w.name)
  )
  SELECT string_agg(text, ', ') INTO changes FROM change;
  IF changes IS NOT NULL THEN
    EXECUTE format('ALTER TABLE %s %s', relation::regclass, changes);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.after_ddl() RETURNS event_trigger
  LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  command record;
  notes text := nullif(current_setting('starlift.notes', true), '');
BEGIN
  FOR command IN SELECT DISTINCT objid, command_tag FROM pg_event_trigger_ddl_commands()
      WHERE object_type = 'table' LOOP
    PERFORM starlift_sandbox.limit_bytes(command.objid);
    IF command.command_tag IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO') THEN
      INSERT INTO starlift_sandbox.share_table
        SELECT s.share, command.objid FROM starlift_sandbox.share_schema s
          JOIN pg_class c ON c.oid = command.objid AND c.relnamespace = s.nspid
          WHERE s.includenew AND coalesce(notes::jsonb ->> 'sortstyle', '') <> 'interleaved'
        ON CONFLICT DO NOTHING;
      PERFORM starlift_sandbox.apply_notes(command.objid, coalesce(notes, '{}')::jsonb);
    END IF;
  END LOOP;
  IF EXISTS (SELECT FROM starlift_sandbox.late_view) THEN
    PERFORM starlift_sandbox.bind_late_views();
  END IF;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.after_drop() RETURNS event_trigger
  LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  gone record;
BEGIN
  FOR gone IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
    IF gone.object_type IN ('table', 'view') THEN
      DELETE FROM starlift_sandbox.table_note WHERE relid = gone.objid;
      DELETE FROM starlift_sandbox.table_key WHERE relid = gone.objid OR ref_relid = gone.objid;
      DELETE FROM starlift_sandbox.share_table WHERE relid = gone.objid;
      DELETE FROM starlift_sandbox.late_view WHERE relid = gone.objid;
    ELSIF gone.object_type = 'table column' THEN
      DELETE FROM starlift_sandbox.table_key
        WHERE relid = gone.objid AND gone.objsubid = ANY (columns)
          OR ref_relid = gone.objid AND gone.objsubid = ANY (ref_columns);
    ELSIF gone.object_type = 'function' THEN
      DELETE FROM starlift_sandbox.share_function WHERE funcid = gone.objid;
    ELSIF gone.object_type = 'schema' THEN
      DELETE FROM starlift_sandbox.share_schema WHERE nspid = gone.objid;
    END IF;
  END LOOP;
END $$;

DROP EVENT TRIGGER IF EXISTS starlift_after_ddl;
CREATE EVENT TRIGGER starlift_after_ddl ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE')
  EXECUTE FUNCTION starlift_sandbox.after_ddl();

DROP EVENT TRIGGER IF EXISTS starlift_after_drop;
CREATE EVENT TRIGGER starlift_after_drop ON sql_drop EXECUTE FUNCTION starlift_sandbox.after_drop();
