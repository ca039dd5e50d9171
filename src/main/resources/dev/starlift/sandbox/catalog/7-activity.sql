-- What Redshift tells of sessions, locks, blocks, and of how statements went in its own engine. The sandbox has nothing
-- to say of the latter: the views for that are there, so that what is built over them can be made, and hold nothing.
CREATE OR REPLACE VIEW pg_catalog.pg_conf AS
  SELECT ''::varchar(128) AS key, ''::varchar(128) AS value WHERE false;

CREATE OR REPLACE VIEW pg_catalog.stv_sessions AS
  SELECT backend_start::timestamp AS starttime, pid AS process, usename::varchar(50) AS user_name,
      split_part(datname, '/', 2)::varchar(50) AS db_name, 0 AS timeout_sec
    FROM pg_catalog.pg_stat_activity WHERE datname LIKE split_part(pg_catalog.current_database(), '/', 1) || '/%';
CREATE OR REPLACE VIEW pg_catalog.stv_recents AS
  SELECT usesysid::int AS userid, CASE state WHEN 'active' THEN 'Running' ELSE 'Done' END::varchar(20) AS status,
      query_start::timestamp AS starttime,
      (extract(epoch FROM clock_timestamp() - query_start) * 1000000)::bigint AS duration, usename::varchar(50) AS user_name,
      split_part(datname, '/', 2)::varchar(50) AS db_name, query::varchar(600) AS query, pid
    FROM pg_catalog.pg_stat_activity WHERE datname LIKE split_part(pg_catalog.current_database(), '/', 1) || '/%';
CREATE OR REPLACE VIEW pg_catalog.stv_inflight AS
  SELECT usesysid::int AS userid, 0 AS slice, -1::bigint AS query, ''::varchar(320) AS label, backend_xid::text::bigint AS xid, pid,
      query_start::timestamp AS starttime, query::varchar(100) AS text, 0 AS suspended, 0 AS insert_pristine, 0 AS concurrency_scaling_status
    FROM pg_catalog.pg_stat_activity
    WHERE state = 'active' AND datname LIKE split_part(pg_catalog.current_database(), '/', 1) || '/%';
CREATE OR REPLACE VIEW pg_catalog.stv_locks AS
  SELECT l.relation::int AS table_id, now()::timestamp AS last_commit, now()::timestamp AS last_update, -1::bigint AS lock_owner,
      l.pid AS lock_owner_pid, a.xact_start::timestamp AS lock_owner_start_ts, NULL::timestamp AS lock_owner_end_ts,
      l.mode::varchar(22) AS lock_status
    FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'relation' AND l.relation >= 16384;
CREATE OR REPLACE VIEW pg_catalog.svv_transactions AS
  SELECT a.usename::text AS txn_owner, split_part(a.datname, '/', 2) AS txn_db, a.backend_xid::text::bigint AS xid, l.pid,
      a.xact_start::timestamp AS txn_start, l.mode AS lock_mode, l.locktype AS lockable_object_type, l.relation::int AS relation,
      l.granted
    FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid;
CREATE OR REPLACE VIEW pg_catalog.stv_slices AS SELECT 0 AS node, n AS slice, 0 AS localslice, 'D'::varchar(1) AS type
  FROM generate_series(0, 1) n;
CREATE OR REPLACE VIEW pg_catalog.stv_tbl_perm AS
  SELECT 0 AS slice, c.oid::int AS id, c.relname::varchar(72) AS name, greatest(c.reltuples, 0)::bigint AS rows,
      greatest(c.reltuples, 0)::bigint AS sorted_rows, 0 AS temp, d.oid::int AS db_id, 0 AS insert_pristine,
      0 AS delete_pristine, 1 AS backup, 0 AS dist_style, (pg_relation_size(c.oid) / 1048576)::int AS block_count
    FROM pg_catalog.pg_class c CROSS JOIN pg_catalog.pg_database d
    WHERE c.relkind = 'r' AND c.oid >= 16384 AND d.datname = pg_catalog.current_database();
CREATE OR REPLACE VIEW pg_catalog.stv_blocklist AS
  SELECT 0 AS slice, 0 AS col, c.oid::int AS tbl, n AS blocknum, 0 AS num_values, 0::bigint AS extended_limits,
      0::bigint AS minvalue, 0::bigint AS maxvalue, 0 AS sb_pos, 0 AS pinned, 0 AS on_disk, 0 AS modified, 0 AS hdr_modified,
      0 AS unsorted, 0 AS tombstone, 0 AS preferred_diskno, 0 AS temporary, 0 AS newblock, 0 AS num_readers, 0 AS flags
    FROM pg_catalog.pg_class c CROSS JOIN LATERAL generate_series(0, pg_relation_size(c.oid) / 1048576) n
    WHERE c.relkind = 'r' AND c.oid >= 16384;
-- Views that hold nothing: name, then each column with its type.
DO $$
DECLARE
  history text := '
    stl_ddltext: userid int, xid bigint, pid int, label text, starttime timestamp, endtime timestamp, sequence int, text text
    stl_utilitytext: userid int, xid bigint, pid int, label text, starttime timestamp, endtime timestamp, sequence int, text text
    stl_scan: userid int, query bigint, slice int, segment int, step int, starttime timestamp, endtime timestamp, tasknum int, rows bigint, bytes bigint, fetches bigint, type int, tbl int, is_rrscan text, is_delayed_scan text, rows_pre_filter bigint, rows_pre_user_filter bigint, perm_table_name text, is_rlf_scan text, is_rlf_scan_reason int, num_em_blocks int, checksum bigint, runtime_filtering text, scan_region int, num_sortkey_as_predicate int, row_fetcher_state int, consumed_scan_ranges bigint, work_stealing_reason bigint, is_vectorized_scan text, is_vectorized_scan_reason int, row_fetcher_reason bigint, topology_signature bigint, use_tpm_partition text, is_rrscan_expr text
    stl_insert: userid int, query bigint, slice int, segment int, step int, starttime timestamp, endtime timestamp, tasknum int, rows bigint, tbl int, inserted_mega_value text, use_staging_table text
    stl_delete: userid int, query bigint, slice int, segment int, step int, starttime timestamp, endtime timestamp, tasknum int, rows bigint, tbl int
    stl_explain: userid int, query bigint, nodeid int, parentid int, plannode text, info text
    stl_plan_info: userid int, query bigint, nodeid int, segment int, step int, locus int, plannode int, startupcost float8, totalcost float8, rows bigint, bytes bigint
    stl_wlm_query: userid int, xid bigint, task int, query bigint, service_class int, slot_count int, service_class_start_time timestamp, queue_start_time timestamp, queue_end_time timestamp, total_queue_time bigint, exec_start_time timestamp, exec_end_time timestamp, total_exec_time bigint, service_class_end_time timestamp, final_state text, query_priority text, service_class_name text
    stl_connection_log: event text, recordtime timestamp, remotehost text, remoteport text, pid int, dbname text, username text, authmethod text, duration bigint, sslversion text, sslcipher text, mtu int, sslcompression text, sslexpansion text, iamauthguid text, application_name text, os_version text, driver_version text, plugin_name text, protocol_version int, sessionid text, compression text
    stl_sessions: userid int, starttime timestamp, endtime timestamp, process int, user_name text, db_name text, timeout_sec int, timed_out int
    stl_vacuum: userid int, xid bigint, table_id int, status text, rows bigint, sortedrows int, blocks int, max_merge_partitions int, eventtime timestamp, reclaimable_rows bigint, reclaimable_space_mb bigint, cutoff_xid bigint, is_recluster int
    stl_analyze: userid int, xid bigint, database text, table_id int, status text, rows float8, modified_rows float8, threshold_percent int, is_auto text, starttime timestamp, endtime timestamp, prevtime timestamp, num_predicate_cols int, num_new_predicate_cols int, is_background text, auto_analyze_phase text
    stl_alert_event_log: userid int, query bigint, slice int, segment int, step int, pid int, xid bigint, event text, solution text, event_time timestamp
    stl_tr_conflict: xact_id bigint, process_id bigint, xact_start_ts timestamp, abort_time timestamp, table_id bigint
    stl_s3client: userid int, query bigint, slice int, recordtime timestamp, pid int, http_method text, bucket text, key text, transfer_size bigint, data_size bigint, start_time bigint, end_time bigint, transfer_time bigint, compression_time bigint, connect_time bigint, app_connect_time bigint, retries bigint, request_id text, extended_request_id text, ip_address text, is_partial int, start_offset bigint
    stl_return: userid int, query bigint, slice int, segment int, step int, starttime timestamp, endtime timestamp, tasknum int, rows bigint, bytes bigint, packets int, checksum bigint
    stl_commit_stats: xid bigint, node int, startqueue timestamp, startwork timestamp, endtime timestamp, queuelen bigint, permblocks bigint, newblocks bigint, dirtyblocks bigint, headers bigint, numxids bigint, oldestxid bigint, extwritelatency bigint, metadatawritten int, batched_by bigint
    stl_error: userid int, process text, recordtime timestamp, pid int, errcode int, file text, linenum int, context text, error text
    stl_file_scan: userid int, query bigint, slice int, name text, lines bigint, bytes bigint, loadtime bigint, curtime timestamp, is_partial int, start_offset bigint
    stl_userlog: userid int, username text, oldusername text, action text, usecreatedb int, usesuper int, usecatupd int, valuntil timestamp, pid int, xid bigint, recordtime timestamp
    stl_restarted_sessions: currenttime timestamp, dbname text, newpid int, oldpid int, username text, remotehost text, remoteport text, parkedtime timestamp, session_vars text
    stl_query_metrics: userid int, service_class int, query bigint, segment int, step_type int, starttime timestamp, slices int, max_rows bigint, rows bigint, max_cpu_time bigint, cpu_time bigint, max_blocks_read int, blocks_read bigint, max_run_time bigint, run_time bigint, max_blocks_to_disk bigint, blocks_to_disk bigint, step int, max_query_scan_size bigint, query_scan_size bigint, query_priority int, query_queue_time bigint, service_class_name text
    stv_active_cursors: userid int, name text, xid bigint, pid int, starttime timestamp, row_count bigint, byte_count bigint, fetched_rows bigint
    stv_exec_state: userid int, query bigint, slice int, segment int, step int, starttime timestamp, currenttime timestamp, tasknum int, rows bigint, bytes bigint, label text, is_diskbased text, workmem bigint, num_parts int, is_rrscan text, is_delayed_scan text
    stv_partitions: owner int, host int, diskno int, part_begin bigint, part_end bigint, used int, tossed int, capacity int, reads bigint, writes bigint, seek_forward int, seek_back int, is_san int, failed int, mbps int, mount text
    stv_wlm_service_class_config: service_class int, queueing_strategy text, num_query_tasks int, target_num_query_tasks int, evictable text, eviction_threshold bigint, query_working_mem int, target_query_working_mem int, min_step_mem int, name text, max_execution_time bigint, user_group_wild_card text, query_group_wild_card text, concurrency_scaling text, query_priority text
    stv_wlm_service_class_state: service_class int, num_queued_queries int, num_executing_queries int, num_serviced_queries int, num_executed_queries int, query_working_mem int, num_query_tasks int, target_num_query_tasks int, dynamic_query_working_mem int
    stv_wlm_classification_config: id int, condition text, action_seq int, action text, action_service_class int
    stv_wlm_query_state: xid bigint, task int, query bigint, service_class int, slot_count int, wlm_start_time timestamp, state text, queue_time bigint, exec_time bigint, query_priority text
    stv_wlm_query_queue_state: service_class int, position int, task int, query bigint, slot_count int, start_time timestamp, queue_time bigint
    stv_mv_info: db_name text, schema text, name text, updated_upto_xid bigint, is_stale text, owner_user_name text, state int, autorewrite text, autorefresh text
    svl_statementtext: userid int, xid bigint, pid int, label text, starttime timestamp, endtime timestamp, sequence int, type text, text text
    svl_query_summary: userid int, query bigint, stm int, seg int, step int, maxtime bigint, avgtime bigint, rows bigint, bytes bigint, rate_row float8, rate_byte float8, label text, is_diskbased text, workmem bigint, is_rrscan text, is_delayed_scan text, rows_pre_filter bigint
    svl_query_report: userid int, query bigint, slice int, segment int, step int, start_time timestamp, end_time timestamp, elapsed_time bigint, rows bigint, bytes bigint, label text, is_diskbased text, workmem bigint, is_rrscan text, is_delayed_scan text, rows_pre_filter bigint
    svl_stored_proc_call: userid int, session_userid int, query bigint, label text, xid bigint, pid int, database text, querytxt text, starttime timestamp, endtime timestamp, aborted int, from_sp_call int
    svl_vacuum_percentage: xid bigint, table_id int, percentage bigint
    svv_vacuum_progress: table_name text, status text, time_remaining_estimate text
    svv_vacuum_summary: table_name text, xid bigint, sort_partitions bigint, merge_increments bigint, elapsed_time bigint, row_delta bigint, sortedrow_delta bigint, block_delta int, max_merge_partitions int
    svv_interleaved_columns: tbl int, col int, interleaved_skew numeric(19\,2), last_reindex timestamp
    svv_query_state: userid int, query bigint, seg int, step int, maxtime bigint, avgtime bigint, rows bigint, bytes bigint, cpu bigint, memory bigint, rate_row float8, rate_byte float8, label text, is_diskbased text, workmem bigint, num_parts int, is_rrscan text, is_delayed_scan text
    svv_alter_table_recommendations: type text, database text, table_id int, group_id text, ddl text, auto_eligible text
    svv_diskusage: db_id int, name text, slice int, col int, tbl int, blocknum int, num_values int, minvalue bigint, maxvalue bigint, sb_pos int, pinned int, on_disk int, modified int, hdr_modified int, unsorted int, tombstone int, preferred_diskno int, temporary int, newblock int
    svv_external_databases: eskind int, esoptions text, databasename text, location text, parameters text
    svv_external_partitions: schemaname text, tablename text, values text, location text, input_format text, output_format text, serialization_lib text, serde_parameters text, compressed int, parameters text
    svv_rls_policy: poldb text, polname text, polalias text, polatts text, polqual text, polenabled boolean, polmodifiedby text, polmodifiedtime timestamp
    svv_rls_relation: datname text, relschema text, relname text, relkind text, is_rls_on boolean, is_rls_datashare_on boolean, rls_conjunction_type text, rls_datashare_conjunction_type text
    svv_default_privileges: schema_name text, object_type text, owner_id int, owner_name text, owner_type text, privilege_type text, grantee_id int, grantee_name text, grantee_type text, admin_option boolean
    svv_system_privileges: system_privilege text, identity_id int, identity_name text, identity_type text
    sys_query_detail: user_id int, query_id bigint, child_query_sequence int, stream_id int, segment_id int, step_id int, step_name text, table_id int, table_name text, is_rrscan text, start_time timestamp, end_time timestamp, duration bigint, alert text, input_bytes bigint, input_rows bigint, output_bytes bigint, output_rows bigint
    sys_connection_log: event text, record_time timestamp, remote_host text, remote_port text, session_id text, database_name text, user_name text, auth_method text, duration bigint, ssl_version text, ssl_cipher text, application_name text, os_version text, driver_version text
    sys_session_history: user_id int, session_id int, database_name text, status text, session_timeout int, start_time timestamp, end_time timestamp
    sys_transaction_history: user_id int, transaction_id bigint, isolation_level text, status text, transaction_start_time timestamp, commit_start_time timestamp, commit_end_time timestamp, blocks_committed int, undo_start_time timestamp, undo_end_time timestamp, undo_transaction_id bigint
    sys_vacuum_history: user_id int, transaction_id bigint, query_id bigint, database_name text, schema_name text, table_name text, table_id int, vacuum_type text, is_automatic boolean, status text, start_time timestamp, end_time timestamp, record_time timestamp, duration bigint, rows_before_vacuum bigint, size_before_vacuum int, reclaimable_rows bigint, reclaimed_rows bigint, reclaimed_blocks int, sortedrows_before_vacuum bigint, sortedrows_after_vacuum bigint
    sys_analyze_history: user_id int, transaction_id bigint, query_id bigint, database_name text, schema_name text, table_name text, table_id int, is_automatic boolean, status text, start_time timestamp, end_time timestamp, rows bigint, modified_rows bigint
    sys_procedure_call: session_user_id int, user_id int, query_id bigint, session_id int, transaction_id bigint, database_name text, procedure_name text, status text, start_time timestamp, end_time timestamp
    sys_serverless_usage: start_time timestamp, end_time timestamp, compute_seconds float8, compute_capacity float8, data_storage bigint, cross_region_transferred_data bigint, charged_seconds int
    sys_datashare_change_log: user_id int, user_name text, session_id int, transaction_id bigint, share_id int, share_name text, source_database_id int, source_database_name text, consumer_database_id int, consumer_database_name text, arn text, record_time timestamp, action text, status int, share_object_type text, share_object_id int, share_object_name text, target_user_type text, target_user_id int, target_user_name text, consumer_account text, consumer_namespace text, producer_account text, producer_namespace text, attribute_name text, attribute_value text, message text
    sys_datashare_usage_consumer: user_id int, session_id int, transaction_id bigint, request_id text, request_type text, transaction_uid text, record_time timestamp, status int, error_message text
    sys_datashare_usage_producer: share_id int, share_name text, request_id text, request_type text, object_type text, object_oid int, object_name text, consumer_account text, consumer_namespace text, consumer_transaction_uid text, record_time timestamp, status int, error_message text, consumer_region text';
  line text;
  columns text;
BEGIN
  FOREACH line IN ARRAY string_to_array(btrim(history, E' \n'), E'\n') LOOP
    line := replace(btrim(line), '\,', ';');
    SELECT string_agg(format('NULL::%s AS %I', replace(substr(c, strpos(c, ' ') + 1), ';', ','), split_part(c, ' ', 1)), ', ' ORDER BY at)
      INTO columns FROM unnest(string_to_array(split_part(line, ': ', 2), ', ')) WITH ORDINALITY AS u(c, at);
    EXECUTE format('CREATE OR REPLACE VIEW pg_catalog.%I AS SELECT %s WHERE false', split_part(line, ': ', 1), columns);
  END LOOP;
END $$;
