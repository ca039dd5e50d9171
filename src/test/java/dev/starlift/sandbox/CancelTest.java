package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CancelTest {
  /** More than two cores load before the request arrives. */
  private static final int ROWS = 1_500_000;

  private static final String COPY =
      "COPY cancelled FROM 's3://test/cancel/big' IAM_ROLE '%s' CSV"
          .formatted(SharedSandbox.get().iamRole());

  private static Path file;

  @BeforeAll
  static void prepare() throws IOException, SQLException {
    Path folder = SharedSandbox.get().address().directory().resolve("s3/test/cancel");
    Files.createDirectories(folder);
    file = folder.resolve("big.csv");
    write();
    try (Connection connection = SharedSandbox.connect("producer")) {
      execute(
          connection, "DROP TABLE IF EXISTS cancelled", "CREATE TABLE cancelled (a int, b text)");
    }
  }

  @AfterAll
  static void cleanUp() throws IOException, SQLException {
    Files.delete(file);
    try (Connection connection = SharedSandbox.connect("producer")) {
      execute(connection, "DROP TABLE cancelled");
    }
  }

  @Test
  void aQueryIsCancelledByTheRightSecretOnly() throws Exception {
    try (RawClient client = new RawClient().logIn();
        Connection watcher = SharedSandbox.connect("producer")) {
      client.query("SELECT pg_sleep(602)");
      await(watcher, "query LIKE '%(602)' AND state = 'active'");
      client.cancel(1);
      assertThat(
              rows(
                  watcher,
                  "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%(602)'"
                      + " AND state = 'active'"))
          .hasSize(1);
      client.cancel(0);
      RawClient.Received error = client.error();
      assertThat(error.field('C')).isEqualTo("57014");
      assertThat(error.field('M')).matches("Query \\(\\d+\\) cancelled on user's request");
      client.query("SELECT 1");
      assertThat(client.until('Z')).isEqualTo("TDCZ");
    }
  }

  @Test
  void aCopyIsCancelledAtOnceAndLeavesNoRows() throws Exception {
    try (RawClient client = new RawClient().logIn();
        Connection watcher = SharedSandbox.connect("producer")) {
      client.query(COPY);
      await(watcher, "query LIKE 'COPY%cancelled%' AND state = 'active'");
      long start = System.nanoTime();
      client.cancel(0);
      assertThat(client.error().field('C')).isEqualTo("57014");
      assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(5);
      client.query("SELECT count(*) FROM cancelled");
      assertThat(client.receiveUntil('Z').get(1).body()).endsWith('0');
    }
  }

  @Test
  void aClientThatDiesInACopyLeavesNothing() throws Exception {
    try (Connection watcher = SharedSandbox.connect("producer")) {
      Footprint before = Footprint.of(SharedSandbox.get(), watcher);
      try (RawClient client = new RawClient().logIn()) {
        client.query("BEGIN").until('Z');
        client.query(COPY);
        await(watcher, "query LIKE 'COPY%cancelled%' AND state = 'active'");
      }
      before.awaitReturn(SharedSandbox.get(), watcher);
      assertThat(rows(watcher, "SELECT count(*) FROM cancelled")).containsExactly("0");
      execute(watcher, "TRUNCATE cancelled");
    }
  }

  private static void write() throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < ROWS; i++) {
        out.write(i + ",some text that takes its time\n");
      }
    }
  }

  private static void await(Connection watcher, String condition)
      throws SQLException, InterruptedException {
    while (rows(watcher, "SELECT 1 FROM pg_stat_activity WHERE " + condition).isEmpty()) {
      Thread.sleep(10);
    }
  }
}
