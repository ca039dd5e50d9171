package dev.starlift.sandbox.wire;

import java.io.IOException;

/** Hands single messages to PostgreSQL and its answers to the client. */
final class Relay {
  private final Session session;
  private final Backend backend;

  Relay(Session session) {
    this.session = session;
    this.backend = session.backend();
  }

  /**
   * Returns when PostgreSQL has answered.
   *
   * @param prepared the statement that the message is about
   * @param last kinds of answers that end it; an error does too
   */
  Answers forward(Message message, Prepared prepared, char... last) throws IOException {
    backend.sendAndFlush(message);
    long rows = 0;
    while (true) {
      Message answer = backend.receive();
      if (answer.type() == Message.ERROR) {
        Message translated =
            ErrorTranslation.toClient(
                    ErrorFields.read(answer),
                    prepared.clientSql(),
                    prepared.sql(),
                    backend.queryId())
                .toMessage(Message.ERROR);
        session.client().write(translated);
        return new Answers(translated, rows);
      }
      session.client().write(answer);
      rows += answer.type() == Message.DATA_ROW ? 1 : 0;
      for (char type : last) {
        if (answer.type() == type) {
          return new Answers(answer, rows);
        }
      }
    }
  }
}
