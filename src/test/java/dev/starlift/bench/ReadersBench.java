package dev.starlift.bench;

import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.sandbox.Sandbox;
import dev.starlift.sandbox.SandboxOptions;
import dev.starlift.sandbox.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times readers against each other on the same files, each in a JVM of its own with a heap of 2
 * GiB. Spark's contenders write to the sandbox's S3, which runs in this JVM. {@code bench/readers}
 * starts it.
 */
public final class ReadersBench {
  private static final long CSV_ROWS = 5_000_000;
  private static final long JSON_ROWS = 2_000_000;
  private static final String HEAP = "-Xmx2g";

  private final Path folder;
  private final BenchFiles files;
  private final S3Server s3;
  private final int runs;
  private final double scale;

  /**
   * @param first seconds of the run that warms the JVM up: over the files once
   * @param seconds by the clock, median of the runs
   * @param cpu seconds of all threads, median of the runs
   * @param peak most of the heap that was in use, garbage included, in MiB
   * @param live most that was in use after a collection, in MiB
   */
  private record Result(double first, double seconds, double cpu, long peak, long live) {}

  private ReadersBench(Path folder, S3Server s3, int runs, double scale) {
    this.folder = folder;
    this.files = new BenchFiles(folder);
    this.s3 = s3;
    this.runs = runs;
    this.scale = scale;
  }

  /**
   * @param arguments {@code --runs N}, {@code --scale X} (of the rows), and names of contenders;
   *     without names all of them
   */
  public static void main(String[] arguments) throws Exception {
    int runs = 3;
    double scale = 1;
    List<Contender> chosen = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--runs" -> runs = Integer.parseInt(arguments[++i]);
        case "--scale" -> scale = Double.parseDouble(arguments[++i]);
        default -> chosen.add(Contender.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
      }
    }
    Path folder = Path.of("target", "bench").toAbsolutePath();
    delete(folder.resolve("s3"));
    Files.createDirectories(folder);
    try (S3Server s3 = S3Server.start(folder.resolve("s3"), 0, List.of("bench"))) {
      new ReadersBench(folder, s3, runs, scale)
          .compare(chosen.isEmpty() ? List.of(Contender.values()) : chosen);
    }
  }

  private void compare(List<Contender> contenders) throws IOException, InterruptedException {
    System.out.printf(
        "%d cores, %s, %s rows of CSV, %s rows of JSON, median of %d runs after a first one%n%n",
        Runtime.getRuntime().availableProcessors(),
        HEAP,
        grouped(rows(CSV_ROWS)),
        grouped(rows(JSON_ROWS)),
        runs);
    System.out.println(
        "| what | first run, seconds | seconds | CPU seconds | peak heap, MiB | of it live, MiB |");
    System.out.println("|---|---|---|---|---|---|");
    Map<Contender, Result> results = new EnumMap<>(Contender.class);
    for (Contender contender : contenders) {
      if (!contender.isThere()) {
        System.out.printf("| %s | not on the class path | | | | |%n", contender.title());
        continue;
      }
      Result result = run(contender);
      results.put(contender, result);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.1f | %d | %d |%n",
          contender.title(),
          result.first,
          result.seconds,
          result.cpu,
          result.peak,
          result.live);
      delete(folder.resolve("s3").resolve("bench").resolve(contender.name()));
    }
    System.out.println();
    System.out.println("| ratio | first run | seconds | CPU seconds | must be |");
    System.out.println("|---|---|---|---|---|");
    ratio(results, "Spark / Starlift, CSV", Contender.SPARK_CSV, Contender.STARLIFT_CSV, ">= 2");
    ratio(
        results, "Spark / Starlift, JSON", Contender.SPARK_JSON, Contender.STARLIFT_JSON, ">= 1.5");
    ratio(
        results,
        "Starlift / DuckDB, CSV",
        Contender.STARLIFT_CSV,
        Contender.DUCKDB_CSV,
        "2.5 is the aim");
    ratio(
        results,
        "connector / Starlift, CSV",
        Contender.CONNECTOR_CSV,
        Contender.STARLIFT_CSV,
        "3 is the aim");
    ratio(
        results,
        "ten times the rows / once",
        Contender.STARLIFT_TEN,
        Contender.STARLIFT_CSV,
        "<= 11");
  }

  private static void ratio(
      Map<Contender, Result> results, String title, Contender over, Contender under, String must) {
    if (results.containsKey(over) && results.containsKey(under)) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %.2f | %s |%n",
          title,
          results.get(over).first / results.get(under).first,
          results.get(over).seconds / results.get(under).seconds,
          results.get(over).cpu / results.get(under).cpu,
          must);
    }
  }

  private Result run(Contender contender) throws IOException, InterruptedException {
    if (contender != Contender.CONNECTOR_CSV) {
      return run(
          contender,
          List.of(s3.endpoint().toString(), s3.accessKey(), s3.secretKey(), s3.region()));
    }
    SandboxOptions options =
        SandboxOptions.in(folder.resolve("sandbox")).withBuckets(List.of("bench"));
    try (Sandbox sandbox = Sandbox.start(options)) {
      return run(
          contender,
          List.of(
              sandbox.s3Endpoint().toString(),
              sandbox.accessKey(),
              sandbox.secretKey(),
              sandbox.region(),
              sandbox.jdbcUrl("producer"),
              sandbox.user(),
              sandbox.password(),
              sandbox.iamRole()));
    }
  }

  /**
   * @param stores where the contender reads and writes, as {@link ContenderRun#main} takes it
   */
  private Result run(Contender contender, List<String> stores)
      throws IOException, InterruptedException {
    boolean csv = contender.format() == Format.CSV;
    Path input = csv ? files.csv(rows(CSV_ROWS)) : files.json(rows(JSON_ROWS));
    boolean ten = contender == Contender.STARLIFT_TEN;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-XX:+UseParallelGC");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-Xm") && !argument.startsWith("-XX:+Use"))
        .forEach(command::add);
    String more = System.getenv("BENCH_JAVA_OPTIONS");
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.trim().split(" +", -1)));
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ContenderRun.class.getName(),
            contender.name(),
            (ten ? files.tenTimes(input) : input).toString(),
            input.toString(),
            folder.toString(),
            Integer.toString(ten ? 1 : runs)));
    command.addAll(stores);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Result result = null;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("RESULT")) {
          result =
              new Result(
                  Double.parseDouble(words[1]),
                  Double.parseDouble(words[2]),
                  Double.parseDouble(words[3]),
                  Long.parseLong(words[4]),
                  Long.parseLong(words[5]));
        } else {
          System.err.println(line);
        }
      }
    }
    int exit = process.waitFor();
    if (exit != 0 || result == null) {
      throw new IllegalStateException(contender + " ended with " + exit + " and no result.");
    }
    return result;
  }

  private long rows(long all) {
    return Math.round(all * scale);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
