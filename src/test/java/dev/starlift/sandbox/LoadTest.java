package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final String COPY =
      "COPY load_t FROM 's3://test/load/good' IAM_ROLE '%s' FORMAT AS CSV"
          .formatted(SharedSandbox.get().iamRole());

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException, IOException {
    connection = SharedSandbox.connect("producer");
    execute(
        connection,
        "DROP TABLE IF EXISTS load_t",
        "CREATE TABLE load_t (id int PRIMARY KEY, v varchar(5))");
    Path bucket = SharedSandbox.get().address().directory().resolve("s3/test/load");
    Files.createDirectories(bucket);
    Files.writeString(bucket.resolve("good.csv"), "1,one\n1,again\n");
    Files.writeString(bucket.resolve("bad.csv"), "1,one\n2,far too long\n");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void copyRunsInTheClientsTransaction() throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, COPY);
    assertThat(rows(connection, "SELECT pg_last_copy_count(), count(*) FROM load_t"))
        .containsExactly("2|2");
    connection.rollback();
    assertThat(rows(connection, "SELECT count(*) FROM load_t")).containsExactly("0");
    execute(connection, COPY);
    connection.commit();
    assertThat(rows(connection, "SELECT count(*) FROM load_t")).containsExactly("2");
  }

  @Test
  void copyMayBePreparedAndTellsHowMuchItLoaded() throws SQLException {
    try (PreparedStatement copy = connection.prepareStatement(COPY)) {
      for (int i = 0; i < 7; i++) {
        copy.execute();
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(COPY);
      assertThat(statement.getWarnings().getMessage())
          .contains("Load into table 'load_t' completed, 2 record(s) loaded successfully.");
    }
    assertThat(
            rows(
                connection,
                "SELECT status, loaded_rows, source_file_count FROM sys_load_history"
                    + " WHERE query_id = pg_last_copy_id()"))
        .containsExactly("completed|2|1");
  }

  @Test
  void aFailedCopyLeavesNoRowsAndTellsWhy() throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, "INSERT INTO load_t VALUES (5, 'five')");
    assertThatThrownBy(() -> execute(connection, COPY.replace("good", "bad")))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> execute(connection, "SELECT 1"))
        .hasMessageContaining("current transaction is aborted");
    connection.rollback();
    assertThat(
            rows(
                connection,
                "SELECT line_number, trim(colname), err_code FROM stl_load_errors"
                    + " WHERE query = pg_last_query_id()"))
        .containsExactly("2|v|1204");
    assertThat(rows(connection, "SELECT count(*) FROM load_t")).containsExactly("0");
  }

  @Test
  void unloadWritesWhatItsQuerySays() throws SQLException, IOException {
    execute(connection, "INSERT INTO load_t VALUES (1, 'x'), (2, NULL)");
    execute(
        connection,
        "UNLOAD ('SELECT id, NVL(v, ''none'') FROM load_t ORDER BY id') TO 's3://test/unload/%s_' IAM_ROLE '%s' CSV PARALLEL OFF"
            .formatted(System.nanoTime(), SharedSandbox.get().iamRole()));
    Path bucket = SharedSandbox.get().address().directory().resolve("s3/test/unload");
    try (var files = Files.list(bucket)) {
      assertThat(files.map(LoadTest::read).toList()).contains("1,x\n2,none\n");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
