package dev.starlift.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL behind the gateway: one server process over one data directory, on the loopback
 * address, with a password.
 */
final class PostgresServer implements AutoCloseable {
  /** The superuser of the cluster; clients never log in as this one. */
  static final String SUPERUSER = "postgres";

  private static final long PROGRAM_TIMEOUT_SECONDS = 120;

  /** What the log is read for after a failed start. */
  private static final int LOG_TAIL = 2000;

  private final Path home;
  private final Path data;
  private final Path log;
  private final int port;

  private PostgresServer(Path home, Path data, Path log, int port) {
    this.home = home;
    this.data = data;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts the server, making the data directory the first time. The caller holds the sandbox's
   * lock: a server that still runs on this directory was left by a process that was killed, and is
   * stopped first.
   */
  static PostgresServer start(Path directory, int port, String password) throws IOException {
    Path home = PostgresBinaries.unpacked();
    Path data = directory.resolve("postgres").toAbsolutePath();
    PostgresServer server =
        new PostgresServer(home, data, directory.resolve("postgres.log").toAbsolutePath(), port);
    if (Files.exists(data.resolve("starlift.complete"))) {
      server.stopOrphan();
    } else {
      server.initialise(directory, password);
    }
    Files.writeString(data.resolve("postgresql.conf"), server.configuration());
    server.launch();
    return server;
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-s");
  }

  private void initialise(Path directory, String password) throws IOException {
    // Left by a process that was killed while it made the cluster.
    Directories.delete(data);
    Path passwordFile =
        Files.createTempFile(
            directory,
            "initdb",
            ".password",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(passwordFile, password + "\n");
      run(
          "initdb",
          "-D",
          data.toString(),
          "-U",
          SUPERUSER,
          "-A",
          "scram-sha-256",
          "--pwfile=" + passwordFile.toAbsolutePath(),
          "-E",
          "UTF8",
          "--locale=C",
          "--no-sync");
    } finally {
      Files.delete(passwordFile);
    }
    // The gateway sends the password as it is: the connection never leaves the machine.
    Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 password\n");
    Files.createFile(data.resolve("starlift.complete"));
  }

  private void stopOrphan() throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    List<String> lines;
    try {
      lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
    } catch (NoSuchFileException stopped) {
      return;
    }
    long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).trim());
    boolean alive =
        ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .flatMap(process -> process.info().command())
            .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
            .orElse(false);
    boolean ours = lines.size() > 1 && Path.of(lines.get(1)).equals(data);
    if (alive && ours) {
      run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-s");
    } else {
      // The number belongs to nobody, or to another program by now: PostgreSQL would refuse to
      // start because of it.
      Files.deleteIfExists(pidFile);
    }
  }

  private void launch() throws IOException {
    try {
      run("pg_ctl", "start", "-D", data.toString(), "-l", log.toString(), "-w", "-s");
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "\n" + logTail(), e);
    }
  }

  private String logTail() throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - LOG_TAIL));
  }

  private String configuration() {
    return """
        port = %d
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        # 200 clients, as many connections of consumers to producers, and the gateway's own.
        max_connections = 500
        shared_buffers = 256MB
        work_mem = 32MB
        maintenance_work_mem = 128MB
        max_wal_size = 4GB
        # Nothing is flushed to the disk at COMMIT: what PostgreSQL has written survives the death of
        # any process, kill -9 included, because the kernel holds it. Only a crash of the whole
        # machine can lose data, and what a sandbox holds can be loaded again.
        fsync = off
        full_page_writes = off
        synchronous_commit = off
        wal_level = minimal
        max_wal_senders = 0
        # Notices that a client went away while its statement still runs.
        client_connection_check_interval = '1s'
        # Redshift's snapshot isolation, for every session.
        default_transaction_isolation = 'repeatable read'
        timezone = 'UTC'
        log_timezone = 'UTC'
        datestyle = 'ISO, MDY'
        lc_messages = 'C'
        default_text_search_config = 'pg_catalog.simple'
        jit = off
        log_min_messages = log
        log_min_error_statement = panic
        log_line_prefix = '%%m [%%p] %%q%%u@%%d '
        """
        .formatted(port);
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, and its
      // files still belong to us.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("starlift-" + program, ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(new File("/dev/null"))
              .start();
      if (!process.waitFor(PROGRAM_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("PostgreSQL's %s did not end.".formatted(program));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "PostgreSQL's %s failed: %s".formatted(program, Files.readString(output).strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL's %s ran.".formatted(program), e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root")
        && System.getProperty("os.name").startsWith("Linux");
  }
}
