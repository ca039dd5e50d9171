package dev.starlift.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import com.sun.management.OperatingSystemMXBean;
import dev.starlift.job.Environment.Storage;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.load.StagingRun;
import dev.starlift.stage.ConnectorStaging;
import dev.starlift.stage.CopyStaging;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One contender in a JVM of its own: a first run warms it up, the others count. Prints {@code
 * RESULT first-run-seconds median-seconds median-CPU-seconds peak-heap-MiB live-heap-MiB}. CPU
 * seconds of all threads tell more than the clock where others use the machine; the peak is with
 * garbage, which fills whatever heap there is, what is live is without.
 */
final class ContenderRun {
  private static final String BUCKET = "bench";

  /** Spark's own contenders write with the committer that is made for S3. */
  private static final String CLOUD = "org.apache.spark.internal.io.cloud.";

  private final Contender contender;
  private final Path files;
  private final Path folder;
  private final List<String> warehouse;
  private int output;

  private ContenderRun(Contender contender, Path files, Path folder, List<String> warehouse) {
    this.contender = contender;
    this.files = files;
    this.folder = folder;
    this.warehouse = warehouse;
  }

  /**
   * @param arguments contender, files, warm-up files, folder for DuckDB's output, runs, then
   *     endpoint, access key, secret key and region of S3, and for the connector JDBC URL, user,
   *     password and role of a warehouse
   */
  public static void main(String[] arguments) throws Exception {
    Contender contender = Contender.valueOf(arguments[0]);
    Path files = Path.of(arguments[1]);
    Path warmUp = Path.of(arguments[2]);
    Path folder = Path.of(arguments[3]);
    int runs = Integer.parseInt(arguments[4]);
    SparkSession spark =
        contender.usesSpark() ? session(Arrays.copyOfRange(arguments, 5, 9)) : null;
    List<String> warehouse = List.of(arguments).subList(9, arguments.length);
    long begin = System.nanoTime();
    new ContenderRun(contender, warmUp, folder, warehouse).run(spark, 0);
    double first = (System.nanoTime() - begin) / 1e9;
    AtomicLong live = watchHeap();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    ContenderRun run = new ContenderRun(contender, files, folder, warehouse);
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double[] seconds = new double[runs];
    double[] cpu = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      long startCpu = machine.getProcessCpuTime();
      run.run(spark, i + 1);
      seconds[i] = (System.nanoTime() - start) / 1e9;
      cpu[i] = (machine.getProcessCpuTime() - startCpu) / 1e9;
    }
    Arrays.sort(seconds);
    Arrays.sort(cpu);
    // So that there is a figure for a contender that never filled the heap.
    System.gc();
    Thread.sleep(200);
    long peak = heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    System.out.printf(
        Locale.ROOT,
        "RESULT %.2f %.2f %.2f %d %d%n",
        first,
        seconds[runs / 2],
        cpu[runs / 2],
        peak >> 20,
        live.get() >> 20);
    System.exit(0);
  }

  private static SparkSession session(String[] s3) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[*]")
            .appName("bench")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .config("spark.sql.codegen.hugeMethodLimit", "8000")
            .config("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
            .config("spark.hadoop.fs.s3a.endpoint", s3[0])
            .config("spark.hadoop.fs.s3a.access.key", s3[1])
            .config("spark.hadoop.fs.s3a.secret.key", s3[2])
            .config("spark.hadoop.fs.s3a.endpoint.region", s3[3])
            .config("spark.hadoop.fs.s3a.path.style.access", "true")
            .config("spark.hadoop.fs.s3a.connection.ssl.enabled", "false")
            .config(
                "spark.hadoop.fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider")
            .config("spark.hadoop.fs.s3a.committer.name", "magic")
            .config("spark.hadoop.fs.s3a.committer.magic.enabled", "true")
            .config(
                "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a",
                "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory")
            .config("spark.sql.sources.commitProtocolClass", CLOUD + "PathOutputCommitProtocol")
            .config(
                "spark.sql.parquet.output.committer.class",
                CLOUD + "BindingParquetOutputCommitter");
    return builder.getOrCreate();
  }

  private static Stream<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP);
  }

  /** The most that was still in use after a collection. */
  private static AtomicLong watchHeap() {
    AtomicLong most = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                GcInfo info =
                    GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())
                        .getGcInfo();
                long used =
                    info.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> pool.getKey().matches(".*(Eden|Survivor|Old|Tenured).*"))
                        .map(Map.Entry::getValue)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
                most.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
    return most;
  }

  private void run(SparkSession spark, int number) throws Exception {
    output = number;
    switch (contender) {
      case SPARK_CSV, SPARK_JSON -> spark(spark);
      case STARLIFT_CSV, STARLIFT_JSON, STARLIFT_TEN -> starlift(spark);
      case DUCKDB_CSV -> duckDb();
      case CONNECTOR_CSV -> connector(spark);
    }
  }

  private String stage() {
    return "s3a://" + BUCKET + "/" + contender + "/" + files.getFileName() + "/" + output;
  }

  private void spark(SparkSession spark) {
    String input = files.toAbsolutePath().toString();
    var reader = spark.read().schema(Bookings.SPARK_SCHEMA);
    var rows =
        contender.format() == Format.CSV
            ? reader.option("header", true).option("escape", "\"").csv(input)
            : reader.json(input);
    rows.write().option("compression", "zstd").parquet(stage());
  }

  /** What ConnectorStaging does with rows that Spark has read, COPY into the sandbox included. */
  private void connector(SparkSession spark) {
    Dataset<Row> rows =
        spark
            .read()
            .schema(Bookings.SPARK_SCHEMA)
            .option("header", true)
            .option("escape", "\"")
            .csv(files.toAbsolutePath().toString());
    new ConnectorStaging(
            spark,
            new CopyStaging(spark, "zstd", 0),
            warehouse.get(0),
            () -> Map.of("user", warehouse.get(1), "password", warehouse.get(2)),
            warehouse.get(3),
            "s3://" + BUCKET + "/" + contender + "/unloaded")
        .stage(
            stage().replace("s3a://", "s3://"),
            Bookings.TABLE,
            rows,
            Runtime.getRuntime().availableProcessors());
  }

  private void starlift(SparkSession spark) {
    String base = stage().replace("s3a://", "s3://");
    Storage storage = new Storage("file:/", base, base + "-rejects", base + "-runs");
    StagingRun.Counts counts =
        new StagingRun(spark, storage)
            .run(Bookings.source(files, contender.format()), Bookings.TABLE);
    if (counts.rejected() == 0) {
      throw new IllegalStateException("The files hold bad rows, and none was found.");
    }
  }

  private void duckDb() throws SQLException, IOException {
    Path target = folder.resolve("duckdb.parquet");
    Files.deleteIfExists(target);
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET threads = " + Runtime.getRuntime().availableProcessors());
      statement.execute(
          ("COPY (SELECT * FROM read_csv('%s', header = true, columns = %s, store_rejects = true))"
                  + " TO '%s' (FORMAT parquet, COMPRESSION zstd)")
              .formatted(files.toAbsolutePath(), Bookings.DUCKDB_COLUMNS, target));
    }
  }
}
