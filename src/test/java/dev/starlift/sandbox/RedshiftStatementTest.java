package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that only Redshift has. */
class RedshiftStatementTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
    execute(
        connection,
        "DROP SCHEMA IF EXISTS statement_test CASCADE",
        "CREATE SCHEMA statement_test",
        "SET search_path TO statement_test");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void mergeRemovesDuplicates() throws SQLException {
    execute(
        connection,
        "CREATE TABLE target (id int, name char(10))",
        "CREATE TABLE source (id int, name char(10))",
        "INSERT INTO target VALUES (30, 'Tony'), (11, 'Alice'), (23, 'Bill')",
        "INSERT INTO source VALUES (23, 'David'), (22, 'Clarence')",
        "MERGE INTO target USING source ON target.id = source.id REMOVE DUPLICATES");
    assertThat(rows(connection, "SELECT id, TRIM(name) FROM target ORDER BY id"))
        .containsExactly("11|Alice", "22|Clarence", "23|David", "30|Tony");
    execute(connection, "CREATE TABLE other (id int)");
    assertThatThrownBy(
            () ->
                execute(
                    connection,
                    "MERGE INTO target USING other ON target.id = other.id REMOVE DUPLICATES"))
        .hasMessageContaining("same columns");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MERGE INTO target t USING source ON t.id = source.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1, 'x') | no alias
          MERGE INTO target USING (SELECT 1 AS id) s ON target.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1, 'x') | must be a table
          MERGE INTO target USING source ON target.id = source.id WHEN MATCHED THEN DELETE | exactly one
          MERGE INTO target USING source ON target.id = source.id WHEN MATCHED AND 1 = 1 THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1, 'x') | no further conditions
          MERGE INTO target USING target ON target.id = target.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1, 'x') | cannot be the same
          MERGE INTO target USING source ON target.id = source.id WHEN MATCHED THEN UPDATE SET name = source.name WHEN NOT MATCHED THEN INSERT VALUES (source.id, source.name) | multiple matches
          """)
  void mergeHasRedshiftsLimits(String sql, String message) throws SQLException {
    execute(
        connection,
        "CREATE TABLE target (id int, name varchar(10))",
        "CREATE TABLE source (id int, name varchar(10))",
        "INSERT INTO target VALUES (1, 'a')",
        "INSERT INTO source VALUES (1, 'b'), (1, 'c')");
    assertThatThrownBy(() -> execute(connection, sql)).hasMessageContaining(message);
  }

  @Test
  void appendMovesTheRows() throws SQLException {
    execute(
        connection,
        "CREATE TABLE target (a int, b varchar(5), c int DEFAULT 7) DISTSTYLE EVEN",
        "CREATE TABLE source (b varchar(5), a int) DISTSTYLE EVEN",
        "CREATE TABLE extra (a int, b varchar(5), c int, d int) DISTSTYLE EVEN",
        "CREATE TABLE other (a varchar(3), b varchar(5), c int) DISTSTYLE EVEN",
        "CREATE TABLE keyed (a int, b varchar(5), c int) DISTKEY (a)",
        "INSERT INTO source VALUES ('x', 1), ('y', 2)",
        "INSERT INTO extra VALUES (3, 'z', 4, 5)",
        "ALTER TABLE target APPEND FROM source FILLTARGET",
        "ALTER TABLE target APPEND FROM extra IGNOREEXTRA");
    assertThat(rows(connection, "SELECT * FROM target ORDER BY a"))
        .containsExactly("1|x|7", "2|y|7", "3|z|4");
    assertThat(rows(connection, "SELECT count(*) FROM source")).containsExactly("0");
    assertThatThrownBy(() -> execute(connection, "ALTER TABLE target APPEND FROM extra"))
        .hasMessageContaining("\"d\" of the source is not in the target");
    assertThatThrownBy(() -> execute(connection, "ALTER TABLE target APPEND FROM other"))
        .hasMessageContaining("\"a\" is not declared alike");
    assertThatThrownBy(() -> execute(connection, "ALTER TABLE target APPEND FROM keyed"))
        .hasMessageContaining("same distribution style");
  }

  @Test
  void updateAndDeleteJoinOtherTables() throws SQLException {
    execute(
        connection,
        "CREATE TABLE t (a int, b varchar(10))",
        "CREATE TABLE s (a int, b varchar(10))",
        "INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three')",
        "INSERT INTO s VALUES (1, 'uno'), (2, 'due')",
        "UPDATE t SET b = s.b FROM s WHERE t.a = s.a AND s.a = 1",
        "UPDATE t AS x SET b = y.b FROM s y WHERE x.a = y.a AND y.a = 2",
        "UPDATE t SET b = 'tre' WHERE a IN (SELECT TOP 1 a FROM t ORDER BY a DESC)");
    assertThat(rows(connection, "SELECT * FROM t ORDER BY a"))
        .containsExactly("1|uno", "2|due", "3|tre");
    execute(
        connection,
        "DELETE FROM t USING s WHERE t.a = s.a AND s.b = 'uno'",
        "DELETE t WHERE t.a = 3",
        "WITH old AS (SELECT 2 AS a) DELETE FROM t USING old WHERE t.a = old.a");
    assertThat(rows(connection, "SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void lateBindingViewsOutliveTheirTables() throws SQLException {
    execute(
        connection,
        "CREATE TABLE t (a int, b varchar(5))",
        "INSERT INTO t VALUES (1, 'x')",
        """
        CREATE OR REPLACE VIEW v AS
          SELECT a, NVL(b, 'none') AS c FROM statement_test.t WITH NO SCHEMA BINDING""");
    assertThat(rows(connection, "SELECT * FROM v WHERE a = 1")).containsExactly("1|x");
    execute(connection, "DROP TABLE t");
    assertThatThrownBy(() -> rows(connection, "SELECT * FROM v"))
        .hasMessageContaining("relation \"statement_test.t\" does not exist");
    execute(
        connection, "CREATE TABLE t (a bigint, b varchar(9), z int)", "INSERT INTO t VALUES (5)");
    assertThat(rows(connection, "SELECT * FROM v")).containsExactly("5|none");
    execute(
        connection,
        "CREATE OR REPLACE VIEW v (one) AS SELECT z FROM statement_test.t WITH NO SCHEMA BINDING");
    assertThat(rows(connection, "SELECT one FROM v")).containsExactly("null");
    assertThat(
            rows(
                connection,
                "SELECT view_name, col_name FROM pg_get_late_binding_view_cols()"
                    + " cols(view_schema name, view_name name, col_name name, col_type varchar, col_num int)"
                    + " WHERE view_schema = 'statement_test'"))
        .containsExactly("v|one");
    execute(connection, "DROP VIEW v");
  }

  @Test
  void lateBindingViewsMayComeBeforeTheirTables() throws SQLException {
    execute(
        connection, "CREATE VIEW v AS SELECT * FROM statement_test.later WITH NO SCHEMA BINDING");
    assertThatThrownBy(() -> rows(connection, "SELECT * FROM v"))
        .hasMessageContaining("relation \"statement_test.later\" does not exist");
    execute(connection, "CREATE TABLE later (a int)", "INSERT INTO later VALUES (3)");
    assertThat(rows(connection, "SELECT a FROM v")).containsExactly("3");
  }

  @Test
  void ordinaryViewsHoldTheirTables() throws SQLException {
    execute(connection, "CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t");
    assertThatThrownBy(() -> execute(connection, "DROP TABLE t"))
        .hasMessageContaining("cannot drop table t because other objects depend on it");
    execute(connection, "DROP TABLE t CASCADE");
  }

  @Test
  void materializedViewsAreRefreshed() throws SQLException {
    execute(
        connection,
        "CREATE TABLE t (a int)",
        """
        CREATE MATERIALIZED VIEW mv BACKUP NO DISTSTYLE KEY DISTKEY (a) SORTKEY (a) AUTO REFRESH YES
          AS SELECT a, count(*) AS n FROM t GROUP BY a""",
        "INSERT INTO t VALUES (1), (1)");
    assertThat(rows(connection, "SELECT * FROM mv")).isEmpty();
    execute(connection, "REFRESH MATERIALIZED VIEW mv");
    assertThat(rows(connection, "SELECT * FROM mv")).containsExactly("1|2");
    assertThat(
            rows(connection, "SELECT name FROM svv_mv_info WHERE schema_name = 'statement_test'"))
        .containsExactly("mv");
    execute(connection, "DROP MATERIALIZED VIEW IF EXISTS mv");
  }

  @Test
  void showListsTheCatalog() throws SQLException {
    execute(
        connection,
        "CREATE TABLE t (a int NOT NULL ENCODE az64 PRIMARY KEY, b varchar(5) DEFAULT 'x') DISTKEY (a) SORTKEY (a, b)",
        "CREATE TABLE f (t int REFERENCES t (a))",
        "CREATE VIEW v AS SELECT a FROM t",
        "GRANT SELECT ON t TO PUBLIC");
    assertThat(rows(connection, "SHOW DATABASES LIKE 'd%'")).anyMatch(r -> r.startsWith("dev|"));
    assertThat(rows(connection, "SHOW SCHEMAS FROM DATABASE dev LIKE 'statement%'"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("dev|statement_test|");
    assertThat(rows(connection, "SHOW TABLES FROM SCHEMA dev.statement_test LIKE 't%'"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("dev|statement_test|t|TABLE");
    assertThat(rows(connection, "SHOW TABLES FROM SCHEMA statement_test")).hasSize(3);
    assertThat(rows(connection, "SHOW COLUMNS FROM TABLE dev.statement_test.t"))
        .containsExactly(
            "dev|statement_test|t|a|1|null|NO|integer|null|32|0|null",
            "dev|statement_test|t|b|2|'x'::character varying|YES|character varying|5|null|null|null");
    assertThat(rows(connection, "SHOW GRANTS ON TABLE statement_test.t"))
        .anyMatch(row -> row.startsWith("dev|statement_test|t|TABLE|SELECT|0|public|public|f"));
    assertThat(rows(connection, "SHOW CONSTRAINTS PRIMARY KEYS FROM TABLE statement_test.t"))
        .containsExactly("dev|statement_test|t|a|1|t_pkey");
    assertThat(rows(connection, "SHOW CONSTRAINTS FOREIGN KEYS FROM TABLE statement_test.f"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("dev|statement_test|t|a|dev|statement_test|f|t|1|");
    assertThat(rows(connection, "SHOW TABLE statement_test.t").get(0).replaceAll("\\s+", " "))
        .isEqualTo(
            "CREATE TABLE statement_test.t ( a integer NOT NULL ENCODE az64,"
                + " b character varying(5) DEFAULT 'x'::character varying, PRIMARY KEY (a) )"
                + " DISTSTYLE KEY DISTKEY ( a ) SORTKEY ( a, b );");
    assertThat(rows(connection, "SHOW VIEW statement_test.v").get(0)).contains("SELECT a");
  }

  @Test
  void useTakesTheOwnDatabase() throws SQLException {
    execute(connection, "USE dev", "RESET query_group");
    assertThatThrownBy(() -> execute(connection, "USE elsewhere"))
        .hasMessageContaining("USE takes only the database of the connection");
  }

  @Test
  void sqlFunctionsTakeDollarArguments() throws SQLException {
    execute(
        connection,
        """
        CREATE OR REPLACE FUNCTION f_sql_greater (float, float) RETURNS float STABLE
        AS $$ SELECT CASE WHEN $1 > $2 THEN $1 ELSE $2 END $$ LANGUAGE sql""",
        """
        CREATE FUNCTION f_part (varchar(max), date) RETURNS varchar IMMUTABLE
        AS $$ SELECT NVL2($1, $1 || DATE_PART(y, $2)::int, 'none') $$ LANGUAGE sql""");
    assertThat(rows(connection, "SELECT f_sql_greater(1, 2.5), f_part('a', date '2024-05-05')"))
        .containsExactly("2.5|a2024");
    execute(connection, "DROP FUNCTION f_sql_greater(float, float)");
    assertThatThrownBy(
            () ->
                execute(
                    connection,
                    "CREATE FUNCTION p (int) RETURNS int STABLE AS $$ return 1 $$ LANGUAGE plpythonu"))
        .hasMessageContaining("Language \"plpythonu\" is not supported");
  }

  @Test
  void informationalKeysAreInTheCatalog() throws SQLException {
    execute(
        connection,
        "CREATE TABLE d (id int, code varchar(3), PRIMARY KEY (id, code), UNIQUE (code))",
        "CREATE TABLE f (a int, b varchar(3), CONSTRAINT to_d FOREIGN KEY (a, b) REFERENCES d)");
    assertThat(
            rows(
                connection,
                """
                SELECT con.conname, con.contype, pg_get_constraintdef(con.oid)
                FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'statement_test' ORDER BY 1"""))
        .containsExactly(
            "d_code_key|u|UNIQUE (code)",
            "d_pkey|p|PRIMARY KEY (id, code)",
            "to_d|f|FOREIGN KEY (a, b) REFERENCES d(id, code)");
    assertThat(
            rows(
                connection,
                "SELECT constraint_name, column_name, ordinal_position FROM information_schema.key_column_usage"
                    + " WHERE table_schema = 'statement_test' AND table_name = 'd' ORDER BY 1, 3"))
        .containsExactly("d_code_key|code|1", "d_pkey|id|1", "d_pkey|code|2");
    assertThat(
            rows(
                connection,
                "SELECT constraint_type FROM information_schema.table_constraints"
                    + " WHERE table_schema = 'statement_test' AND table_name = 'f'"))
        .containsExactly("FOREIGN KEY");
  }

  @Test
  void theDriverListsKeys() throws SQLException {
    execute(
        connection,
        "CREATE TABLE d (id int, code varchar(3), PRIMARY KEY (id, code))",
        "CREATE TABLE f (a int, b varchar(3), CONSTRAINT to_d FOREIGN KEY (a, b) REFERENCES d)");
    assertThat(
            column(connection.getMetaData().getPrimaryKeys(null, "statement_test", "d"), 4, 5, 6))
        .containsExactly("id|1|d_pkey", "code|2|d_pkey");
    assertThat(
            column(
                connection.getMetaData().getImportedKeys(null, "statement_test", "f"),
                3,
                4,
                8,
                9,
                12,
                13))
        .containsExactly("d|id|a|1|to_d|d_pkey", "d|code|b|2|to_d|d_pkey");
    assertThat(column(connection.getMetaData().getExportedKeys(null, "statement_test", "d"), 7, 8))
        .containsExactly("f|a", "f|b");
  }

  private static List<String> column(ResultSet result, int... columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int column : columns) {
        row.add(result.getString(column));
      }
      rows.add(String.join("|", row));
    }
    return rows;
  }

  @Test
  void viewsOverTheOldCatalogCanBeMade() throws SQLException {
    execute(
        connection,
        "CREATE TABLE t (id int ENCODE zstd PRIMARY KEY, b int DEFAULT 5) DISTKEY (id) SORTKEY (b, id)",
        """
        CREATE VIEW ddl AS
          SELECT REGEXP_REPLACE(schema_name, '^z', '') AS schema_name, seq, text FROM (
            SELECT n.nspname AS schema_name, a.attnum AS seq,
                '\\t' + QUOTE_IDENT(a.attname) + ' ' + format_encoding(a.attencodingtype::integer)
                  + CASE WHEN a.atthasdef IS TRUE THEN ' ' + d.adsrc ELSE '' END
                  + CASE WHEN a.attisdistkey THEN ' DISTKEY' ELSE '' END
                  + DECODE(a.attsortkeyord, 0, '', ' SORTKEY') AS text
              FROM pg_namespace n JOIN pg_class AS c ON n.oid = c.relnamespace
                JOIN pg_attribute a ON c.oid = a.attrelid
                LEFT JOIN pg_attrdef AS d ON a.attrelid = d.adrelid AND a.attnum = d.adnum
              WHERE c.relkind = 'r' AND a.attnum > 0
            UNION ALL
            SELECT n.nspname, 100, CASE c.reldiststyle WHEN 1 THEN 'KEY' ELSE 'other' END
              FROM pg_namespace n, pg_class c WHERE n.oid = c.relnamespace AND c.relkind = 'r'
            UNION
            (SELECT n.nspname, 200 + CAST(con.oid AS INT), pg_get_constraintdef(con.oid)::varchar(100)
              FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 2)
            UNION
            SELECT 'none', 0, key FROM pg_conf
              WHERE split_part(key, '_', 4) = (SELECT oid FROM pg_database WHERE datname = current_database())
          )""");
    assertThat(
            rows(
                connection,
                "SELECT text FROM ddl WHERE schema_name = 'statement_test' ORDER BY seq"))
        .containsExactly(
            "\tid zstd DISTKEY SORTKEY", "\tb none 5 SORTKEY", "KEY", "PRIMARY KEY (id)");
    execute(
        connection,
        """
        CREATE VIEW space AS
          SELECT TRIM(d.datname) AS database_name, p.id, SUM(b.blocknum) AS blocks,
              DECODE(SUM(p.rows), 0, 0, SUM(p.sorted_rows)::DECIMAL(32) / SUM(p.rows))::DECIMAL(20,2) AS sorted
            FROM stv_tbl_perm p JOIN pg_database d ON d.oid = p.db_id JOIN stv_blocklist b ON b.tbl = p.id
            GROUP BY 1, 2""");
    assertThat(rows(connection, "SELECT DISTINCT database_name FROM space")).containsExactly("dev");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_class_info",
        "pg_conf",
        "pg_database_info",
        "pg_user_info",
        "stl_alert_event_log",
        "stl_connection_log",
        "stl_ddltext",
        "stl_explain",
        "stl_load_commits",
        "stl_loaderror_detail",
        "stl_query",
        "stl_querytext",
        "stl_scan",
        "stl_tr_conflict",
        "stl_unload_log",
        "stl_utilitytext",
        "stl_vacuum",
        "stl_wlm_query",
        "stv_blocklist",
        "stv_db_isolation_level",
        "stv_inflight",
        "stv_locks",
        "stv_recents",
        "stv_sessions",
        "stv_slices",
        "stv_tbl_perm",
        "stv_wlm_query_state",
        "svl_qlog",
        "svl_query_summary",
        "svl_statementtext",
        "svl_stored_proc_call",
        "svv_alter_table_recommendations",
        "svv_datashare_privileges",
        "svv_default_privileges",
        "svv_diskusage",
        "svv_external_partitions",
        "svv_interleaved_columns",
        "svv_mv_info",
        "svv_relation_privileges",
        "svv_rls_relation",
        "svv_role_grants",
        "svv_roles",
        "svv_schema_privileges",
        "svv_transactions",
        "svv_user_grants",
        "svv_user_info",
        "svv_vacuum_progress",
        "sys_query_detail",
        "sys_query_history",
        "sys_serverless_usage",
        "sys_session_history",
        "sys_vacuum_history"
      })
  void systemViewsCanBeRead(String view) throws SQLException {
    assertThat(rows(connection, "SELECT count(*) FROM " + view)).hasSize(1);
  }
}
