package dev.starlift.sandbox.copy;

import java.io.IOException;

/** PostgreSQL cannot be reached: no fault of the files, and the session is over. */
final class SessionLostException extends IOException {
  SessionLostException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
