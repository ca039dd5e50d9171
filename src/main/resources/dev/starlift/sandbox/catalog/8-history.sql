-- The statements that the gateway has executed. It fills the table behind before a statement reads one of these views.
CREATE OR REPLACE VIEW starlift_sandbox.query AS
  SELECT h.*, CASE split_part(head, ' ', 1)
      WHEN 'SELECT' THEN 'SELECT' WHEN 'WITH' THEN 'SELECT' WHEN 'VALUES' THEN 'SELECT' WHEN '(' THEN 'SELECT'
      WHEN 'FETCH' THEN 'SELECT' WHEN 'INSERT' THEN 'INSERT' WHEN 'UPDATE' THEN 'UPDATE' WHEN 'DELETE' THEN 'DELETE'
      WHEN 'MERGE' THEN 'MERGE' WHEN 'COPY' THEN 'COPY' WHEN 'UNLOAD' THEN 'UNLOAD'
      WHEN 'CREATE' THEN 'DDL' WHEN 'ALTER' THEN 'DDL' WHEN 'DROP' THEN 'DDL' WHEN 'GRANT' THEN 'DDL' WHEN 'REVOKE' THEN 'DDL'
      WHEN 'COMMENT' THEN 'DDL' ELSE 'UTILITY' END AS query_type,
      (extract(epoch FROM end_time - start_time) * 1000000)::bigint AS elapsed
    FROM starlift_sandbox.query_history h;

CREATE OR REPLACE VIEW pg_catalog.sys_query_history AS
  SELECT 100 AS user_id, query_id, label::text AS query_label, 0::bigint AS transaction_id, session_id,
      starlift_sandbox.current_database()::text AS database_name, query_type::text AS query_type, status::text AS status,
      false AS result_cache_hit, start_time, end_time, elapsed AS elapsed_time, 0::bigint AS queue_time,
      elapsed AS execution_time, nullif(error, '')::text AS error_message,
      CASE query_type WHEN 'SELECT' THEN rows ELSE 0 END AS returned_rows, NULL::bigint AS returned_bytes,
      query::text AS query_text, NULL::text AS redshift_version, NULL::text AS usage_limit, 'primary'::text AS compute_type,
      0::bigint AS compile_time, 0::bigint AS planning_time, 0::bigint AS lock_wait_time, NULL::int AS service_class_id,
      NULL::text AS service_class_name, NULL::text AS query_priority, NULL::text AS short_query_accelerated,
      md5(query)::text AS user_query_hash, NULL::text AS generic_query_hash, 1 AS query_hash_version
    FROM starlift_sandbox.query;

-- Texts come in pieces of 200 characters.
CREATE OR REPLACE VIEW pg_catalog.sys_query_text AS
  SELECT 100 AS user_id, query_id, 0::bigint AS transaction_id, session_id, start_time, n AS sequence,
      substr(query, n * 200 + 1, 200)::text AS text
    FROM starlift_sandbox.query_history CROSS JOIN LATERAL generate_series(0, (length(query) - 1) / 200) n;

CREATE OR REPLACE VIEW pg_catalog.stl_querytext AS
  SELECT 100 AS userid, 0::bigint AS xid, session_id AS pid, query_id AS query, n AS sequence,
      substr(query, n * 200 + 1, 200)::text AS text
    FROM starlift_sandbox.query_history CROSS JOIN LATERAL generate_series(0, (length(query) - 1) / 200) n;

CREATE OR REPLACE VIEW pg_catalog.stl_query AS
  SELECT 100 AS userid, query_id AS query, label::text AS label, 0::bigint AS xid, session_id AS pid,
      starlift_sandbox.current_database()::text AS database, query::text AS querytxt, start_time AS starttime,
      end_time AS endtime, CASE status WHEN 'success' THEN 0 ELSE 1 END AS aborted, 0 AS insert_pristine,
      0 AS concurrency_scaling_status
    FROM starlift_sandbox.query_history;

CREATE OR REPLACE VIEW pg_catalog.svl_qlog AS
  SELECT 100 AS userid, query_id AS query, 0::bigint AS xid, session_id AS pid, start_time AS starttime, end_time AS endtime,
      elapsed, CASE status WHEN 'success' THEN 0 ELSE 1 END AS aborted, label::text AS label, substr(query, 1, 60)::text AS substring,
      NULL::bigint AS source_query, NULL::text AS concurrency_scaling_status_txt, 0 AS from_sp_call
    FROM starlift_sandbox.query;

-- What consumers see of shared columns, as inbound_column; see 4-sharing.
CREATE OR REPLACE VIEW starlift_sandbox.granted_column AS
  SELECT t.share AS share_name, r.schema_name, r.table_name, r.column_name, r.ordinal_position, r.column_default,
      r.is_nullable, r.data_type, r.character_maximum_length, r.numeric_precision, r.numeric_scale, r.remarks,
      starlift_sandbox.namespace_id()::text AS producer_namespace, c.namespace_id
    FROM starlift_sandbox.share_table t JOIN starlift_sandbox.relation_column r ON r.oid = t.relid
      JOIN starlift_sandbox.share_consumer c ON c.share = t.share;
