-- What Redshift keeps of tables, loads and shares and PostgreSQL has no place for.
-- Run again whenever it has changed: every statement must stand that.
CREATE SCHEMA IF NOT EXISTS starlift_sandbox;
GRANT USAGE ON SCHEMA starlift_sandbox TO PUBLIC;

CREATE TABLE IF NOT EXISTS starlift_sandbox.table_note (
  relid oid PRIMARY KEY,
  diststyle text,
  distkey text,
  sortstyle text,
  sortkey text[],
  encodings jsonb NOT NULL DEFAULT '{}',
  identities jsonb NOT NULL DEFAULT '{}',
  created timestamp NOT NULL DEFAULT localtimestamp
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.table_key (
  relid oid NOT NULL,
  name text NOT NULL,
  kind "char" NOT NULL,
  columns int2[] NOT NULL,
  ref_relid oid,
  ref_columns int2[],
  PRIMARY KEY (relid, name)
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.load_history (
  query_id bigint NOT NULL,
  user_name text,
  session_id int,
  table_name text,
  status text,
  start_time timestamp,
  end_time timestamp,
  data_source text,
  file_format text,
  loaded_rows bigint,
  loaded_bytes bigint,
  source_file_count int,
  error_count bigint
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.load_error (
  query_id bigint NOT NULL,
  user_name text,
  session_id int,
  table_name text,
  start_time timestamp,
  file_name text,
  line_number bigint,
  column_name text,
  column_type text,
  column_length text,
  position int,
  error_code int,
  error_message text,
  raw_field text,
  raw_line text
);

-- The fields of a refused line, up to the one at fault.
CREATE TABLE IF NOT EXISTS starlift_sandbox.load_error_field (
  query_id bigint NOT NULL,
  user_name text,
  file_name text,
  line_number bigint,
  field int,
  column_name text,
  column_type text,
  column_length text,
  value text
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.load_file (
  query_id bigint NOT NULL,
  file_name text,
  file_bytes bigint,
  file_format text,
  lines_scanned bigint,
  error_count bigint,
  end_time timestamp,
  status text
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.unload_file (
  query_id bigint NOT NULL,
  user_name text,
  file_name text,
  line_count bigint,
  file_bytes bigint,
  file_format text,
  start_time timestamp,
  end_time timestamp
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.unload_history (
  query_id bigint NOT NULL,
  user_name text,
  session_id int,
  status text,
  start_time timestamp,
  end_time timestamp,
  file_format text,
  unloaded_location text,
  unloaded_rows bigint,
  unloaded_files_count int,
  unloaded_files_size bigint,
  error_message text
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.share (
  name text PRIMARY KEY,
  owner text NOT NULL,
  publicaccessible boolean NOT NULL,
  created timestamp NOT NULL DEFAULT localtimestamp
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.share_schema (
  share text NOT NULL REFERENCES starlift_sandbox.share ON DELETE CASCADE,
  nspid oid NOT NULL,
  includenew boolean NOT NULL DEFAULT false,
  PRIMARY KEY (share, nspid)
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.share_table (
  share text NOT NULL REFERENCES starlift_sandbox.share ON DELETE CASCADE,
  relid oid NOT NULL,
  PRIMARY KEY (share, relid)
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.share_consumer (
  share text NOT NULL REFERENCES starlift_sandbox.share ON DELETE CASCADE,
  namespace_id text NOT NULL,
  granted timestamp NOT NULL DEFAULT localtimestamp,
  PRIMARY KEY (share, namespace_id)
);

-- On the consumer: the databases that were made from the shares of others.
CREATE TABLE IF NOT EXISTS starlift_sandbox.share_database (
  name text PRIMARY KEY,
  share text NOT NULL,
  producer_id text NOT NULL,
  producer_namespace text NOT NULL,
  producer_database text NOT NULL,
  created timestamp NOT NULL DEFAULT localtimestamp
);

-- On the consumer: what others grant. Empty themselves, with a foreign table as a child for each of
-- the other namespaces.
CREATE TABLE IF NOT EXISTS starlift_sandbox.inbound_share (
  share_name text,
  owner text,
  publicaccessible boolean,
  created timestamp,
  source_database text,
  producer_namespace text,
  namespace_id text
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.inbound_object (
  share_name text,
  object_type text,
  object_name text,
  include_new boolean,
  producer_namespace text,
  namespace_id text
);

-- Keys have an id of their own, by which the catalog's tables show them as constraints and indexes.
ALTER TABLE starlift_sandbox.table_key ADD COLUMN IF NOT EXISTS id int GENERATED ALWAYS AS IDENTITY;

-- Views WITH NO SCHEMA BINDING, and the query of each as PostgreSQL understands it.
CREATE TABLE IF NOT EXISTS starlift_sandbox.late_view (
  relid oid PRIMARY KEY,
  columns text[] NOT NULL,
  query text NOT NULL,
  definition text NOT NULL
);

-- The last statements. What is lost with the machine is no loss.
CREATE UNLOGGED TABLE IF NOT EXISTS starlift_sandbox.query_history (
  query_id bigint PRIMARY KEY,
  session_id int NOT NULL,
  label text NOT NULL,
  head text NOT NULL,
  status text NOT NULL,
  start_time timestamp NOT NULL,
  end_time timestamp NOT NULL,
  error text NOT NULL,
  rows bigint NOT NULL,
  query text NOT NULL
);

-- A grant to a whole account has account:<its number> in the place of a namespace.
ALTER TABLE starlift_sandbox.share_database ADD COLUMN IF NOT EXISTS with_permissions boolean NOT NULL DEFAULT false;

CREATE TABLE IF NOT EXISTS starlift_sandbox.share_function (
  share text NOT NULL REFERENCES starlift_sandbox.share ON DELETE CASCADE,
  funcid oid NOT NULL,
  PRIMARY KEY (share, funcid)
);

-- ALTER and SHARE, which users of the producer hold.
CREATE TABLE IF NOT EXISTS starlift_sandbox.share_privilege (
  share text NOT NULL REFERENCES starlift_sandbox.share ON DELETE CASCADE,
  privilege text NOT NULL,
  grantee text NOT NULL,
  grantee_type text NOT NULL,
  admin_option boolean NOT NULL,
  PRIMARY KEY (share, privilege, grantee, grantee_type)
);

CREATE TABLE IF NOT EXISTS starlift_sandbox.inbound_column (
  share_name text,
  schema_name text,
  table_name text,
  column_name text,
  ordinal_position int,
  column_default text,
  is_nullable text,
  data_type text,
  character_maximum_length int,
  numeric_precision int,
  numeric_scale int,
  remarks text,
  producer_namespace text,
  namespace_id text
);
