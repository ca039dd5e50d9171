package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The simple protocol: a text of any number of statements, answered one after the other. */
final class SimpleQuery {
  private final Session session;
  private final ExtendedQuery extended;
  private final Backend backend;

  /**
   * @param extended knows the statements that the client has prepared
   */
  SimpleQuery(Session session, ExtendedQuery extended) {
    this.session = session;
    this.extended = extended;
    this.backend = session.backend();
  }

  void run(Message message) throws IOException {
    String sql = message.fields().text();
    try {
      Session.requireSize(message);
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
    ImplicitBlock block = new ImplicitBlock(backend);
    try {
      boolean succeeded = true;
      for (int i = 0; i < statements.size() && succeeded; i++) {
        Translation translation = extended.translate(statements.get(i));
        if (statements.size() > 1) {
          succeeded = among(statements.get(i), translation, block);
        } else {
          succeeded = one(statements.get(i), translation);
        }
      }
    } catch (SqlError e) {
      session.report(e);
      backend.failTransaction();
    }
    block.close();
  }

  /** Executes one of several. */
  private boolean among(SourceStatement statement, Translation translation, ImplicitBlock block)
      throws SqlError, IOException {
    String head = translation.head();
    if (ImplicitBlock.isBeginning(head)) {
      if (block.isOpen()) {
        block.leaveToClient();
        session.complete("BEGIN");
        return true;
      }
      return one(statement, translation);
    }
    Session.requireAlone(translation);
    if (Session.joinsTransaction(translation) && !ImplicitBlock.isEnd(head)) {
      block.open();
    }
    boolean succeeded = one(statement, translation);
    if (backend.status() == 'I') {
      block.leaveToClient();
    }
    return succeeded;
  }

  /**
   * @return false if PostgreSQL refused it and the client has been told
   */
  private boolean one(SourceStatement statement, Translation translation)
      throws SqlError, IOException {
    StatementText text = StatementText.of(statement);
    if (translation instanceof Translation.Query query) {
      session.prepare(query, text);
      Optional<Running> running = session.log().start(query, text);
      backend.sendAlone(Message.text(Message.QUERY, query.sql().text()));
      return relay(statement, query, running);
    }
    session.complete(session.execute(translation, statement.sql(), text));
    return true;
  }

  private boolean relay(
      SourceStatement statement, Translation.Query query, Optional<Running> running)
      throws IOException {
    boolean succeeded = true;
    while (true) {
      Message message = backend.receive();
      switch (message.type()) {
        case Message.READY -> {
          return succeeded;
        }
        case Message.ERROR -> {
          succeeded = false;
          ErrorFields error =
              ErrorTranslation.toClient(
                  ErrorFields.read(message), statement.sql(), query.sql(), backend.queryId());
          session.log().fail(running, error.get(ErrorFields.STATE), error.get(ErrorFields.MESSAGE));
          session.client().write(error.toMessage(Message.ERROR));
        }
        case Message.COMMAND_COMPLETE -> {
          session.log().finish(running, message.fields().text());
          session.client().write(message);
        }
        default -> session.client().write(message);
      }
    }
  }
}
