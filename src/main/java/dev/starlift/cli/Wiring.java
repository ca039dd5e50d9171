package dev.starlift.cli;

import dev.starlift.job.Environment;
import dev.starlift.job.Environment.Namespace;
import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.job.Environment.Writer;
import dev.starlift.job.EnvironmentFile;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.JobFile;
import dev.starlift.job.Settings;
import dev.starlift.load.LoadService;
import dev.starlift.load.Planner;
import dev.starlift.load.Release;
import dev.starlift.load.StatementJournal;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import dev.starlift.report.Progress;
import dev.starlift.share.ShareService;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import dev.starlift.stage.ConnectorStaging;
import dev.starlift.stage.CopyStaging;
import dev.starlift.stage.Staging;
import dev.starlift.warehouse.Connections;
import dev.starlift.warehouse.PublishSettings;
import dev.starlift.warehouse.RedshiftWarehouse;
import dev.starlift.warehouse.Warehouse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Builds what a command needs, when it needs it, from the environment file. The only class that
 * knows every implementation, and the only one that makes a Spark session.
 */
final class Wiring implements AutoCloseable {
  private static final String PARQUET_COMPRESSION = "zstd";
  private static final long MAX_RECORDS_PER_FILE = 20_000_000;

  private final Console console;
  private final Progress progress;
  private final Environment environment;
  private final Optional<LocalSandbox> sandbox;
  private final StatementJournal journal = new StatementJournal();
  private SparkSession spark;

  private Wiring(Console console, Environment environment, Optional<LocalSandbox> sandbox) {
    this.console = console;
    this.progress = console.progress();
    this.environment = environment;
    this.sandbox = sandbox;
  }

  /** With the environment's sandbox, if it has one, up and running. */
  static Wiring of(Main main) {
    Environment environment = readEnvironment(main);
    return new Wiring(
        main.console(), environment, environment.sandbox().map(s -> reach(environment)));
  }

  /** For commands that touch neither warehouse nor S3. */
  static Wiring withoutSandbox(Main main) {
    return new Wiring(main.console(), readEnvironment(main), Optional.empty());
  }

  static Environment readEnvironment(Main main) {
    return EnvironmentFile.parse(
        new StoredFiles(new Configuration()), main.environmentFile(), main.console().environment());
  }

  /**
   * @throws StarliftException WRONG_USAGE with every problem of the environment and of the job
   */
  static void requireValidFiles(Main main, String jobFile, Settings settings) {
    Problems problems = new Problems();
    StoredFiles files = new StoredFiles(new Configuration());
    Optional<Environment> environment =
        EnvironmentFile.parse(
            files, main.environmentFile(), main.console().environment(), problems);
    StoredFiles jobFiles =
        environment.map(known -> new StoredFiles(hadoop(known, Optional.empty()))).orElse(files);
    JobFile.parse(jobFiles, jobFile, environment, settings, problems);
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }

  Environment environment() {
    return environment;
  }

  Progress progress() {
    return progress;
  }

  JobDefinition job(String file, Settings settings) {
    return JobFile.parse(new StoredFiles(hadoop()), file, environment, settings);
  }

  /** Made when first asked for; a master that {@code spark-submit} chose is kept. */
  SparkSession spark() {
    if (spark == null) {
      SparkConf conf = new SparkConf();
      SparkSettings.of(environment, endpoints()).forEach(conf::set);
      conf.setIfMissing("spark.master", "local[*]");
      conf.setIfMissing("spark.app.name", "starlift");
      spark = SparkSession.builder().config(conf).getOrCreate();
    }
    return spark;
  }

  Warehouse warehouse() {
    return new RedshiftWarehouse(
        connections(environment.producer()),
        copyRole(),
        journal,
        PublishSettings.STANDARD,
        console.clock());
  }

  LoadService loads() {
    Warehouse warehouse = warehouse();
    Staging copies = new CopyStaging(spark(), PARQUET_COMPRESSION, MAX_RECORDS_PER_FILE);
    Staging staging = environment.writer() == Writer.CONNECTOR ? connectorStaging(copies) : copies;
    InputLister lister = new InputLister(hadoop());
    Release release =
        new Release(
            spark(),
            lister,
            new SourceReader(spark()),
            staging,
            warehouse,
            progress,
            console.clock());
    return new LoadService(
        new Planner(lister, warehouse),
        release,
        warehouse,
        journal,
        this::shareSchemasOf,
        environment.storage(),
        hadoop(),
        progress,
        console.clock());
  }

  ShareService shares() {
    Map<String, Connections> namespaces = new HashMap<>();
    environment.namespaces().keySet().forEach(name -> namespaces.put(name, connections(name)));
    Map<String, String> ids = new HashMap<>();
    environment
        .namespaces()
        .forEach((name, namespace) -> namespace.namespaceId().ifPresent(id -> ids.put(name, id)));
    return new ShareService(namespaces, ids, environment.producer(), journal);
  }

  /** Applies a share and says what it changed. */
  void applyShare(ShareDefinition share) {
    Progress.Step step = progress.begin("share " + share.name());
    try {
      int statements = shares().apply(share).steps().size();
      step.done(
          statements == 0
              ? "as declared already, " + String.join(", ", share.consumers().keySet())
              : "%d statements, %s"
                  .formatted(statements, String.join(", ", share.consumers().keySet())));
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }

  QueryPrinter query(String namespace) {
    if (!environment.namespaces().containsKey(namespace)) {
      throw new StarliftException(
          ExitCode.WRONG_USAGE,
          new Problem(
              environment.file(),
              "there is no namespace '" + namespace + "'.",
              "It has: " + environment.namespaces().keySet().stream().sorted().toList() + "."));
    }
    return new QueryPrinter(connections(namespace));
  }

  private void shareSchemasOf(JobDefinition job) {
    environment.shares().stream()
        .filter(
            share ->
                job.tables().stream()
                    .anyMatch(load -> share.schemas().contains(load.table().name().schema())))
        .forEach(this::applyShare);
  }

  private Staging connectorStaging(Staging copies) {
    Namespace producer = environment.namespaces().get(environment.producer());
    return new ConnectorStaging(
        spark(),
        copies,
        url(producer),
        () -> {
          Map<String, String> login = new HashMap<>();
          logins()
              .properties(producer)
              .forEach((key, value) -> login.put((String) key, (String) value));
          return login;
        },
        copyRole()
            .orElseThrow(
                () ->
                    new StarliftException(
                        ExitCode.WRONG_USAGE,
                        new Problem(
                            environment.file(),
                            "writer = connector needs a role for COPY.",
                            "Set copy-role to the ARN of a role."))),
        environment.storage().stage() + "/connector");
  }

  private Connections connections(String name) {
    Namespace namespace = environment.namespaces().get(name);
    return new Connections(name, url(namespace), () -> logins().properties(namespace));
  }

  private String url(Namespace namespace) {
    return namespace
        .url()
        .orElseGet(() -> endpoints().orElseThrow().jdbcUrls().get(namespace.name()));
  }

  private Logins logins() {
    return new Logins(console.environment(), endpoints());
  }

  private Optional<String> copyRole() {
    return environment.copyRole().or(() -> endpoints().map(Endpoints::copyRole));
  }

  private Optional<Endpoints> endpoints() {
    return sandbox.map(LocalSandbox::endpoints);
  }

  /** Settings of the environment without starting Spark, for files and listings. */
  private Configuration hadoop() {
    return spark != null
        ? spark.sparkContext().hadoopConfiguration()
        : hadoop(environment, endpoints());
  }

  private static Configuration hadoop(Environment environment, Optional<Endpoints> sandbox) {
    Configuration configuration = new Configuration();
    SparkSettings.of(environment, sandbox)
        .forEach(
            (key, value) -> {
              if (key.startsWith("spark.hadoop.")) {
                configuration.set(key.substring("spark.hadoop.".length()), value);
              }
            });
    return configuration;
  }

  private static LocalSandbox reach(Environment environment) {
    try {
      return LocalSandbox.reach(environment);
    } catch (NoClassDefFoundError e) {
      throw new StarliftException(
          ExitCode.WRONG_USAGE,
          new Problem(
              environment.file(),
              "the jar for the cluster has no sandbox.",
              "Run ./starlift in a clone, or name another environment with --env."),
          e);
    }
  }

  /** A server that is to stop waits for connections that are still open. */
  private void closeStores() {
    try {
      FileSystem.closeAll();
    } catch (IOException e) {
      progress.say("A connection to S3 could not be closed: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.stop();
    }
    closeStores();
    sandbox.ifPresent(LocalSandbox::close);
  }
}
