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
import java.util.Set;

/**
 * What a client's statements share, whichever protocol they come by: PostgreSQL's connection, the
 * way to the client, the numbers of the last statements, and the execution of what PostgreSQL does
 * not do by itself.
 */
final class Session {
  private static final Set<String> UNCOUNTED =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SET", "RESET", "SHOW");

  private final Backend backend;
  private final MessageWriter client;
  private final NamespaceServices services;
  private long lastQueryId = -1;
  private long lastCopyId = -1;
  private long lastCopyCount;
  private long lastUnloadId = -1;
  private long lastUnloadCount;

  Session(Backend backend, MessageWriter client, NamespaceServices services) {
    this.backend = backend;
    this.client = client;
    this.services = services;
  }

  Backend backend() {
    return backend;
  }

  MessageWriter client() {
    return client;
  }

  Translation translate(SourceStatement statement) throws SqlError, IOException {
    NameScope scope =
        new NameScope(
            backend.namespace(),
            backend.database(),
            services.shares().sharedDatabases(backend.namespace()));
    Translation translation = Translator.translate(statement, scope);
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
      fetchShared(query.shared());
      resolved = new NumberResolution(backend).resolve(resolved);
    }
    return resolved;
  }

  /** Gives the statement its number and sees to what it needs before PostgreSQL gets it. */
  void prepare(Translation.Query query) throws SqlError, IOException {
    fetchShared(query.shared());
    if (query.readsLastIds()) {
      publishLastIds();
    } else if (!UNCOUNTED.contains(query.head())) {
      number();
    }
  }

  void fetchShared(Set<SharedTable> shared) throws SqlError, IOException {
    for (SharedTable table : shared) {
      services.shares().fetch(backend.namespace(), backend.database(), table);
    }
  }

  private void publishLastIds() throws SqlError, IOException {
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

  private void number() {
    lastQueryId = services.queryIds().incrementAndGet();
    backend.number(lastQueryId);
  }

  /**
   * Executes a statement that PostgreSQL does not execute as it is.
   *
   * @param clientSql the text that it came in
   * @return the command tag
   */
  String execute(Translation translation, String clientSql) throws SqlError, IOException {
    if (backend.status() == 'E') {
      throw new SqlError(
          SqlStates.FAILED_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
    number();
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
            lastUnloadCount = services.copy().unload(unload.tokens(), backend);
            lastUnloadId = lastQueryId;
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
                ErrorTranslation.toClient(ErrorFields.read(message), clientSql, step).toSqlError();
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
    lastCopyId = result.queryId();
    lastCopyCount = result.rows();
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
