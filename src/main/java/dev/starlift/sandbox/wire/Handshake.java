package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.session.Databases;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The start of a connection: TLS and cancel requests, the start-up parameters, the password. */
final class Handshake {
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;
  private static final int MAJOR_VERSION = 3;
  private static final int AUTHENTICATION_OK = 0;
  private static final int MD5_PASSWORD = 5;
  private static final int SALT_BYTES = 4;

  /** What PostgreSQL is told of a client's wishes; the rest only Redshift knows. */
  private static final Set<String> PASSED_PARAMETERS =
      Set.of("application_name", "DateStyle", "TimeZone", "extra_float_digits", "options");

  /** What PostgreSQL tells of itself that Redshift would tell too. */
  private static final Set<String> PASSED_STATUS =
      Set.of(
          "application_name",
          "client_encoding",
          "DateStyle",
          "integer_datetimes",
          "server_encoding",
          "session_authorization",
          "TimeZone");

  private static final Map<String, String> OWN_STATUS =
      Map.of(
          "server_version", "8.0.2",
          "is_superuser", "on",
          // Redshift reads backslashes in strings as escapes, and drivers must know it.
          "standard_conforming_strings", "off");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ClientChannel client;
  private boolean secured;
  private final NamespaceServices services;

  Handshake(ClientChannel client, NamespaceServices services) {
    this.client = client;
    this.services = services;
  }

  /**
   * Talks until the client may send statements.
   *
   * @return PostgreSQL's connection for the client; empty if it only wanted to cancel something
   * @throws SqlError if the client is refused; it must be told
   */
  Optional<Backend> run() throws SqlError, IOException {
    while (true) {
      Message message = client.in().readStartup();
      Fields fields = message.fields();
      int code = fields.int32();
      switch (code) {
        case SSL_REQUEST -> {
          if (secured) {
            throw new ProtocolException("a second request for TLS");
          }
          client.startTls(services.certificate());
          secured = true;
        }
        case GSS_REQUEST -> client.out().writeAnswer('N');
        case CANCEL_REQUEST -> {
          forwardCancel(message);
          return Optional.empty();
        }
        default -> {
          if (code >> 16 != MAJOR_VERSION) {
            throw new ProtocolException("protocol version " + (code >> 16));
          }
          return Optional.of(logIn(parameters(fields)));
        }
      }
    }
  }

  private static Map<String, String> parameters(Fields fields) throws ProtocolException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name = fields.text(); !name.isEmpty(); name = fields.text()) {
      parameters.put(name, fields.text());
    }
    return parameters;
  }

  /**
   * The client was given PostgreSQL's own key, so PostgreSQL decides whether it is the right one. A
   * client takes the end of its connection for the end of the matter: it must not come before
   * PostgreSQL's, or what the client sends next is cancelled instead.
   */
  private void forwardCancel(Message request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), services.postgresPort())) {
      MessageWriter writer = new MessageWriter(socket.getOutputStream());
      writer.write(request);
      writer.flush();
      socket.getInputStream().readAllBytes();
    }
  }

  private Backend logIn(Map<String, String> wishes) throws SqlError, IOException {
    String user = wishes.getOrDefault("user", "");
    authenticate(user);
    String database = wishes.getOrDefault("database", user);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", services.login().user());
    parameters.put("database", Databases.physicalName(services.namespace(), database));
    parameters.put("client_encoding", "UTF8");
    wishes.forEach(
        (name, value) -> {
          if (PASSED_PARAMETERS.contains(name)) {
            parameters.put(name, value);
          }
        });
    Backend backend;
    try {
      backend =
          Backend.connect(
              services.postgresPort(),
              new Backend.Identity(services.login().user(), services.namespace(), database),
              services.login().password(),
              parameters);
    } catch (SqlError e) {
      throw e.state().equals(SqlStates.UNDEFINED_DATABASE)
          ? new SqlError(e.state(), "database \"" + database + "\" does not exist")
          : e;
    }
    welcome(backend.greeting());
    return backend;
  }

  private void authenticate(String user) throws SqlError, IOException {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    MessageWriter out = client.out();
    out.write(new Message.Builder().int32(MD5_PASSWORD).raw(salt, 0).build(Message.AUTHENTICATION));
    out.flush();
    Message answer = client.in().read();
    if (answer.type() != Message.PASSWORD) {
      throw new ProtocolException("a message other than the password");
    }
    Login login = services.login();
    String given = answer.fields().text();
    String expected = "md5" + md5(md5(login.password() + login.user(), new byte[0]), salt);
    boolean right =
        MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    if (!right || !user.equals(login.user())) {
      throw new SqlError(
          SqlStates.WRONG_PASSWORD, "password authentication failed for user \"" + user + "\"");
    }
  }

  private static String md5(String text, byte[] salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(salt));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }

  private void welcome(List<Message> greeting) throws IOException {
    MessageWriter out = client.out();
    out.write(new Message.Builder().int32(AUTHENTICATION_OK).build(Message.AUTHENTICATION));
    for (Map.Entry<String, String> status : OWN_STATUS.entrySet()) {
      out.write(
          new Message.Builder()
              .text(status.getKey())
              .text(status.getValue())
              .build(Message.PARAMETER_STATUS));
    }
    for (Message message : greeting) {
      if (isForClients(message)) {
        out.write(message);
      }
    }
  }

  /** May the client see this parameter change, or is it PostgreSQL's own matter? */
  static boolean isForClients(Message message) throws ProtocolException {
    return message.type() != Message.PARAMETER_STATUS
        || PASSED_STATUS.contains(message.fields().text());
  }
}
