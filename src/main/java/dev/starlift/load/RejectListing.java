package dev.starlift.load;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;

import dev.starlift.job.Environment.Storage;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rejects of one run, grouped by reason. A row with two reasons counts in two groups.
 *
 * @param run name of the run
 * @param folder where the reject files are
 */
public record RejectListing(String run, String folder, List<Group> groups) {
  private static final int EXAMPLE_CHARACTERS = 200;

  public RejectListing {
    groups = List.copyOf(groups);
  }

  /**
   * @param table empty when the row broke the raw contract
   * @param first {@code file:line} of the first row of the group
   * @param example the beginning of that row as it came
   */
  public record Group(
      String source,
      String table,
      String code,
      String column,
      long rows,
      String first,
      String message,
      String example) {

    /** The example with every letter and digit made unreadable, but its form kept. */
    public String maskedExample() {
      return example
          .replaceAll("[\\p{L}\\p{M}&&[^\\p{Lu}]]", "x")
          .replaceAll("\\p{Lu}", "X")
          .replaceAll("\\p{N}", "9");
    }
  }

  /**
   * @param load beginning of a load id; empty for the newest run that has rejects
   * @return empty when there is no such run
   */
  public static Optional<RejectListing> find(
      SparkSession spark, Storage storage, String job, Optional<String> load) {
    Path folder = new Path(RunPaths.rejects(storage, job));
    try {
      FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
      return Arrays.stream(files.listStatus(folder))
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .filter(run -> load.map(id -> isOf(run, id)).orElse(true))
          .max(Comparator.naturalOrder())
          .map(run -> read(spark, run, new Path(folder, run).toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StarliftException(
          ExitCode.UNREACHABLE,
          new Problem(folder.toString(), "the rejects cannot be listed: " + e.getMessage(), ""),
          e);
    }
  }

  private static boolean isOf(String run, String load) {
    String abbreviated = run.substring(run.lastIndexOf('-') + 1);
    return load.startsWith(abbreviated) || abbreviated.startsWith(load);
  }

  /** The rows of reject files, with the columns {@code source, file, line, table, reasons, raw}. */
  static Dataset<Row> rejects(SparkSession spark, String folder) {
    return spark
        .read()
        .option("recursiveFileLookup", "true")
        .schema(
            "source STRING, file STRING, line BIGINT, `table` STRING,"
                + " reasons ARRAY<STRUCT<column: STRING, code: STRING, message: STRING>>,"
                + " raw STRING")
        .json(folder);
  }

  private static RejectListing read(SparkSession spark, String run, String folder) {
    List<Group> groups =
        rejects(spark, folder)
            .select(
                col("source"),
                col("table"),
                col("file"),
                col("line"),
                substring(col("raw"), 1, EXAMPLE_CHARACTERS).as("raw"),
                explode(col("reasons")))
            .groupBy(
                col("source"),
                coalesce(col("table"), lit("")).as("table"),
                col("col.code"),
                coalesce(col("col.column"), lit("")).as("column"))
            .agg(
                count(lit(1)).as("rows"),
                min(struct(col("file"), col("line"), col("col.message"), col("raw"))).as("first"))
            .select(
                col("source"),
                col("table"),
                col("code"),
                col("column"),
                col("rows"),
                concat_ws(":", array(col("first.file"), col("first.line").cast("string"))),
                coalesce(col("first.message"), lit("")),
                coalesce(col("first.raw"), lit("")))
            .orderBy(col("source"), col("table"), col("code"), col("column"))
            .collectAsList()
            .stream()
            .map(RejectListing::group)
            .toList();
    return new RejectListing(run, folder, groups);
  }

  private static Group group(Row row) {
    return new Group(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }
}
