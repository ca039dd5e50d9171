package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.SandboxOptions.Namespace;
import dev.starlift.sandbox.catalog.SystemCatalog;
import dev.starlift.sandbox.wire.Login;
import dev.starlift.sandbox.wire.SuperuserSessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
  @Test
  void aRestartKeepsEverything(@TempDir Path directory) throws Exception {
    SandboxOptions options =
        SandboxOptions.in(directory)
            .withNamespaces(List.of(Namespace.named("producer"), Namespace.named("analytics")));
    SandboxAddress first;
    try (Sandbox sandbox = Sandbox.start(options)) {
      first = sandbox.address();
      share(sandbox);
    }
    assertThat(Sandbox.findRunning(directory)).isEmpty();
    try (Sandbox sandbox = Sandbox.start(options)) {
      assertThat(sandbox.address()).isEqualTo(first);
      try (Connection connection = SharedSandbox.connect(sandbox, "producer")) {
        assertThat(rows(connection, "SELECT a FROM s.kept")).containsExactly("1");
      }
      try (Connection connection = SharedSandbox.connect(sandbox, "analytics")) {
        assertThat(rows(connection, "SELECT a FROM d.s.kept")).containsExactly("1");
        assertThat(rows(connection, "SELECT share_name FROM svv_datashares")).containsExactly("x");
      }
    }
  }

  private static void share(Sandbox sandbox) throws SQLException {
    try (Connection producer = SharedSandbox.connect(sandbox, "producer");
        Connection consumer = SharedSandbox.connect(sandbox, "analytics")) {
      execute(
          producer,
          "CREATE SCHEMA s",
          "CREATE TABLE s.kept (a int)",
          "INSERT INTO s.kept VALUES (1)",
          "CREATE DATASHARE x",
          "ALTER DATASHARE x ADD SCHEMA s",
          "ALTER DATASHARE x ADD ALL TABLES IN SCHEMA s",
          "GRANT USAGE ON DATASHARE x TO NAMESPACE '" + sandbox.namespaceId("analytics") + "'");
      execute(
          consumer,
          "CREATE DATABASE d FROM DATASHARE x OF NAMESPACE '"
              + sandbox.namespaceId("producer")
              + "'");
      assertThat(rows(consumer, "SELECT a FROM d.s.kept")).containsExactly("1");
    }
  }

  @Test
  void anOlderCatalogIsReplaced() throws Exception {
    Path directory = SharedSandbox.get().address().directory();
    List<String> postmaster = Files.readAllLines(directory.resolve("postgres/postmaster.pid"));
    Login superuser =
        new Login(PostgresServer.SUPERUSER, SandboxState.read(directory).internalPassword());
    try (SuperuserSessions sessions =
            new SuperuserSessions(Integer.parseInt(postmaster.get(3)), superuser);
        Connection connection = SharedSandbox.connect("reporting")) {
      execute(
          connection,
          "DROP TABLE IF EXISTS upgraded",
          "CREATE TABLE upgraded (a int PRIMARY KEY) DISTKEY (a)");
      sessions.inDatabase(
          "reporting",
          "dev",
          session -> {
            session.query("COMMENT ON SCHEMA starlift_sandbox IS 'older'");
            SystemCatalog.load()
                .install(session, SharedSandbox.get().namespaceId("reporting"), false);
            return null;
          });
      assertThat(
              rows(connection, "SELECT diststyle FROM svv_table_info WHERE \"table\" = 'upgraded'"))
          .containsExactly("KEY(a)");
      execute(connection, "DROP TABLE upgraded");
    }
  }

  @Test
  void aDirectoryIsServedOnce() throws IOException {
    Sandbox running = SharedSandbox.get();
    Path directory = running.address().directory();
    assertThatThrownBy(() -> Sandbox.start(SandboxOptions.in(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another process serves the sandbox in " + directory);
    assertThat(Sandbox.findRunning(directory)).contains(running.address());
  }

  @Test
  void nothingRunsInAnEmptyDirectory(@TempDir Path directory) throws IOException {
    assertThat(Sandbox.findRunning(directory)).isEmpty();
    assertThat(Sandbox.findRunning(directory.resolve("absent"))).isEmpty();
  }

  @Test
  void secretsAreForTheOwnerOnly() throws IOException {
    Path file = SharedSandbox.get().address().directory().resolve("sandbox.properties");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SharedSandbox.get().address().toString())
        .doesNotContain(SharedSandbox.get().password(), SharedSandbox.get().secretKey());
  }

  /** A sandbox in a process of its own, for the test that kills it. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      SandboxOptions options =
          SandboxOptions.in(Path.of(arguments[0]))
              .withNamespaces(List.of(Namespace.named("producer")));
      try (Sandbox sandbox = Sandbox.start(options)) {
        System.out.println("started on " + sandbox.port("producer"));
        System.out.println(System.in.read());
      }
    }
  }

  @Test
  void aKilledSandboxLeavesNothingInTheWay(@TempDir Path directory) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long orphan;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      while (line != null && !line.startsWith("started")) {
        line = output.readLine();
      }
      assertThat(line).startsWith("started");
      SandboxAddress address = Sandbox.findRunning(directory).orElseThrow();
      assertThat(address.pid()).isEqualTo(child.pid());
      try (Connection connection =
          java.sql.DriverManager.getConnection(
              address.namespace("producer").jdbcUrl(), address.user(), address.password())) {
        execute(connection, "CREATE TABLE survived (a int)", "INSERT INTO survived VALUES (1)");
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO survived VALUES (2)");
        child.destroyForcibly();
        child.waitFor(30, TimeUnit.SECONDS);
      } catch (SQLException closingIsNotPossibleAnyMore) {
        assertThat(child.isAlive()).isFalse();
      }
      orphan =
          Long.parseLong(
              Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).trim());
    }
    assertThat(ProcessHandle.of(orphan).flatMap(process -> process.info().command())).isPresent();
    assertThat(Sandbox.findRunning(directory)).isEmpty();
    try (Sandbox sandbox =
            Sandbox.start(
                SandboxOptions.in(directory).withNamespaces(List.of(Namespace.named("producer"))));
        Connection connection = SharedSandbox.connect(sandbox, "producer")) {
      // Where nobody collects dead processes it is still listed, but has no program any more.
      assertThat(ProcessHandle.of(orphan).flatMap(process -> process.info().command())).isEmpty();
      assertThat(rows(connection, "SELECT a FROM survived")).containsExactly("1");
    }
  }

  @Test
  void clientsLeaveNothingBehind() throws Exception {
    try (Connection watcher = SharedSandbox.connect("producer")) {
      execute(watcher, "DROP TABLE IF EXISTS left_behind", "CREATE TABLE left_behind (a int)");
      List<Connection> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Connection client = SharedSandbox.connect("producer");
        client.setAutoCommit(false);
        execute(client, "INSERT INTO left_behind VALUES (" + i + ")");
        clients.add(client);
      }
      assertThat(gatewayThreads()).isGreaterThanOrEqualTo(100);
      for (int i = 0; i < clients.size(); i++) {
        if (i % 2 == 0) {
          clients.get(i).close();
        } else {
          clients.get(i).abort(Runnable::run); // like a client that dies
        }
      }
      await(() -> sessions(watcher).isEmpty() && gatewayThreads() <= idleThreads());
      assertThat(rows(watcher, "SELECT count(*) FROM left_behind")).containsExactly("0");
      execute(watcher, "DROP TABLE left_behind");
    }
  }

  private static List<String> sessions(Connection watcher) throws SQLException {
    return rows(
        watcher,
        "SELECT pid FROM pg_stat_activity WHERE usename = 'admin' AND pid <> pg_backend_pid()");
  }

  @Test
  void aClientThatDiesInALongStatementFreesItsLocks() throws Exception {
    try (Connection watcher = SharedSandbox.connect("producer")) {
      execute(watcher, "DROP TABLE IF EXISTS held", "CREATE TABLE held (a int)");
      Connection dying = SharedSandbox.connect("producer");
      dying.setAutoCommit(false);
      execute(dying, "LOCK held");
      Thread waiting =
          new Thread(
              () -> {
                try {
                  execute(dying, "SELECT pg_sleep(600)");
                } catch (SQLException expected) {
                  // It was cut off.
                }
              });
      waiting.start();
      await(
          () ->
              !rows(
                      watcher,
                      "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%(600)' AND state = 'active'")
                  .isEmpty());
      dying.abort(Runnable::run);
      execute(watcher, "SET statement_timeout TO 30000", "INSERT INTO held VALUES (1)");
      waiting.join(30_000);
      execute(watcher, "DROP TABLE held");
    }
  }

  private interface Condition {
    boolean holds() throws SQLException;
  }

  /** Fails after a minute; asserts no time below. */
  private static void await(Condition condition) throws SQLException, InterruptedException {
    for (int i = 0; i < 1200; i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("It did not come to pass within a minute.");
  }

  private static int gatewayThreads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("sandbox-producer-"))
            .count();
  }

  /** The one that accepts, and two for the watcher. */
  private static int idleThreads() {
    return 3;
  }

  @Test
  void findRunningTellsOfThisProcess() throws IOException {
    Optional<SandboxAddress> found = Sandbox.findRunning(SharedSandbox.get().address().directory());
    assertThat(found.orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
  }
}
