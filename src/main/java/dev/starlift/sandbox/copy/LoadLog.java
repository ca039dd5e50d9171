package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.session.BackendSession;
import java.io.IOException;

/**
 * Where COPY and UNLOAD leave their traces for the {@code SYS_} views. What is written here stays
 * when the client's transaction is rolled back, so an implementation does not use the session's own
 * connection; the session only says who asks.
 */
public interface LoadLog {
  /** The id of the statement that is being executed, as {@code pg_last_query_id()} tells it. */
  long queryId(BackendSession session) throws IOException;

  /** One COPY that came to an end, for {@code sys_load_history}. */
  void recordLoad(BackendSession session, LoadRecord load) throws IOException;

  /** One field that COPY refused, for {@code sys_load_error_detail}. */
  void recordError(BackendSession session, LoadError error) throws IOException;

  /** One UNLOAD that came to an end, for {@code sys_unload_history}. */
  void recordUnload(BackendSession session, UnloadRecord unload) throws IOException;
}
