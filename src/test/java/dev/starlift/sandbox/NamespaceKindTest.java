package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceKindTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stl_load_errors",
        "stl_insert",
        "stl_query",
        "stv_sessions",
        "stv_tbl_perm",
        "svl_qlog"
      })
  void onlyProvisionedOnesHaveTheViewsOfClusters(String view) throws SQLException {
    String sql = "SELECT count(*) FROM " + view;
    try (Connection provisioned = SharedSandbox.connect("producer");
        Connection serverless = SharedSandbox.connect("serverless")) {
      assertThat(rows(provisioned, sql)).hasSize(1);
      assertThatThrownBy(() -> rows(serverless, sql))
          .hasMessageContaining("permission denied for relation " + view)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42501");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys_load_error_detail",
        "sys_load_history",
        "sys_query_history",
        "sys_serverless_usage",
        "svv_table_info",
        "svv_transactions",
        "svv_datashares"
      })
  void bothHaveTheOthers(String view) throws SQLException {
    for (String namespace : new String[] {"producer", "serverless"}) {
      try (Connection connection = SharedSandbox.connect(namespace)) {
        assertThat(rows(connection, "SELECT count(*) FROM " + view)).hasSize(1);
      }
    }
  }

  @Test
  void newDatabasesAreOfTheSameKind() throws SQLException {
    try (Connection serverless = SharedSandbox.connect("serverless")) {
      execute(serverless, "CREATE DATABASE kind");
      Sandbox sandbox = SharedSandbox.get();
      try (Connection inside =
          java.sql.DriverManager.getConnection(
              sandbox.jdbcUrl("serverless").replace("/dev", "/kind"),
              sandbox.user(),
              sandbox.password())) {
        assertThatThrownBy(() -> rows(inside, "SELECT * FROM stl_insert"))
            .hasMessageContaining("permission denied for relation stl_insert");
      }
    }
  }
}
