package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Lexer;
import dev.starlift.ddl.Token;
import dev.starlift.sandbox.copy.UnloadFile.Written;
import dev.starlift.sandbox.copy.UnloadStatement.Manifest;
import dev.starlift.sandbox.copy.UnloadStatement.Overwrite;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One UNLOAD from its statement to its trace in the log. The sandbox has one slice, so PARALLEL ON
 * changes only the names of the files.
 */
final class UnloadRun {
  private static final String IO_ERROR = "58030";

  private final S3Objects objects;
  private final LoadLog log;
  private final UnloadStatement unload;
  private final BackendSession session;
  private final long queryId;
  private final Instant start = Instant.now();
  private final List<Written> written = new ArrayList<>();
  private List<String> names = List.of();
  private List<UnloadColumn> columns = List.of();
  private List<ParquetEncoder> encoders = List.of();
  private UnloadFile current;

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
    try {
      String query = withoutSemicolon(postgresQuery);
      describe(query);
      clearTarget();
      writeRows(query);
      writeManifest();
    } catch (SqlError e) {
      abortCurrent(e);
      record("aborted", e.getMessage());
      throw e;
    }
    record("completed", "");
    return rows();
  }

  private void describe(String query) throws SqlError, IOException {
    boolean typed = unload.format() == FileFormat.PARQUET || unload.manifest() == Manifest.VERBOSE;
    if (typed || unload.text().header()) {
      names = columnNames(query);
    }
    if (typed) {
      columns = columnTypes(query);
    }
    if (unload.format() == FileFormat.PARQUET) {
      List<ParquetEncoder> all = new ArrayList<>();
      for (UnloadColumn column : columns) {
        all.add(ParquetEncoder.of(column));
      }
      encoders = all;
    }
  }

  private List<String> columnNames(String query) throws SqlError, IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    session.copyOut(
        "COPY (SELECT * FROM (%s) AS unload LIMIT 0) TO STDOUT (FORMAT csv, HEADER)"
            .formatted(query),
        header);
    List<String> found = new ArrayList<>();
    TextRecords records =
        new TextRecords(new ByteArrayInputStream(header.toByteArray()), TextOptions.PLAIN_CSV);
    try {
      records.next();
    } catch (FieldError e) {
      throw new SqlError(LoadErrors.LOAD_FAILED, "Column names cannot be read: " + e.getMessage());
    }
    for (int i = 0; i < records.fields(); i++) {
      int to = records.to(i);
      int from = records.from(i);
      found.add(new String(records.bytes(i), from, to - from, StandardCharsets.UTF_8));
    }
    return found;
  }

  /** Only a relation tells precision and length, so the query becomes a view for a moment. */
  private List<UnloadColumn> columnTypes(String query) throws SqlError, IOException {
    String view = "starlift_unload_" + queryId;
    String positions =
        IntStream.range(0, names.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    session.query("CREATE TEMPORARY VIEW %s (%s) AS %s".formatted(view, positions, query));
    List<CatalogColumn> found =
        CatalogColumn.of("'pg_temp.%s'::pg_catalog.regclass".formatted(view), session);
    session.query("DROP VIEW pg_temp." + view);
    List<UnloadColumn> types = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      types.add(found.get(i).named(names.get(i)).unloaded());
    }
    return types;
  }

  private void clearTarget() throws SqlError {
    if (unload.overwrite() == Overwrite.ALLOW) {
      return;
    }
    try {
      List<S3Object> there = objects.list(unload.target());
      if (unload.overwrite() == Overwrite.NO && !there.isEmpty()) {
        throw new SqlError(
            IO_ERROR,
            "Specified unload destination on S3 is not empty. Consider using a different bucket /"
                + " prefix, manually removing the target files in S3, or using the ALLOWOVERWRITE"
                + " option.",
            "First object there: " + there.get(0).location(),
            "",
            0);
      }
      for (S3Object object : there) {
        objects.delete(object.location());
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void writeRows(String query) throws SqlError, IOException {
    boolean binary = unload.format() == FileFormat.PARQUET;
    RowOutput output = binary ? new BinaryOutput(this::write) : new TextOutput(this::write);
    session.copyOut(
        "COPY (%s) TO STDOUT%s".formatted(query, binary ? " (FORMAT binary)" : ""), output);
    try {
      output.throwFailure();
      if (current == null && written.isEmpty() && !binary) {
        current = nextFile();
      }
      finishCurrent();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void write(UnloadedRow row) throws IOException {
    if (current != null && current.size() >= unload.maxFileBytes()) {
      finishCurrent();
    }
    if (current == null) {
      current = nextFile();
    }
    try {
      current.write(row);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private UnloadFile nextFile() throws IOException {
    var upload = objects.create(unload.target().plus(fileName(written.size())));
    return unload.format() == FileFormat.PARQUET
        ? new ParquetUnloadFile(upload, encoders, unload.rowGroupBytes())
        : new TextUnloadFile(upload, unload, names);
  }

  private String fileName(int number) {
    String series = unload.parallel() ? "0000_part_%02d" : "%03d";
    String suffix =
        unload.extension().isEmpty()
            ? (unload.format() == FileFormat.PARQUET ? ".parquet" : unload.compression().suffix())
            : "." + unload.extension();
    return series.formatted(number) + suffix;
  }

  private void finishCurrent() throws IOException {
    if (current != null) {
      written.add(current.finish());
      current = null;
    }
  }

  private void abortCurrent(SqlError cause) {
    if (current != null) {
      try {
        current.abort();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private void writeManifest() throws SqlError {
    if (unload.manifest() == Manifest.NONE) {
      return;
    }
    byte[] json = UnloadManifest.json(written, columns, unload.manifest());
    try (var out = objects.create(unload.target().plus("manifest"))) {
      out.write(json, 0, json.length);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private long rows() {
    return written.stream().mapToLong(Written::rows).sum();
  }

  private void record(String status, String message) throws IOException {
    log.recordUnload(
        session,
        new UnloadRecord(
            queryId,
            status,
            start,
            Instant.now(),
            unload.format().label(),
            unload.target().toString(),
            rows(),
            written.size(),
            written.stream().mapToLong(Written::bytes).sum(),
            message));
  }

  /** A line break ends a comment that would swallow what follows the query. */
  private static String withoutSemicolon(String query) {
    List<Token> tokens = Lexer.tokens(query);
    int last = tokens.size() - 2;
    while (last >= 0 && tokens.get(last).isSymbol(";")) {
      last--;
    }
    return last < 0 ? query : query.substring(0, tokens.get(last).end()) + "\n";
  }

  private static SqlError unwritable(IOException e) {
    SqlError error = new SqlError(IO_ERROR, "S3 write failed: " + e.getMessage());
    error.initCause(e);
    return error;
  }
}
