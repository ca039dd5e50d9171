package dev.starlift.sandbox.wire;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.catalog.QueryRecord;
import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Numbers the statements of one session, and remembers them when they are over. */
final class StatementLog {
  private static final Set<String> UNCOUNTED =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SET", "RESET", "SHOW");

  private static final String DEFAULT_LABEL = "default";

  private final Backend backend;
  private final NamespaceServices services;
  private String label = DEFAULT_LABEL;
  private long lastQueryId = -1;
  private long lastCopyId = -1;
  private long lastCopyCount;
  private long lastUnloadId = -1;
  private long lastUnloadCount;

  StatementLog(Backend backend, NamespaceServices services) {
    this.backend = backend;
    this.services = services;
  }

  /** Gives a statement its number, if it is one that Redshift numbers. */
  Optional<Running> start(Translation translation, StatementText statement) {
    boolean uncounted =
        backend.status() == 'E'
            || UNCOUNTED.contains(translation.head())
            || translation instanceof Translation.Empty
            || (translation instanceof Translation.Query query && query.readsLastIds());
    if (uncounted) {
      return Optional.empty();
    }
    lastQueryId = services.queryIds().incrementAndGet();
    backend.number(lastQueryId);
    return Optional.of(
        new Running(lastQueryId, Instant.now(), translation.head(), statement.text(), 0));
  }

  /**
   * @param tag of the command, with the number of rows at its end
   */
  void finish(Optional<Running> running, String tag) {
    running.ifPresent(statement -> add(statement, "success", "", statement.rows() + rows(tag)));
  }

  /**
   * Notes what one Execute brought.
   *
   * @return the statement if it may go on
   */
  Optional<Running> proceed(Optional<Running> running, Answers answers) throws IOException {
    switch (answers.last().type()) {
      case Message.ERROR -> {
        ErrorFields error = ErrorFields.read(answers.last());
        fail(running, error.get(ErrorFields.STATE), error.get(ErrorFields.MESSAGE));
      }
      case Message.PORTAL_SUSPENDED -> {
        return running.map(statement -> statement.withMoreRows(answers.rows()));
      }
      case Message.COMMAND_COMPLETE -> finish(running, answers.last().fields().text());
      default -> finish(running, "");
    }
    return Optional.empty();
  }

  void fail(Optional<Running> running, String state, String message) {
    String status = state.equals(SqlStates.QUERY_CANCELED) ? "canceled" : "failed";
    running.ifPresent(statement -> add(statement, status, message, 0));
  }

  private void add(Running statement, String status, String error, long rows) {
    services
        .history()
        .add(
            backend,
            new QueryRecord(
                statement.id(),
                backend.processId(),
                label,
                statement.head(),
                status,
                statement.start(),
                Instant.now(),
                error,
                rows,
                statement.text()));
  }

  static long rows(String tag) {
    String last = tag.substring(tag.lastIndexOf(' ') + 1);
    return last.isEmpty() || !last.chars().allMatch(c -> c >= '0' && c <= '9')
        ? 0
        : Long.parseLong(last);
  }

  void copied(long copyId, long rows) {
    lastCopyId = copyId;
    lastCopyCount = rows;
  }

  void unloaded(long rows) {
    lastUnloadId = lastQueryId;
    lastUnloadCount = rows;
  }

  /** Tells PostgreSQL the numbers that {@code pg_last_query_id()} and its kin answer. */
  void publishLastIds() throws SqlError, IOException {
    if (backend.status() != 'E') {
      backend.select(
          """
          SELECT set_config('starlift.last_query_id', '%d', false),
            set_config('starlift.last_copy_id', '%d', false),
            set_config('starlift.last_copy_count', '%d', false),
            set_config('starlift.last_unload_id', '%d', false),
            set_config('starlift.last_unload_count', '%d', false)"""
              .formatted(lastQueryId, lastCopyId, lastCopyCount, lastUnloadId, lastUnloadCount));
    }
  }

  /** {@code SET query_group TO 'label'} is what statements are found by. */
  void noteLabel(SourceStatement statement) {
    List<Token> tokens = statement.tokens();
    if (tokens.size() < 2 || !tokens.get(1).isWord("QUERY_GROUP")) {
      return;
    }
    Token value = tokens.get(tokens.size() - 1);
    if (tokens.get(0).isWord("RESET") || value.isWord("DEFAULT")) {
      label = DEFAULT_LABEL;
    } else if (tokens.get(0).isWord("SET")) {
      label = value.value();
    }
  }
}
