package dev.starlift.load;

import dev.starlift.SparkTest;
import dev.starlift.job.Environment;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.JobFile;
import dev.starlift.job.TextFiles;
import dev.starlift.problem.ExitCode;
import dev.starlift.sandbox.Sandbox;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import dev.starlift.stage.CopyStaging;
import dev.starlift.warehouse.TestWarehouse;
import dev.starlift.warehouse.Warehouse;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * One small job from raw files in S3 to the warehouse of the sandbox, in this JVM. In its texts the
 * schema is called {@code dw}.
 */
final class ReleaseBed implements TextFiles {
  private static final String JOB = "project/jobs/small.conf";

  private final TestWarehouse warehouse;
  private final String jobName;
  private final Map<String, String> files = new TreeMap<>();
  private final RecordedProgress progress = new RecordedProgress();
  private final SparkSession spark = session();

  private ReleaseBed(TestWarehouse warehouse, String jobName) {
    this.warehouse = warehouse;
    this.jobName = jobName;
  }

  private ReleaseBed(String ddl) {
    this(TestWarehouse.bare(ddl), "small");
    // Names may hold semicolons, too.
    String[] tables = ddl.split(";(?=\\s*(CREATE|$))", -1);
    for (int i = 0; i < tables.length; i++) {
      if (!tables[i].isBlank()) {
        files.put("project/schemas/%d.sql".formatted(i), named(tables[i]) + ";");
      }
    }
  }

  static ReleaseBed with(String ddl, String job) {
    ReleaseBed bed = new ReleaseBed(ddl);
    bed.change(job);
    return bed;
  }

  /** A job of this project, with its queries and schemas. */
  static ReleaseBed ofProject(String name) {
    try {
      String ddl =
          texts(Path.of("schemas", name)).values().stream()
              .map(text -> text.replaceAll("--[^\\n]*|COMMENT ON[^;]*;", "").strip())
              .collect(Collectors.joining("\n"))
              .replace(name + ".", "dw.");
      ReleaseBed bed = new ReleaseBed(ddl);
      Path queries = Path.of("jobs", name);
      if (Files.exists(queries)) {
        texts(queries).forEach((file, sql) -> bed.files.put("project/" + file, sql));
      }
      String job = Files.readString(Path.of("jobs", name + ".conf"));
      return bed.change(
          job.replaceAll("(?m)^(job|schemas) = .*$", "").replace("\"" + name + ".", "\"dw."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        texts.put(file.toString(), Files.readString(file));
      }
    }
    return texts;
  }

  /** Another job over the same tables. */
  ReleaseBed alsoWith(String job, String name) {
    ReleaseBed other = new ReleaseBed(warehouse, name);
    other.files.putAll(files);
    return other.change(job);
  }

  /** Something that happens once, when a step is about to begin whose name begins like that. */
  ReleaseBed beforeStep(String name, Runnable event) {
    progress.beforeStep(name, event);
    return this;
  }

  static SparkSession session() {
    SparkSession session = SparkTest.session().newSession();
    session.conf().set("spark.sql.legacy.timeParserPolicy", "CORRECTED");
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    Sandbox sandbox = TestWarehouse.sandbox();
    String prefix = "fs.s3a.bucket.test.";
    hadoop.set(prefix + "endpoint", sandbox.s3Endpoint().toString());
    hadoop.set(prefix + "endpoint.region", sandbox.region());
    hadoop.set(prefix + "access.key", sandbox.accessKey());
    hadoop.set(prefix + "secret.key", sandbox.secretKey());
    hadoop.set(prefix + "path.style.access", "true");
    return session;
  }

  /** Another text of the job file. */
  ReleaseBed change(String job) {
    files.put(JOB, named("job = %s\nschemas = schemas\n".formatted(jobName) + job));
    return this;
  }

  private String named(String text) {
    return text.replace("dw.", warehouse.schema() + ".");
  }

  /** Another file of the project, as {@code procedures/fill.sql}. */
  ReleaseBed file(String name, String text) {
    files.put("project/" + name, named(text));
    return this;
  }

  /** A raw file, as {@code source/name.csv}. */
  ReleaseBed put(String name, String... lines) {
    return putText(name, String.join("\n", lines) + "\n");
  }

  ReleaseBed putText(String name, String content) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(raw() + "/" + name);
    try (var out = path.getFileSystem(hadoop()).create(path, true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Loads what is new. */
  ExitCode run() {
    try (Warehouse open = warehouse.open()) {
      return loads(open).run(job());
    }
  }

  LoadService loads(Warehouse open) {
    return loads(spark, open, environment(), progress);
  }

  /** As the command line wires it, without the shares. */
  static LoadService loads(
      SparkSession spark, Warehouse open, Environment environment, RecordedProgress progress) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    InputLister lister = new InputLister(hadoop);
    return new LoadService(
        new Planner(lister, open),
        new Release(
            spark,
            lister,
            new SourceReader(spark),
            new CopyStaging(spark, "zstd", 1_000_000),
            open,
            progress,
            Clock.systemUTC()),
        open,
        new StatementJournal(),
        job -> {},
        environment.storage(),
        hadoop,
        progress,
        Clock.systemUTC());
  }

  JobDefinition job() {
    return JobFile.parse(this, JOB, environment());
  }

  SparkSession spark() {
    return spark;
  }

  TestWarehouse warehouse() {
    return warehouse;
  }

  /** All lines that a user would have seen. */
  List<String> said() {
    return progress.said();
  }

  /** Rows of a query, sorted; {@code dw.} is the schema. */
  List<String> query(String sql) {
    return TestWarehouse.query(named(sql));
  }

  void execute(String sql) {
    TestWarehouse.execute(named(sql));
  }

  Environment environment() {
    return environment("s3a://test/" + warehouse.schema());
  }

  /** Of the sandbox, with everything below one prefix. */
  static Environment environment(String root) {
    return new Environment(
        "test",
        "conf/test.conf",
        Map.of(),
        "producer",
        Optional.of(TestWarehouse.sandbox().iamRole()),
        new Environment.Storage(root + "/raw", root + "/stage", root + "/rejects", root + "/runs"),
        Environment.Writer.COPY,
        List.of(),
        Map.of(),
        Optional.of(new Environment.SandboxSettings("sandbox", List.of("test"))),
        Map.of());
  }

  private String raw() {
    return "s3a://test/" + warehouse.schema() + "/raw";
  }

  /** The text of the newest file of that name in the run folders. */
  String newest(String name) {
    org.apache.hadoop.fs.Path runs =
        new org.apache.hadoop.fs.Path(environment().storage().runs() + "/small");
    try {
      var store = runs.getFileSystem(hadoop());
      String newest = "";
      for (FileStatus run : store.listStatus(runs)) {
        String path = run.getPath().toString();
        newest = path.compareTo(newest) > 0 ? path : newest;
      }
      try (InputStream in = store.open(new org.apache.hadoop.fs.Path(newest, name))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  @Override
  public InputStream open(String uri) throws FileNotFoundException {
    if (!files.containsKey(uri)) {
      throw new FileNotFoundException(uri);
    }
    return new ByteArrayInputStream(files.get(uri).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> list(String folder) {
    return files.keySet().stream().filter(uri -> uri.startsWith(folder + "/")).toList();
  }
}
