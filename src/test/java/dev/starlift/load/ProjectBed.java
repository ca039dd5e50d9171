package dev.starlift.load;

import dev.starlift.job.Environment;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.JobFile;
import dev.starlift.job.LocalFiles;
import dev.starlift.job.Settings;
import dev.starlift.problem.ExitCode;
import dev.starlift.warehouse.TestWarehouse;
import dev.starlift.warehouse.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The jobs of this repository as they are, over raw files of a folder of its own in S3. */
final class ProjectBed {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String root = "s3a://test/project_" + COUNTER.incrementAndGet();
  private final TestWarehouse warehouse = TestWarehouse.bare("");
  private final RecordedProgress progress = new RecordedProgress();
  private final SparkSession spark = ReleaseBed.session();

  /** Over an empty warehouse. */
  ProjectBed() {
    // The files are tiny: compiling code for them would take longer than reading them.
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    for (String schema : List.of("airline_dw", "olap", "staging", "upstream", "starlift")) {
      TestWarehouse.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }
  }

  /** A raw file, as {@code oltp_uploads/sector.csv}. */
  ProjectBed put(String name, String... lines) {
    return putText(name, lines.length == 0 ? "" : String.join("\n", lines) + "\n");
  }

  ProjectBed putText(String name, String content) {
    Path path = new Path(uri(name));
    try (var out = path.getFileSystem(hadoop()).create(path, true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  void delete(String name) {
    Path path = new Path(uri(name));
    try {
      path.getFileSystem(hadoop()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a raw file lies. */
  String uri(String name) {
    return root + "/raw/" + name;
  }

  ExitCode run(String job, String... set) {
    return run(warehouse.open(), job, set);
  }

  ExitCode run(Warehouse open, String job, String... set) {
    try (open) {
      return loads(open).run(job(job, set));
    }
  }

  Plan plan(String job, String... set) {
    try (Warehouse open = warehouse.open()) {
      return loads(open).plan(job(job, set));
    }
  }

  JobDefinition job(String job, String... set) {
    return JobFile.parse(new LocalFiles(), job, environment(), Settings.of(List.of(set)));
  }

  /** The reasons of the newest run's rejects. */
  List<String> rejects(String job) {
    String name = job(job, "date=2000-01-01").name();
    return RejectListing.find(spark, environment().storage(), name, Optional.empty())
        .orElseThrow()
        .groups()
        .stream()
        .map(group -> group.column() + ": " + group.message())
        .toList();
  }

  TestWarehouse warehouse() {
    return warehouse;
  }

  List<String> said() {
    return progress.said();
  }

  List<String> query(String sql) {
    return TestWarehouse.query(sql);
  }

  private LoadService loads(Warehouse open) {
    return ReleaseBed.loads(spark, open, environment(), progress);
  }

  private Environment environment() {
    return ReleaseBed.environment(root);
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
