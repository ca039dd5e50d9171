package dev.starlift.warehouse;

import dev.starlift.sql.Statement;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/** A statement that did not succeed, and what that means for the transaction. */
final class SqlFailure extends SQLException {
  private static final String QUERY_CANCELED = "57014";

  private final transient Statement statement;

  SqlFailure(Statement statement, SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    this.statement = statement;
  }

  /** What can be said for certain after a failure. */
  enum Kind {
    /** Nobody answers any more: the server ends the session, when it notices. */
    CONNECTION_LOST,
    /** The server has rolled back in favour of another transaction; the same again may succeed. */
    CONFLICT,
    /** A statement ran longer than it was allowed to. */
    TIMED_OUT,
    /** The server refused; the same again would be refused again. */
    REFUSED
  }

  Statement statement() {
    return statement;
  }

  Kind kind() {
    String state = Objects.requireNonNullElse(getSQLState(), "");
    if (state.startsWith("08") || state.startsWith("57P") || causedByNetwork()) {
      return Kind.CONNECTION_LOST;
    }
    if (state.equals("40001") || state.equals("40P01") || saysConflict()) {
      return Kind.CONFLICT;
    }
    return state.equals(QUERY_CANCELED) ? Kind.TIMED_OUT : Kind.REFUSED;
  }

  /** Redshift's error 1023 comes with a state that says nothing. */
  private boolean saysConflict() {
    String message = Objects.requireNonNullElse(getMessage(), "");
    return message.contains("Serializable isolation violation")
        || message.contains("could not serialize access");
  }

  private boolean causedByNetwork() {
    for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
