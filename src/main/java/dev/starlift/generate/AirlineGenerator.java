package dev.starlift.generate;

import dev.starlift.generate.GenerationReport.SourceTotals;
import dev.starlift.generate.RawFileTask.Numbered;
import dev.starlift.generate.RawFileTask.Written;
import dev.starlift.model.RejectCode;
import dev.starlift.problem.StarliftException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
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
    TargetFolder folder = new TargetFolder(options.to(), FOLDERS);
    folder.requireNoOthers(names(options, files), configuration);
    spark.sparkContext().setJobDescription("generate airline files in " + options.to());
    try {
      RawFileTask task = new RawFileTask(options, new HadoopSettings(configuration));
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      return report(context.parallelize(files, files.size()).map(task).collect());
    } catch (Exception e) {
      // Spark's own exceptions, which Java does not know to be thrown here, among them.
      throw folder.failure(e);
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

  private static Set<String> names(AirlineOptions options, List<Numbered> files) {
    Set<String> names = new TreeSet<>();
    for (Numbered file : files) {
      names.add(file.file().name());
      if (options.dirtyRate() > 0) {
        names.add(file.brokenName());
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
}
