package dev.starlift.sandbox.catalog;

import dev.starlift.sandbox.copy.LoadError;
import dev.starlift.sandbox.copy.LoadLog;
import dev.starlift.sandbox.copy.LoadRecord;
import dev.starlift.sandbox.copy.UnloadRecord;
import dev.starlift.sandbox.session.AdminSessions;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.ClientSession;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes loads and their errors into the tables behind the {@code SYS_} views. */
public final class CatalogLoadLog implements LoadLog {
  private final AdminSessions admin;

  public CatalogLoadLog(AdminSessions admin) {
    this.admin = admin;
  }

  @Override
  public long queryId(BackendSession session) {
    if (session instanceof ClientSession client) {
      return client.queryId();
    }
    throw new IllegalArgumentException("Only the statements of clients are numbered.");
  }

  @Override
  public void recordLoad(BackendSession session, LoadRecord load) throws IOException {
    insert(
        session,
        "load_history (query_id, user_name, table_name, status, start_time, end_time, data_source,"
            + " file_format, loaded_rows, loaded_bytes, source_file_count, error_count)",
        load.queryId(),
        session.user(),
        load.table(),
        load.status(),
        load.start(),
        load.end(),
        load.dataSource(),
        load.fileFormat(),
        load.loadedRows(),
        load.loadedBytes(),
        load.sourceFiles(),
        load.errorCount());
    insertAll(
        session,
        "load_file (query_id, file_name, file_bytes, file_format, lines_scanned, error_count,"
            + " end_time, status)",
        load.files().stream()
            .map(
                file ->
                    row(
                        load.queryId(),
                        file.file().location(),
                        file.file().size(),
                        load.fileFormat(),
                        file.lines(),
                        file.errors(),
                        load.end(),
                        load.status()))
            .toList());
  }

  @Override
  public void recordError(BackendSession session, LoadError error) throws IOException {
    insert(
        session,
        "load_error (query_id, user_name, table_name, start_time, file_name, line_number,"
            + " column_name, column_type, column_length, position, error_code, error_message,"
            + " raw_field, raw_line)",
        error.queryId(),
        session.user(),
        error.table(),
        error.time(),
        error.file(),
        error.line(),
        error.column(),
        error.columnType(),
        error.columnLength(),
        error.position(),
        error.code(),
        error.message(),
        error.rawField(),
        error.rawLine());
    List<String> fields = new ArrayList<>();
    for (LoadError.Value value : error.values()) {
      fields.add(
          row(
              error.queryId(),
              session.user(),
              error.file(),
              error.line(),
              fields.size(),
              value.column(),
              value.columnType(),
              value.columnLength(),
              value.text()));
    }
    insertAll(
        session,
        "load_error_field (query_id, user_name, file_name, line_number, field, column_name,"
            + " column_type, column_length, value)",
        fields);
  }

  @Override
  public void recordUnload(BackendSession session, UnloadRecord unload) throws IOException {
    insert(
        session,
        "unload_history (query_id, user_name, status, start_time, end_time, file_format,"
            + " unloaded_location, unloaded_rows, unloaded_files_count, unloaded_files_size,"
            + " error_message)",
        unload.queryId(),
        session.user(),
        unload.status(),
        unload.start(),
        unload.end(),
        unload.fileFormat(),
        unload.location(),
        unload.rows(),
        unload.files(),
        unload.bytes(),
        unload.errorMessage());
    insertAll(
        session,
        "unload_file (query_id, user_name, file_name, line_count, file_bytes, file_format,"
            + " start_time, end_time)",
        unload.unloaded().stream()
            .map(
                file ->
                    row(
                        unload.queryId(),
                        session.user(),
                        file.location(),
                        file.lines(),
                        file.bytes(),
                        unload.fileFormat(),
                        unload.start(),
                        unload.end()))
            .toList());
  }

  private void insert(BackendSession session, String table, Object... values) throws IOException {
    insertAll(session, table, List.of(row(values)));
  }

  private static String row(Object... values) {
    return Arrays.stream(values)
        .map(CatalogLoadLog::sql)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private void insertAll(BackendSession session, String table, List<String> rows)
      throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    try {
      admin.inDatabase(
          session.namespace(),
          session.database(),
          superuser ->
              superuser.query(
                  "INSERT INTO starlift_sandbox.%s VALUES %s"
                      .formatted(table, String.join(", ", rows))));
    } catch (SqlError e) {
      throw new IOException("The load could not be recorded: " + e.getMessage(), e);
    }
  }

  private static String sql(Object value) {
    if (value instanceof Number) {
      return value.toString();
    }
    if (value instanceof Instant time) {
      return Sql.literal(LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString());
    }
    // PostgreSQL has no text with a zero character, and a bad input line may have one.
    return Sql.literal(String.valueOf(value).replace('\0', '?'));
  }
}
