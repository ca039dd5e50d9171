package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.Positions;
import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.dialect.SqlStates;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's errors in Redshift's words, with positions in the client's own text. */
final class ErrorTranslation {
  /** The catalog's check of a column's byte length: the type and n, then the column's number. */
  private static final Pattern BYTE_LIMIT = Pattern.compile("starlift_(varchar|char)_(\\d+)_\\d+");

  private ErrorTranslation() {}

  /**
   * @param clientSql the text that the client sent; empty if the error is not of a statement
   * @param sql what PostgreSQL was given
   * @param queryId of the statement
   */
  static ErrorFields toClient(ErrorFields error, String clientSql, RewrittenSql sql, long queryId) {
    translatePosition(error, clientSql, sql);
    // Of the gateway's own workings, not of the client's statement.
    error.without('F').without('L').without('R').without('q').without('p');
    switch (error.get(ErrorFields.STATE)) {
      case "23514" -> byteLimit(error);
      case "23502" ->
          error
              .with(
                  ErrorFields.MESSAGE,
                  "Cannot insert a NULL value into column " + error.get(ErrorFields.COLUMN))
              .without(ErrorFields.DETAIL);
      case SqlStates.SERIALIZATION_FAILURE ->
          error
              .with(
                  ErrorFields.DETAIL,
                  "Serializable isolation violation on table: " + error.get(ErrorFields.MESSAGE))
              .with(ErrorFields.MESSAGE, "1023")
              // Redshift's clients cannot tell it by the state.
              .with(ErrorFields.STATE, SqlStates.INTERNAL_ERROR)
              .without(ErrorFields.HINT);
      case SqlStates.QUERY_CANCELED ->
          error.with(
              ErrorFields.MESSAGE, "Query (%d) cancelled on user's request".formatted(queryId));
      case SqlStates.DEADLOCK_DETECTED -> error.without(ErrorFields.HINT);
      case SqlStates.INSUFFICIENT_PRIVILEGE -> denied(error);
      case "2D000" ->
          error
              .with(
                  ErrorFields.MESSAGE,
                  "COMMIT cannot be invoked from a procedure that is executing in an atomic"
                      + " context.")
              .with(
                  ErrorFields.HINT,
                  "Try calling the procedure as a top-level call i.e. not from within an explicit"
                      + " transaction block or other procedure.");
      case "428C9" -> {
        if (error.get(ErrorFields.MESSAGE).startsWith("cannot insert")) {
          error
              .with(ErrorFields.STATE, SqlStates.FEATURE_NOT_SUPPORTED)
              .with(ErrorFields.MESSAGE, "cannot set an identity column to a value")
              .without(ErrorFields.DETAIL)
              .without(ErrorFields.HINT);
        }
      }
      case "21000" -> {
        if (error.get(ErrorFields.MESSAGE).startsWith("MERGE command")) {
          error.with(ErrorFields.MESSAGE, "Found multiple matches to update the same tuple.");
        }
      }
      default -> {}
    }
    return error;
  }

  /** Redshift calls tables and views relations here. */
  private static void denied(ErrorFields error) {
    String message = error.get(ErrorFields.MESSAGE);
    for (String kind : List.of("table", "view", "materialized view", "foreign table")) {
      String start = "permission denied for " + kind + " ";
      if (message.startsWith(start)) {
        error.with(
            ErrorFields.MESSAGE,
            "permission denied for relation " + message.substring(start.length()));
      }
    }
  }

  private static void byteLimit(ErrorFields error) {
    Matcher limit = BYTE_LIMIT.matcher(error.get(ErrorFields.CONSTRAINT));
    if (limit.matches()) {
      String type = limit.group(1).equals("varchar") ? "character varying" : "character";
      error
          .with(ErrorFields.STATE, SqlStates.STRING_TOO_LONG)
          .with(
              ErrorFields.MESSAGE, "value too long for type %s(%s)".formatted(type, limit.group(2)))
          .without(ErrorFields.DETAIL)
          .without(ErrorFields.CONSTRAINT);
    }
  }

  private static void translatePosition(ErrorFields error, String clientSql, RewrittenSql sql) {
    String position = error.get(ErrorFields.POSITION);
    error.without(ErrorFields.POSITION);
    if (position.isEmpty() || clientSql.isEmpty()) {
      return;
    }
    int source = sql.sourceOffset(Positions.toOffset(sql.text(), Integer.parseInt(position)));
    if (source >= 0) {
      error.with(ErrorFields.POSITION, Integer.toString(Positions.ofOffset(clientSql, source)));
    }
  }
}
