package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What connectors, administrators' views, modelling tools and SQL shells send to Redshift, in
 * queries of our own.
 */
class ToolQueryTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
    execute(
        connection,
        "DROP SCHEMA IF EXISTS tools CASCADE",
        "CREATE SCHEMA tools",
        "SET search_path TO tools",
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20) ENCODE zstd, day date, at timestamp, doc super)",
        """
        INSERT INTO t VALUES
          (1, 'it''s', '2015-07-01', '2015-07-01 00:00:00.001', JSON_PARSE('{"n": "2.2", "big": 7, "s": "word"}')),
          (2, NULL, NULL, NULL, JSON_PARSE('{"n": {"x": 1}, "yes": true}'))""");
  }

  @AfterEach
  void disconnect() throws SQLException {
    execute(connection, "DROP SCHEMA tools CASCADE");
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A connector's nesting: every step a subquery, every name quoted in capitals.
        """
        SELECT ( CASE ( CAST ( "S1"."ID" AS FLOAT4 ) > 0.5 ) WHEN TRUE THEN 'true' ELSE 'false' END ) AS "S2_0"
        FROM ( SELECT * FROM ( SELECT * FROM "TOOLS"."T" AS "Q" ) AS "S0"
          WHERE ( ( "S0"."DAY" IS NOT NULL ) AND ( "S0"."DAY" >= DATEADD ( day, 16616, TO_DATE ( '1970-01-01', 'YYYY-MM-DD' ) ) ) ) ) AS "S1"
        """,
        "SELECT ( DATEADD ( day, (0 - (1)), \"T\".\"DAY\" ) ) FROM \"TOOLS\".\"T\"",
        "( SELECT ID FROM \"TOOLS\".\"T\" ) INTERSECT ( SELECT ID FROM \"TOOLS\".\"T\" )",
        "SELECT ( AVG ( \"T\".\"ID\" ::FLOAT ) ) FROM \"TOOLS\".\"T\" LIMIT 1",
        "SELECT count(*) FROM (SELECT id FROM t) WHERE \"id\" = 1",
        // Reflection: a number for a condition, an alias in it, a name of the catalog's past.
        """
        SELECT n.nspname AS "schema", c.relname AS "table_name", format_encoding(a.attencodingtype::integer), a.attisdistkey, adsrc
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
          LEFT JOIN pg_catalog.pg_attrdef d ON (a.attrelid, a.attnum) = (d.adrelid, d.adnum)
        WHERE a.attnum > 0 AND schema = 'tools' AND table_name = 't'
        UNION SELECT view_schema, view_name, NULL, NULL, NULL
        FROM pg_get_late_binding_view_cols() cols (view_schema name, view_name name, col_name name, col_type varchar, col_num int)
        WHERE 1 AND view_schema = 'tools'""",
        // Administrators' views: sessions, locks, statistics, privileges.
        "SELECT d.adsrc AS adsrc, CURRENT_CATALOG FROM pg_catalog.pg_attrdef d",
        "SELECT procpid, current_query, datname FROM pg_stat_activity WHERE datname = 'dev'",
        """
        SELECT TRIM(l.database), l.transaction, a.usename FROM pg_catalog.pg_locks l
          JOIN pg_catalog.pg_stat_activity a ON a.procpid = l.pid WHERE l.granted""",
        "SELECT array_to_string(stavalues1, '|') IS NULL FROM pg_statistic LIMIT 1",
        "SELECT TEXTIN(REGPROCEDUREOUT(oid::regprocedure)) FROM pg_proc LIMIT 1",
        "SELECT has_database_privilege('dev', 'create'), pg_database_size('dev') > 0",
        "SELECT SUBSTRING(SYSDATE, 1, 10) || LPAD(7, 3, '0') FROM t",
      })
  void isAnswered(String sql) throws SQLException {
    assertThat(rows(connection, sql)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT defacluser FROM pg_default_acl WHERE defacluser = 0",
        "SELECT name FROM pg_library",
        "SELECT 1 FROM pg_user u WHERE aclcontains(NULL, makeaclitem(u.usesysid, 0, u.usesysid, 'SELECT', false))",
        "SELECT serialization_lib, serde_parameters, input_format FROM svv_external_tables",
      })
  void isThereAndEmpty(String sql) throws SQLException {
    assertThat(rows(connection, sql)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          LOWER(5) || LEFT(12345, 2)                  § 512
          DATEADD(month, 1, '2024-01-31')             § 2024-02-29 00:00:00
          MONTHS_BETWEEN('2024-03-31', '2024-02-29')  § 1.0
          CONVERT_TIMEZONE('US/Pacific', 'UTC', '2024-07-01 00:00') § 2024-07-01 07:00:00
          REPLACE(1.5, '.', ',')                      § 1,5
          UPPER(date '2024-02-03')                    § 2024-02-03
          """)
  void computes(String expression, String value) throws SQLException {
    assertThat(rows(connection, "SELECT " + expression)).containsExactly(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tables", "columns", "table_constraints", "key_column_usage"})
  void theStandardsCatalogTellsTheClientsDatabase(String view) throws SQLException {
    assertThat(
            rows(
                connection,
                "SELECT DISTINCT table_catalog FROM information_schema."
                    + view
                    + " WHERE table_schema = 'tools'"))
        .containsExactly("dev");
  }

  @Test
  void superValuesAreCastOrNull() throws SQLException {
    assertThat(
            rows(
                connection,
                """
                SELECT t.doc.n::decimal(2,1), t.doc.big::varchar, t.doc.s::int, t.doc.s::date, t.doc.yes::boolean
                FROM t ORDER BY id"""))
        .containsExactly("2.2|7|null|null|null", "null|null|null|null|t");
  }

  @Test
  void mergeUpdateAndDeleteNameTablesInFull() throws SQLException {
    execute(
        connection,
        "CREATE TABLE s (new_id int, name varchar(20))",
        "INSERT INTO s VALUES (2, 'two'), (3, 'three')",
        """
        MERGE INTO "TOOLS"."T" USING "TOOLS"."S" ON ( "TOOLS"."T"."ID" = "TOOLS"."S"."NEW_ID" )
        WHEN MATCHED THEN UPDATE SET "NAME" = "TOOLS"."S"."NAME"
        WHEN NOT MATCHED THEN INSERT ("ID", "NAME") VALUES ("TOOLS"."S"."NEW_ID", "TOOLS"."S"."NAME" )""",
        "UPDATE \"TOOLS\".\"T\" SET \"ID\" = ( \"TOOLS\".\"T\".\"ID\" + 10 ) WHERE ( \"TOOLS\".\"T\".\"ID\" = 3 )",
        """
        DELETE FROM "TOOLS"."T" USING ( SELECT ( "S0"."NEW_ID" ) AS "C0" FROM ( SELECT * FROM "TOOLS"."S" AS "Q" ) AS "S0" ) AS "S1"
        WHERE ( "TOOLS"."T"."ID" = "S1"."C0" )""");
    assertThat(rows(connection, "SELECT id, name FROM t ORDER BY id"))
        .containsExactly("1|it's", "13|three");
  }

  @Test
  void namesMayHaveTheirOwnDatabaseInFront() throws SQLException {
    execute(
        connection,
        """
        CREATE TABLE "dev"."tools"."made" DISTSTYLE KEY DISTKEY (a) COMPOUND SORTKEY (a)
          AS ( SELECT 1 AS a )""",
        "CREATE VIEW \"dev\".\"tools\".\"seen\" AS ( SELECT * FROM \"dev\".\"tools\".\"made\" ) WITH NO SCHEMA BINDING",
        "CREATE VIEW \"dev\".\"tools\".\"bound\" AS ( SELECT * FROM \"dev\".\"tools\".\"made\" )",
        "COMMENT ON TABLE \"dev\".\"tools\".\"made\" IS $literal$it's$literal$",
        "GRANT SELECT ON \"dev\".\"tools\".\"made\", dev.tools.bound TO PUBLIC",
        "ALTER TABLE \"dev\".\"tools\".\"made\" RENAME TO \"other\"");
    assertThat(rows(connection, "SELECT a FROM dev.tools.bound")).containsExactly("1");
    assertThat(rows(connection, "SELECT obj_description('other'::regclass)"))
        .containsExactly("it's");
    assertThat((Object) connection.getWarnings()).isNull();
    execute(connection, "DROP VIEW IF EXISTS \"dev\".\"tools\".\"seen\" CASCADE");
  }

  @Test
  void textsOfTablesMadeFromQueriesHaveALength() throws SQLException {
    execute(
        connection,
        """
        CREATE TABLE texts AS
          SELECT 'é' AS a, name || '!' AS b, UPPER(name) AS c, CASE id WHEN 1 THEN 'abc' ELSE 'de' END AS d,
            LISTAGG(name) AS e FROM t GROUP BY id, name""");
    assertThat(
            rows(connection, "SELECT type FROM pg_table_def WHERE tablename = 'texts' ORDER BY 1"))
        .containsExactly(
            "character varying(2)",
            "character varying(20)",
            "character varying(21)",
            "character varying(3)",
            "character varying(65535)");
  }

  @Test
  void parametersOfRedshiftAreReadByFunctionToo() throws SQLException {
    execute(connection, "RESET query_group");
    assertThat(rows(connection, "SELECT current_setting('query_group')"))
        .containsExactly("default");
    execute(connection, "SELECT set_config('query_group', 'a {\"b\": 1}', false)");
    assertThat(rows(connection, "SHOW query_group")).containsExactly("a {\"b\": 1}");
    assertThat(rows(connection, "SELECT current_setting('search_path')")).containsExactly("tools");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          CREATE TABLE k (a int DISTKEY, b int DISTKEY)       § one DISTKEY column at most
          CREATE TABLE k (a int) DISTSTYLE EVEN DISTKEY (a)   § DISTSTYLE KEY only
          CREATE TABLE k (a int DISTKEY) DISTSTYLE ALL        § DISTSTYLE KEY only
          CREATE TABLE k (a super) SORTKEY (a)                § has type SUPER
          CREATE TABLE k (a super DISTKEY)                    § has type SUPER
          INSERT INTO numbered VALUES (9, 9)                  § cannot set an identity column to a value
          INSERT INTO numbered (n, a) VALUES (9, 9)           § cannot set an identity column to a value
          """)
  void isRefused(String sql, String message) throws SQLException {
    execute(connection, "CREATE TABLE numbered (n bigint IDENTITY(0, 1), a int)");
    assertThatThrownBy(() -> execute(connection, sql)).hasMessageContaining(message);
  }

  @Test
  void tablesWithoutDistributionKeyAreShown() throws SQLException {
    assertThat(rows(connection, "SHOW TABLE tools.t").get(0))
        .contains("name character varying(20) ENCODE zstd")
        .endsWith("DISTSTYLE AUTO;");
    assertThat(rows(connection, "SHOW server_version")).containsExactly("8.0.2");
  }

  @Test
  void usersHaveRedshiftsOptions() throws SQLException {
    execute(
        connection,
        "DROP USER IF EXISTS tool_user",
        "CREATE USER tool_user PASSWORD DISABLE NOCREATEDB SYSLOG ACCESS UNRESTRICTED CONNECTION LIMIT UNLIMITED SESSION TIMEOUT 60",
        "ALTER USER tool_user WITH CREATEUSER VALID UNTIL '2040-01-01'",
        "ALTER USER tool_user RESET SESSION TIMEOUT",
        "CREATE SCHEMA tool_schema QUOTA 5 GB",
        "ALTER SCHEMA tool_schema QUOTA UNLIMITED",
        "DROP SCHEMA tool_schema",
        "DROP USER tool_user");
    assertThatThrownBy(() -> execute(connection, "ALTER SCHEMA tool_schema QUOTA 5 GB"))
        .hasMessageContaining("schema \"tool_schema\" does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          ADD COLUMN a int NOT NULL               § ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression
          ADD COLUMN a int NOT NULL DEFAULT NULL  § must have a non-null default expression
          ADD COLUMN a int UNIQUE                 § does not support columns defined with UNIQUE or PRIMARY KEY constraints
          ADD COLUMN a int, ADD COLUMN b int      § one column per statement
          ALTER COLUMN name SET DEFAULT 'x'       § ALTER COLUMN SET/DROP DEFAULT is not supported
          ALTER COLUMN name SET NOT NULL          § ALTER COLUMN SET NOT NULL is not supported
          ALTER COLUMN name TYPE varchar(40) USING 'x' § ALTER TABLE ALTER COLUMN does not support USING expression
          ALTER COLUMN name TYPE int              § changes the size of VARCHAR columns only
          ALTER COLUMN day TYPE varchar(40)       § changes the size of VARCHAR columns only
          ALTER COLUMN code TYPE varchar(40)      § because its encoding is bytedict
          ALTER COLUMN key TYPE varchar(40)       § because it is part of a key
          """)
  void alterTableHasRedshiftsLimits(String action, String message) throws SQLException {
    execute(
        connection,
        "CREATE TABLE l (name varchar(20), day date, code varchar(5) ENCODE bytedict, key varchar(5) UNIQUE)",
        "ALTER TABLE l ALTER COLUMN name TYPE varchar(30)",
        "ALTER TABLE l ADD COLUMN more dec(5,1) NOT NULL DEFAULT 1.5");
    assertThatThrownBy(() -> execute(connection, "ALTER TABLE l " + action))
        .hasMessageContaining(message);
  }
}
