-- System views under Redshift's names, in pg_catalog as there.
SET LOCAL allow_system_table_mods = on;

-- A view whose columns have changed cannot be replaced, so those of an older sandbox go first.
DO $$
DECLARE
  old regclass;
BEGIN
  FOR old IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'v' AND c.oid >= 16384
        AND n.nspname IN ('pg_catalog', 'starlift_sandbox') AND c.relname NOT LIKE 'granted\_%' AND c.relname <> 'outbound_object' LOOP
    IF EXISTS (SELECT FROM pg_class WHERE oid = old) THEN
      EXECUTE format('DROP VIEW %s CASCADE', old);
    END IF;
  END LOOP;
END $$;

CREATE OR REPLACE VIEW pg_catalog.svv_redshift_databases AS
  SELECT split_part(d.datname, '/', 2)::varchar(128) AS database_name, 100 AS database_owner,
      'local'::varchar(32) AS database_type, ''::varchar(128) AS database_acl, ''::varchar(128) AS database_options,
      (CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0
          AND 'default_transaction_isolation=serializable' = ANY (s.setconfig))
        THEN 'Serializable' ELSE 'Snapshot Isolation' END)::varchar(128) AS database_isolation_level
    FROM pg_catalog.pg_database d
    WHERE split_part(d.datname, '/', 1) = split_part(pg_catalog.current_database(), '/', 1) AND d.datname LIKE '%/%'
  UNION ALL
  SELECT name, 100, 'shared', '', '{"datashare_name":"' || share || '","datashare_producer_namespace":"' || producer_id || '"}',
      'Snapshot Isolation'
    FROM starlift_sandbox.share_database;

CREATE OR REPLACE VIEW starlift_sandbox.relation AS
  SELECT c.oid, n.nspname::text AS schema_name, c.relname::text AS table_name, c.relkind,
      pg_get_userbyid(c.relowner)::text AS owner, obj_description(c.oid, 'pg_class') AS remarks,
      array_to_string(c.relacl, '~') AS acl
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm') AND (starlift_sandbox.is_visible_schema(n.nspname) OR n.oid = pg_my_temp_schema())
      AND (has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, REFERENCES')
        OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'));

CREATE OR REPLACE VIEW starlift_sandbox.relation_column AS
  SELECT r.oid, r.schema_name, r.table_name, r.relkind, a.attname::text AS column_name, a.attnum::int AS ordinal_position,
      CASE WHEN a.attidentity <> '' THEN
          (SELECT format('"identity"(%s, %s, %L::text)', r.oid, a.attnum - 1, coalesce(n.identities ->> a.attname, '1,1'))
            FROM (SELECT) one LEFT JOIN starlift_sandbox.table_note n ON n.relid = r.oid)
        ELSE pg_get_expr(d.adbin, d.adrelid) END AS column_default,
      CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS is_nullable,
      starlift_sandbox.type_name(a.atttypid) AS data_type,
      format_type(a.atttypid, a.atttypmod) AS full_type,
      CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 4 THEN a.atttypmod - 4
        WHEN a.atttypid IN ('varchar'::regtype, 'text'::regtype) THEN 65535 END AS character_maximum_length,
      CASE a.atttypid WHEN 'int2'::regtype THEN 16 WHEN 'int4'::regtype THEN 32 WHEN 'int8'::regtype THEN 64
        WHEN 'float4'::regtype THEN 24 WHEN 'float8'::regtype THEN 53
        WHEN 'numeric'::regtype THEN CASE WHEN a.atttypmod > 0 THEN ((a.atttypmod - 4) >> 16) & 65535 ELSE 38 END
        END AS numeric_precision,
      CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'float4'::regtype, 'float8'::regtype) THEN 2
        WHEN a.atttypid = 'numeric'::regtype THEN 10 END AS numeric_precision_radix,
      CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) THEN 0
        WHEN a.atttypid = 'numeric'::regtype THEN CASE WHEN a.atttypmod > 0 THEN (a.atttypmod - 4) & 2047 ELSE 0 END
        END AS numeric_scale,
      CASE WHEN a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype, 'time'::regtype, 'timetz'::regtype) THEN 6
        END AS datetime_precision,
      col_description(r.oid, a.attnum) AS remarks
    FROM starlift_sandbox.relation r
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum;

CREATE OR REPLACE VIEW pg_catalog.svv_tables AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS table_catalog, schema_name::varchar(128) AS table_schema,
      table_name::varchar(128) AS table_name,
      (CASE relkind WHEN 'r' THEN 'BASE TABLE' ELSE 'VIEW' END)::varchar(128) AS table_type, remarks::varchar(256) AS remarks
    FROM starlift_sandbox.relation;

CREATE OR REPLACE VIEW pg_catalog.svv_columns AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS table_catalog, schema_name::varchar(128) AS table_schema,
      table_name::varchar(128) AS table_name, column_name::varchar(128) AS column_name, ordinal_position,
      column_default::varchar(4000) AS column_default, is_nullable::varchar(3) AS is_nullable,
      data_type::varchar(128) AS data_type, character_maximum_length, numeric_precision, numeric_precision_radix,
      numeric_scale, datetime_precision, NULL::varchar(128) AS interval_type, NULL::varchar(128) AS interval_precision,
      NULL::varchar(128) AS character_set_catalog, NULL::varchar(128) AS character_set_schema,
      NULL::varchar(128) AS character_set_name, NULL::varchar(128) AS collation_catalog,
      NULL::varchar(128) AS collation_schema, NULL::varchar(128) AS collation_name, NULL::varchar(128) AS domain_name,
      remarks::varchar(256) AS remarks
    FROM starlift_sandbox.relation_column;

CREATE OR REPLACE VIEW pg_catalog.svv_redshift_schemas AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS database_name, nspname::varchar(128) AS schema_name,
      100 AS schema_owner, 'local'::varchar(16) AS schema_type, array_to_string(nspacl, '~')::varchar(128) AS schema_acl,
      ''::varchar(128) AS schema_option
    FROM pg_namespace WHERE starlift_sandbox.is_visible_schema(nspname);

CREATE OR REPLACE VIEW pg_catalog.svv_all_schemas AS
  SELECT database_name, schema_name, schema_owner, schema_type, schema_acl, ''::varchar(128) AS source_database, schema_option
    FROM pg_catalog.svv_redshift_schemas
  UNION
  SELECT d.name, o.object_name, 100, 'shared', '', '', ''
    FROM starlift_sandbox.share_database d JOIN starlift_sandbox.inbound_object o
      ON o.share_name = d.share AND o.producer_namespace = d.producer_id AND starlift_sandbox.is_mine(o.namespace_id)
    WHERE o.object_type = 'schema';

CREATE OR REPLACE VIEW pg_catalog.svv_redshift_tables AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS database_name, schema_name::varchar(128) AS schema_name,
      table_name::varchar(128) AS table_name, (CASE relkind WHEN 'r' THEN 'TABLE' ELSE 'VIEW' END)::varchar(128) AS table_type,
      acl::varchar(128) AS table_acl, remarks::varchar(128) AS remarks
    FROM starlift_sandbox.relation;

CREATE OR REPLACE VIEW pg_catalog.svv_all_tables AS
  SELECT * FROM pg_catalog.svv_redshift_tables
  UNION
  SELECT d.name, split_part(o.object_name, '.', 1), split_part(o.object_name, '.', 2),
      (CASE o.object_type WHEN 'view' THEN 'VIEW' ELSE 'TABLE' END), '', NULL
    FROM starlift_sandbox.share_database d JOIN starlift_sandbox.inbound_object o
      ON o.share_name = d.share AND o.producer_namespace = d.producer_id AND starlift_sandbox.is_mine(o.namespace_id)
    WHERE o.object_type IN ('table', 'view');

CREATE OR REPLACE VIEW pg_catalog.svv_redshift_columns AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS database_name, schema_name::varchar(128) AS schema_name,
      table_name::varchar(128) AS table_name, column_name::varchar(128) AS column_name, ordinal_position,
      data_type::varchar(128) AS data_type, column_default::varchar(4000) AS column_default,
      is_nullable::varchar(3) AS is_nullable, coalesce(n.encodings ->> column_name, 'none')::varchar(128) AS encoding,
      coalesce(n.distkey = column_name, false) AS distkey, coalesce(array_position(n.sortkey, column_name), 0) AS sortkey,
      ''::varchar(128) AS column_acl, remarks::varchar(256) AS remarks
    FROM starlift_sandbox.relation_column LEFT JOIN starlift_sandbox.table_note n ON n.relid = oid;

CREATE OR REPLACE VIEW pg_catalog.svv_all_columns AS
  SELECT starlift_sandbox.current_database()::varchar(128) AS database_name, schema_name::varchar(128) AS schema_name,
      table_name::varchar(128) AS table_name, column_name::varchar(128) AS column_name, ordinal_position,
      column_default::varchar(4000) AS column_default, is_nullable::varchar(3) AS is_nullable,
      data_type::varchar(128) AS data_type, character_maximum_length, numeric_precision, numeric_scale,
      remarks::varchar(256) AS remarks
    FROM starlift_sandbox.relation_column
  UNION
  SELECT d.name, i.schema_name, i.table_name, i.column_name, i.ordinal_position, i.column_default, i.is_nullable, i.data_type,
      i.character_maximum_length, i.numeric_precision, i.numeric_scale, i.remarks
    FROM starlift_sandbox.share_database d JOIN starlift_sandbox.inbound_column i
      ON i.share_name = d.share AND i.producer_namespace = d.producer_id AND starlift_sandbox.is_mine(i.namespace_id);

CREATE OR REPLACE VIEW pg_catalog.svv_external_schemas AS
  SELECT 0::oid AS esoid, 0::smallint AS eskind, ''::varchar(128) AS schemaname, 0 AS esowner,
      ''::varchar(128) AS databasename, ''::varchar(128) AS esoptions WHERE false;

CREATE OR REPLACE VIEW pg_catalog.svv_external_tables AS
  SELECT ''::varchar(128) AS redshift_database_name, ''::varchar(128) AS schemaname, ''::varchar(128) AS tablename,
      ''::varchar(128) AS tabletype, ''::varchar(128) AS location, ''::varchar(128) AS input_format,
      ''::varchar(128) AS output_format, ''::varchar(128) AS serialization_lib, ''::varchar(128) AS serde_parameters,
      0 AS compressed, ''::varchar(128) AS parameters WHERE false;

CREATE OR REPLACE VIEW pg_catalog.svv_external_columns AS
  SELECT ''::varchar(128) AS redshift_database_name, ''::varchar(128) AS schemaname, ''::varchar(128) AS tablename,
      ''::varchar(128) AS columnname, ''::varchar(128) AS external_type, 0 AS columnnum, 0 AS part_key,
      ''::varchar(5) AS is_nullable WHERE false;

-- Callers name the columns.
CREATE OR REPLACE FUNCTION pg_catalog.pg_get_late_binding_view_cols() RETURNS SETOF record
  LANGUAGE sql STABLE AS $$
  SELECT n.nspname, c.relname, a.attname, starlift_sandbox.format_type(a.atttypid, a.atttypmod)::varchar, a.attnum::int
    FROM starlift_sandbox.late_view v JOIN pg_catalog.pg_class c ON c.oid = v.relid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 $$;

CREATE OR REPLACE VIEW pg_catalog.pg_table_def AS
  SELECT c.schema_name::name AS schemaname, c.table_name::name AS tablename, c.column_name::name AS "column",
      replace(replace(c.full_type, 'jsonb', 'super'), 'bytea', 'binary varying') AS type,
      coalesce(n.encodings ->> c.column_name, 'none')::varchar(32) AS encoding,
      coalesce(n.distkey = c.column_name, false) AS distkey,
      coalesce(array_position(n.sortkey, c.column_name), 0) AS sortkey,
      c.is_nullable = 'NO' AS "notnull"
    FROM starlift_sandbox.relation_column c LEFT JOIN starlift_sandbox.table_note n ON n.relid = c.oid
    WHERE c.relkind = 'r' AND c.schema_name = ANY (current_schemas(true)::text[]);

CREATE OR REPLACE VIEW pg_catalog.svv_table_info AS
  SELECT starlift_sandbox.current_database()::text AS database, r.schema_name AS schema, r.oid AS table_id,
      r.table_name AS "table", CASE WHEN n.encodings = '{}' THEN 'Y, AUTO(ENCODE)' ELSE 'Y' END AS encoded,
      CASE coalesce(n.diststyle, '') WHEN 'KEY' THEN 'KEY(' || n.distkey || ')' WHEN '' THEN 'AUTO(ALL)' WHEN 'AUTO' THEN 'AUTO(ALL)'
        ELSE n.diststyle END AS diststyle,
      CASE n.sortstyle WHEN 'interleaved' THEN 'INTERLEAVED' ELSE n.sortkey[1] END AS sortkey1,
      (SELECT max(character_maximum_length) FROM starlift_sandbox.relation_column c WHERE c.oid = r.oid) AS max_varchar,
      NULL::text AS sortkey1_enc, coalesce(array_length(n.sortkey, 1), 0) AS sortkey_num,
      greatest(pg_relation_size(r.oid) / 1048576, 1) AS size, 0::numeric(10,4) AS pct_used, 0::bigint AS empty,
      0::numeric(5,2) AS unsorted, 0::numeric(5,2) AS stats_off,
      greatest(c.reltuples, 0)::numeric(38,0) AS tbl_rows, NULL::numeric(19,2) AS skew_sortkey1,
      NULL::numeric(19,2) AS skew_rows, greatest(c.reltuples, 0)::numeric(38,0) AS estimated_visible_rows,
      NULL::text AS risk_event, NULL::numeric(12,2) AS vacuum_sort_benefit, n.created AS create_time
    FROM starlift_sandbox.relation r JOIN pg_class c ON c.oid = r.oid
      LEFT JOIN starlift_sandbox.table_note n ON n.relid = r.oid
    WHERE r.relkind = 'r' AND r.schema_name NOT IN ('pg_catalog', 'information_schema');

-- Loads
CREATE OR REPLACE VIEW pg_catalog.sys_load_history AS
  SELECT 100 AS user_id, query_id, 0::bigint AS transaction_id, session_id,
      starlift_sandbox.current_database()::text AS database_name, table_name, status, start_time, end_time,
      (extract(epoch FROM end_time - start_time) * 1000000)::bigint AS duration, data_source, file_format, loaded_rows,
      loaded_bytes, source_file_count, loaded_bytes AS source_file_bytes, source_file_count AS file_count_scanned,
      loaded_bytes AS file_bytes_scanned, error_count
    FROM starlift_sandbox.load_history;

CREATE OR REPLACE VIEW pg_catalog.sys_load_error_detail AS
  SELECT 100 AS user_id, query_id, 0::bigint AS transaction_id, session_id,
      starlift_sandbox.current_database()::text AS database_name, to_regclass(table_name)::oid::int AS table_id, start_time,
      file_name, line_number, column_name, column_type, column_length, position, error_code, error_message
    FROM starlift_sandbox.load_error;

CREATE OR REPLACE VIEW pg_catalog.stl_load_errors AS
  SELECT 100 AS userid, 0 AS slice, to_regclass(table_name)::oid::int AS tbl, start_time AS starttime, session_id AS session,
      query_id AS query, file_name AS filename, line_number, column_name AS colname, column_type AS type,
      column_length AS col_length, position, raw_line, raw_field AS raw_field_value, error_code AS err_code,
      error_message AS err_reason, 0 AS is_partial, 0 AS start_offset
    FROM starlift_sandbox.load_error;

CREATE OR REPLACE VIEW pg_catalog.sys_unload_history AS
  SELECT 100 AS user_id, query_id, 0::bigint AS transaction_id, session_id,
      starlift_sandbox.current_database()::text AS database_name, status, start_time, end_time,
      (extract(epoch FROM end_time - start_time) * 1000000)::bigint AS duration, file_format, NULL::text AS compression_type,
      unloaded_location, unloaded_rows, unloaded_files_count, unloaded_files_size, NULL::text AS warning, error_message
    FROM starlift_sandbox.unload_history;

CREATE OR REPLACE VIEW pg_catalog.sys_load_detail AS
  SELECT 100 AS user_id, query_id, file_name, file_bytes AS bytes_scanned, lines_scanned, 0::bigint AS split_offset,
      end_time AS last_updated_time, file_format, error_count
    FROM starlift_sandbox.load_file;

CREATE OR REPLACE VIEW pg_catalog.stl_load_commits AS
  SELECT 100 AS userid, query_id AS query, 0 AS slice, ''::text AS name, file_name AS filename, 0 AS byte_offset,
      lines_scanned, error_count AS errors, end_time AS curtime, 1 AS status,
      CASE file_format WHEN 'avro' THEN 'Avro' WHEN 'json' THEN 'JSON' WHEN 'orc' THEN 'ORC' WHEN 'parquet' THEN 'Parquet'
        ELSE 'Text' END AS file_format, 0 AS is_partial, 0::bigint AS start_offset
    FROM starlift_sandbox.load_file WHERE status = 'completed';

CREATE OR REPLACE VIEW pg_catalog.stl_loaderror_detail AS
  SELECT 100 AS userid, 0 AS slice, NULL::int AS session, query_id AS query, file_name AS filename, line_number, field,
      column_name AS colname, value, CASE WHEN value IS NULL THEN 1 ELSE 0 END AS is_null, column_type AS type,
      column_length AS col_length
    FROM starlift_sandbox.load_error_field;

-- A COPY of this session is over before anything else can be asked.
CREATE OR REPLACE VIEW pg_catalog.stv_load_state AS
  SELECT NULL::int AS userid, NULL::int AS session, NULL::int AS query, NULL::int AS slice, NULL::int AS pid,
      NULL::timestamp AS recordtime, NULL::bigint AS bytes_to_load, NULL::bigint AS bytes_loaded,
      NULL::bigint AS bytes_to_load_compressed, NULL::bigint AS bytes_loaded_compressed, NULL::int AS lines,
      NULL::int AS num_files, NULL::int AS num_files_complete, NULL::text AS current_file, NULL::float8 AS pct_complete
    WHERE false;

CREATE OR REPLACE VIEW pg_catalog.stl_unload_log AS
  SELECT 100 AS userid, query_id AS query, 0 AS slice, NULL::int AS pid, file_name AS path, start_time, end_time, line_count,
      file_bytes AS transfer_size, file_format
    FROM starlift_sandbox.unload_file;

CREATE OR REPLACE VIEW pg_catalog.sys_unload_detail AS
  SELECT 100 AS user_id, query_id, file_name, start_time, end_time, line_count AS row_count, file_bytes AS file_size, file_format
    FROM starlift_sandbox.unload_file;

-- Data shares
CREATE OR REPLACE VIEW pg_catalog.svv_datashares AS
  SELECT s.name::varchar(128) AS share_name, 0 AS share_id, 100 AS share_owner,
      starlift_sandbox.current_database()::varchar(128) AS source_database, NULL::varchar(128) AS consumer_database,
      'OUTBOUND'::varchar(8) AS share_type, s.created AS createdate, s.publicaccessible AS is_publicaccessible,
      NULL::varchar(256) AS share_acl, '000000000000'::varchar(16) AS producer_account,
      starlift_sandbox.namespace_id()::varchar(64) AS producer_namespace, NULL::varchar(64) AS managed_by
    FROM starlift_sandbox.share s
  UNION
  SELECT i.share_name, 0, NULL, NULL, d.name, 'INBOUND', i.created, i.publicaccessible, NULL, '000000000000',
      i.producer_namespace, NULL
    FROM starlift_sandbox.inbound_share i
      LEFT JOIN starlift_sandbox.share_database d ON d.share = i.share_name AND d.producer_id = i.producer_namespace
    WHERE starlift_sandbox.is_mine(i.namespace_id);

CREATE OR REPLACE VIEW pg_catalog.svv_datashare_objects AS
  SELECT 'OUTBOUND'::varchar(8) AS share_type, share_name::varchar(128) AS share_name, object_type::varchar(64) AS object_type,
      object_name::varchar(512) AS object_name, '000000000000'::varchar(16) AS producer_account,
      starlift_sandbox.namespace_id()::varchar(64) AS producer_namespace, include_new
    FROM starlift_sandbox.outbound_object
  UNION
  SELECT 'INBOUND', share_name, object_type, object_name, '000000000000', producer_namespace, include_new
    FROM starlift_sandbox.inbound_object WHERE starlift_sandbox.is_mine(namespace_id);

CREATE OR REPLACE VIEW pg_catalog.svv_datashare_consumers AS
  SELECT share::varchar(128) AS share_name,
      (CASE WHEN namespace_id LIKE 'account:%' THEN substr(namespace_id, 9) END)::varchar(16) AS consumer_account,
      (CASE WHEN namespace_id NOT LIKE 'account:%' THEN namespace_id END)::varchar(64) AS consumer_namespace,
      granted AS share_date
    FROM starlift_sandbox.share_consumer;

CREATE OR REPLACE VIEW pg_catalog.svv_datashare_privileges AS
  SELECT share::varchar(128) AS share_name, privilege::varchar(16) AS privilege_type, coalesce(r.oid, 0)::int AS identity_id,
      grantee::varchar(128) AS identity_name, grantee_type::varchar(16) AS identity_type, admin_option
    FROM starlift_sandbox.share_privilege p LEFT JOIN pg_catalog.pg_roles r ON r.rolname = p.grantee;
