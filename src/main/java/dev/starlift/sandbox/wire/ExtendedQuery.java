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
  /**
   * What PostgreSQL knows the client's unnamed statement and portal by: it would forget its own
   * unnamed ones whenever the gateway runs a query in between.
   */
  private static final String UNNAMED = "starlift_unnamed";

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
      free('S', name);
      Message forwarded =
          new Message.Builder()
              .text(backendName(name))
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
    String statement = fields.text();
    Prepared prepared = find(statements, statement, "prepared statement");
    if (prepared.isForwarded()) {
      if (prepared.translation() instanceof Translation.Query query) {
        session.prepare(query);
      }
      free('P', portal);
      Message forwarded =
          new Message.Builder()
              .text(backendName(portal))
              .text(backendName(statement))
              .raw(message.body(), fields.position())
              .build(Message.BIND);
      if (!forward(forwarded, prepared, Message.BIND_COMPLETE)) {
        return;
      }
    } else {
      session.client().write(Message.empty(Message.BIND_COMPLETE));
    }
    portals.put(portal, prepared);
  }

  private void describe(Message message) throws SqlError, IOException {
    Fields fields = message.fields();
    boolean ofStatement = fields.int8() == 'S';
    String name = fields.text();
    Prepared prepared =
        ofStatement ? find(statements, name, "prepared statement") : find(portals, name, "portal");
    if (prepared.isForwarded()) {
      forward(
          named(Message.DESCRIBE, ofStatement, name),
          prepared,
          Message.ROW_DESCRIPTION,
          Message.NO_DATA);
      return;
    }
    if (ofStatement) {
      session.client().write(new Message.Builder().int16(0).build(Message.PARAMETER_DESCRIPTION));
    }
    session.client().write(Message.empty(Message.NO_DATA));
  }

  private void execute(Message message) throws SqlError, IOException {
    Fields fields = message.fields();
    String portal = fields.text();
    Prepared prepared = find(portals, portal, "portal");
    if (prepared.isForwarded()) {
      Message forwarded =
          new Message.Builder()
              .text(backendName(portal))
              .raw(message.body(), fields.position())
              .build(Message.EXECUTE);
      forward(
          forwarded,
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
      forward(
          named(Message.CLOSE, ofStatement, name),
          new Prepared("", new Translation.Empty()),
          Message.CLOSE_COMPLETE);
    }
  }

  private static String backendName(String name) {
    return name.isEmpty() ? UNNAMED : name;
  }

  private static Message named(char type, boolean ofStatement, String name) {
    return new Message.Builder().int8(ofStatement ? 'S' : 'P').text(backendName(name)).build(type);
  }

  /** The client may use the empty name again and again; PostgreSQL's name must be free for that. */
  private void free(char kind, String name) throws IOException {
    if (name.isEmpty()) {
      backend.sendAndFlush(named(Message.CLOSE, kind == 'S', name));
      Message answer = backend.receive();
      while (answer.type() != Message.CLOSE_COMPLETE) {
        answer = backend.receive();
      }
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
