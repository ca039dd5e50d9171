package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The extended protocol. Every message is answered before the next one is looked at, by PostgreSQL
 * or by the gateway, so that the two never disagree about where they are.
 */
final class ExtendedQuery {
  private final Session session;
  private final Backend backend;
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Map<String, Prepared> portals = new HashMap<>();
  private boolean skipping;

  ExtendedQuery(Session session) {
    this.session = session;
    this.backend = session.backend();
  }

  /** A statement that was parsed, and the client's text of it. */
  private record Prepared(String clientSql, Translation translation) {
    /** Does PostgreSQL hold it, or only the gateway? */
    boolean isForwarded() {
      return translation instanceof Translation.Query || translation instanceof Translation.Empty;
    }

    RewrittenSql sql() {
      return translation instanceof Translation.Query query ? query.sql() : RewrittenSql.of("");
    }
  }

  /** Has an error made everything void up to the next Sync? */
  boolean isSkipping() {
    return skipping;
  }

  void take(Message message) throws IOException {
    if (message.type() == Message.SYNC) {
      backend.synchronise();
      skipping = false;
      session.ready();
      return;
    }
    if (message.type() == Message.FLUSH) {
      session.client().flush();
      return;
    }
    if (skipping) {
      return;
    }
    try {
      switch (message.type()) {
        case Message.PARSE -> parse(message);
        case Message.BIND -> bind(message);
        case Message.DESCRIBE -> describe(message);
        case Message.EXECUTE -> execute(message);
        case Message.CLOSE -> close(message);
        default -> throw new ProtocolException("a message of type '" + message.type() + "'");
      }
    } catch (SqlError e) {
      session.report(e);
      backend.failPipeline();
      skipping = true;
    }
  }

  private void parse(Message message) throws SqlError, IOException {
    Fields fields = message.fields();
    String name = fields.text();
    String sql = fields.text();
    List<SourceStatement> parts = SourceStatement.split(sql);
    if (parts.size() > 1) {
      throw new SqlError(
          SqlStates.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    }
    Prepared prepared =
        new Prepared(
            sql, parts.isEmpty() ? new Translation.Empty() : session.translate(parts.get(0)));
    if (prepared.isForwarded()) {
      if (prepared.translation() instanceof Translation.Query query) {
        session.fetchShared(query.shared());
      }
      Message forwarded =
          new Message.Builder()
              .text(name)
              .text(prepared.sql().text())
              .raw(message.body(), fields.position())
              .build(Message.PARSE);
      if (!forward(forwarded, prepared, Message.PARSE_COMPLETE)) {
        return;
      }
    } else {
      session.client().write(Message.empty(Message.PARSE_COMPLETE));
    }
    statements.put(name, prepared);
  }

  private void bind(Message message) throws SqlError, IOException {
    Fields fields = message.fields();
    String portal = fields.text();
    String name = fields.text();
    Prepared prepared = find(statements, name, "prepared statement");
    if (prepared.isForwarded()) {
      if (prepared.translation() instanceof Translation.Query query) {
        session.prepare(query);
        if (query.readsLastIds()) {
          parseAgain(name, prepared);
        }
      }
      if (!forward(message, prepared, Message.BIND_COMPLETE)) {
        return;
      }
    } else {
      session.client().write(Message.empty(Message.BIND_COMPLETE));
    }
    portals.put(portal, prepared);
  }

  /** The simple query that hands over the ids has ended PostgreSQL's unnamed statement. */
  private void parseAgain(String name, Prepared prepared) throws SqlError, IOException {
    if (!name.isEmpty()) {
      return;
    }
    backend.sendAndFlush(
        new Message.Builder().text(name).text(prepared.sql().text()).int16(0).build(Message.PARSE));
    Message answer = backend.receive();
    if (answer.type() == Message.ERROR) {
      throw new ProtocolException("PostgreSQL refuses a statement that it had parsed before");
    }
  }

  private void describe(Message message) throws SqlError, IOException {
    Fields fields = message.fields();
    boolean ofStatement = fields.int8() == 'S';
    String name = fields.text();
    Prepared prepared =
        ofStatement ? find(statements, name, "prepared statement") : find(portals, name, "portal");
    if (prepared.isForwarded()) {
      forward(message, prepared, Message.ROW_DESCRIPTION, Message.NO_DATA);
      return;
    }
    if (ofStatement) {
      session.client().write(new Message.Builder().int16(0).build(Message.PARAMETER_DESCRIPTION));
    }
    session.client().write(Message.empty(Message.NO_DATA));
  }

  private void execute(Message message) throws SqlError, IOException {
    Prepared prepared = find(portals, message.fields().text(), "portal");
    if (prepared.isForwarded()) {
      forward(
          message,
          prepared,
          Message.COMMAND_COMPLETE,
          Message.EMPTY_QUERY,
          Message.PORTAL_SUSPENDED);
      return;
    }
    // What the pipeline did so far is settled first, as it is before a simple query.
    backend.synchronise();
    session.complete(session.execute(prepared.translation(), prepared.clientSql()));
  }

  private void close(Message message) throws IOException {
    Fields fields = message.fields();
    boolean ofStatement = fields.int8() == 'S';
    String name = fields.text();
    Prepared closed = ofStatement ? statements.remove(name) : portals.remove(name);
    if (closed != null && !closed.isForwarded()) {
      session.client().write(Message.empty(Message.CLOSE_COMPLETE));
    } else {
      forward(message, new Prepared("", new Translation.Empty()), Message.CLOSE_COMPLETE);
    }
  }

  private static Prepared find(Map<String, Prepared> named, String name, String what)
      throws SqlError {
    Prepared prepared = named.get(name);
    if (prepared == null) {
      String state = what.equals("portal") ? "34000" : "26000";
      throw new SqlError(state, "%s \"%s\" does not exist".formatted(what, name));
    }
    return prepared;
  }

  /**
   * Hands a message to PostgreSQL and its answers to the client, up to one of the last kinds.
   *
   * @return false if PostgreSQL refused it
   */
  private boolean forward(Message message, Prepared prepared, char... last) throws IOException {
    backend.sendAndFlush(message);
    while (true) {
      Message answer = backend.receive();
      if (answer.type() == Message.ERROR) {
        session
            .client()
            .write(
                ErrorTranslation.toClient(
                        ErrorFields.read(answer), prepared.clientSql(), prepared.sql())
                    .toMessage(Message.ERROR));
        skipping = true;
        return false;
      }
      session.client().write(answer);
      for (char type : last) {
        if (answer.type() == type) {
          return true;
        }
      }
    }
  }
}
