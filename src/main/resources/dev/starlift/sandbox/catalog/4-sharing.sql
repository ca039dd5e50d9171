-- Data shares on the producer. Messages are the sandbox's own where Redshift's are not documented.
CREATE EXTENSION IF NOT EXISTS postgres_fdw SCHEMA starlift_sandbox;
ALTER EXTENSION postgres_fdw SET SCHEMA starlift_sandbox;

CREATE OR REPLACE FUNCTION starlift_sandbox.require_share(share_name text) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM starlift_sandbox.share WHERE name = share_name) THEN
    RAISE EXCEPTION 'datashare "%" does not exist', share_name USING ERRCODE = '42704';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.require_schema(schema_name text) RETURNS oid
  LANGUAGE plpgsql AS $$
DECLARE
  id oid := to_regnamespace(quote_ident(schema_name));
BEGIN
  IF id IS NULL OR NOT starlift_sandbox.is_visible_schema(schema_name) THEN
    RAISE EXCEPTION 'schema "%" does not exist', schema_name USING ERRCODE = '3F000';
  END IF;
  RETURN id;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_create(share_name text, public boolean) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO starlift_sandbox.share VALUES (share_name, session_user, public);
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'datashare "%" already exists', share_name USING ERRCODE = '42710';
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_drop(share_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share WHERE name = share_name;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_set_public(share_name text, public boolean) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  UPDATE starlift_sandbox.share SET publicaccessible = public WHERE name = share_name;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_add_schema(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  INSERT INTO starlift_sandbox.share_schema VALUES (share_name, starlift_sandbox.require_schema(schema_name));
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'schema "%" is already added to datashare "%"', schema_name, share_name USING ERRCODE = '42710';
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_remove_schema(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  id oid := starlift_sandbox.require_schema(schema_name);
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share_schema WHERE share = share_name AND nspid = id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'schema "%" is not part of datashare "%"', schema_name, share_name USING ERRCODE = '42704';
  END IF;
  DELETE FROM starlift_sandbox.share_table t USING pg_class c
    WHERE t.share = share_name AND c.oid = t.relid AND c.relnamespace = id;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_include_new(share_name text, schema_name text, include boolean) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  UPDATE starlift_sandbox.share_schema SET includenew = include
    WHERE share = share_name AND nspid = starlift_sandbox.require_schema(schema_name);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'schema "%" is not part of datashare "%"', schema_name, share_name USING ERRCODE = '42704';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_add_table(share_name text, relation regclass) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  IF NOT EXISTS (
      SELECT FROM starlift_sandbox.share_schema s JOIN pg_class c ON c.relnamespace = s.nspid
      WHERE s.share = share_name AND c.oid = relation) THEN
    RAISE EXCEPTION 'the schema of "%" is not part of datashare "%", add it first', relation, share_name
      USING ERRCODE = '42704';
  END IF;
  IF EXISTS (SELECT FROM starlift_sandbox.table_note WHERE relid = relation AND sortstyle = 'interleaved') THEN
    RAISE EXCEPTION 'table "%" has an interleaved sort key, it cannot be added to a datashare', relation
      USING ERRCODE = '0A000';
  END IF;
  IF EXISTS (
      SELECT FROM starlift_sandbox.late_view WHERE relid = relation AND query LIKE '%"share:%'
      UNION ALL
      SELECT FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
          JOIN pg_class f ON f.oid = d.refobjid AND f.relkind = 'f'
        WHERE r.ev_class = relation) THEN
    RAISE EXCEPTION 'view "%" reads objects of another datashare, it cannot be added to a datashare', relation
      USING ERRCODE = '0A000';
  END IF;
  INSERT INTO starlift_sandbox.share_table VALUES (share_name, relation);
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'table "%" is already added to datashare "%"', relation, share_name USING ERRCODE = '42710';
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_remove_table(share_name text, relation regclass) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share_table WHERE share = share_name AND relid = relation;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'table "%" is not part of datashare "%"', relation, share_name USING ERRCODE = '42704';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_add_all(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  relation regclass;
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  FOR relation IN
    SELECT c.oid FROM pg_class c
      WHERE c.relnamespace = starlift_sandbox.require_schema(schema_name) AND c.relkind IN ('r', 'v')
        AND NOT EXISTS (SELECT FROM starlift_sandbox.share_table t WHERE t.share = share_name AND t.relid = c.oid) LOOP
    PERFORM starlift_sandbox.share_add_table(share_name, relation);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_remove_all(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share_table t USING pg_class c
    WHERE t.share = share_name AND c.oid = t.relid
      AND c.relnamespace = starlift_sandbox.require_schema(schema_name);
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_add_function(share_name text, routine regprocedure) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  IF NOT EXISTS (
      SELECT FROM starlift_sandbox.share_schema s JOIN pg_proc p ON p.pronamespace = s.nspid
      WHERE s.share = share_name AND p.oid = routine) THEN
    RAISE EXCEPTION 'the schema of "%" is not part of datashare "%", add it first', routine, share_name
      USING ERRCODE = '42704';
  END IF;
  IF (SELECT prokind FROM pg_proc WHERE oid = routine) = 'p' THEN
    RAISE EXCEPTION 'stored procedure "%" cannot be added to a datashare', routine USING ERRCODE = '0A000';
  END IF;
  INSERT INTO starlift_sandbox.share_function VALUES (share_name, routine);
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'function "%" is already added to datashare "%"', routine, share_name USING ERRCODE = '42710';
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_remove_function(share_name text, routine regprocedure) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share_function WHERE share = share_name AND funcid = routine;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'function "%" is not part of datashare "%"', routine, share_name USING ERRCODE = '42704';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_add_functions(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  routine regprocedure;
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  FOR routine IN
    SELECT p.oid FROM pg_proc p
      WHERE p.pronamespace = starlift_sandbox.require_schema(schema_name) AND p.prokind = 'f'
        AND NOT EXISTS (SELECT FROM starlift_sandbox.share_function f WHERE f.share = share_name AND f.funcid = p.oid) LOOP
    PERFORM starlift_sandbox.share_add_function(share_name, routine);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_remove_functions(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share_function f USING pg_proc p
    WHERE f.share = share_name AND p.oid = f.funcid
      AND p.pronamespace = starlift_sandbox.require_schema(schema_name);
END $$;

-- GRANT … FOR TABLES IN SCHEMA … TO DATASHARE: what is there and what will be.
CREATE OR REPLACE FUNCTION starlift_sandbox.share_add_scope(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  INSERT INTO starlift_sandbox.share_schema VALUES (share_name, starlift_sandbox.require_schema(schema_name))
    ON CONFLICT DO NOTHING;
  PERFORM starlift_sandbox.share_add_all(share_name, schema_name);
  PERFORM starlift_sandbox.share_include_new(share_name, schema_name, true);
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_remove_scope(share_name text, schema_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.share_include_new(share_name, schema_name, false);
  PERFORM starlift_sandbox.share_remove_all(share_name, schema_name);
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_grant_privilege(
    share_name text, wanted text, grantee_kind text, grantee_name text, admin boolean) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  IF grantee_kind <> 'public' AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = grantee_name) THEN
    RAISE EXCEPTION '% "%" does not exist', grantee_kind, grantee_name USING ERRCODE = '42704';
  END IF;
  INSERT INTO starlift_sandbox.share_privilege VALUES (share_name, wanted, grantee_name, grantee_kind, admin)
    ON CONFLICT (share, privilege, grantee, grantee_type) DO UPDATE SET admin_option = excluded.admin_option;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_revoke_privilege(
    share_name text, wanted text, grantee_kind text, grantee_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share_privilege
    WHERE share = share_name AND privilege = wanted AND grantee = grantee_name AND grantee_type = grantee_kind;
END $$;

-- All namespaces of a sandbox belong to one account.
CREATE OR REPLACE FUNCTION starlift_sandbox.is_mine(consumer text) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$ SELECT consumer IN (starlift_sandbox.namespace_id(), 'account:000000000000') $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_grant(share_name text, consumer text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  IF consumer = starlift_sandbox.namespace_id() THEN
    RAISE EXCEPTION 'datashare "%" cannot be granted to its own namespace', share_name USING ERRCODE = '0A000';
  END IF;
  INSERT INTO starlift_sandbox.share_consumer VALUES (share_name, consumer) ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.share_revoke(share_name text, consumer text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM starlift_sandbox.require_share(share_name);
  DELETE FROM starlift_sandbox.share_consumer WHERE share = share_name AND namespace_id = consumer;
END $$;

-- The columns of a shared table as a foreign table declares them, or the reason why there are none.
DROP FUNCTION IF EXISTS starlift_sandbox.shared_columns(text, text, text, text);
CREATE OR REPLACE FUNCTION starlift_sandbox.shared_columns(
    share_name text, consumer text, consumer_is_public boolean, schema_name text, table_name text)
  RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  relation oid;
BEGIN
  IF NOT EXISTS (
      SELECT FROM starlift_sandbox.share_consumer
      WHERE share = share_name AND namespace_id IN (consumer, 'account:000000000000')) THEN
    RAISE EXCEPTION 'permission denied for datashare "%"', share_name
      USING ERRCODE = '42501', DETAIL = 'It does not exist, or its usage is not granted to namespace ' || consumer || '.';
  END IF;
  IF consumer_is_public AND NOT (SELECT publicaccessible FROM starlift_sandbox.share WHERE name = share_name) THEN
    RAISE EXCEPTION 'permission denied for datashare "%"', share_name
      USING ERRCODE = '42501', DETAIL = 'This namespace is publicly accessible, and the datashare is not for such consumers.',
        HINT = format('On the producer: ALTER DATASHARE %I SET PUBLICACCESSIBLE TRUE', share_name);
  END IF;
  SELECT c.oid INTO relation FROM starlift_sandbox.share_table t
    JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.share = share_name AND n.nspname = schema_name AND c.relname = table_name;
  IF relation IS NULL THEN
    RAISE EXCEPTION 'relation "%.%" does not exist in datashare "%"', schema_name, table_name, share_name
      USING ERRCODE = '42P01';
  END IF;
  RETURN (
    SELECT string_agg(format('%I %s%s', attname, format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END), ', ' ORDER BY attnum)
      FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped);
END $$;

CREATE OR REPLACE VIEW starlift_sandbox.outbound_object AS
  SELECT s.share AS share_name, 'schema'::text AS object_type, n.nspname::text AS object_name, s.includenew AS include_new
    FROM starlift_sandbox.share_schema s JOIN pg_namespace n ON n.oid = s.nspid
  UNION ALL
  SELECT t.share, CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END, n.nspname || '.' || c.relname, NULL
    FROM starlift_sandbox.share_table t JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL
  SELECT f.share, 'function', n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', NULL
    FROM starlift_sandbox.share_function f JOIN pg_proc p ON p.oid = f.funcid JOIN pg_namespace n ON n.oid = p.pronamespace;

-- What consumers see of it, as inbound_share and inbound_object.
CREATE OR REPLACE VIEW starlift_sandbox.granted_share AS
  SELECT s.name AS share_name, s.owner, s.publicaccessible, s.created,
      starlift_sandbox.current_database()::text AS source_database,
      starlift_sandbox.namespace_id()::text AS producer_namespace, c.namespace_id
    FROM starlift_sandbox.share s JOIN starlift_sandbox.share_consumer c ON c.share = s.name;

CREATE OR REPLACE VIEW starlift_sandbox.granted_object AS
  SELECT o.share_name, o.object_type, o.object_name, o.include_new,
      starlift_sandbox.namespace_id()::text AS producer_namespace, c.namespace_id
    FROM starlift_sandbox.outbound_object o JOIN starlift_sandbox.share_consumer c ON c.share = o.share_name;
