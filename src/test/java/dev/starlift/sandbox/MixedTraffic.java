package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.connect;
import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many clients at once that do what clients do: read, write, load, unload, roll back, make
 * mistakes, give up in the middle of a result, cancel, and die in a transaction.
 */
public final class MixedTraffic {
  private static final String PRODUCER = "producer";
  private static final String CONSUMER = "analytics";
  private static final int KINDS = 100;

  private final Sandbox sandbox;
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong deaths = new AtomicLong();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  private MixedTraffic(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * @param during while all clients were connected and at work
   * @param deaths of clients in a transaction
   * @param surprises errors that no client expected
   */
  public record Outcome(
      long statements, double seconds, Footprint during, long deaths, List<String> surprises) {}

  /** Runs it on a sandbox with the namespaces producer and analytics, and the bucket test. */
  public static Outcome run(Sandbox sandbox, int clients, Duration duration)
      throws SQLException, IOException, InterruptedException {
    return new MixedTraffic(sandbox).run(clients, duration);
  }

  private Outcome run(int clients, Duration duration)
      throws SQLException, IOException, InterruptedException {
    prepare();
    CountDownLatch connected = new CountDownLatch(clients);
    CountDownLatch counted = new CountDownLatch(1);
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos() + duration.toNanos();
    AtomicLong end = new AtomicLong(deadline);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int number = i;
      Thread thread = new Thread(() -> client(number, connected, counted, end), "client-" + i);
      threads.add(thread);
      thread.start();
    }
    connected.await();
    Footprint during;
    try (Connection watcher = connect(sandbox, PRODUCER)) {
      during = Footprint.of(sandbox, watcher);
    }
    long start = System.nanoTime();
    end.set(start + duration.toNanos());
    counted.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    cleanUp();
    return new Outcome(statements.get(), seconds, during, deaths.get(), List.copyOf(surprises));
  }

  private void prepare() throws SQLException, IOException {
    Path folder = sandbox.address().directory().resolve("s3/test/traffic");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("in.csv"), "7,loaded\n".repeat(1000));
    try (Connection producer = connect(sandbox, PRODUCER);
        Connection consumer = connect(sandbox, CONSUMER)) {
      execute(
          producer,
          "CREATE SCHEMA traffic",
          "CREATE TABLE traffic.t (id int PRIMARY KEY, v varchar(40)) DISTKEY (id)",
          "INSERT INTO traffic.t SELECT i, 'row ' || i FROM generate_series(1, 1000) i",
          "CREATE DATASHARE traffic_share",
          "ALTER DATASHARE traffic_share ADD SCHEMA traffic",
          "ALTER DATASHARE traffic_share ADD TABLE traffic.t",
          "GRANT USAGE ON DATASHARE traffic_share TO NAMESPACE '"
              + sandbox.namespaceId(CONSUMER)
              + "'");
      execute(
          consumer,
          "CREATE DATABASE traffic_db FROM DATASHARE traffic_share OF NAMESPACE '"
              + sandbox.namespaceId(PRODUCER)
              + "'");
    }
  }

  private void cleanUp() throws SQLException {
    try (Connection consumer = connect(sandbox, CONSUMER);
        Connection producer = connect(sandbox, PRODUCER)) {
      execute(consumer, "DROP DATABASE traffic_db");
      execute(producer, "DROP DATASHARE traffic_share", "DROP SCHEMA traffic CASCADE");
    }
  }

  private void client(
      int number, CountDownLatch connected, CountDownLatch counted, AtomicLong end) {
    Random random = new Random(number);
    boolean consumes = number % 4 == 3;
    String namespace = consumes ? CONSUMER : PRODUCER;
    while (System.nanoTime() < end.get()) {
      try (Connection connection = connect(sandbox, namespace)) {
        rows(connection, "SELECT 1");
        connected.countDown();
        counted.await();
        session(connection, number, consumes, random, end);
      } catch (SQLException e) {
        surprises.add(namespace + ": " + e.getMessage());
        connected.countDown();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Until the time is over or the client dies. */
  private void session(
      Connection connection, int number, boolean consumes, Random random, AtomicLong end)
      throws SQLException {
    while (System.nanoTime() < end.get()) {
      int kind = random.nextInt(KINDS);
      if (kind == 0) {
        return;
      }
      if (kind == 1) {
        die(connection, consumes);
        return;
      }
      if (consumes) {
        consume(connection, kind);
      } else {
        produce(connection, kind, number);
      }
      statements.incrementAndGet();
    }
  }

  /** In the middle of a transaction, and without a word. */
  private void die(Connection connection, boolean consumes) throws SQLException {
    connection.setAutoCommit(false);
    execute(
        connection,
        consumes
            ? "SELECT count(*) FROM traffic_db.traffic.t"
            : "INSERT INTO traffic.t VALUES (-1, 'never to be seen')");
    connection.abort(Runnable::run);
    deaths.incrementAndGet();
  }

  private static void consume(Connection connection, int kind) throws SQLException {
    if (kind < 60) {
      rows(connection, "SELECT max(v) FROM traffic_db.traffic.t WHERE id < 100");
    } else if (kind < 80) {
      expectFailure(connection, "DELETE FROM traffic_db.traffic.t");
    } else {
      rows(connection, "SELECT NVL(NULL, 1), GETDATE()");
    }
  }

  private void produce(Connection connection, int kind, int number) throws SQLException {
    if (kind < 30) {
      rows(connection, "SELECT TOP 3 v, LEN(v) AS l, l + 1 FROM traffic.t WHERE id > 10");
    } else if (kind < 50) {
      prepared(connection, number);
    } else if (kind < 65) {
      transaction(connection, kind < 60, number);
    } else if (kind < 75) {
      part(connection);
    } else if (kind < 82) {
      expectFailure(connection, "SELECT nothing FROM traffic.t");
    } else if (kind < 90) {
      execute(
          connection,
          "CREATE TABLE #mine (a int IDENTITY(1,1), b varchar(9)) DISTSTYLE ALL",
          "DROP TABLE #mine");
    } else if (kind < 94) {
      execute(
          connection,
          "COPY traffic.t FROM 's3://test/traffic/in' IAM_ROLE '%s' CSV"
              .formatted(sandbox.iamRole()));
    } else if (kind < 96) {
      execute(
          connection,
          "UNLOAD ('SELECT v FROM traffic.t WHERE id = 3') TO 's3://test/traffic/out_%d_' IAM_ROLE '%s' ALLOWOVERWRITE"
              .formatted(number, sandbox.iamRole()));
    } else if (kind < 98) {
      rows(connection, "SELECT count(*) FROM svv_columns WHERE table_schema = 'traffic'");
    } else {
      cancelled(connection);
    }
  }

  private static void prepared(Connection connection, int number) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO traffic.t VALUES (?, ?)")) {
      for (int i = 0; i < 3; i++) {
        insert.setInt(1, 10_000 + number);
        insert.setString(2, "of " + number);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void transaction(Connection connection, boolean commits, int number)
      throws SQLException {
    connection.setAutoCommit(false);
    execute(
        connection,
        "INSERT INTO traffic.t VALUES (%d, 'mine')".formatted(20_000 + number),
        "DELETE FROM traffic.t WHERE id = " + (20_000 + number));
    if (commits) {
      connection.commit();
    } else {
      connection.rollback();
    }
    connection.setAutoCommit(true);
  }

  /** The beginning of a result that comes in portions. */
  private static void part(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10);
      try (ResultSet result = statement.executeQuery("SELECT * FROM generate_series(1, 5000)")) {
        for (int i = 0; i < 25; i++) {
          result.next();
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void cancelled(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      // A request that comes before the statement has begun is void: it has to end by itself.
      statement.execute("SELECT pg_sleep(5)");
    } catch (SQLException expected) {
      if (!"57014".equals(expected.getSQLState())) {
        throw expected;
      }
    }
  }

  private static void expectFailure(Connection connection, String sql) throws SQLException {
    try {
      execute(connection, sql);
    } catch (SQLException expected) {
      return;
    }
    throw new SQLException("It did not fail: " + sql);
  }
}
