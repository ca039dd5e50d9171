package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.copy.CopyResult;
import dev.starlift.sandbox.dialect.ComputedNumbers;
import dev.starlift.sandbox.dialect.LateralAliases;
import dev.starlift.sandbox.dialect.NameScope;
import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.dialect.SharedTable;
import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.dialect.Translator;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * What a client's statements share, whichever protocol they come by: PostgreSQL's connection, the
 * way to the client, the numbers of the last statements, and the execution of what PostgreSQL does
 * not do by itself.
 */
final class Session {
  /** Of one statement, in bytes. */
  private static final int MAX_STATEMENT = 16 << 20;

  private final Backend backend;
  private final MessageWriter client;
  private final NamespaceServices services;
  private final StatementLog log;

  Session(Backend backend, MessageWriter client, NamespaceServices services) {
    this.backend = backend;
    this.client = client;
    this.services = services;
    this.log = new StatementLog(backend, services);
  }

  Backend backend() {
    return backend;
  }

  MessageWriter client() {
    return client;
  }

  StatementLog log() {
    return log;
  }

  /**
   * @throws SqlError if it is longer than Redshift takes
   */
  static void requireSize(Message message) throws SqlError {
    if (message.body().length > MAX_STATEMENT) {
      throw new SqlError(
          SqlStates.PROGRAM_LIMIT_EXCEEDED,
          "Statement is too large. Statement Size: %d bytes. Maximum Allowed: %d bytes"
              .formatted(message.body().length, MAX_STATEMENT));
    }
  }

  Translation translate(SourceStatement statement) throws SqlError, IOException {
    log.noteLabel(statement);
    NameScope scope =
        new NameScope(
            backend.namespace(),
            backend.database(),
            services.shares().sharedDatabases(backend.namespace()));
    Translation translation = translate(statement, scope);
    return translation instanceof Translation.Query query
        ? resolve(statement, query, scope)
        : translation;
  }

  /** Asks PostgreSQL for what it alone knows of names and types. */
  private Translation resolve(SourceStatement statement, Translation.Query query, NameScope scope)
      throws SqlError, IOException {
    Translation.Query resolved = query;
    LateralAliases aliases = LateralAliases.of(statement);
    if (!aliases.isEmpty()) {
      fetchShared(query.shared());
      resolved = new AliasResolution(backend, scope).resolve(statement, query, aliases);
    }
    if (resolved.sql().endsInQuery() || ComputedNumbers.mayBeIn(statement)) {
      // All that the statement will read must be there: PostgreSQL may take its snapshot now.
      provide(query, StatementText.of(statement));
      resolved = new NumberResolution(backend).resolve(resolved);
    }
    return resolved;
  }

  /** A text that the dialect cannot stand is refused; the session has no part in it and goes on. */
  private static Translation translate(SourceStatement statement, NameScope scope) throws SqlError {
    try {
      return Translator.translate(statement, scope);
    } catch (StackOverflowError e) {
      throw new SqlError(SqlStates.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    } catch (RuntimeException e) {
      SqlError error = new SqlError(SqlStates.INTERNAL_ERROR, "A bug in the sandbox: " + e);
      error.initCause(e);
      throw error;
    }
  }

  /** Sees to what a statement needs before PostgreSQL gets it. */
  void prepare(Translation.Query query, StatementText text) throws SqlError, IOException {
    provide(query, text);
    if (query.readsLastIds()) {
      log.publishLastIds();
    }
  }

  /** Sees to it that the tables are there which a statement reads. */
  void provide(Translation.Query query, StatementText text) throws SqlError, IOException {
    fetchShared(query.shared());
    if (text.readsHistory()) {
      services.history().publish(backend);
    }
  }

  void fetchShared(Set<SharedTable> shared) throws SqlError, IOException {
    for (SharedTable table : shared) {
      services.shares().fetch(backend.namespace(), backend.database(), table);
    }
  }

  /** Is it part of the transaction that is open, or would it end that, or refuse to be in one? */
  static boolean joinsTransaction(Translation translation) {
    if (translation instanceof Translation.Script script) {
      return script.rule() == BlockRule.INSIDE;
    }
    return !(translation instanceof Translation.Empty)
        && !(translation instanceof Translation.Sharing && translation.head().endsWith("DATABASE"));
  }

  /**
   * @throws SqlError if the statement cannot be one of several in a text
   */
  static void requireAlone(Translation translation) throws SqlError {
    boolean alone =
        translation instanceof Translation.Script script
            ? script.rule() == BlockRule.NOT_INSIDE
            : translation instanceof Translation.Sharing && !joinsTransaction(translation);
    if (alone) {
      throw new SqlError(
          SqlStates.ACTIVE_TRANSACTION,
          translation.head() + " cannot run inside a multiple commands statement");
    }
  }

  /**
   * Executes a statement that PostgreSQL does not execute as it is.
   *
   * @param clientSql the text that it came in
   * @return the command tag
   */
  String execute(Translation translation, String clientSql, StatementText text)
      throws SqlError, IOException {
    Optional<Running> running = log.start(translation, text);
    try {
      String tag = execute(translation, clientSql);
      log.finish(running, tag);
      return tag;
    } catch (SqlError e) {
      log.fail(running, e.state(), e.getMessage());
      throw e;
    }
  }

  private String execute(Translation translation, String clientSql) throws SqlError, IOException {
    if (backend.status() == 'E') {
      throw new SqlError(
          SqlStates.FAILED_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
    if (translation instanceof Translation.Script script) {
      fetchShared(script.shared());
      return run(script, clientSql);
    }
    if (translation instanceof Translation.Copy copy) {
      return atomically(() -> copy(copy));
    }
    if (translation instanceof Translation.Unload unload) {
      return atomically(
          () -> {
            log.unloaded(services.copy().unload(unload.tokens(), backend));
            return "UNLOAD";
          });
    }
    if (translation instanceof Translation.Sharing sharing) {
      return services.shares().execute(sharing, backend, backend.status() == 'T');
    }
    throw new IllegalArgumentException("A query is executed by PostgreSQL: " + translation.head());
  }

  private String run(Translation.Script script, String clientSql) throws SqlError, IOException {
    if (backend.status() == 'T') {
      if (script.rule() == BlockRule.NOT_INSIDE) {
        throw new SqlError(
            SqlStates.ACTIVE_TRANSACTION, script.head() + " cannot run inside a transaction block");
      }
      if (script.rule() == BlockRule.COMMITS_FIRST) {
        backend.query("COMMIT");
      }
    }
    return script.steps().size() == 1
        ? steps(script, clientSql)
        : atomically(() -> steps(script, clientSql));
  }

  private String steps(Translation.Script script, String clientSql) throws SqlError, IOException {
    String tag = script.head();
    for (int i = 0; i < script.steps().size(); i++) {
      RewrittenSql step = script.steps().get(i);
      String stepTag = step(step, clientSql);
      if (i == script.answer()) {
        tag = stepTag;
      }
    }
    return tag;
  }

  private String step(RewrittenSql given, String clientSql) throws SqlError, IOException {
    RewrittenSql step = given.endsInQuery() ? new NumberResolution(backend).resolve(given) : given;
    backend.sendAlone(Message.text(Message.QUERY, step.text()));
    String tag = "";
    SqlError failure = null;
    while (true) {
      Message message = backend.receive();
      switch (message.type()) {
        case Message.COMMAND_COMPLETE -> tag = message.fields().text();
        case Message.ERROR ->
            failure =
                ErrorTranslation.toClient(
                        ErrorFields.read(message), clientSql, step, backend.queryId())
                    .toSqlError();
        case Message.READY -> {
          if (failure != null) {
            throw failure;
          }
          return tag;
        }
        default -> {}
      }
    }
  }

  private String copy(Translation.Copy copy) throws SqlError, IOException {
    CopyResult result = services.copy().copy(copy.tokens(), backend);
    log.copied(result.queryId(), result.rows());
    String table = result.table().substring(result.table().lastIndexOf('.') + 1);
    inform(
        "Load into table '%s' completed, %d record(s) loaded successfully."
            .formatted(table, result.rows()));
    return "COPY";
  }

  private void inform(String text) throws IOException {
    client.write(ErrorFields.of("INFO", new SqlError("00000", text)).toMessage(Message.NOTICE));
  }

  @FunctionalInterface
  private interface Work {
    String run() throws SqlError, IOException;
  }

  /** All or nothing: in the client's transaction, or in one of its own. */
  private String atomically(Work work) throws SqlError, IOException {
    if (backend.status() == 'T') {
      return work.run();
    }
    backend.query("BEGIN");
    try {
      String tag = work.run();
      backend.query("COMMIT");
      return tag;
    } catch (SqlError | RuntimeException e) {
      backend.query("ROLLBACK");
      throw e;
    }
  }

  /** Tells the client of an error that is not PostgreSQL's, or has been translated already. */
  void report(SqlError error) throws IOException {
    client.write(ErrorFields.of("ERROR", error).toMessage(Message.ERROR));
  }

  void complete(String tag) throws IOException {
    client.write(Message.text(Message.COMMAND_COMPLETE, tag));
  }

  void ready() throws IOException {
    client.write(new Message.Builder().int8(backend.status()).build(Message.READY));
    client.flush();
  }
}
