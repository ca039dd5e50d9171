package dev.starlift.stage;

import dev.starlift.model.Table;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.CopyStatements;
import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes Parquet, or CSV where a column type cannot come from Parquet, and the manifest for COPY.
 *
 * <p>Files are written through {@code s3a} with the magic committer: a file exists only once the
 * job has committed it. The manifest holds what the committed tasks reported, so an attempt that
 * was killed or overtaken leaves nothing in it. The stage must be in S3; {@code s3://} is written
 * as {@code s3a://} everywhere, on EMR too.
 */
public final class CopyStaging implements Staging {
  private static final String ROWS = "rows";
  private static final String MANIFEST = "manifest.json";

  private static final String CLOUD_COMMIT = "org.apache.spark.internal.io.cloud.";

  /**
   * Session settings without which the files would not be what COPY expects. Text for CSV is made
   * in the session's zone, which has to be UTC.
   */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.session.timeZone",
          "UTC",
          "spark.sql.parquet.outputTimestampType",
          "TIMESTAMP_MICROS",
          "spark.sql.parquet.datetimeRebaseModeInWrite",
          "CORRECTED",
          "spark.sql.sources.commitProtocolClass",
          CLOUD_COMMIT + "PathOutputCommitProtocol",
          "spark.sql.parquet.output.committer.class",
          CLOUD_COMMIT + "BindingParquetOutputCommitter");

  private final SparkSession spark;
  private final String parquetCompression;
  private final long maxRecordsPerFile;

  /**
   * @param parquetCompression Spark's name of the codec: {@code zstd}, {@code snappy}
   * @param maxRecordsPerFile caps the files of a table whose rows are unevenly spread; 0 for no cap
   * @throws IllegalStateException when the session lacks one of {@link #sessionSettings}
   */
  public CopyStaging(SparkSession spark, String parquetCompression, long maxRecordsPerFile) {
    this.spark = spark;
    this.parquetCompression = parquetCompression;
    this.maxRecordsPerFile = maxRecordsPerFile;
    REQUIRED.forEach(
        (key, value) -> {
          if (!spark.conf().get(key, "").equals(value)) {
            throw new IllegalStateException("The Spark session needs " + key + "=" + value);
          }
        });
  }

  /** Spark settings that the session must have. */
  public static Map<String, String> sessionSettings() {
    return REQUIRED;
  }

  /** How the rows of a table are staged. */
  public static Format formatOf(Table table) {
    return StagedColumns.comeFromParquet(table) ? Format.PARQUET : Format.CSV_GZIP;
  }

  @Override
  public StagedTable stage(String folder, Table table, Dataset<Row> accepted, int files) {
    Path rows = new Path(StageUri.forSpark(folder), ROWS);
    Path manifest = new Path(StageUri.forSpark(folder), MANIFEST);
    String manifestUri = StageUri.forRedshift(manifest.toString());
    FileSystem store = open(rows, folder);
    Format format = formatOf(table);
    ObservedRows observed = new ObservedRows();
    Dataset<Row> counted =
        observed
            .observe(
                accepted
                    .select(StagedColumns.typed(table))
                    .toDF(StagedColumns.names(table).toArray(String[]::new)))
            .coalesce(Math.max(1, files));
    try {
      if (format == Format.PARQUET) {
        writer(counted).option("compression", parquetCompression).parquet(rows.toString());
      } else {
        Column line = StagedColumns.csvLine(table, CopyStatements.nullMark(manifestUri));
        writer(counted.select(line))
            .option("compression", "gzip")
            .option("lineSep", "\n")
            .text(rows.toString());
      }
    } catch (RuntimeException e) {
      throw failureOfStore(e, folder);
    }
    long count = observed.total(folder);
    if (count == 0) {
      return StagedTable.empty(table, format);
    }
    try {
      List<StagedFile> written = CommittedFiles.read(store, rows);
      CommittedFiles.writeManifest(store, manifest, written);
      return new StagedTable(table, format, manifestUri, written, count);
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
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

  private DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write()
        .mode(SaveMode.ErrorIfExists)
        .option("maxRecordsPerFile", maxRecordsPerFile)
        .option(
            "mapreduce.outputcommitter.factory.class", ReportingCommitterFactory.class.getName());
  }

  private FileSystem open(Path path, String folder) {
    try {
      FileSystem store = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      if (store.exists(path)) {
        throw new IllegalStateException("The stage folder is not fresh: " + folder);
      }
      return store;
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
  }

  /** The same job reads the input: only a failure that names the stage is the stage's. */
  private static RuntimeException failureOfStore(RuntimeException failure, String folder) {
    String place = folder.substring(folder.indexOf("://"));
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean ofStore = cause instanceof IOException || cause instanceof UncheckedIOException;
      if (ofStore && cause.getMessage() != null && cause.getMessage().contains(place)) {
        return unreachable(folder, cause);
      }
    }
    return failure;
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
