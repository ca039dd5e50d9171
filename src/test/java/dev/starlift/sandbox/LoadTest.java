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

  @Test
  void theFilesOfALoadAreListed() throws SQLException {
    execute(connection, COPY);

    assertThat(
            rows(
                connection,
                "SELECT filename, lines_scanned, errors, file_format FROM stl_load_commits"
                    + " WHERE query = pg_last_copy_id()"))
        .containsExactly("s3://test/load/good.csv|2|0|Text");
    assertThat(
            rows(
                connection,
                "SELECT file_name, bytes_scanned, lines_scanned FROM sys_load_detail"
                    + " WHERE query_id = pg_last_copy_id()"))
        .containsExactly("s3://test/load/good.csv|14|2");
    assertThat(rows(connection, "SELECT count(*) FROM stv_load_state")).containsExactly("0");
  }

  @Test
  void theFieldsOfARefusedLineAreListed() throws SQLException {
    assertThatThrownBy(() -> execute(connection, COPY.replace("good", "bad")))
        .hasMessageContaining("Load into table 'load_t' failed");
    assertThat(
            rows(
                connection,
                "SELECT d.line_number, field, d.colname, value, d.type, d.col_length, err_code"
                    + " FROM stl_loaderror_detail d JOIN stl_load_errors e USING (query)"
                    + " WHERE query = (SELECT max(query) FROM stl_load_errors) ORDER BY field"))
        .containsExactly("2|0|id|2|integer||1204", "2|1|v|far too long|varchar|5|1204");
  }

  @Test
  void theFilesOfAnUnloadAreListed() throws SQLException {
    String target = "s3://test/unload/" + System.nanoTime() + "/";
    execute(
        connection,
        "UNLOAD ('SELECT 1 AS a') TO '%s' IAM_ROLE '%s' CSV HEADER"
            .formatted(target, SharedSandbox.get().iamRole()));
    assertThat(
            rows(
                connection,
                "SELECT path, line_count, transfer_size FROM stl_unload_log WHERE path LIKE '"
                    + target
                    + "%'"))
        .containsExactly(target + "0000_part_00|2|4");
    assertThat(
            rows(
                connection,
                "SELECT unloaded_rows, unloaded_files_count FROM sys_unload_history"
                    + " WHERE unloaded_location = '"
                    + target
                    + "'"))
        .containsExactly("1|1");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
