package dev.starlift.sandbox.session;

/** The session of a client, whose statements are numbered. */
public interface ClientSession extends BackendSession {
  /** The id of the statement that is being executed, unique in the sandbox. */
  long queryId();
}
