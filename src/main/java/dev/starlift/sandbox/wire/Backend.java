package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.RewrittenSql;
import dev.starlift.sandbox.session.ClientSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One connection to PostgreSQL. Used by one thread at a time, but may be closed by any. */
final class Backend implements ClientSession, AutoCloseable {
  private static final int PROTOCOL_VERSION = 3 << 16;
  private static final int AUTHENTICATION_OK = 0;
  private static final int CLEARTEXT_PASSWORD = 3;
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  /** A statement that fails whatever the session's state is, and does nothing. */
  private static final String FAILING_STATEMENT = "refused by the sandbox";

  /** Of the gateway's own statement and portal beside the client's. */
  private static final String OWN_NAME = "starlift_own";

  private final Identity identity;
  private final Socket socket;
  private final MessageReader in;
  private final MessageWriter out;
  private final List<Message> greeting = new ArrayList<>();
  private MessageSink asides = message -> {};
  private char status = 'I';
  private long queryId;
  private int processId;

  /** An answer that was read before it was asked for. */
  private Message early;

  private Backend(Identity identity, Socket socket) throws IOException {
    this.identity = identity;
    this.socket = socket;
    this.in = new MessageReader(socket.getInputStream(), MessageReader.ANY_LENGTH);
    this.out = new MessageWriter(socket.getOutputStream());
  }

  /** Whose connection it is, in the client's words. */
  record Identity(String user, String namespace, String database) {}

  /** Takes messages that PostgreSQL sends at any time: notices and parameter changes. */
  @FunctionalInterface
  interface MessageSink {
    void take(Message message) throws IOException;
  }

  /**
   * @param parameters of the start-up message, user and physical database among them
   * @throws SqlError if PostgreSQL refuses
   */
  static Backend connect(
      int port, Identity identity, String password, Map<String, String> parameters)
      throws SqlError, IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      Backend backend = new Backend(identity, socket);
      backend.startUp(password, parameters);
      return backend;
    } catch (SqlError | IOException e) {
      socket.close();
      throw e;
    }
  }

  private void startUp(String password, Map<String, String> parameters)
      throws SqlError, IOException {
    Message.Builder body = new Message.Builder().int32(PROTOCOL_VERSION);
    parameters.forEach((name, value) -> body.text(name).text(value));
    out.write(body.int8(0).build((char) 0));
    out.flush();
    while (true) {
      Message message = in.read();
      switch (message.type()) {
        case Message.AUTHENTICATION -> answerAuthentication(message, password);
        case Message.PARAMETER_STATUS -> greeting.add(message);
        case Message.BACKEND_KEY -> {
          greeting.add(message);
          processId = message.fields().int32();
        }
        case Message.ERROR -> throw ErrorFields.read(message).toSqlError();
        case Message.READY -> {
          status = (char) message.fields().int8();
          return;
        }
        default -> {}
      }
    }
  }

  private void answerAuthentication(Message message, String password) throws IOException {
    int method = message.fields().int32();
    if (method == CLEARTEXT_PASSWORD) {
      out.write(Message.text(Message.PASSWORD, password));
      out.flush();
    } else if (method != AUTHENTICATION_OK) {
      throw new ProtocolException("an authentication method that was not configured: " + method);
    }
  }

  /** What PostgreSQL said of itself when the connection was made. */
  List<Message> greeting() {
    return Collections.unmodifiableList(greeting);
  }

  /** Where notices and parameter changes go from now on. */
  void sendAsidesTo(MessageSink sink) {
    asides = sink;
  }

  /**
   * {@code I} idle, {@code T} in a transaction, {@code E} in a failed one; as of the last ready.
   */
  char status() {
    return status;
  }

  void send(Message message) throws IOException {
    out.write(message);
  }

  /** Sends the message and asks for its answers at once. */
  void sendAndFlush(Message message) throws IOException {
    out.write(message);
    out.write(Message.empty(Message.FLUSH));
    out.flush();
  }

  /** Sends the message and nothing more. */
  void sendAlone(Message message) throws IOException {
    out.write(message);
    out.flush();
  }

  /** The next message that is an answer; what else comes goes aside. */
  Message receive() throws IOException {
    Message message = early;
    early = null;
    while (message == null) {
      message = answerOrAside(in.read());
    }
    if (message.type() == Message.READY) {
      status = (char) message.fields().int8();
    }
    return message;
  }

  /** Has PostgreSQL answered already? Takes care of what it said aside. */
  boolean hasAnswer() throws IOException {
    while (early == null && in.hasBytes()) {
      early = answerOrAside(in.read());
    }
    return early != null;
  }

  private Message answerOrAside(Message message) throws IOException {
    switch (message.type()) {
      case Message.NOTICE, Message.PARAMETER_STATUS, Message.NOTIFICATION -> {
        asides.take(message);
        return null;
      }
      default -> {
        return message;
      }
    }
  }

  /** Ends what PostgreSQL holds to be the current pipeline, so that {@link #status} is right. */
  void synchronise() throws IOException {
    sendAlone(Message.empty(Message.SYNC));
    Message message = receive();
    while (message.type() != Message.READY) {
      message = receive();
    }
  }

  /** Fails the pipeline that a client's messages opened, as an error of PostgreSQL's would. */
  void failPipeline() throws IOException {
    sendAndFlush(
        new Message.Builder().text("").text(FAILING_STATEMENT).int16(0).build(Message.PARSE));
    Message message = receive();
    while (message.type() != Message.ERROR) {
      message = receive();
    }
  }

  /** Fails an open transaction because of an error that PostgreSQL knows nothing of. */
  void failTransaction() throws IOException {
    if (status != 'T') {
      return;
    }
    sendAlone(Message.text(Message.QUERY, FAILING_STATEMENT));
    Message message = receive();
    while (message.type() != Message.READY) {
      message = receive();
    }
  }

  @Override
  public List<List<String>> query(String sql) throws SqlError, IOException {
    sendAlone(Message.text(Message.QUERY, sql));
    List<List<String>> rows = new ArrayList<>();
    SqlError error = null;
    while (true) {
      Message message = receive();
      switch (message.type()) {
        case Message.DATA_ROW -> rows.add(row(message));
        case Message.ERROR -> error = error(message);
        case Message.COPY_IN, Message.COPY_OUT, Message.COPY_BOTH ->
            throw new ProtocolException("COPY by query()");
        case Message.READY -> {
          if (error != null) {
            throw error;
          }
          return rows;
        }
        default -> {}
      }
    }
  }

  /**
   * Runs a query in the midst of a client's pipeline: unlike {@link #query}, it leaves the client's
   * unnamed statement and portal alone.
   */
  List<List<String>> select(String sql) throws SqlError, IOException {
    send(new Message.Builder().text(OWN_NAME).text(sql).int16(0).build(Message.PARSE));
    send(
        new Message.Builder()
            .text(OWN_NAME)
            .text(OWN_NAME)
            .int16(0)
            .int16(0)
            .int16(0)
            .build(Message.BIND));
    send(new Message.Builder().text(OWN_NAME).int32(0).build(Message.EXECUTE));
    send(new Message.Builder().int8('P').text(OWN_NAME).build(Message.CLOSE));
    sendAndFlush(new Message.Builder().int8('S').text(OWN_NAME).build(Message.CLOSE));
    List<List<String>> rows = new ArrayList<>();
    int closed = 0;
    while (closed < 2) {
      Message message = receive();
      switch (message.type()) {
        case Message.ERROR -> {
          synchronise();
          throw error(message);
        }
        case Message.DATA_ROW -> rows.add(row(message));
        case Message.CLOSE_COMPLETE -> closed++;
        default -> {}
      }
    }
    return rows;
  }

  /** An error in Redshift's words; its position is of our text, and of no use to the client. */
  SqlError error(Message message) throws ProtocolException {
    return ErrorTranslation.toClient(ErrorFields.read(message), "", RewrittenSql.of(""), queryId)
        .toSqlError();
  }

  private static List<String> row(Message message) throws ProtocolException {
    Fields fields = message.fields();
    int columns = fields.int16();
    List<String> row = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      int length = fields.int32();
      row.add(length < 0 ? null : fields.text(length));
    }
    return row;
  }

  @Override
  public long copyIn(String copyFromStdin, RowSource source) throws SqlError, IOException {
    return new BackendCopy(this, out).in(copyFromStdin, source);
  }

  @Override
  public long copyOut(String copyToStdout, OutputStream sink) throws SqlError, IOException {
    return new BackendCopy(this, out).out(copyToStdout, sink);
  }

  @Override
  public String user() {
    return identity.user();
  }

  @Override
  public String namespace() {
    return identity.namespace();
  }

  @Override
  public String database() {
    return identity.database();
  }

  @Override
  public long queryId() {
    return queryId;
  }

  /** Of PostgreSQL's process for this connection. */
  int processId() {
    return processId;
  }

  void number(long id) {
    queryId = id;
  }

  /** Ends the session politely; PostgreSQL rolls back what is open. */
  @Override
  public void close() throws IOException {
    try {
      if (!socket.isClosed()) {
        sendAlone(Message.empty(Message.TERMINATE));
      }
    } finally {
      socket.close();
    }
  }

  /** Cuts the connection; a thread that waits for an answer gets an exception. */
  void abandon() throws IOException {
    socket.close();
  }
}
