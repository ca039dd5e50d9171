package dev.starlift.sandbox.wire;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The simple protocol: a text of any number of statements, answered one after the other. */
final class SimpleQuery {
  /** Statements that open or close transactions; a text with one of them makes its own. */
  private static final Set<String> TRANSACTION_WORDS =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "TRUNCATE", "VACUUM");

  private final Session session;
  private final Backend backend;

  SimpleQuery(Session session) {
    this.session = session;
    this.backend = session.backend();
  }

  void run(String sql) throws IOException {
    try {
      List<SourceStatement> statements = SourceStatement.split(sql);
      if (statements.isEmpty()) {
        session.client().write(Message.empty(Message.EMPTY_QUERY));
      } else {
        all(statements);
      }
    } catch (SqlError e) {
      session.report(e);
      backend.failTransaction();
    }
    session.ready();
  }

  /** Several statements in one text are one transaction, unless they say otherwise. */
  private void all(List<SourceStatement> statements) throws SqlError, IOException {
    boolean together =
        statements.size() > 1
            && backend.status() == 'I'
            && statements.stream().noneMatch(SimpleQuery::managesTransaction);
    if (together) {
      backend.query("BEGIN");
    }
    boolean succeeded = false;
    try {
      for (SourceStatement statement : statements) {
        succeeded = one(statement);
        if (!succeeded) {
          break;
        }
      }
    } catch (SqlError e) {
      succeeded = false;
      session.report(e);
      backend.failTransaction();
    }
    if (together) {
      backend.query(succeeded ? "COMMIT" : "ROLLBACK");
    }
  }

  private static boolean managesTransaction(SourceStatement statement) {
    List<Token> tokens = statement.tokens();
    return TRANSACTION_WORDS.contains(tokens.get(0).keyword())
        || (tokens.size() > 1 && tokens.get(1).isWord("DATABASE"));
  }

  /**
   * @return false if PostgreSQL refused it and the client has been told
   */
  private boolean one(SourceStatement statement) throws SqlError, IOException {
    Translation translation = session.translate(statement);
    if (translation instanceof Translation.Query query) {
      session.prepare(query);
      backend.sendAlone(Message.text(Message.QUERY, query.sql().text()));
      return relay(statement, query);
    }
    session.complete(session.execute(translation, statement.sql()));
    return true;
  }

  private boolean relay(SourceStatement statement, Translation.Query query) throws IOException {
    boolean succeeded = true;
    while (true) {
      Message message = backend.receive();
      switch (message.type()) {
        case Message.READY -> {
          return succeeded;
        }
        case Message.ERROR -> {
          succeeded = false;
          session
              .client()
              .write(
                  ErrorTranslation.toClient(ErrorFields.read(message), statement.sql(), query.sql())
                      .toMessage(Message.ERROR));
        }
        default -> session.client().write(message);
      }
    }
  }
}
