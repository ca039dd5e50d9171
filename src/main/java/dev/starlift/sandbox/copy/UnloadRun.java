package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.copy.UnloadStatement.Manifest;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** One UNLOAD from its statement to its trace in the log. */
final class UnloadRun {
  static final String IO_ERROR = "58030";

  private final S3Objects objects;
  private final LoadLog log;
  private final UnloadStatement unload;
  private final BackendSession session;
  private final long queryId;
  private final Instant start = Instant.now();

  UnloadRun(S3Objects objects, LoadLog log, UnloadStatement unload, BackendSession session)
      throws IOException {
    this.objects = objects;
    this.log = log;
    this.unload = unload;
    this.session = session;
    this.queryId = log.queryId(session);
  }

  /**
   * @param postgresQuery the query in PostgreSQL's dialect
   * @return the number of rows
   */
  long run(String postgresQuery) throws SqlError, IOException {
    UnloadFiles files = null;
    try {
      UnloadQuery query = UnloadQuery.of(postgresQuery, unload.partition(), session, queryId);
      List<UnloadColumn> typed = unload.manifest() == Manifest.VERBOSE ? query.typed() : List.of();
      files = new UnloadFiles(objects, unload, query);
      write(files, query);
      writeManifest(files.written(), typed);
    } catch (SqlError e) {
      if (files != null) {
        files.abort(e);
      }
      record("aborted", files == null ? List.of() : files.written(), e.getMessage());
      throw e;
    }
    record("completed", files.written(), "");
    return files.written().stream().mapToLong(UnloadedFile::rows).sum();
  }

  private void write(UnloadFiles files, UnloadQuery query) throws SqlError, IOException {
    try {
      files.prepareTarget();
    } catch (IOException e) {
      throw unwritable(e);
    }
    boolean binary = unload.format() == FileFormat.PARQUET;
    RowOutput output = binary ? new BinaryOutput(files::write) : new TextOutput(files::write);
    session.copyOut(
        "COPY (%s) TO STDOUT%s".formatted(query.sql(), binary ? " (FORMAT binary)" : ""), output);
    try {
      output.throwFailure();
      files.finish();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void writeManifest(List<UnloadedFile> files, List<UnloadColumn> columns) throws SqlError {
    if (unload.manifest() == Manifest.NONE) {
      return;
    }
    byte[] json = UnloadManifest.json(files, columns, unload.manifest());
    try (var out = objects.create(unload.target().plus("manifest"))) {
      out.write(json, 0, json.length);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void record(String status, List<UnloadedFile> files, String message) throws IOException {
    log.recordUnload(
        session,
        new UnloadRecord(
            queryId,
            status,
            start,
            Instant.now(),
            unload.format().label(),
            unload.target().toString(),
            files,
            message));
  }

  private static SqlError unwritable(IOException e) {
    SqlError error =
        e instanceof RefusedValueException
            ? new SqlError(TokenCursor.BAD_VALUE, e.getMessage())
            : new SqlError(IO_ERROR, "S3 write failed: " + e.getMessage());
    error.initCause(e);
    return error;
  }
}
