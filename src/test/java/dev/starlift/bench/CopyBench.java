package dev.starlift.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.starlift.sandbox.Sandbox;
import dev.starlift.sandbox.SandboxOptions;
import dev.starlift.sandbox.s3.S3Endpoint;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.s3.S3Upload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Loads a CSV file by COPY in the sandbox, which runs in this JVM with its S3, and tells what it
 * costs the JVM and PostgreSQL. {@code bench/copy} starts it with a heap of 1 GiB.
 */
public final class CopyBench {
  private static final String TABLE =
      """
      CREATE TABLE bench (id bigint, qty int, name varchar(20), price decimal(12,2), day date,
        at timestamp, rate double precision, note varchar(40)) DISTSTYLE EVEN""";
  private static final S3Location FILE = new S3Location("bench", "rows.csv");
  private static final long MIB = 1 << 20;

  private CopyBench() {}

  /** CPU seconds of all threads of the JVM, and of PostgreSQL's process for the connection. */
  private record Cpu(double jvm, double postgres) {
    static Cpu now(long postgresPid) {
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      Duration postgres =
          ProcessHandle.of(postgresPid)
              .flatMap(process -> process.info().totalCpuDuration())
              .orElse(Duration.ZERO);
      return new Cpu(system.getProcessCpuTime() / 1e9, postgres.toMillis() / 1e3);
    }
  }

  /**
   * @param arguments {@code --mib N} for the size of the file
   */
  public static void main(String[] arguments) throws Exception {
    long mebibytes = arguments.length == 2 ? Long.parseLong(arguments[1]) : 2048;
    Path folder = Path.of("target", "bench", "copy").toAbsolutePath();
    delete(folder);
    Files.createDirectories(folder);
    try (Sandbox sandbox =
        Sandbox.start(SandboxOptions.in(folder).withBuckets(List.of(FILE.bucket())))) {
      long rows = generate(sandbox, mebibytes * MIB);
      load(sandbox, mebibytes, rows);
    } finally {
      delete(folder);
    }
  }

  private static long generate(Sandbox sandbox, long bytes) throws IOException {
    S3Endpoint endpoint =
        new S3Endpoint(
            sandbox.s3Endpoint(), sandbox.region(), sandbox.accessKey(), sandbox.secretKey());
    long row = 0;
    try (S3Objects objects = new S3Objects(endpoint);
        S3Upload upload = objects.create(FILE)) {
      StringBuilder lines = new StringBuilder();
      while (upload.written() < bytes) {
        lines.setLength(0);
        for (int i = 0; i < 1000; i++) {
          line(lines, row++);
        }
        byte[] chunk = lines.toString().getBytes(StandardCharsets.UTF_8);
        upload.write(chunk, 0, chunk.length);
      }
    }
    return row;
  }

  private static void line(StringBuilder lines, long row) {
    lines
        .append(row * 7)
        .append(',')
        .append(row % 1000)
        .append(",name")
        .append(row % 100_000)
        .append(',')
        .append(row % 10_000)
        .append('.')
        .append(10 + row % 90)
        .append(",2024-0")
        .append(1 + row % 9)
        .append("-1")
        .append(row % 10)
        .append(",2024-02-29 0")
        .append(row % 10)
        .append(":02:03.123456,")
        .append(row * 0.5)
        .append(",\"some longer, text here\"\n");
  }

  private static void load(Sandbox sandbox, long mebibytes, long rows) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", sandbox.user());
    login.setProperty("password", sandbox.password());
    try (Connection connection = DriverManager.getConnection(sandbox.jdbcUrl("producer"), login);
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
      long pid = number(statement, "SELECT pg_backend_pid()");
      System.gc();
      resetPeaks();
      Cpu before = Cpu.now(pid);
      long start = System.nanoTime();
      statement.execute(
          "COPY bench FROM '%s' IAM_ROLE '%s' CSV COMPUPDATE OFF"
              .formatted(FILE, sandbox.iamRole()));
      double seconds = (System.nanoTime() - start) / 1e9;
      Cpu after = Cpu.now(pid);
      long loaded = number(statement, "SELECT count(*) FROM bench");
      if (loaded != rows) {
        throw new IllegalStateException(loaded + " of " + rows + " rows are there.");
      }
      print(
          mebibytes,
          rows,
          seconds,
          new Cpu(after.jvm - before.jvm, after.postgres - before.postgres));
    }
  }

  private static void print(long mebibytes, long rows, double seconds, Cpu cpu) {
    System.out.printf(
        Locale.ROOT,
        """
        %d cores, heap of %d MiB, COPY of a CSV file of %d MiB with 8 columns

        | rows | seconds | rows/s | CPU s, JVM with S3 | CPU s, PostgreSQL | rows/s of CPU | peak heap, MiB |
        |---|---|---|---|---|---|---|
        | %,d | %.1f | %,.0f | %.1f | %.1f | %,.0f | %d |
        """,
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() / MIB,
        mebibytes,
        rows,
        seconds,
        rows / seconds,
        cpu.jvm,
        cpu.postgres,
        rows / (cpu.jvm + cpu.postgres),
        peakHeap() / MIB);
  }

  private static void resetPeaks() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> pool.resetPeakUsage());
  }

  /** No less than the peak: the pools need not have reached theirs at one time. */
  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
