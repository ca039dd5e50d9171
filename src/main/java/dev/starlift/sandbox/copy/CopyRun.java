package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One COPY from its statement to its trace in the log. */
final class CopyRun {
  private static final String IO_ERROR = "58030";

  private final S3Objects objects;
  private final LoadLog log;
  private final CopyStatement copy;
  private final BackendSession session;
  private final long queryId;
  private final Instant start = Instant.now();
  private final List<LoadedFile> loaded = new ArrayList<>();

  CopyRun(S3Objects objects, LoadLog log, CopyStatement copy, BackendSession session)
      throws IOException {
    this.objects = objects;
    this.log = log;
    this.copy = copy;
    this.session = session;
    this.queryId = log.queryId(session);
  }

  CopyResult run() throws SqlError, IOException {
    TargetTable table = TargetTable.find(copy, session);
    CopyRules.checkColumns(copy, table.columns());
    List<S3Object> files = findFiles();
    LoadErrors errors = new LoadErrors(log, session, queryId, table, copy.maxErrors());
    long rows;
    try {
      rows = load(files, table, errors);
    } catch (SqlError e) {
      record(table, files, "aborted", 0, Math.max(1, errors.count()));
      throw e;
    }
    record(table, files, "completed", copy.noLoad() ? 0 : rows, errors.count());
    rememberCounts(copy.noLoad() ? 0 : rows);
    return new CopyResult(
        queryId,
        table.fullName(),
        rows,
        errors.count(),
        files.size(),
        "Load into table '%s' completed, %d record(s) %s."
            .formatted(
                table.name(), rows, copy.noLoad() ? "could be loaded" : "loaded successfully"));
  }

  private List<S3Object> findFiles() throws SqlError {
    try {
      return new SourceFiles(objects).find(copy);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private long load(List<S3Object> files, TargetTable table, LoadErrors errors)
      throws SqlError, IOException {
    if (copy.noLoad()) {
      BinaryRows rows = new BinaryRows(OutputStream.nullOutputStream(), table.columns().size());
      loadAll(files, table, errors, rows);
      return rows.rows();
    }
    return session.copyIn(
        table.copyStatement(),
        out -> {
          BinaryRows rows = new BinaryRows(out, table.columns().size());
          loadAll(files, table, errors, rows);
          rows.finish();
        });
  }

  private void loadAll(List<S3Object> files, TargetTable table, LoadErrors errors, BinaryRows rows)
      throws SqlError, IOException {
    try {
      FileLoader loader = loader(table, errors);
      for (S3Object file : files) {
        long before = errors.count();
        long lines = loader.load(file, rows);
        loaded.add(new LoadedFile(file, lines, errors.count() - before));
      }
    } catch (SessionLostException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private FileLoader loader(TargetTable table, LoadErrors errors) throws SqlError, IOException {
    return switch (copy.format()) {
      case PARQUET -> new ParquetLoader(objects, copy, table, errors);
      case ORC -> new OrcLoader(objects, copy, table, errors);
      case AVRO -> new AvroLoader(objects, copy, table, errors);
      case JSON -> new JsonLoader(objects, copy, table, errors);
      case CSV, FIXEDWIDTH, TEXT -> new TextLoader(objects, copy, table, errors);
    };
  }

  private void record(
      TargetTable table, List<S3Object> files, String status, long rows, long errors)
      throws IOException {
    log.recordLoad(
        session,
        new LoadRecord(
            queryId,
            table.fullName(),
            status,
            start,
            Instant.now(),
            copy.source().toString(),
            copy.format().label(),
            rows,
            files.stream().mapToLong(S3Object::size).sum(),
            files.size(),
            errors,
            List.copyOf(loaded)));
  }

  /**
   * For {@code pg_last_copy_count()} and {@code pg_last_copy_id()}, which belong to the session.
   */
  private void rememberCounts(long rows) throws SqlError, IOException {
    session.query(
        "SELECT pg_catalog.set_config('starlift.last_copy_count', '%d', false),".formatted(rows)
            + " pg_catalog.set_config('starlift.last_copy_id', '%d', false)".formatted(queryId));
  }

  private static SqlError unreadable(IOException e) {
    SqlError error = new SqlError(IO_ERROR, "S3 read failed: " + e.getMessage());
    error.initCause(e);
    return error;
  }
}
