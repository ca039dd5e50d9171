package dev.starlift.stage;

import dev.starlift.model.Table;
import java.util.List;

/**
 * Rows that wait in S3 for COPY.
 *
 * @param manifest URI of the manifest ({@code s3://}); empty when there are no rows and so no files
 * @param rows as counted by the tasks that were committed
 */
public record StagedTable(
    Table table, Format format, String manifest, List<StagedFile> files, long rows) {
  public StagedTable {
    files = List.copyOf(files);
  }

  public long bytes() {
    return files.stream().mapToLong(StagedFile::bytes).sum();
  }

  public record StagedFile(String uri, long bytes) {}

  /** How the files are written. */
  public enum Format {
    PARQUET,
    /** Where a column type cannot come from Parquet: TIME, VARBYTE and the like. */
    CSV_GZIP,
    /** Written by the spark-redshift connector straight into a staging table of the warehouse. */
    CONNECTOR
  }
}
