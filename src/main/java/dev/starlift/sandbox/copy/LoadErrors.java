package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
   * Records a refused record.
   *
   * @throws SqlError when the limit is reached
   */
  void refuse(RefusedRecord refused) throws SqlError {
    record(refused);
    if (count >= limit) {
      TargetColumn column = refused.column();
      throw new SqlError(
          LOAD_FAILED,
          "Load into table '%s' failed.  Check 'sys_load_error_detail' system table for details."
              .formatted(table.name()),
          "%s, line %d%s: error %d: %s"
              .formatted(
                  refused.file(),
                  refused.line(),
                  column == null ? "" : ", column " + column.name() + " " + column.type().ddl(),
                  refused.error().code(),
                  refused.error().getMessage()),
          "",
          0);
    }
  }

  /** Records one refused value of a columnar file, which always ends the COPY. */
  SqlError spectrum(S3Object file, long row, TargetColumn column, FieldError error)
      throws SqlError {
    record(RefusedRecord.of(file, row, error, "").at(column, 0, "", List.of()));
    return Spectrum.scanError(
        "%s, row %d, column %s %s: error %d: %s"
            .formatted(
                file.location(),
                row,
                column.name(),
                column.type().ddl(),
                error.code(),
                error.getMessage()));
  }

  private void record(RefusedRecord refused) throws SqlError {
    count++;
    TargetColumn column = refused.column();
    LoadError entry =
        new LoadError(
            queryId,
            Instant.now(),
            table.fullName(),
            refused.file(),
            refused.line(),
            column == null ? "" : column.name(),
            column == null ? "" : column.typeName(),
            column == null ? "" : column.typeLength(),
            refused.position(),
            refused.error().code(),
            refused.error().getMessage(),
            cut(refused.rawField()),
            cut(refused.rawLine()),
            values(refused));
    try {
      log.recordError(session, entry);
    } catch (IOException e) {
      SqlError failure =
          new SqlError(LOAD_FAILED, "The load error cannot be recorded: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  private List<LoadError.Value> values(RefusedRecord refused) {
    List<LoadError.Value> values = new ArrayList<>();
    for (int i = 0; i < refused.rawFields().size(); i++) {
      TargetColumn column = table.columns().get(i);
      values.add(
          new LoadError.Value(
              column.name(),
              column.typeName(),
              column.typeLength(),
              cut(refused.rawFields().get(i))));
    }
    return values;
  }

  /** PostgreSQL text cannot hold NUL, so it is shown as the replacement character. */
  private static String cut(String raw) {
    String cut = raw.length() <= MAX_RAW ? raw : raw.substring(0, MAX_RAW);
    return cut.replace('\0', '\ufffd');
  }
}
