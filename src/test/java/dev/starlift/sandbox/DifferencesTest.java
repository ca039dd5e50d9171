package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where the sandbox is known not to be like Redshift, as docs/sandbox.md lists it. A test that
 * fails here may be good news: then the page has a line too many.
 */
class DifferencesTest {
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
    execute(
        connection,
        "DROP SCHEMA IF EXISTS differences CASCADE",
        "CREATE SCHEMA differences",
        "SET search_path TO differences",
        "CREATE TABLE t (a int, b varchar(10), doc super)",
        "CREATE VIEW source AS SELECT 1 AS a, 'x'::varchar(10) AS b",
        "INSERT INTO t VALUES (1, 'x', JSON_PARSE('\"s\"'))");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    execute(connection, "DROP SCHEMA differences CASCADE");
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT 'a'::varchar = 'a '::varchar                        § f
          SELECT 'a'::char(3) = 'a'::char(5)                         § t
          SELECT JSON_SERIALIZE(JSON_PARSE('{"b":1,"a":2,"a":3}'))   § {"a":3,"b":1}
          SELECT LEN((1::decimal(18,2) / 3)::varchar)                § 22
          SELECT count(*) FROM sys_query_detail                      § 0
          SELECT count(*) FROM sys_serverless_usage                  § 0
          SELECT count(*) FROM stl_scan                              § 0
          """)
  void givesSomethingElse(String sql, String value) throws SQLException {
    assertThat(rows(connection, sql)).containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE TABLE name_of_more_than_sixty_three_bytes_which_postgresql_would_cut_off (a int) § at most 63 bytes
          SET enable_case_sensitive_identifier TO true               § names fold
          CREATE TABLE ci (a varchar(3) COLLATE CASE_INSENSITIVE)    § no case-insensitive columns
          CREATE DATABASE ci COLLATE CASE_INSENSITIVE                § not supported by the sandbox
          SELECT * FROM elsewhere.public.t                           § cross-database references are not implemented
          USE elsewhere                                              § USE takes only the database of the connection
          CREATE TABLE g (g geometry)                                § unsupported type "geometry"
          CREATE TABLE g (g geography)                               § unsupported type "geography"
          CREATE TABLE g (g hllsketch)                               § unsupported type "hllsketch"
          SELECT * EXCLUDE (a) FROM t                                § syntax error
          SELECT b, count(*) FROM t GROUP BY ALL                     § syntax error
          GRANT ALTER ON t TO PUBLIC                                 § unrecognized privilege type "alter"
          GRANT DROP ON SCHEMA differences TO PUBLIC                 § unrecognized privilege type "drop"
          SELECT * FROM t PIVOT (sum(a) FOR b IN ('x'))              § syntax error
          SELECT a FROM t START WITH a = 1 CONNECT BY PRIOR a = a    § syntax error
          SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a) OVER () FROM t § OVER is not supported
          SELECT LAG(a) IGNORE NULLS OVER (ORDER BY a) FROM t        § syntax error
          SELECT CHECKSUM(a) FROM t                                  § function checksum(integer) does not exist
          SELECT * FROM (SELECT a FROM t) QUALIFY count(*) OVER () = 1 § needs an alias for each subquery
          INSERT INTO t VALUES (1, 'x', 'plain')                     § invalid input syntax for type json
          SELECT a FROM t WHERE doc = 's'                            § invalid input syntax for type json
          CREATE FUNCTION f (int) RETURNS int STABLE AS $$ return 1 $$ LANGUAGE plpythonu § Language "plpythonu"
          CREATE EXTERNAL FUNCTION f (int) RETURNS int STABLE LAMBDA 'f' IAM_ROLE default § not supported by the sandbox
          CREATE MODEL m FROM t TARGET a FUNCTION f IAM_ROLE default § not supported by the sandbox
          """)
  void refuses(String sql, String message) {
    assertThatThrownBy(() -> execute(connection, sql)).hasMessageContaining(message);
  }

  @Test
  void mergeTakesAView() throws SQLException {
    execute(
        connection,
        "CREATE TABLE merged (a int, b varchar(10))",
        """
        MERGE INTO merged USING source ON merged.a = source.a
          WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (source.a, source.b)""");
    assertThat(rows(connection, "SELECT b FROM merged")).containsExactly("x");
  }

  @Test
  void varbyteTakesAnyLength() throws SQLException {
    execute(
        connection,
        "CREATE TABLE bytes (b varbyte(2))",
        "INSERT INTO bytes VALUES ('abc'::varbyte)");
    assertThat(rows(connection, "SELECT LEN(b) FROM bytes")).containsExactly("3");
  }

  @Test
  void explainIsPostgresqls() throws SQLException {
    assertThat(rows(connection, "EXPLAIN SELECT 1").get(0)).doesNotContain("XN");
  }

  @Test
  void regularExpressionsArePostgresqls() throws SQLException {
    assertThat(rows(connection, "SELECT REGEXP_COUNT('one two', '\\\\mt')")).containsExactly("1");
  }

  @Test
  void dynamicSqlIsPostgresqls() throws SQLException {
    execute(
        connection,
        """
        CREATE PROCEDURE dynamic(name varchar) AS $$
        BEGIN
          EXECUTE 'CREATE TABLE ' || name || ' (a int ENCODE az64)';
        END $$ LANGUAGE plpgsql""");
    assertThatThrownBy(() -> execute(connection, "CALL dynamic('made')"))
        .hasMessageContaining("syntax error");
  }

  @Test
  void pathsInProceduresAreFieldsOfRecords() {
    assertThatThrownBy(
            () ->
                execute(
                    connection,
                    """
                    CREATE PROCEDURE navigates() AS $$
                    DECLARE v varchar(10);
                    BEGIN SELECT INTO v doc.name FROM t; END $$ LANGUAGE plpgsql""",
                    "CALL navigates()"))
        .hasMessageContaining("doc");
  }

  @Test
  void nonatomicOnesThatCatchExceptionsCommitAtTheEnd() throws SQLException {
    execute(
        connection,
        "CREATE TABLE log (a int)",
        """
        CREATE PROCEDURE catches() NONATOMIC AS $$
        BEGIN
          INSERT INTO log VALUES (1);
          INSERT INTO log VALUES (1 / 0);
        EXCEPTION WHEN OTHERS THEN
          INSERT INTO log VALUES (3);
        END $$ LANGUAGE plpgsql""",
        "CALL catches()");
    assertThat(rows(connection, "SELECT a FROM log")).containsExactly("3");
  }

  @Test
  void droppingAProcedureGoesByItsName() throws SQLException {
    execute(
        connection,
        "CREATE PROCEDURE dropped(a int) AS $$ BEGIN END $$ LANGUAGE plpgsql",
        "DROP PROCEDURE dropped(varchar, date)");
  }

  @Test
  void redshiftsDriverFindsNoParametersOfProcedures() {
    assertThatThrownBy(
            () -> connection.getMetaData().getProcedureColumns(null, "differences", "%", "%"))
        .hasMessageContaining("set-returning functions are not allowed in CASE");
    assertThatThrownBy(
            () -> connection.getMetaData().getFunctionColumns(null, "differences", "%", "%"))
        .hasMessageContaining("set-returning functions are not allowed in CASE");
  }

  @Test
  void theHistoryIsReadOnceInATransaction() throws SQLException {
    String mine = "SELECT count(*) FROM sys_query_history WHERE session_id = pg_backend_pid()";
    connection.setAutoCommit(false);
    try {
      String before = rows(connection, mine).get(0);
      rows(connection, "SELECT 1");
      assertThat(rows(connection, mine)).containsExactly(before);
    } finally {
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void sharedFunctionsAreListedAndCannotBeCalled() throws SQLException {
    execute(
        connection,
        "CREATE FUNCTION differences.shared_f (int) RETURNS int IMMUTABLE AS $$ SELECT $1 $$ LANGUAGE sql",
        "CREATE DATASHARE differences_share",
        "ALTER DATASHARE differences_share ADD SCHEMA differences",
        "ALTER DATASHARE differences_share ADD FUNCTION differences.shared_f(int)",
        "GRANT USAGE ON DATASHARE differences_share TO NAMESPACE '"
            + SharedSandbox.get().namespaceId("serverless")
            + "'");
    try (Connection consumer = SharedSandbox.connect("serverless")) {
      execute(
          consumer,
          "CREATE DATABASE differences_db FROM DATASHARE differences_share OF NAMESPACE '"
              + SharedSandbox.get().namespaceId("producer")
              + "'");
      assertThat(rows(consumer, "SELECT object_name FROM svv_datashare_objects"))
          .contains("differences.shared_f(integer)");
      assertThatThrownBy(() -> rows(consumer, "SELECT differences_db.differences.shared_f(1)"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(
              () ->
                  execute(
                      connection,
                      "GRANT INSERT ON TABLE differences.t TO DATASHARE differences_share"))
          .hasMessageContaining("for reading");
      execute(consumer, "DROP DATABASE differences_db");
    }
    execute(connection, "DROP DATASHARE differences_share");
  }

  @Test
  void usersAreTheSameInEveryNamespace() throws SQLException {
    execute(connection, "DROP USER IF EXISTS differs", "CREATE USER differs PASSWORD 'Abcd1234'");
    try (Connection other = SharedSandbox.connect("analytics")) {
      assertThat(rows(other, "SELECT usename FROM pg_user WHERE usename = 'differs'")).hasSize(1);
    }
    execute(connection, "DROP USER differs");
  }
}
