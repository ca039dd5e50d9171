package dev.starlift.sandbox.copy;

/**
 * @param table {@code schema.table}
 * @param rows loaded; for NOLOAD, the rows that could be loaded
 * @param errors rows that were left out, fewer than MAXERROR
 * @param notice what Redshift tells the client, as an INFO
 */
public record CopyResult(
    long queryId, String table, long rows, long errors, int files, String notice) {}
