package dev.starlift.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client that sends whatever messages it likes. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private int processId;
  private int secret;

  RawClient() throws IOException {
    this(SharedSandbox.get().port("producer"));
  }

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** A message and its body. */
  static final class Received {
    private final char type;
    private final byte[] body;

    private Received(char type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    char type() {
      return type;
    }

    byte[] body() {
      return body;
    }

    /** The texts in it, each up to its zero byte. */
    List<String> texts() {
      return List.of(new String(body, UTF_8).split("\0", -1));
    }

    /** A field of an error, by its letter. */
    String field(char letter) {
      for (String text : texts()) {
        if (!text.isEmpty() && text.charAt(0) == letter) {
          return text.substring(1);
        }
      }
      return "";
    }
  }

  static byte[] startUp() {
    byte[] parameters =
        bytes("user", SharedSandbox.get().user(), "database", "dev", "plugin_name", "x", "");
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(int32(parameters.length + 8));
    message.writeBytes(int32(3 << 16));
    message.writeBytes(parameters);
    return message.toByteArray();
  }

  RawClient logIn() throws IOException {
    raw(startUp());
    Received request = receive();
    byte[] salt = java.util.Arrays.copyOfRange(request.body(), 4, 8);
    message('p', password(salt));
    for (Received received : receiveUntil('Z')) {
      if (received.type() == 'S') {
        parameters.put(received.texts().get(0), received.texts().get(1));
      } else if (received.type() == 'K') {
        processId = toInt(received.body(), 0);
        secret = toInt(received.body(), 4);
      }
    }
    return this;
  }

  private static byte[] password(byte[] salt) {
    Sandbox sandbox = SharedSandbox.get();
    String inner = md5((sandbox.password() + sandbox.user()).getBytes(UTF_8));
    return bytes("md5" + md5(join(inner.getBytes(UTF_8), salt)));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the server has said of itself. */
  Map<String, String> parameters() {
    return parameters;
  }

  /** Asks, on a connection of its own, that this client's statement be cancelled. */
  void cancel(int wrongBy) throws IOException {
    try (RawClient other = new RawClient()) {
      other.raw(int32(16));
      other.raw(int32(80877102));
      other.raw(int32(processId));
      other.raw(int32(secret + wrongBy));
      other.toTheEnd();
    }
  }

  static byte[] bytes(String... texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : texts) {
      bytes.writeBytes(text.getBytes(UTF_8));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  static byte[] int32(int value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  private static int toInt(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  /** A whole message. */
  static byte[] framed(char type, byte[] body) {
    return join(join(new byte[] {(byte) type}, int32(body.length + 4)), body);
  }

  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  RawClient message(char type, byte[] body) throws IOException {
    raw(framed(type, body));
    return this;
  }

  RawClient query(String sql) throws IOException {
    return message('Q', bytes(sql));
  }

  RawClient parse(String name, String sql) throws IOException {
    return message('P', join(bytes(name, sql), new byte[2]));
  }

  RawClient bind(String portal, String statement) throws IOException {
    return message('B', join(bytes(portal, statement), new byte[6]));
  }

  RawClient describe(char kind, String name) throws IOException {
    return message('D', join(new byte[] {(byte) kind}, bytes(name)));
  }

  RawClient closing(char kind, String name) throws IOException {
    return message('C', join(new byte[] {(byte) kind}, bytes(name)));
  }

  RawClient execute(String portal, int rows) throws IOException {
    return message('E', join(bytes(portal), int32(rows)));
  }

  /** Parses, binds and executes. */
  RawClient run(String sql) throws IOException {
    return parse("", sql).bind("", "").execute("", 0);
  }

  RawClient flush() throws IOException {
    return message('H', new byte[0]);
  }

  RawClient sync() throws IOException {
    return message('S', new byte[0]);
  }

  Received receive() throws IOException {
    char type = (char) in.readByte();
    return new Received(type, in.readNBytes(in.readInt() - 4));
  }

  int receiveByte() throws IOException {
    return in.read();
  }

  List<Received> receiveUntil(char last) throws IOException {
    List<Received> received = new ArrayList<>();
    do {
      received.add(receive());
    } while (received.get(received.size() - 1).type() != last);
    return received;
  }

  /** The types of the messages up to one of this type. */
  String until(char last) throws IOException {
    StringBuilder types = new StringBuilder();
    receiveUntil(last).forEach(received -> types.append(received.type()));
    return types.toString();
  }

  /** The error among the messages up to the next ReadyForQuery. */
  Received error() throws IOException {
    return receiveUntil('Z').stream().filter(m -> m.type() == 'E').findFirst().orElseThrow();
  }

  /** Says no more, and reads what still comes. */
  byte[] toTheEnd() throws IOException {
    socket.shutdownOutput();
    return in.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
