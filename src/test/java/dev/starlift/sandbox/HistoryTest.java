package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
    execute(connection, "DROP TABLE IF EXISTS hist", "CREATE TABLE hist (a int)");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private String last(String columns) throws SQLException {
    return rows(
            connection,
            "SELECT " + columns + " FROM sys_query_history WHERE query_id = pg_last_query_id()")
        .get(0);
  }

  @Test
  void aClientFindsItsOwnStatement() throws SQLException {
    rows(connection, "SELECT * FROM generate_series(1, 7) -- not of the statement");
    assertThat(last("query_type, status, returned_rows, query_text, session_id = pg_backend_pid()"))
        .isEqualTo("SELECT|success|7|SELECT * FROM generate_series(1, 7)|t");
    execute(connection, "INSERT INTO hist VALUES (1), (2)");
    assertThat(last("query_type, status, returned_rows, database_name"))
        .isEqualTo("INSERT|success|0|dev");
    execute(connection, "CREATE TABLE IF NOT EXISTS hist (a int) DISTSTYLE ALL");
    assertThat(last("query_type, status")).isEqualTo("DDL|success");
    assertThat(last("elapsed_time >= 0, end_time >= start_time, error_message"))
        .isEqualTo("t|t|null");
  }

  @Test
  void failuresAreKeptWithTheirReason() throws SQLException {
    assertThatThrownBy(() -> rows(connection, "SELECT nothing FROM hist"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> rows(connection, "SELECT 1 / (a - a) FROM (SELECT 1 AS a)"))
        .isInstanceOf(SQLException.class);
    assertThat(last("status, error_message")).isEqualTo("failed|division by zero");
    execute(connection, "SET statement_timeout TO 50");
    assertThatThrownBy(() -> rows(connection, "SELECT pg_sleep(9)"))
        .isInstanceOf(SQLException.class);
    execute(connection, "RESET statement_timeout");
    assertThat(last("status")).isEqualTo("canceled");
  }

  @Test
  void statementsAreFoundByTheirGroup() throws SQLException {
    String group = "group " + System.nanoTime();
    execute(
        connection,
        "SET query_group TO '" + group + "'",
        "INSERT INTO hist VALUES (1)",
        "RESET query_group",
        "INSERT INTO hist VALUES (2)");
    assertThat(
            rows(
                connection,
                "SELECT query_text FROM sys_query_history WHERE query_label = '" + group + "'"))
        .containsExactly("INSERT INTO hist VALUES (1)");
    assertThat(rows(connection, "SELECT querytxt FROM stl_query WHERE label = '" + group + "'"))
        .containsExactly("INSERT INTO hist VALUES (1)");
  }

  @Test
  void secretsAreNotKept() throws SQLException {
    assertThatThrownBy(
            () ->
                execute(
                    connection,
                    "COPY hist FROM 's3://test/none' CREDENTIALS"
                        + " 'aws_access_key_id=A;aws_secret_access_key=hush' CSV"))
        .isInstanceOf(SQLException.class);
    assertThat(last("query_type, query_text"))
        .isEqualTo("COPY|COPY hist FROM 's3://test/none' CREDENTIALS '' CSV");
    execute(connection, "CREATE USER hist_user PASSWORD 'Hush1234'", "DROP USER hist_user");
    assertThat(
            rows(
                connection,
                "SELECT query_id FROM sys_query_history WHERE query_text LIKE '%Hush%'"
                    + " AND query_type <> 'SELECT'"))
        .isEmpty();
  }

  @Test
  void portionsOfAResultAreOneStatement() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10);
      try (ResultSet result = statement.executeQuery("SELECT * FROM generate_series(1, 25)")) {
        int rows = 0;
        while (result.next()) {
          rows++;
        }
        assertThat(rows).isEqualTo(25);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(last("returned_rows, status")).isEqualTo("25|success");
  }

  @Test
  void longTextsComeInPieces() throws SQLException {
    rows(connection, "SELECT '" + "x".repeat(450) + "'");
    assertThat(
            rows(
                connection,
                "SELECT sequence, LEN(text) FROM sys_query_text WHERE query_id = pg_last_query_id()"
                    + " ORDER BY 1"))
        .containsExactly("0|200", "1|200", "2|59");
    assertThat(
            rows(
                connection,
                "SELECT LISTAGG(text) WITHIN GROUP (ORDER BY sequence) FROM stl_querytext"
                    + " WHERE query = pg_last_query_id()"))
        .containsExactly("SELECT '" + "x".repeat(450) + "'");
  }
}
