package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LockTest {
  private Connection one;
  private Connection two;

  @BeforeEach
  void connect() throws SQLException {
    one = SharedSandbox.connect("analytics");
    two = SharedSandbox.connect("analytics");
    execute(
        one,
        "DROP TABLE IF EXISTS lock_a",
        "DROP TABLE IF EXISTS lock_b",
        "CREATE TABLE lock_a (a int)",
        "CREATE TABLE lock_b (a int)");
    one.setAutoCommit(false);
    two.setAutoCommit(false);
  }

  @AfterEach
  void disconnect() throws SQLException {
    one.close();
    two.close();
  }

  private static CompletableFuture<Optional<SQLException>> later(
      Connection connection, String sql) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            execute(connection, sql);
            return Optional.empty();
          } catch (SQLException e) {
            return Optional.of(e);
          }
        });
  }

  private static void awaitWaiter() throws SQLException, InterruptedException {
    try (Connection watcher = SharedSandbox.connect("analytics")) {
      while (rows(watcher, "SELECT 1 FROM svv_transactions WHERE NOT granted").isEmpty()) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void oneOfTwoThatWaitForEachOtherIsGivenUp() throws Exception {
    execute(one, "LOCK lock_a");
    execute(two, "LOCK TABLE lock_b");
    CompletableFuture<Optional<SQLException>> first = later(one, "LOCK lock_b");
    awaitWaiter();
    CompletableFuture<Optional<SQLException>> second = later(two, "LOCK lock_a");

    CompletableFuture.anyOf(
            first.thenAccept(error -> error.ifPresent(e -> rollBack(one))),
            second.thenAccept(error -> error.ifPresent(e -> rollBack(two))))
        .get(60, TimeUnit.SECONDS);
    List<SQLException> errors =
        Stream.of(first.get(60, TimeUnit.SECONDS), second.get(60, TimeUnit.SECONDS))
            .flatMap(Optional::stream)
            .toList();
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).getSQLState()).isEqualTo("40P01");
    assertThat(errors.get(0).getMessage())
        .contains("deadlock detected")
        .contains("waits for AccessExclusiveLock on relation")
        .contains("blocked by process")
        .doesNotContain("server log");
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readersWaitForALock() throws Exception {
    execute(one, "LOCK lock_a");
    CompletableFuture<Optional<SQLException>> reader = later(two, "SELECT * FROM lock_a");
    awaitWaiter();
    assertThat(reader).isNotDone();
    one.commit();
    assertThat(reader.get(60, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void severalTablesAreLockedAtOnce() throws Exception {
    execute(one, "LOCK TABLE lock_a, lock_b");
    CompletableFuture<Optional<SQLException>> writer = later(two, "INSERT INTO lock_b VALUES (1)");
    awaitWaiter();
    assertThat(writer).isNotDone();
    one.rollback();
    assertThat(writer.get(60, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void outsideATransactionThereIsNothingToHoldItFor() throws SQLException {
    one.rollback();
    one.setAutoCommit(true);
    assertThatThrownBy(() -> execute(one, "LOCK lock_a"))
        .hasMessageContaining("LOCK TABLE can only be used in transaction blocks");
  }
}
