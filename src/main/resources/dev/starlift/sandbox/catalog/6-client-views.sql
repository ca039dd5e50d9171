-- What clients of Redshift read of PostgreSQL's own catalog, with distribution, sorting and informational keys in it.
-- The dialect puts these in the place of PostgreSQL's tables where a statement asks for such things.
CREATE OR REPLACE VIEW starlift_sandbox.pg_database AS
  SELECT (d.r).* FROM (
    SELECT jsonb_populate_record(d, jsonb_build_object('datname', split_part(d.datname, '/', 2))) AS r
      FROM pg_catalog.pg_database d
      WHERE split_part(d.datname, '/', 1) = split_part(pg_catalog.current_database(), '/', 1) AND d.datname LIKE '%/%'
      OFFSET 0) d;

CREATE OR REPLACE VIEW starlift_sandbox.pg_namespace AS
  SELECT * FROM pg_catalog.pg_namespace WHERE starlift_sandbox.is_visible_schema(nspname) OR oid = pg_my_temp_schema();

-- Databases by the names that clients know.
CREATE OR REPLACE FUNCTION starlift_sandbox.physical_database(name text) RETURNS name
  LANGUAGE sql STABLE STRICT AS $$
  SELECT (split_part(pg_catalog.current_database(), '/', 1) || '/' || lower(name))::name $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.pg_database_size(text) RETURNS bigint
  LANGUAGE sql STABLE STRICT AS $$ SELECT pg_catalog.pg_database_size(starlift_sandbox.physical_database($1)) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.pg_database_size(oid) RETURNS bigint
  LANGUAGE sql STABLE STRICT AS $$ SELECT pg_catalog.pg_database_size($1) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.has_database_privilege(text, text) RETURNS boolean
  LANGUAGE sql STABLE STRICT AS $$
  SELECT pg_catalog.has_database_privilege(starlift_sandbox.physical_database($1), $2) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.has_database_privilege(text, text, text) RETURNS boolean
  LANGUAGE sql STABLE STRICT AS $$
  SELECT pg_catalog.has_database_privilege($1::name, starlift_sandbox.physical_database($2), $3) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.has_database_privilege(oid, text) RETURNS boolean
  LANGUAGE sql STABLE STRICT AS $$ SELECT pg_catalog.has_database_privilege($1, $2) $$;

-- With the columns that they had in PostgreSQL 8.
CREATE OR REPLACE VIEW starlift_sandbox.pg_stat_activity AS
  SELECT (a.r).*, (a.r).pid AS procpid, (a.r).query AS current_query FROM (
    SELECT jsonb_populate_record(a, jsonb_build_object('datname', split_part(a.datname, '/', 2))) AS r
      FROM pg_catalog.pg_stat_activity a
      WHERE a.datname LIKE split_part(pg_catalog.current_database(), '/', 1) || '/%'
      OFFSET 0) a;
CREATE OR REPLACE VIEW starlift_sandbox.pg_locks AS
  SELECT l.*, l.transactionid AS transaction FROM pg_catalog.pg_locks l;
CREATE OR REPLACE VIEW starlift_sandbox.pg_default_acl AS
  SELECT d.*, d.defaclrole AS defacluser FROM pg_catalog.pg_default_acl d;
CREATE OR REPLACE VIEW starlift_sandbox.pg_attrdef AS
  SELECT d.*, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS adsrc, d.tableoid AS tableoid FROM pg_catalog.pg_attrdef d;
CREATE OR REPLACE VIEW pg_catalog.pg_library AS
  SELECT ''::name AS name, 0::oid AS language_oid, 0 AS file_store_id, 0 AS owner WHERE false;

-- Users and groups had numbers of their own: one of the two is 0.
CREATE OR REPLACE FUNCTION pg_catalog.makeaclitem(usr oid, grp oid, grantor oid, privilege text, grantable boolean) RETURNS aclitem
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT pg_catalog.makeaclitem(CASE usr WHEN 0 THEN grp ELSE usr END, grantor, privilege, grantable) $$;

-- A table with a key has an index for all who ask.
DO $$
DECLARE
  columns text;
BEGIN
  SELECT string_agg(CASE attname
      WHEN 'relhasindex' THEN 'c.relhasindex OR EXISTS (SELECT FROM starlift_sandbox.table_key k
        WHERE k.relid = c.oid AND k.kind IN (''p'', ''u'')) AS relhasindex'
      ELSE 'c.' || quote_ident(attname) END, ', ' ORDER BY attnum)
    INTO columns FROM pg_catalog.pg_attribute WHERE attrelid = 'pg_catalog.pg_class'::regclass AND attnum > 0;
  EXECUTE format('CREATE OR REPLACE VIEW starlift_sandbox.pg_class AS
    SELECT %s,
        CASE n.diststyle WHEN ''EVEN'' THEN 0 WHEN ''KEY'' THEN 1 WHEN ''ALL'' THEN 8 ELSE 9 END AS reldiststyle,
        CASE n.diststyle WHEN ''EVEN'' THEN 0 WHEN ''KEY'' THEN 1 WHEN ''ALL'' THEN 8 ELSE 10 END AS releffectivediststyle
      FROM pg_catalog.pg_class c LEFT JOIN starlift_sandbox.table_note n ON n.relid = c.oid
    UNION ALL
    SELECT (k.r).*, 9, 10 FROM (
      SELECT jsonb_populate_record(c, jsonb_build_object(''oid'', 1000000000 + k.id, ''relname'', k.name, ''relkind'', ''i'',
          ''relnatts'', array_length(k.columns, 1), ''relchecks'', 0, ''reltype'', 0, ''relacl'', NULL)) AS r
        FROM starlift_sandbox.table_key k JOIN pg_catalog.pg_class c ON c.oid = k.relid
        WHERE k.kind IN (''p'', ''u'')
        OFFSET 0) k', columns);
END $$;

CREATE OR REPLACE VIEW starlift_sandbox.pg_attribute AS
  SELECT a.*, starlift_sandbox.encoding_number(n.encodings ->> a.attname) AS attencodingtype,
      coalesce(n.distkey = a.attname, false) AS attisdistkey,
      coalesce(array_position(n.sortkey, a.attname::text) * CASE n.sortstyle WHEN 'interleaved' THEN
          CASE WHEN array_position(n.sortkey, a.attname::text) % 2 = 0 THEN -1 ELSE 1 END ELSE 1 END, 0) AS attsortkeyord
    FROM pg_catalog.pg_attribute a LEFT JOIN starlift_sandbox.table_note n ON n.relid = a.attrelid
  UNION ALL
  SELECT (k.r).*, 0, false, 0 FROM (
    SELECT jsonb_populate_record(a, jsonb_build_object('attrelid', 1000000000 + k.id, 'attnum', n.at, 'atthasdef', false,
        'attidentity', '')) AS r
      FROM starlift_sandbox.table_key k CROSS JOIN LATERAL unnest(k.columns) WITH ORDINALITY AS n(number, at)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.relid AND a.attnum = n.number
      WHERE k.kind IN ('p', 'u')
      OFFSET 0) k;

CREATE OR REPLACE VIEW starlift_sandbox.pg_index AS
  SELECT i.* FROM pg_catalog.pg_index i
  UNION ALL
  SELECT (k.r).* FROM (
    SELECT jsonb_populate_record(i.any_row, jsonb_build_object('indexrelid', 1000000000 + k.id, 'indrelid', k.relid,
        'indnatts', array_length(k.columns, 1), 'indnkeyatts', array_length(k.columns, 1), 'indisunique', true,
        'indisprimary', k.kind = 'p', 'indisclustered', false, 'indisvalid', true,
        'indkey', array_to_string(k.columns, ' '), 'indexprs', NULL, 'indpred', NULL)) AS r
      FROM starlift_sandbox.table_key k CROSS JOIN (SELECT x AS any_row FROM pg_catalog.pg_index x LIMIT 1) i
      WHERE k.kind IN ('p', 'u')
      OFFSET 0) k;

CREATE OR REPLACE VIEW starlift_sandbox.pg_constraint AS
  SELECT c.*, c.tableoid AS tableoid FROM pg_catalog.pg_constraint c WHERE c.conname NOT LIKE 'starlift\_%'
  UNION ALL
  SELECT (k.r).*, 'pg_catalog.pg_constraint'::regclass::oid FROM (
    SELECT jsonb_populate_record(i.any_row, jsonb_build_object('oid', 1000000000 + k.id, 'conname', k.name,
        'connamespace', c.relnamespace, 'contype', k.kind, 'condeferrable', false, 'condeferred', false,
        'convalidated', true, 'conrelid', k.relid, 'contypid', 0, 'conindid', 0, 'conparentid', 0,
        'confrelid', coalesce(k.ref_relid, 0), 'confupdtype', 'a', 'confdeltype', 'a', 'confmatchtype', 's',
        'conislocal', true, 'coninhcount', 0, 'connoinherit', true, 'conkey', to_jsonb(k.columns),
        'confkey', to_jsonb(k.ref_columns), 'conbin', NULL)) AS r
      FROM starlift_sandbox.table_key k JOIN pg_catalog.pg_class c ON c.oid = k.relid
        CROSS JOIN (SELECT x AS any_row FROM pg_catalog.pg_constraint x WHERE contypid <> 0 LIMIT 1) i
      OFFSET 0) k;

-- A foreign key depends on the index of the key that it refers to: drivers find its name that way.
CREATE OR REPLACE VIEW starlift_sandbox.pg_depend AS
  SELECT d.* FROM pg_catalog.pg_depend d
  UNION ALL
  SELECT 'pg_constraint'::regclass::oid, (1000000000 + f.id)::oid, 0, 'pg_class'::regclass::oid, (1000000000 + k.id)::oid, 0, 'n'
    FROM starlift_sandbox.table_key f JOIN starlift_sandbox.table_key k
      ON k.relid = f.ref_relid AND k.kind IN ('p', 'u') AND k.columns @> f.ref_columns AND k.columns <@ f.ref_columns
    WHERE f.kind = 'f';

CREATE OR REPLACE VIEW pg_catalog.pg_class_info AS
  SELECT c.*, n.created AS relcreationtime, n.created AS relcreationepoch
    FROM starlift_sandbox.pg_class c LEFT JOIN starlift_sandbox.table_note n ON n.relid = c.oid
    WHERE c.relkind IN ('r', 'v', 'm');

CREATE OR REPLACE VIEW starlift_sandbox.key_column AS
  SELECT k.id, k.name, k.kind, starlift_sandbox.current_database()::varchar(128) AS database_name,
      n.nspname::varchar(128) AS schema_name, c.relname::varchar(128) AS table_name, a.attname::varchar(128) AS column_name,
      u.at::int AS key_seq, k.ref_relid, k.ref_columns[u.at] AS ref_column
    FROM starlift_sandbox.table_key k JOIN pg_catalog.pg_class c ON c.oid = k.relid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL unnest(k.columns) WITH ORDINALITY AS u(number, at)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = k.relid AND a.attnum = u.number;
CREATE OR REPLACE VIEW starlift_sandbox.primary_key_column AS
  SELECT database_name, schema_name, table_name, column_name, key_seq, name::varchar(128) AS pk_name
    FROM starlift_sandbox.key_column WHERE kind = 'p';
CREATE OR REPLACE VIEW starlift_sandbox.foreign_key_column AS
  SELECT f.database_name AS pk_table_catalog, n.nspname::varchar(128) AS pk_table_schema, c.relname::varchar(128) AS pk_table_name,
      a.attname::varchar(128) AS pk_column_name, f.database_name AS fk_table_catalog, f.schema_name AS fk_table_schema,
      f.table_name AS fk_table_name, f.column_name AS fk_column_name, f.key_seq, 3 AS update_rule, 3 AS delete_rule,
      f.name::varchar(128) AS fk_name,
      (SELECT p.name FROM starlift_sandbox.table_key p WHERE p.relid = f.ref_relid AND p.kind IN ('p', 'u')
        ORDER BY p.kind LIMIT 1)::varchar(128) AS pk_name, 7 AS deferrability
    FROM starlift_sandbox.key_column f JOIN pg_catalog.pg_class c ON c.oid = f.ref_relid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = f.ref_relid AND a.attnum = f.ref_column
    WHERE f.kind = 'f';

-- The standard's views know of PostgreSQL's constraints only.
CREATE OR REPLACE VIEW information_schema.table_constraints AS
  SELECT database_name::information_schema.sql_identifier AS constraint_catalog,
      schema_name::information_schema.sql_identifier AS constraint_schema,
      name::information_schema.sql_identifier AS constraint_name,
      database_name::information_schema.sql_identifier AS table_catalog,
      schema_name::information_schema.sql_identifier AS table_schema,
      table_name::information_schema.sql_identifier AS table_name,
      (CASE kind WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' ELSE 'FOREIGN KEY' END)::information_schema.character_data AS constraint_type,
      'NO'::information_schema.yes_or_no AS is_deferrable, 'NO'::information_schema.yes_or_no AS initially_deferred,
      'NO'::information_schema.yes_or_no AS enforced, 'YES'::information_schema.yes_or_no AS nulls_distinct
    FROM starlift_sandbox.key_column WHERE key_seq = 1;
CREATE OR REPLACE VIEW information_schema.key_column_usage AS
  SELECT database_name::information_schema.sql_identifier AS constraint_catalog,
      schema_name::information_schema.sql_identifier AS constraint_schema,
      name::information_schema.sql_identifier AS constraint_name,
      database_name::information_schema.sql_identifier AS table_catalog,
      schema_name::information_schema.sql_identifier AS table_schema,
      table_name::information_schema.sql_identifier AS table_name,
      column_name::information_schema.sql_identifier AS column_name,
      key_seq::information_schema.cardinal_number AS ordinal_position,
      (CASE kind WHEN 'f' THEN key_seq END)::information_schema.cardinal_number AS position_in_unique_constraint
    FROM starlift_sandbox.key_column;

GRANT SELECT ON information_schema.table_constraints, information_schema.key_column_usage TO PUBLIC;

-- All of them tell the database's name as clients know it.
DO $$
DECLARE
  view record;
BEGIN
  FOR view IN SELECT oid::regclass AS name, pg_catalog.pg_get_viewdef(oid) AS definition FROM pg_catalog.pg_class
      WHERE relnamespace = 'information_schema'::regnamespace AND relkind = 'v' LOOP
    IF view.definition ~ '(?<!starlift_sandbox\.)current_database\(\)' THEN
      EXECUTE format('CREATE OR REPLACE VIEW %s AS %s', view.name,
        regexp_replace(view.definition, '(?<!starlift_sandbox\.)current_database\(\)', 'starlift_sandbox.current_database()', 'g'));
    END IF;
  END LOOP;
END $$;

-- Superusers of Redshift read statistics; what there is to be seen belongs to the developer anyway.
GRANT SELECT ON pg_catalog.pg_statistic TO PUBLIC;

-- Privileges, one row each.
CREATE OR REPLACE VIEW starlift_sandbox.privilege AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS database_name, o.schema_name::varchar(128) AS schema_name,
      o.object_name::varchar(128) AS object_name, o.object_type::varchar(128) AS object_type,
      x.privilege_type::varchar(128) AS privilege_type, x.grantee::int AS identity_id,
      (CASE WHEN x.grantee = 0 THEN 'public' ELSE pg_get_userbyid(x.grantee) END)::varchar(128) AS identity_name,
      (CASE WHEN x.grantee = 0 THEN 'public' WHEN r.rolcanlogin THEN 'user' ELSE 'group' END)::varchar(128) AS identity_type,
      x.is_grantable AS admin_option, 'TABLE'::varchar(128) AS privilege_scope,
      pg_get_userbyid(x.grantor)::varchar(128) AS grantor_name
    FROM (
      SELECT n.nspname AS schema_name, c.relname AS object_name,
          CASE c.relkind WHEN 'r' THEN 'TABLE' ELSE 'VIEW' END AS object_type, c.relacl AS acl
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v', 'm') AND starlift_sandbox.is_visible_schema(n.nspname)
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      UNION ALL
      SELECT nspname, nspname, 'SCHEMA', nspacl FROM pg_catalog.pg_namespace WHERE starlift_sandbox.is_visible_schema(nspname)
      UNION ALL
      SELECT NULL, split_part(datname, '/', 2), 'DATABASE', datacl FROM pg_catalog.pg_database
        WHERE datname = pg_catalog.current_database()
      UNION ALL
      SELECT n.nspname, p.oid::regprocedure::text, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.proacl
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE starlift_sandbox.is_visible_schema(n.nspname) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ) o CROSS JOIN LATERAL aclexplode(o.acl) x LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee;

CREATE OR REPLACE VIEW pg_catalog.svv_relation_privileges AS
  SELECT schema_name AS namespace_name, object_name AS relation_name, privilege_type, identity_id, identity_name, identity_type,
      admin_option
    FROM starlift_sandbox.privilege WHERE object_type IN ('TABLE', 'VIEW');
CREATE OR REPLACE VIEW pg_catalog.svv_schema_privileges AS
  SELECT object_name AS namespace_name, privilege_type, identity_id, identity_name, identity_type, admin_option
    FROM starlift_sandbox.privilege WHERE object_type = 'SCHEMA';
CREATE OR REPLACE VIEW pg_catalog.svv_database_privileges AS
  SELECT database_name, privilege_type, identity_id, identity_name, identity_type, admin_option
    FROM starlift_sandbox.privilege WHERE object_type = 'DATABASE';
CREATE OR REPLACE VIEW pg_catalog.svv_function_privileges AS
  SELECT schema_name AS namespace_name, object_name AS function_name, ''::varchar(128) AS argument_types, privilege_type,
      identity_id, identity_name, identity_type, admin_option
    FROM starlift_sandbox.privilege WHERE object_type IN ('FUNCTION', 'PROCEDURE');
CREATE OR REPLACE VIEW pg_catalog.svv_roles AS
  SELECT oid::int AS role_id, rolname::varchar(128) AS role_name, 'starlift'::varchar(128) AS role_owner,
      NULL::varchar(128) AS external_id
    FROM pg_catalog.pg_roles WHERE NOT rolcanlogin AND rolname NOT LIKE 'pg\_%';
CREATE OR REPLACE VIEW pg_catalog.svv_user_grants AS
  SELECT m.member::int AS user_id, pg_get_userbyid(m.member)::varchar(128) AS user_name, m.roleid::int AS role_id,
      pg_get_userbyid(m.roleid)::varchar(128) AS role_name, m.admin_option
    FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON r.oid = m.member AND r.rolcanlogin
    WHERE pg_get_userbyid(m.roleid) NOT LIKE 'pg\_%';
CREATE OR REPLACE VIEW pg_catalog.svv_role_grants AS
  SELECT m.member::int AS role_id, pg_get_userbyid(m.member)::varchar(128) AS role_name, m.roleid::int AS granted_role_id,
      pg_get_userbyid(m.roleid)::varchar(128) AS granted_role_name
    FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON r.oid = m.member AND NOT r.rolcanlogin;
CREATE OR REPLACE VIEW pg_catalog.svv_user_info AS
  SELECT usename::varchar(128) AS user_name, usesysid::int AS user_id, usecreatedb AS createdb, usesuper AS superuser,
      true AS catalog_update, 'UNLIMITED'::varchar(32) AS connection_limit, 'RESTRICTED'::varchar(32) AS syslog_access,
      NULL::timestamp AS last_ddl_timestamp, 0 AS session_timeout, NULL::varchar(128) AS external_id
    FROM pg_catalog.pg_user;
CREATE OR REPLACE VIEW pg_catalog.pg_user_info AS
  SELECT usename, usesysid, usecreatedb, usesuper, usecatupd, passwd, valuntil, useconfig, 'UNLIMITED'::text AS useconnlimit,
      'RESTRICTED'::text AS syslogaccess, NULL::timestamp AS last_ddl_ts, 0 AS sessiontimeout, NULL::text AS external_id
    FROM (SELECT u.*, true AS usecatupd FROM pg_catalog.pg_user u) u;
CREATE OR REPLACE VIEW pg_catalog.svv_mv_info AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS database_name, n.nspname::varchar(128) AS schema_name,
      pg_get_userbyid(c.relowner)::varchar(128) AS user_name, c.relname::varchar(128) AS name, 'f'::varchar(1) AS is_stale,
      pg_get_userbyid(c.relowner)::varchar(128) AS owner, 1 AS state, 'f'::varchar(1) AS autorewrite, 'f'::varchar(1) AS autorefresh
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm';
CREATE OR REPLACE VIEW pg_catalog.pg_database_info AS
  SELECT oid AS datid, datname, datdba, encoding, datallowconn, NULL::int AS datlastsysoid, datconnlimit::text AS datconnlimit,
      starlift_sandbox.isolation_level()::text AS datisolationlevel, datacl
    FROM starlift_sandbox.pg_database;
CREATE OR REPLACE VIEW pg_catalog.stv_db_isolation_level AS
  SELECT datname AS db_name, starlift_sandbox.isolation_level()::text AS isolation_level FROM starlift_sandbox.pg_database;

CREATE OR REPLACE VIEW pg_catalog.pg_proc_info AS
  SELECT oid AS prooid, p.*, prokind = 'a' AS proisagg, NULL::oid AS proinfoid
    FROM (SELECT * FROM pg_catalog.pg_proc) p;
