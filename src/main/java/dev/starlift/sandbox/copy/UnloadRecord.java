package dev.starlift.sandbox.copy;

import java.time.Instant;

/**
 * One UNLOAD, finished or failed.
 *
 * @param status {@code completed} or {@code aborted}
 * @param location the {@code s3://} text of the statement
 * @param errorMessage empty when it completed
 */
public record UnloadRecord(
    long queryId,
    String status,
    Instant start,
    Instant end,
    String fileFormat,
    String location,
    long rows,
    int files,
    long bytes,
    String errorMessage) {}
