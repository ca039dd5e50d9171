package dev.starlift.sandbox.session;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The PostgreSQL connection that belongs to one client: what is run here sees the client's
 * transaction, temporary tables and settings. Used by one thread at a time.
 */
public interface BackendSession {
  /**
   * Runs one statement of PostgreSQL's dialect by the simple protocol.
   *
   * @return the rows as text; a null element is SQL NULL
   * @throws SqlError as PostgreSQL reports it
   */
  List<List<String>> query(String sql) throws SqlError, IOException;

  /**
   * Runs {@code COPY … FROM STDIN} and feeds it.
   *
   * @return the number of rows that PostgreSQL took
   * @throws SqlError from PostgreSQL, or from the source, after PostgreSQL was told to give up
   */
  long copyIn(String copyFromStdin, RowSource source) throws SqlError, IOException;

  /**
   * Runs {@code COPY (…) TO STDOUT} and hands the bytes on as they come.
   *
   * @return the number of rows
   */
  long copyOut(String copyToStdout, OutputStream sink) throws SqlError, IOException;

  /** The database user of the client. */
  String user();

  /** The namespace that the client is connected to, as declared: {@code producer}. */
  String namespace();

  /** The database that the client is connected to, by the name that the client knows. */
  String database();

  /** Writes rows in PostgreSQL's COPY text or CSV format, as the COPY statement asks. */
  interface RowSource {
    void writeTo(OutputStream out) throws SqlError, IOException;
  }
}
