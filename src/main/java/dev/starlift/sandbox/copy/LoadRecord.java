package dev.starlift.sandbox.copy;

import java.time.Instant;
import java.util.List;

/**
 * One COPY, finished or failed.
 *
 * @param table {@code schema.table}
 * @param status {@code completed} or {@code aborted}
 * @param dataSource the {@code s3://} text of the statement
 * @param fileFormat in lower case: {@code parquet}, {@code text}
 * @param loadedBytes size of the files read, as they lie in S3
 * @param files those that were read to their end
 */
public record LoadRecord(
    long queryId,
    String table,
    String status,
    Instant start,
    Instant end,
    String dataSource,
    String fileFormat,
    long loadedRows,
    long loadedBytes,
    int sourceFiles,
    long errorCount,
    List<LoadedFile> files) {
  public LoadRecord {
    files = List.copyOf(files);
  }
}
