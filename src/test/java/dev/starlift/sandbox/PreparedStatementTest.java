package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreparedStatementTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = SharedSandbox.connect("reporting");
    execute(
        connection,
        "DROP TABLE IF EXISTS prepared",
        "CREATE TABLE prepared (i int, l bigint, v varchar(20), d decimal(10,2), day date,"
            + " ts timestamp, b boolean, f double precision)");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void parametersOfEveryTypeArrive() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO prepared VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < 10; i++) {
        insert.setInt(1, i);
        insert.setLong(2, 1L << 40);
        insert.setString(3, "O'Neil \\ \"q\"");
        insert.setBigDecimal(4, new BigDecimal("12345678.90"));
        insert.setDate(5, Date.valueOf("2024-02-29"));
        insert.setTimestamp(6, Timestamp.valueOf("2024-02-29 12:34:56.789012"));
        insert.setBoolean(7, true);
        insert.setDouble(8, 0.1);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(rows(connection, "SELECT * FROM prepared WHERE i = 9"))
        .containsExactly(
            "9|1099511627776|O'Neil \\ \"q\"|12345678.90|2024-02-29"
                + "|2024-02-29 12:34:56.789012|t|0.1");
  }

  @Test
  void oneStatementIsUsedManyTimes() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT NVL(?::int, 0) + ?::int AS \"Sum\"")) {
      for (int i = 0; i < 20; i++) {
        select.setInt(1, i);
        select.setInt(2, 1);
        try (ResultSet result = select.executeQuery()) {
          assertThat(result.next()).isTrue();
          assertThat(result.getInt("sum")).isEqualTo(i + 1);
        }
      }
    }
  }

  @Test
  void batchesCount() throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO prepared (i, v) VALUES (?, ?)")) {
      for (int i = 0; i < 500; i++) {
        insert.setInt(1, i);
        insert.setString(2, "row " + i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(500);
    }
    connection.commit();
    assertThat(rows(connection, "SELECT count(*), min(v) FROM prepared"))
        .containsExactly("500|row 0");
  }

  @Test
  void aBatchFailsAsAWhole() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO prepared (i) VALUES (1)");
      statement.addBatch("INSERT INTO prepared (v) VALUES ('far too long for twenty bytes')");
      statement.addBatch("INSERT INTO prepared (i) VALUES (3)");
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasMessageContaining("value too long");
    }
    connection.rollback();
    assertThat(rows(connection, "SELECT count(*) FROM prepared")).containsExactly("0");
  }

  @Test
  void bigResultsComeInPortions() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1000);
      try (ResultSet result =
          statement.executeQuery("SELECT i, repeat('x', 100) FROM generate_series(1, 50000) i")) {
        long sum = 0;
        while (result.next()) {
          sum += result.getLong(1);
        }
        assertThat(sum).isEqualTo(50_000L * 50_001 / 2);
      }
    }
  }

  @Test
  void twoCursorsAtOnceKeepTheirPlaces() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement first = connection.createStatement();
        Statement second = connection.createStatement()) {
      first.setFetchSize(2);
      second.setFetchSize(3);
      try (ResultSet a = first.executeQuery("SELECT * FROM generate_series(1, 10)");
          ResultSet b = second.executeQuery("SELECT * FROM generate_series(11, 20)")) {
        for (int i = 1; i <= 10; i++) {
          assertThat(a.next()).isTrue();
          assertThat(b.next()).isTrue();
          assertThat(a.getInt(1)).isEqualTo(i);
          assertThat(b.getInt(1)).isEqualTo(i + 10);
        }
      }
    }
  }

  @Test
  void ddlMayBePreparedAndRepeated() throws SQLException {
    try (PreparedStatement create =
            connection.prepareStatement(
                "CREATE TABLE prepared_ddl (a int PRIMARY KEY) DISTKEY (a)");
        PreparedStatement drop = connection.prepareStatement("DROP TABLE prepared_ddl")) {
      for (int i = 0; i < 8; i++) {
        create.execute();
        drop.execute();
      }
    }
  }

  @Test
  void anErrorLeavesTheConnectionUsable() throws SQLException {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> rows(connection, "SELECT * FROM nowhere"))
          .hasMessageContaining("\"nowhere\" does not exist");
      assertThat(rows(connection, "SELECT 1")).containsExactly("1");
    }
  }
}
