package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DatabaseMetaData as tools read it, by Redshift's driver and, where it can, by PostgreSQL's. */
class DriverMetadataTest {
  private static final String REDSHIFT = "redshift";
  private static final String POSTGRESQL = "postgresql";

  private static Connection owner;

  @BeforeAll
  static void make() throws SQLException {
    owner = SharedSandbox.connect("producer");
    execute(
        owner,
        "DROP SCHEMA IF EXISTS dmd CASCADE",
        "CREATE SCHEMA dmd",
        """
        CREATE TABLE dmd.parent (id int NOT NULL, region char(2) NOT NULL, name varchar(40) DEFAULT 'x',
          PRIMARY KEY (id, region), UNIQUE (name)) DISTKEY (id) SORTKEY (region)""",
        """
        CREATE TABLE dmd.child (c bigint IDENTITY(1,1), parent_id int, parent_region char(2),
          amount decimal(12,2), at timestamp, doc super, PRIMARY KEY (c),
          CONSTRAINT to_parent FOREIGN KEY (parent_id, parent_region) REFERENCES dmd.parent (id, region))""",
        "COMMENT ON TABLE dmd.parent IS 'those above'",
        "COMMENT ON COLUMN dmd.parent.name IS 'how they are called'",
        "CREATE VIEW dmd.v AS SELECT name FROM dmd.parent",
        "CREATE FUNCTION dmd.twice (int) RETURNS int IMMUTABLE AS $$ SELECT $1 * 2 $$ LANGUAGE sql",
        "CREATE PROCEDURE dmd.proc (a IN int, b OUT int) AS $$ BEGIN b := a; END $$ LANGUAGE plpgsql",
        "CREATE DATASHARE dmd_share",
        "ALTER DATASHARE dmd_share ADD SCHEMA dmd",
        "ALTER DATASHARE dmd_share ADD TABLE dmd.parent",
        "GRANT USAGE ON DATASHARE dmd_share TO NAMESPACE '"
            + SharedSandbox.get().namespaceId("reporting")
            + "'");
    try (Connection consumer = SharedSandbox.connect("reporting")) {
      execute(
          consumer,
          "CREATE DATABASE dmd_db FROM DATASHARE dmd_share OF NAMESPACE '"
              + SharedSandbox.get().namespaceId("producer")
              + "'");
    }
  }

  @AfterAll
  static void drop() throws SQLException {
    try (Connection consumer = SharedSandbox.connect("reporting")) {
      execute(consumer, "DROP DATABASE dmd_db");
    }
    execute(owner, "DROP DATASHARE dmd_share", "DROP SCHEMA dmd CASCADE");
    owner.close();
  }

  private static Connection by(String driver, String namespace, String options)
      throws SQLException {
    Sandbox sandbox = SharedSandbox.get();
    return DriverManager.getConnection(
        "jdbc:%s://localhost:%d/dev?%s".formatted(driver, sandbox.port(namespace), options),
        sandbox.user(),
        sandbox.password());
  }

  private static Connection by(String driver) throws SQLException {
    return by(driver, "producer", driver.equals(REDSHIFT) ? "ssl=false" : "sslmode=disable");
  }

  private static List<String> read(ResultSet result, String... columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (String column : columns) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void tablesWithTheirRemarks(String driver) throws SQLException {
    try (Connection connection = by(driver)) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(
              read(
                  data.getTables(null, "dmd", "%", new String[] {"TABLE", "VIEW"}),
                  "TABLE_SCHEM",
                  "TABLE_NAME",
                  "TABLE_TYPE",
                  "REMARKS"))
          .hasSize(3)
          .contains("dmd|parent|TABLE|those above")
          .anyMatch(row -> row.startsWith("dmd|v|VIEW"));
      assertThat(read(data.getTables(null, "dm%", "chi_d", null), "TABLE_NAME"))
          .containsExactly("child");
      assertThat(read(data.getTables(null, "nowhere", "%", null), "TABLE_NAME")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void columnsInTheirOrder(String driver) throws SQLException {
    try (Connection connection = by(driver)) {
      assertThat(
              read(
                  connection.getMetaData().getColumns(null, "dmd", "parent", "%"),
                  "COLUMN_NAME",
                  "DATA_TYPE",
                  "COLUMN_SIZE",
                  "NULLABLE",
                  "ORDINAL_POSITION",
                  "REMARKS"))
          .containsExactly(
              "id|%d|10|0|1|null".formatted(Types.INTEGER),
              "region|%d|2|0|2|null".formatted(Types.CHAR),
              "name|%d|40|1|3|how they are called".formatted(Types.VARCHAR));
      assertThat(
              read(
                  connection.getMetaData().getColumns(null, "dmd", "child", "%"),
                  "COLUMN_NAME",
                  "DECIMAL_DIGITS",
                  "IS_AUTOINCREMENT"))
          .contains("amount|2|NO", "c|0|" + (driver.equals(REDSHIFT) ? "YES" : "NO"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void primaryKeys(String driver) throws SQLException {
    try (Connection connection = by(driver)) {
      assertThat(
              read(
                  connection.getMetaData().getPrimaryKeys(null, "dmd", "parent"),
                  "COLUMN_NAME",
                  "KEY_SEQ",
                  "PK_NAME"))
          .containsExactly("id|1|parent_pkey", "region|2|parent_pkey");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void foreignKeysFromBothEnds(String driver) throws SQLException {
    String[] columns = {
      "PKTABLE_NAME", "PKCOLUMN_NAME", "FKTABLE_NAME", "FKCOLUMN_NAME", "KEY_SEQ", "FK_NAME"
    };
    String[] rows = {
      "parent|id|child|parent_id|1|to_parent", "parent|region|child|parent_region|2|to_parent"
    };
    try (Connection connection = by(driver)) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(read(data.getImportedKeys(null, "dmd", "child"), columns)).containsExactly(rows);
      assertThat(read(data.getExportedKeys(null, "dmd", "parent"), columns)).containsExactly(rows);
      assertThat(read(data.getCrossReference(null, "dmd", "parent", null, "dmd", "child"), columns))
          .containsExactly(rows);
      assertThat(read(data.getImportedKeys(null, "dmd", "parent"), columns)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void schemasCatalogsAndKinds(String driver) throws SQLException {
    try (Connection connection = by(driver)) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(read(data.getSchemas(), "TABLE_SCHEM"))
          .contains("dmd", "public", "pg_catalog", "information_schema")
          .noneMatch(schema -> schema.startsWith("share:") || schema.startsWith("starlift"));
      assertThat(read(data.getSchemas(null, "dm%"), "TABLE_SCHEM")).containsExactly("dmd");
      assertThat(read(data.getCatalogs(), "TABLE_CAT")).contains("dev");
      assertThat(read(data.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
      assertThat(data.getDatabaseMajorVersion()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void types(String driver) throws SQLException {
    try (Connection connection = by(driver)) {
      assertThat(read(connection.getMetaData().getTypeInfo(), "TYPE_NAME"))
          .contains("int4", "int8", "varchar", "numeric", "timestamp", "bool", "date");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void proceduresAndFunctions(String driver) throws SQLException {
    try (Connection connection = by(driver)) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(read(data.getProcedures(null, "dmd", "%"), "PROCEDURE_NAME")).contains("proc");
      assertThat(read(data.getFunctions(null, "dmd", "%"), "FUNCTION_NAME")).contains("twice");
    }
  }

  @Test
  void parametersOfProceduresByPostgresqlsDriver() throws SQLException {
    try (Connection connection = by(POSTGRESQL)) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(read(data.getProcedureColumns(null, "dmd", "proc", "%"), "COLUMN_NAME"))
          .contains("a", "b");
      assertThat(read(data.getFunctionColumns(null, "dmd", "twice", "%"), "TYPE_NAME"))
          .contains("int4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void rights(String driver) throws SQLException {
    execute(owner, "GRANT SELECT ON dmd.parent TO PUBLIC");
    try (Connection connection = by(driver)) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(read(data.getTablePrivileges(null, "dmd", "parent"), "GRANTEE", "PRIVILEGE"))
          .anyMatch(row -> row.equalsIgnoreCase("public|SELECT"));
      read(data.getColumnPrivileges(null, "dmd", "parent", "%"), "COLUMN_NAME");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void otherCallsAnswer(String driver) throws SQLException {
    try (Connection connection = by(driver)) {
      DatabaseMetaData data = connection.getMetaData();
      read(data.getIndexInfo(null, "dmd", "parent", false, true), "INDEX_NAME");
      read(data.getBestRowIdentifier(null, "dmd", "parent", 0, true), "COLUMN_NAME");
      read(data.getVersionColumns(null, "dmd", "parent"), "COLUMN_NAME");
      read(data.getUDTs(null, "dmd", "%", null), "TYPE_NAME");
      read(data.getClientInfoProperties(), "NAME");
      assertThat(data.getURL()).contains("localhost");
      assertThat(data.getUserName()).isEqualTo(SharedSandbox.get().user());
      assertThat(data.supportsTransactions()).isTrue();
      assertThat(connection.isValid(10)).isTrue();
      assertThat(connection.getCatalog()).isEqualTo("dev");
      assertThat(connection.getSchema()).isEqualTo("public");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REDSHIFT, POSTGRESQL})
  void resultsAndParametersAreDescribed(String driver) throws SQLException {
    try (Connection connection = by(driver);
        Statement statement = connection.createStatement();
        PreparedStatement prepared =
            connection.prepareStatement("SELECT name FROM dmd.parent WHERE id = ?")) {
      try (ResultSet result =
          statement.executeQuery("SELECT amount, at, doc, NVL(c, 0) AS key FROM dmd.child")) {
        ResultSetMetaData data = result.getMetaData();
        assertThat(data.getColumnType(1)).isEqualTo(Types.NUMERIC);
        assertThat(data.getPrecision(1)).isEqualTo(12);
        assertThat(data.getScale(1)).isEqualTo(2);
        assertThat(data.getColumnType(2)).isEqualTo(Types.TIMESTAMP);
        assertThat(data.getColumnLabel(4)).isEqualTo("key");
      }
      assertThat(prepared.getParameterMetaData().getParameterType(1)).isEqualTo(Types.INTEGER);
      assertThat(prepared.getMetaData().getColumnName(1)).isEqualTo("name");
    }
  }

  @Test
  void tablesOfASharedDatabase() throws SQLException {
    try (Connection connection =
        by(REDSHIFT, "reporting", "ssl=false&databaseMetadataCurrentDbOnly=false")) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(read(data.getCatalogs(), "TABLE_CAT")).contains("dev", "dmd_db");
      assertThat(read(data.getSchemas("dmd_db", "%"), "TABLE_SCHEM")).contains("dmd");
      assertThat(
              read(
                  data.getTables("dmd_db", "dmd", "%", new String[] {"TABLE"}),
                  "TABLE_CAT",
                  "TABLE_SCHEM",
                  "TABLE_NAME"))
          .containsExactly("dmd_db|dmd|parent");
      assertThat(
              read(
                  data.getColumns("dmd_db", "dmd", "parent", "%"),
                  "COLUMN_NAME",
                  "DATA_TYPE",
                  "COLUMN_SIZE"))
          .containsExactly(
              "id|%d|10".formatted(Types.INTEGER),
              "region|%d|2".formatted(Types.CHAR),
              "name|%d|40".formatted(Types.VARCHAR));
    }
  }

  @Test
  void listsOfASharedDatabase() throws SQLException {
    try (Connection connection = SharedSandbox.connect("reporting")) {
      assertThat(SharedSandbox.rows(connection, "SHOW DATABASES"))
          .anyMatch(row -> row.startsWith("dmd_db|") && row.contains("shared"));
      assertThat(SharedSandbox.rows(connection, "SHOW SCHEMAS FROM DATABASE dmd_db"))
          .anyMatch(row -> row.startsWith("dmd_db|dmd|"));
      assertThat(SharedSandbox.rows(connection, "SHOW TABLES FROM SCHEMA dmd_db.dmd"))
          .anyMatch(row -> row.startsWith("dmd_db|dmd|parent|TABLE"));
      assertThat(SharedSandbox.rows(connection, "SHOW COLUMNS FROM TABLE dmd_db.dmd.parent"))
          .hasSize(3)
          .anyMatch(row -> row.contains("|name|3|") && row.contains("|character varying|40|"));
      assertThat(
              SharedSandbox.rows(
                  connection,
                  "SELECT column_name FROM svv_all_columns WHERE database_name = 'dmd_db'"
                      + " ORDER BY ordinal_position"))
          .containsExactly("id", "region", "name");
    }
  }
}
