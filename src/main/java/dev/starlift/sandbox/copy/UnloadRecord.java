package dev.starlift.sandbox.copy;

import java.time.Instant;
import java.util.List;

/**
 * One UNLOAD, finished or failed.
 *
 * @param status {@code completed} or {@code aborted}
 * @param location the {@code s3://} text of the statement
 * @param unloaded the data files, without the manifest
 * @param errorMessage empty when it completed
 */
public record UnloadRecord(
    long queryId,
    String status,
    Instant start,
    Instant end,
    String fileFormat,
    String location,
    List<UnloadedFile> unloaded,
    String errorMessage) {
  public UnloadRecord {
    unloaded = List.copyOf(unloaded);
  }

  public long rows() {
    return unloaded.stream().mapToLong(UnloadedFile::rows).sum();
  }

  public int files() {
    return unloaded.size();
  }

  public long bytes() {
    return unloaded.stream().mapToLong(UnloadedFile::bytes).sum();
  }
}
