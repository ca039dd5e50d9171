package dev.starlift.generate;

import dev.starlift.generate.GenerationReport.SourceTotals;
import dev.starlift.generate.RawFileTask.Numbered;
import dev.starlift.generate.RawFileTask.Written;
import dev.starlift.model.RejectCode;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes mock airline raw files: airports, aircraft, flights and flight operations as CSV,
 * customers and bookings as JSON lines.
 *
 * <p>One Spark task per file, no shuffle; the number of files depends on the scale only, and the
 * same options give the same bytes under the same names on any number of cores. With a dirty rate,
 * {@code _broken/part-NNNNN.jsonl} lists every row that a job must reject:
 *
 * <pre>{"source":"bookings","file":"bookings/part-00000.jsonl","line":7,"code":"DATE",
 * "column":"flight_date"}</pre>
 *
 * <p>{@code line} counts from 1, the header included. {@code column} is the raw column, the key
 * columns for SUPERSEDED and KEY_TIE, the table's column for LOOKUP, and empty when the whole
 * record is at fault.
 */
public final class AirlineGenerator {
  private static final List<String> FOLDERS =
      List.of(
          "airports",
          "aircraft",
          "flights",
          "customers",
          "bookings",
          "flight_operations",
          RawFileTask.BROKEN_FOLDER);

  private final SparkSession spark;

  public AirlineGenerator(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Generates, over an earlier generation of the same files if there is one.
   *
   * @throws StarliftException WRONG_USAGE when the folder cannot be used or holds files of another
   *     generation, which would be loaded together with the new ones; UNREACHABLE when the store
   *     does not answer
   */
  public GenerationReport run(AirlineOptions options) {
    List<Numbered> files = plan(options);
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    checkFolder(options, files, configuration);
    spark.sparkContext().setJobDescription("generate airline files in " + options.to());
    try {
      RawFileTask task = new RawFileTask(options, new HadoopSettings(configuration));
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      return report(context.parallelize(files, files.size()).map(task).collect());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Spark's own exception, which Java does not know to be thrown here.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException failure) {
          throw unreachable(options, failure);
        }
      }
      throw new IllegalStateException("Generating into " + options.to() + " failed", e);
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  private static List<Numbered> plan(AirlineOptions options) {
    List<RawFile> files = RawFile.all(AirlineScale.of(options.scale()), options.asOf());
    List<Numbered> numbered = new ArrayList<>(files.size());
    for (RawFile file : files) {
      numbered.add(new Numbered(numbered.size(), file));
    }
    return numbered;
  }

  private static void checkFolder(
      AirlineOptions options, List<Numbered> files, Configuration configuration) {
    Set<String> foreign;
    try {
      Path folder = new Path(options.to());
      FileSystem store = folder.getFileSystem(configuration);
      requireNoFile(options, store, folder);
      foreign = visibleFiles(store, folder);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      Problem problem =
          new Problem("--to", "'" + options.to() + "' cannot be used: " + e.getMessage() + ".", "");
      throw new StarliftException(ExitCode.WRONG_USAGE, problem, e);
    } catch (IOException e) {
      throw unreachable(options, e);
    }
    for (Numbered file : files) {
      foreign.remove(file.file().name());
      if (options.dirtyRate() > 0) {
        foreign.remove(file.brokenName());
      }
    }
    if (!foreign.isEmpty()) {
      String what =
          "holds files of another generation: "
              + foreign.size()
              + ", such as "
              + foreign.iterator().next()
              + ".";
      String fix = "Remove them, or generate into an empty folder.";
      throw new StarliftException(ExitCode.WRONG_USAGE, new Problem(options.to(), what, fix));
    }
  }

  private static void requireNoFile(AirlineOptions options, FileSystem store, Path folder)
      throws IOException {
    try {
      if (store.getFileStatus(folder).isFile()) {
        Problem problem = new Problem("--to", options.to() + " is a file.", "Name a folder.");
        throw new StarliftException(ExitCode.WRONG_USAGE, problem);
      }
    } catch (FileNotFoundException e) {
      // As it should be on the first time.
    }
  }

  /** What is there already under the folders that are generated, without what readers skip. */
  private static Set<String> visibleFiles(FileSystem store, Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    String root = store.makeQualified(folder).toUri().getPath();
    for (String below : FOLDERS) {
      try {
        RemoteIterator<LocatedFileStatus> found = store.listFiles(new Path(folder, below), true);
        while (found.hasNext()) {
          Path path = found.next().getPath();
          if (!path.getName().startsWith(".") && !path.getName().startsWith("_")) {
            String name = path.toUri().getPath().substring(root.length());
            names.add(name.startsWith("/") ? name.substring(1) : name);
          }
        }
      } catch (FileNotFoundException e) {
        // Nothing was ever generated here.
      }
    }
    return names;
  }

  private static GenerationReport report(List<Written> files) {
    List<SourceTotals> totals = new ArrayList<>();
    for (Source source : Source.values()) {
      List<Written> own = files.stream().filter(file -> file.source() == source).toList();
      totals.add(
          new SourceTotals(
              source.text,
              own.size(),
              own.stream().mapToLong(Written::rows).sum(),
              own.stream().mapToLong(Written::addedRows).sum(),
              own.stream().mapToLong(Written::bytes).sum()));
    }
    Map<RejectCode, Long> broken = new EnumMap<>(RejectCode.class);
    for (Written file : files) {
      file.brokenRows().forEach((code, rows) -> broken.merge(code, rows, Long::sum));
    }
    return new GenerationReport(totals, broken);
  }

  private static StarliftException unreachable(AirlineOptions options, IOException cause) {
    Problem problem =
        new Problem(options.to(), "cannot be written to: " + cause.getMessage() + ".", "");
    return new StarliftException(ExitCode.UNREACHABLE, problem, cause);
  }
}
