package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.SourceStatement;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** Portals of the gateway's own that have been executed: none runs twice. */
  private final Set<String> finished = new HashSet<>();

  /** Portals of PostgreSQL's that have been executed, and perhaps not to their end. */
  private final Map<String, Optional<Running>> running = new HashMap<>();

  private final Relay relay;
  private final ImplicitBlock block;
  private boolean skipping;

  /** What PostgreSQL has executed since the last Sync, and whether BEGIN or COMMIT was in it. */
  private boolean executed;

  private boolean controlled;

  ExtendedQuery(Session session) {
    this.session = session;
    this.backend = session.backend();
    this.relay = new Relay(session);
    this.block = new ImplicitBlock(backend);
  }

  /** Has an error made everything void up to the next Sync? */
  boolean isSkipping() {
    return skipping;
  }

  void take(Message message) throws IOException {
    if (message.type() == Message.SYNC) {
      settle();
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

  /** Ends the pipeline and, unless the client opened one itself, its transaction. */
  void settle() throws IOException {
    backend.synchronise();
    try {
      block.close();
    } catch (SqlError e) {
      session.report(e);
    }
    if (backend.status() == 'I') {
      // As PostgreSQL does: no portal outlives its transaction.
      portals.clear();
      finished.clear();
      running.values().forEach(started -> session.log().finish(started, ""));
      running.clear();
    }
    skipping = false;
    executed = false;
    controlled = false;
  }

  /** The same before a statement of the simple protocol, if there is anything to end. */
  void settleIfOpen() throws IOException {
    if (executed || block.isOpen()) {
      settle();
    }
  }

  /** As the session does; what DEALLOCATE names is forgotten. */
  Translation translate(SourceStatement statement) throws SqlError, IOException {
    return Deallocation.apply(statement, session.translate(statement), statements);
  }

  private void parse(Message message) throws SqlError, IOException {
    Fields fields = message.fields();
    String name = fields.text();
    String sql = fields.text();
    Session.requireSize(message);
    List<SourceStatement> parts = SourceStatement.split(sql);
    if (parts.size() > 1) {
      throw new SqlError(
          SqlStates.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    }
    Prepared prepared =
        parts.isEmpty()
            ? Prepared.EMPTY
            : new Prepared(sql, StatementText.of(parts.get(0)), translate(parts.get(0)));
    if (prepared.isForwarded()) {
      if (prepared.translation() instanceof Translation.Query query) {
        // Before the snapshot that PostgreSQL takes when it parses.
        session.provide(query, prepared.text());
      }
      free('S', name);
      Message forwarded =
          new Message.Builder()
              .text(backendName(name))
              .text(prepared.sql().text())
              .raw(message.body(), fields.position())
              .build(Message.PARSE);
      if (forward(forwarded, prepared, Message.PARSE_COMPLETE).isError()) {
        return;
      }
    } else {
      requireFree(statements, name, "42P05", "prepared statement");
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
        session.prepare(query, prepared.text());
      }
      free('P', portal);
      Message forwarded =
          new Message.Builder()
              .text(backendName(portal))
              .text(backendName(statement))
              .raw(message.body(), fields.position())
              .build(Message.BIND);
      if (isRefused(prepared, forward(forwarded, prepared, Message.BIND_COMPLETE))) {
        return;
      }
    } else {
      requireFree(portals, portal, "42P03", "portal");
      session.client().write(Message.empty(Message.BIND_COMPLETE));
    }
    forget(portal);
    portals.put(portal, prepared);
  }

  /**
   * What fails in planning is a statement that failed, unless the transaction had failed before.
   */
  private boolean isRefused(Prepared prepared, Answers answers) throws IOException {
    if (answers.isError() && backend.status() != 'E') {
      session.log().proceed(session.log().start(prepared.translation(), prepared.text()), answers);
    }
    return answers.isError();
  }

  /** A portal that was not read to its end has done what it was wanted for. */
  private void forget(String portal) {
    finished.remove(portal);
    Optional<Running> started = running.remove(portal);
    if (started != null) {
      session.log().finish(started, "");
    }
  }

  private static void requireFree(
      Map<String, Prepared> named, String name, String state, String what) throws SqlError {
    if (!name.isEmpty() && named.containsKey(name)) {
      throw new SqlError(state, "%s \"%s\" already exists".formatted(what, name));
    }
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
    if (!prepared.isForwarded()) {
      executeHere(portal, prepared);
      return;
    }
    String head = prepared.translation().head();
    if (block.isOpen() && ImplicitBlock.isBeginning(head)) {
      block.leaveToClient();
      session.complete("BEGIN");
      return;
    }
    executed = true;
    controlled |= ImplicitBlock.isBeginning(head) || ImplicitBlock.isEnd(head);
    Message forwarded =
        new Message.Builder()
            .text(backendName(portal))
            .raw(message.body(), fields.position())
            .build(Message.EXECUTE);
    Optional<Running> started =
        running.computeIfAbsent(
            portal, name -> session.log().start(prepared.translation(), prepared.text()));
    Answers answers =
        forward(
            forwarded,
            prepared,
            Message.COMMAND_COMPLETE,
            Message.EMPTY_QUERY,
            Message.PORTAL_SUSPENDED);
    running.put(portal, session.log().proceed(started, answers));
    if (!answers.isError() && ImplicitBlock.isEnd(head)) {
      block.leaveToClient();
    }
  }

  /** What the pipeline did before and what it does after are of the same transaction. */
  private void executeHere(String portal, Prepared prepared) throws SqlError, IOException {
    if (!finished.add(portal)) {
      throw new SqlError("55000", "portal \"%s\" cannot be run".formatted(portal));
    }
    boolean joins = Session.joinsTransaction(prepared.translation());
    if (joins && executed && !controlled && backend.status() == 'I') {
      block.openInPipeline();
    }
    backend.synchronise();
    if (joins) {
      block.open();
    }
    session.complete(
        session.execute(prepared.translation(), prepared.clientSql(), prepared.text()));
  }

  private void close(Message message) throws IOException {
    Fields fields = message.fields();
    boolean ofStatement = fields.int8() == 'S';
    String name = fields.text();
    Prepared closed = ofStatement ? statements.remove(name) : portals.remove(name);
    if (!ofStatement) {
      forget(name);
    }
    if (closed != null && !closed.isForwarded()) {
      session.client().write(Message.empty(Message.CLOSE_COMPLETE));
    } else {
      forward(named(Message.CLOSE, ofStatement, name), Prepared.EMPTY, Message.CLOSE_COMPLETE);
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

  /** What the gateway does not know was perhaps made by DECLARE or PREPARE: PostgreSQL knows. */
  private static Prepared find(Map<String, Prepared> named, String name, String what)
      throws SqlError {
    Prepared prepared = named.getOrDefault(name, Prepared.EMPTY);
    if (name.isEmpty() && !named.containsKey(name)) {
      String state = what.equals("portal") ? "34000" : "26000";
      throw new SqlError(state, "%s \"%s\" does not exist".formatted(what, name));
    }
    return prepared;
  }

  private Answers forward(Message message, Prepared prepared, char... last) throws IOException {
    Answers answers = relay.forward(message, prepared, last);
    skipping = answers.isError();
    return answers;
  }
}
