package dev.starlift.stage;

import dev.starlift.model.Table;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.CopyStatements;
import dev.starlift.stage.MarkedRows.Marks;
import dev.starlift.stage.StageTask.Done;
import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes Parquet, or CSV where a column type cannot come from Parquet, and the manifest for COPY.
 *
 * <p>Files are written through {@code s3a} under names that no other attempt of a task has; S3
 * shows them once they are complete. The manifest holds what the committed tasks reported, so an
 * attempt that was killed or overtaken leaves nothing in it. The stage must be in S3; {@code s3://}
 * is written as {@code s3a://} everywhere, on EMR too.
 */
public final class CopyStaging implements Staging {
  private static final String ROWS = "rows";
  private static final String MANIFEST = "manifest.json";
  private static final String UNFINISHED = "unfinished";

  /** Rejects are few: a reader wants few files. */
  private static final int MAX_REJECT_FILES = 4;

  /** Text for CSV is made in the session's zone. */
  private static final String ZONE_SETTING = "spark.sql.session.timeZone";

  private final SparkSession spark;
  private final String parquetCompression;
  private final long maxRecordsPerFile;

  /**
   * @param parquetCompression Spark's name of the codec: {@code zstd}, {@code snappy}
   * @param maxRecordsPerFile caps the files of a table whose rows are unevenly spread; 0 for no cap
   * @throws IllegalStateException when the session's zone is not UTC
   */
  public CopyStaging(SparkSession spark, String parquetCompression, long maxRecordsPerFile) {
    this.spark = spark;
    this.parquetCompression = parquetCompression;
    this.maxRecordsPerFile = maxRecordsPerFile;
    if (!spark.conf().get(ZONE_SETTING).equals("UTC")) {
      throw new IllegalStateException("The Spark session needs " + ZONE_SETTING + "=UTC");
    }
  }

  /** How the rows of a table are staged. */
  public static Format formatOf(Table table) {
    return StagedColumns.comeFromParquet(table) ? Format.PARQUET : Format.CSV_GZIP;
  }

  @Override
  public StagedTable stage(String folder, Table table, Dataset<Row> accepted, int files) {
    return stage(folder, "", MarkedRows.accepted(table, accepted), files).staged();
  }

  @Override
  public StagedRows stage(String folder, String rejects, MarkedRows marked, int files) {
    Table table = marked.table();
    Path rows = new Path(StageUri.forSpark(folder), ROWS);
    Path manifest = new Path(StageUri.forSpark(folder), MANIFEST);
    String manifestUri = StageUri.forRedshift(manifest.toString());
    requireFresh(rows, folder);
    Format format = formatOf(table);
    List<Column> columns = new ArrayList<>();
    if (format == Format.PARQUET) {
      columns.addAll(List.of(StagedColumns.typed(table)));
    } else {
      columns.add(StagedColumns.csvLine(table, CopyStatements.nullMark(manifestUri)));
    }
    String unfinished = new Path(StageUri.forSpark(folder), UNFINISHED).toString();
    Done[] done =
        write(
            marked.rows(),
            columns,
            files,
            plan(
                rows.toString(),
                rejects,
                unfinished,
                format,
                StagedColumns.stored(table),
                table.name().toString(),
                marked.marks()));
    StagedTable staged = StagedTable.empty(table, format);
    long accepted = sum(done, Done::accepted);
    if (accepted > 0) {
      List<StagedFile> written =
          Arrays.stream(done)
              .flatMap(task -> task.files().stream())
              .map(file -> new StagedFile(StageUri.forRedshift(file.uri()), file.bytes()))
              .toList();
      try {
        Configuration conf = spark.sparkContext().hadoopConfiguration();
        Manifest.write(new StoredStream(manifest.toString(), conf), written);
      } catch (IOException e) {
        throw unreachable(folder, e);
      }
      staged = new StagedTable(table, format, manifestUri, written, accepted);
    }
    return outcome(staged, marked.marks(), done, unfinished);
  }

  @Override
  public StagedRows reject(String folder, MarkedRows marked) {
    Done[] done =
        write(
            marked.rows(),
            List.of(),
            MAX_REJECT_FILES,
            plan(
                "",
                folder,
                "",
                Format.PARQUET,
                new StructType(),
                marked.table().name().toString(),
                marked.marks()));
    if (sum(done, Done::accepted) > 0) {
      throw new IllegalArgumentException("Among the rejected rows were others.");
    }
    return outcome(StagedTable.empty(marked.table(), Format.PARQUET), marked.marks(), done, folder);
  }

  private static StagedRows outcome(
      StagedTable staged, Marks marks, Done[] done, String unfinished) {
    List<String> names = new ArrayList<>(marks.sourceCounts());
    names.addAll(marks.counts());
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int at = i;
      counts.put(names.get(i), sum(done, task -> task.counts().get(at)));
    }
    return new StagedRows(
        staged,
        sum(done, Done::rows),
        rejected(done, Done::bySource),
        rejected(done, Done::byTable),
        counts,
        new StagedRows.Unfinished(unfinished, sum(done, Done::unfinished)));
  }

  private StageTask.Plan plan(
      String folder,
      String rejects,
      String unfinished,
      Format format,
      StructType columns,
      String table,
      Marks marks) {
    return new StageTask.Plan(
        folder,
        rejects,
        unfinished,
        format,
        columns,
        table,
        marks,
        parquetCompression,
        spark.version(),
        maxRecordsPerFile,
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
  }

  private static Done[] write(
      Dataset<Row> rows, List<Column> stored, int files, StageTask.Plan plan) {
    List<Column> columns = new ArrayList<>(stored);
    columns.addAll(List.of(plan.marks().columns()));
    try {
      return StageSink.write(
          rows.select(columns.toArray(Column[]::new)).coalesce(Math.max(1, files)), plan);
    } catch (Exception e) {
      // Not RuntimeException: Spark's exceptions are checked ones that its methods do not declare.
      throw failureOfStore(e, plan.folder().isEmpty() ? plan.rejects() : plan.folder());
    }
  }

  private static Rejected rejected(Done[] done, Function<Done, Rejected> rows) {
    return Arrays.stream(done).map(rows).reduce(Rejected.NONE, Rejected::plus);
  }

  private static long sum(Done[] done, ToLongFunction<Done> count) {
    return Arrays.stream(done).mapToLong(count).sum();
  }

  @Override
  public Dataset<Row> read(StagedTable staged) {
    if (staged.files().isEmpty()) {
      return spark.createDataFrame(List.of(), StagedColumns.schema(staged.table()));
    }
    String[] files =
        staged.files().stream().map(file -> StageUri.forSpark(file.uri())).toArray(String[]::new);
    if (staged.format() == Format.PARQUET) {
      return spark.read().schema(StagedColumns.schema(staged.table())).parquet(files);
    }
    return spark
        .read()
        .schema(StagedColumns.csvSchema(staged.table()))
        .option("multiLine", true)
        .option("lineSep", "\n")
        .option("escape", "\"")
        .option("nullValue", CopyStatements.nullMark(staged.manifest()))
        .option("mode", "FAILFAST")
        .csv(files)
        .select(StagedColumns.fromCsv(staged.table()));
  }

  private void requireFresh(Path path, String folder) {
    try {
      FileSystem store = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      if (store.exists(path)) {
        throw new IllegalStateException("The stage folder is not fresh: " + folder);
      }
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
  }

  /** The same job reads the input: only a failure that names the stage is the stage's. */
  private static RuntimeException failureOfStore(Exception failure, String folder) {
    String place = folder.substring(folder.indexOf(':') + 1);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean ofStore = cause instanceof IOException || cause instanceof UncheckedIOException;
      if (ofStore && cause.getMessage() != null && cause.getMessage().contains(place)) {
        return unreachable(folder, cause);
      }
    }
    return failure instanceof RuntimeException known
        ? known
        : new IllegalStateException("Staging to " + folder + " failed", failure);
  }

  private static StarliftException unreachable(String folder, Throwable cause) {
    return new StarliftException(
        ExitCode.UNREACHABLE,
        new Problem(
            folder,
            "the stage cannot be written: " + cause.getMessage(),
            "Check the bucket, the S3 endpoint and the permissions. Nothing was published."),
        cause);
  }
}
