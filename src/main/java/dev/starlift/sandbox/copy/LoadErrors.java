package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.time.Instant;

/** Counts and records the rows that one COPY refuses, and ends the COPY when they are too many. */
final class LoadErrors {
  static final String LOAD_FAILED = "XX000";

  private static final int MAX_RAW = 1024;

  private final LoadLog log;
  private final BackendSession session;
  private final long queryId;
  private final TargetTable table;
  private final long limit;
  private long count;

  LoadErrors(LoadLog log, BackendSession session, long queryId, TargetTable table, long maxErrors) {
    this.log = log;
    this.session = session;
    this.queryId = queryId;
    this.table = table;
    this.limit = Math.max(1, maxErrors);
  }

  long count() {
    return count;
  }

  /**
   * Records one refused row of a text file.
   *
   * @param column null when the whole line is at fault
   * @throws SqlError when the limit is reached
   */
  void refuse(
      String file,
      long line,
      TargetColumn column,
      int position,
      FieldError error,
      String rawField,
      String rawLine)
      throws SqlError {
    record(file, line, column, position, error, rawField, rawLine);
    if (count >= limit) {
      throw new SqlError(
          LOAD_FAILED,
          "Load into table '%s' failed.  Check 'sys_load_error_detail' system table for details."
              .formatted(table.name()),
          "%s, line %d%s: error %d: %s"
              .formatted(
                  file,
                  line,
                  column == null ? "" : ", column " + column.name() + " " + column.type().ddl(),
                  error.code(),
                  error.getMessage()),
          "",
          0);
    }
  }

  /** Records one refused value of a Parquet file, which always ends the COPY. */
  SqlError spectrum(String file, long row, TargetColumn column, FieldError error) throws SqlError {
    record(file, row, column, 0, error, "", "");
    return Spectrum.scanError(
        "%s, row %d, column %s %s: error %d: %s"
            .formatted(
                file, row, column.name(), column.type().ddl(), error.code(), error.getMessage()));
  }

  private void record(
      String file,
      long line,
      TargetColumn column,
      int position,
      FieldError error,
      String rawField,
      String rawLine)
      throws SqlError {
    count++;
    LoadError entry =
        new LoadError(
            queryId,
            Instant.now(),
            table.fullName(),
            file,
            line,
            column == null ? "" : column.name(),
            column == null ? "" : column.typeName(),
            column == null ? "" : column.typeLength(),
            position,
            error.code(),
            error.getMessage(),
            cut(rawField),
            cut(rawLine));
    try {
      log.recordError(session, entry);
    } catch (IOException e) {
      SqlError failure =
          new SqlError(LOAD_FAILED, "The load error cannot be recorded: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  /** PostgreSQL text cannot hold NUL, so it is shown as the replacement character. */
  private static String cut(String raw) {
    String cut = raw.length() <= MAX_RAW ? raw : raw.substring(0, MAX_RAW);
    return cut.replace('\0', '\ufffd');
  }
}
