package dev.starlift.sandbox.session;

import java.io.IOException;

/**
 * Connections of the sandbox's own, as PostgreSQL's superuser and in autocommit: for what must not
 * depend on a client's transaction or rights.
 */
public interface AdminSessions {
  /**
   * Runs the work on a connection to one database; nobody else uses that connection meanwhile.
   *
   * @param database as clients of the namespace know it
   * @throws SqlError if there is no such database, or from the work
   */
  <T> T inDatabase(String namespace, String database, Work<T> work) throws SqlError, IOException;

  /** Runs the work in the cluster's own database, where databases are made and dropped. */
  <T> T inCluster(Work<T> work) throws SqlError, IOException;

  /** Closes the connection to a database that is about to be dropped. */
  void release(String namespace, String database) throws IOException;

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(BackendSession session) throws SqlError, IOException;
  }
}
