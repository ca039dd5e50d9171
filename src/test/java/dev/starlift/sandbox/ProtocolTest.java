package dev.starlift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.core.BaseConnection;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
  /** A client that sends whatever messages it likes. */
  private static final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawClient() throws IOException {
      socket = new Socket("localhost", SharedSandbox.get().port("producer"));
      socket.setSoTimeout(30_000);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    }

    RawClient logIn() throws IOException, NoSuchAlgorithmException {
      byte[] parameters =
          bytes("user", SharedSandbox.get().user(), "database", "dev", "plugin_name", "x", "");
      out.writeInt(parameters.length + 8);
      out.writeInt(3 << 16);
      out.write(parameters);
      assertThat((char) in.readByte()).isEqualTo('R');
      in.readInt();
      assertThat(in.readInt()).isEqualTo(5);
      byte[] salt = in.readNBytes(4);
      String inner =
          md5((password() + SharedSandbox.get().user()).getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream salted = new ByteArrayOutputStream();
      salted.writeBytes(inner.getBytes(StandardCharsets.UTF_8));
      salted.writeBytes(salt);
      send('p', bytes("md5" + md5(salted.toByteArray())));
      until('Z');
      return this;
    }

    private static String password() {
      return SharedSandbox.get().password();
    }

    private static String md5(byte[] bytes) throws NoSuchAlgorithmException {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    static byte[] bytes(String... texts) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (String text : texts) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
      }
      return bytes.toByteArray();
    }

    void send(char type, byte[] body) throws IOException {
      out.writeByte(type);
      out.writeInt(body.length + 4);
      out.write(body);
    }

    RawClient parse(String name, String sql) throws IOException {
      send('P', join(bytes(name, sql), new byte[2]));
      return this;
    }

    RawClient bind(String portal, String statement) throws IOException {
      send('B', join(bytes(portal, statement), new byte[6]));
      return this;
    }

    RawClient execute(String portal, int rows) throws IOException {
      send('E', join(bytes(portal), new byte[] {0, 0, 0, (byte) rows}));
      return this;
    }

    RawClient sync() throws IOException {
      send('S', new byte[0]);
      return this;
    }

    private static byte[] join(byte[] first, byte[] second) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      joined.writeBytes(first);
      joined.writeBytes(second);
      return joined.toByteArray();
    }

    /** The types of the messages up to one of this type. */
    String until(char last) throws IOException {
      StringBuilder types = new StringBuilder();
      char type;
      do {
        type = (char) in.readByte();
        in.skipNBytes(in.readInt() - 4);
        types.append(type);
      } while (type != last);
      return types.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void requestsForTlsAreDeclined() throws IOException {
    try (RawClient client = new RawClient()) {
      for (int request : new int[] {80877103, 80877104}) {
        client.out.writeInt(8);
        client.out.writeInt(request);
        assertThat((char) client.in.readByte()).isEqualTo('N');
      }
    }
  }

  @Test
  void messagesMayInterleave() throws Exception {
    try (RawClient client = new RawClient().logIn()) {
      client
          .parse("", "SELECT NVL(i, 0) FROM generate_series(1, 5) i")
          .parse("local", "CREATE TEMP TABLE interleaved (a int PRIMARY KEY)")
          .bind("", "")
          .execute("", 2)
          .execute("", 0)
          .bind("l", "local")
          .execute("l", 0)
          .bind("", "")
          .execute("", 0)
          .sync();
      assertThat(client.until('Z')).isEqualTo("112DDsDDDC2C2DDDDDCZ");
    }
  }

  @Test
  void afterAnErrorEverythingIsSkippedUpToSync() throws Exception {
    try (RawClient client = new RawClient().logIn()) {
      client.parse("", "SAVEPOINT s").bind("", "").execute("", 0).parse("x", "SELECT 1").sync();
      assertThat(client.until('Z')).isEqualTo("EZ");
      client.parse("", "SELECT 1 / 0").bind("", "").execute("", 0).execute("", 0).sync();
      assertThat(client.until('Z')).startsWith("1").endsWith("EZ");
      client.bind("", "never parsed").sync();
      assertThat(client.until('Z')).isEqualTo("EZ");
      client.parse("", "").bind("", "").execute("", 0).sync();
      assertThat(client.until('Z')).isEqualTo("12IZ");
    }
  }

  @Test
  void textsOfSeveralStatementsAreAnsweredOneByOne() throws Exception {
    try (RawClient client = new RawClient().logIn()) {
      client.send('Q', RawClient.bytes("SELECT 1; ; SELECT 2 -- end;\n;"));
      assertThat(client.until('Z')).isEqualTo("TDCTDCZ");
      client.send('Q', RawClient.bytes(" -- nothing"));
      assertThat(client.until('Z')).isEqualTo("IZ");
      client.send('Q', RawClient.bytes("SELECT 'unclosed"));
      assertThat(client.until('Z')).isEqualTo("EZ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, -1, Integer.MAX_VALUE, 20_000})
  void aStartOfNonsenseIsCutOff(int length) throws IOException {
    try (RawClient client = new RawClient()) {
      client.out.writeInt(length);
      client.out.writeInt(0x12345678);
      int answer = client.in.read();
      assertThat(answer).isIn((int) 'E', -1);
    }
    stillServes();
  }

  @Test
  void garbageAfterTheLoginIsCutOff() throws Exception {
    Random random = new Random(42);
    for (int i = 0; i < 50; i++) {
      try (RawClient client = new RawClient().logIn()) {
        byte[] garbage = new byte[1 + random.nextInt(200)];
        random.nextBytes(garbage);
        client.out.write(garbage);
        client.socket.shutdownOutput();
        client.in.readAllBytes();
      }
    }
    stillServes();
  }

  private static void stillServes() throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      client.send('Q', RawClient.bytes("SELECT 1"));
      assertThat(client.until('Z')).isEqualTo("TDCZ");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRunningStatementCanBeCancelled() throws Exception {
    try (Connection connection = SharedSandbox.connect("producer");
        Statement statement = connection.createStatement()) {
      Thread canceller =
          new Thread(
              () -> {
                try (Connection watcher = SharedSandbox.connect("producer")) {
                  while (SharedSandbox.rows(
                          watcher,
                          "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%(601)' AND state = 'active'")
                      .isEmpty()) {
                    Thread.onSpinWait();
                  }
                  statement.cancel();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      canceller.start();
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(601)"))
          .hasMessageContaining("cancel");
      canceller.join();
      assertThat(SharedSandbox.rows(connection, "SELECT 1")).containsExactly("1");
    }
  }

  /**
   * Redshift's driver cancels when it closes a statement whose answer it has not seen to the end.
   */
  @Test
  void aCancellationThatComesTooLateCancelsNothing() throws Exception {
    try (Connection connection = SharedSandbox.connect("producer")) {
      for (int i = 0; i < 200; i++) {
        connection.unwrap(BaseConnection.class).cancelQuery();
        assertThat(SharedSandbox.rows(connection, "SELECT count(*) FROM generate_series(1, 10000)"))
            .containsExactly("10000");
      }
    }
  }
}
