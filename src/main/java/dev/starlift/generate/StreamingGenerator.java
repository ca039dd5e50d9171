package dev.starlift.generate;

import dev.starlift.generate.GenerationReport.SourceTotals;
import dev.starlift.generate.StreamingTask.Written;
import dev.starlift.problem.StarliftException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes mock files of an audio service: {@code song_data/A/B/C/TRABC….json}, one JSON object in
 * each, and {@code log_data/yyyy/MM/yyyy-MM-dd-events.json}, one event per line, for 30 days.
 *
 * <p>They have what real ones have: years that are 0, locations that are empty, no coordinates,
 * names in many scripts and very long ones, artists with more than one location, songs that have a
 * twin; user ids as text and empty for who is not logged in, user agents in quotes of their own,
 * levels that change, plays of songs that nobody knows. The same options give the same bytes under
 * the same names on any number of cores.
 */
public final class StreamingGenerator {
  private final SparkSession spark;

  public StreamingGenerator(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Generates, over an earlier generation of the same files if there is one.
   *
   * @throws StarliftException WRONG_USAGE when the folder cannot be used or holds files of another
   *     generation, which would be loaded together with the new ones; UNREACHABLE when the store
   *     does not answer
   */
  public GenerationReport run(StreamingOptions options) {
    List<StreamingFile> files = StreamingFile.all(options);
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    TargetFolder folder =
        new TargetFolder(
            options.to(), List.of(StreamingFile.SONG_FOLDER, StreamingFile.EVENT_FOLDER));
    folder.requireNoOthers(names(options, files), configuration);
    spark.sparkContext().setJobDescription("generate streaming files in " + options.to());
    try {
      StreamingTask task = new StreamingTask(options, new HadoopSettings(configuration));
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      List<Written> written = context.parallelize(files, files.size()).map(task).collect();
      return new GenerationReport(
          List.of(totals("songs", true, written), totals("events", false, written)), Map.of());
    } catch (Exception e) {
      // Spark's own exceptions, which Java does not know to be thrown here, among them.
      throw folder.failure(e);
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  private static Set<String> names(StreamingOptions options, List<StreamingFile> files) {
    Set<String> names = new TreeSet<>();
    SongCatalogue catalogue = new SongCatalogue(options.songs(), options.seed());
    for (int song = 0; song < options.songs(); song++) {
      names.add(StreamingFile.SONG_FOLDER + "/" + catalogue.file(song));
    }
    for (StreamingFile file : files) {
      if (file instanceof StreamingFile.Day day) {
        names.add(day.name());
      }
    }
    return names;
  }

  private static SourceTotals totals(String source, boolean songs, List<Written> written) {
    List<Written> own = written.stream().filter(file -> file.songs() == songs).toList();
    return new SourceTotals(
        source,
        own.stream().mapToInt(Written::files).sum(),
        own.stream().mapToLong(Written::rows).sum(),
        0,
        own.stream().mapToLong(Written::bytes).sum());
  }
}
