package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.connect;
import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  @Test
  void theRedshiftDriverConnectsAndRunsSql() throws SQLException {
    try (Connection connection = connect("producer")) {
      assertThat(rows(connection, "SELECT 1 + 1, current_database(), current_namespace"))
          .containsExactly("2|dev|" + SharedSandbox.get().namespaceId("producer"));
      assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("8.0");
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    Sandbox sandbox = SharedSandbox.get();
    assertThatThrownBy(
            () -> DriverManager.getConnection(sandbox.jdbcUrl("producer"), sandbox.user(), "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void namespacesDoNotSeeEachOthersTables() throws SQLException {
    try (Connection producer = connect("producer");
        Connection analytics = connect("analytics")) {
      execute(producer, "CREATE TABLE only_here (a int)");
      assertThatThrownBy(() -> rows(analytics, "SELECT * FROM only_here"))
          .hasMessageContaining("relation \"only_here\" does not exist");
    }
  }
}
