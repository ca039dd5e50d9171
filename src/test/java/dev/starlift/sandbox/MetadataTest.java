package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = SharedSandbox.connect("reporting");
    execute(
        connection,
        "CREATE SCHEMA meta",
        """
        CREATE TABLE meta.t (a int NOT NULL, b bigint IDENTITY(1,1), c smallint, d numeric(12,3),
          e varchar(7) DEFAULT 'x', f char(3), g date, h timestamp, i time, j boolean,
          k double precision, l real, m super, n timestamptz, o varchar, p decimal,
          PRIMARY KEY (a))""",
        "CREATE VIEW meta.v AS SELECT a FROM meta.t",
        "COMMENT ON TABLE meta.t IS 'all types'");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    execute(connection, "DROP SCHEMA meta CASCADE");
    connection.close();
  }

  @Test
  void svvColumnsTellWhatWasDeclared() throws SQLException {
    assertThat(
            rows(
                connection,
                """
                SELECT column_name, data_type, character_maximum_length, numeric_precision,
                  numeric_scale, is_nullable
                FROM svv_columns WHERE table_schema = 'meta' AND table_name = 't'
                ORDER BY ordinal_position"""))
        .containsExactly(
            "a|integer|null|32|0|NO",
            "b|bigint|null|64|0|NO",
            "c|smallint|null|16|0|YES",
            "d|numeric|null|12|3|YES",
            "e|character varying|7|null|null|YES",
            "f|character|3|null|null|YES",
            "g|date|null|null|null|YES",
            "h|timestamp without time zone|null|null|null|YES",
            "i|time without time zone|null|null|null|YES",
            "j|boolean|null|null|null|YES",
            "k|double precision|null|53|null|YES",
            "l|real|null|24|null|YES",
            "m|super|null|null|null|YES",
            "n|timestamp with time zone|null|null|null|YES",
            "o|character varying|256|null|null|YES",
            "p|numeric|null|18|0|YES");
    assertThat(
            rows(
                connection,
                "SELECT column_default FROM svv_columns WHERE table_schema = 'meta'"
                    + " AND table_name = 't' AND column_name IN ('b', 'e') ORDER BY column_name"))
        .satisfiesExactly(
            b -> assertThat(b).startsWith("\"identity\"(").endsWith("'1,1'::text)"),
            e -> assertThat(e).isEqualTo("'x'::character varying"));
  }

  @Test
  void theDriverListsTables() throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, "meta", "%", new String[] {"TABLE", "VIEW"})) {
      List<String> found = new ArrayList<>();
      while (tables.next()) {
        found.add(
            "%s|%s|%s|%s"
                .formatted(
                    tables.getString("TABLE_CAT"),
                    tables.getString("TABLE_SCHEM"),
                    tables.getString("TABLE_NAME"),
                    tables.getString("TABLE_TYPE")));
      }
      assertThat(found).containsExactlyInAnyOrder("dev|meta|t|TABLE", "dev|meta|v|VIEW");
    }
  }

  @Test
  void theDriverListsColumns() throws SQLException {
    try (ResultSet columns = connection.getMetaData().getColumns(null, "meta", "t", "%")) {
      List<String> found = new ArrayList<>();
      while (columns.next()) {
        found.add(
            "%s|%s|%d|%s"
                .formatted(
                    columns.getString("COLUMN_NAME"),
                    columns.getString("TYPE_NAME"),
                    columns.getInt("COLUMN_SIZE"),
                    columns.getString("IS_NULLABLE")));
      }
      assertThat(found)
          .hasSize(16)
          .contains("a|int4|10|NO", "d|numeric|12|YES", "e|varchar|7|YES", "g|date|13|YES");
    }
  }

  @Test
  void theDriverListsSchemasAndCatalogs() throws SQLException {
    try (ResultSet schemas = connection.getMetaData().getSchemas()) {
      List<String> found = new ArrayList<>();
      while (schemas.next()) {
        found.add(schemas.getString("TABLE_SCHEM"));
      }
      assertThat(found).contains("meta", "public").noneMatch(s -> s.startsWith("share:"));
    }
    try (ResultSet catalogs = connection.getMetaData().getCatalogs()) {
      assertThat(catalogs.next()).isTrue();
      assertThat(catalogs.getString(1)).isEqualTo("dev");
    }
    try (ResultSet types = connection.getMetaData().getTypeInfo()) {
      assertThat(types.next()).isTrue();
    }
  }

  @Test
  void allViewsOfTheCatalogCanBeRead() throws SQLException {
    for (String view :
        List.of(
            "svv_tables",
            "svv_columns",
            "svv_all_schemas",
            "svv_all_tables",
            "svv_all_columns",
            "svv_redshift_databases",
            "svv_redshift_schemas",
            "svv_redshift_tables",
            "svv_redshift_columns",
            "svv_table_info",
            "svv_external_schemas",
            "svv_external_tables",
            "svv_external_columns",
            "svv_datashares",
            "svv_datashare_objects",
            "svv_datashare_consumers",
            "sys_load_history",
            "sys_load_error_detail",
            "sys_unload_history",
            "stl_load_errors",
            "pg_table_def",
            "information_schema.tables",
            "pg_catalog.pg_tables")) {
      assertThat(rows(connection, "SELECT count(*) FROM " + view)).as(view).hasSize(1);
    }
  }

  @Test
  void theVersionIsRedshifts() throws SQLException {
    assertThat(rows(connection, "SELECT version()").get(0))
        .startsWith("PostgreSQL 8.0.2")
        .contains("Redshift 1.0");
  }
}
