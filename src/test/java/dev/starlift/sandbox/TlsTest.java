package dev.starlift.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.wire.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
  private static final int SSL_REQUEST = 80877103;

  private final SandboxAddress address = SharedSandbox.get().address();

  @ParameterizedTest
  @CsvSource({
    "redshift, localhost, verify-full",
    "redshift, localhost, verify-ca",
    "redshift, 127.0.0.1, verify-full",
    "postgresql, localhost, verify-full",
    "postgresql, 127.0.0.1, verify-ca",
    "postgresql, localhost, require",
  })
  void driversProveTheSandboxByTheAuthorityThatItNames(String driver, String host, String mode)
      throws SQLException {
    try (Connection connection = connect(driver, host, mode, address.certificateAuthority());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM pg_attribute, generate_series(1, 20)")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isGreaterThan(1000);
    }
  }

  @Test
  void manyRowsComeOverTlsAsTheyAre() throws SQLException {
    try (Connection connection =
            connect("redshift", "localhost", "verify-full", address.certificateAuthority());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT n, repeat('x', n % 300) FROM generate_series(1, 20000) AS s(n)")) {
      long sum = 0;
      while (rows.next()) {
        sum += rows.getLong(1);
        assertThat(rows.getString(2)).hasSize((int) (rows.getLong(1) % 300));
      }
      assertThat(sum).isEqualTo(200_010_000);
    }
  }

  @Test
  void theAuthorityOfAnotherSandboxProvesNothing(@TempDir Path other) throws IOException {
    Path stranger = ServerCertificate.in(other).authority();

    assertThatThrownBy(() -> connect("redshift", "localhost", "verify-ca", stranger))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SSL error");
  }

  @Test
  void wordsBeforeTlsAreNotTakenForTheClients() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), address.namespace("producer").port())) {
      byte[] words = "stuffed by somebody in between".getBytes(US_ASCII);
      socket.getOutputStream().write(tlsRequest(words));

      InputStream in = socket.getInputStream();
      assertThat((char) in.read()).isEqualTo('E');
      assertThat(new String(in.readAllBytes(), US_ASCII)).contains("before TLS was agreed on");
    }
  }

  @Test
  void aClientMayBeQuickToBeginTls() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    for (int i = 0; i < 40; i++) {
      SSLEngine client = context.createSSLEngine();
      client.setUseClientMode(true);
      ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
      client.wrap(ByteBuffer.allocate(0), hello);
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), address.namespace("producer").port())) {
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(tlsRequest());
        InputStream in = socket.getInputStream();

        assertThat((char) in.read()).isEqualTo('S');
        socket.getOutputStream().write(hello.array(), 0, hello.position());
        assertThat(in.read()).as("the type of the first record of TLS").isEqualTo(22);
      }
    }
  }

  private static byte[] tlsRequest(byte... behind) {
    return ByteBuffer.allocate(8 + behind.length).putInt(8).putInt(SSL_REQUEST).put(behind).array();
  }

  @Test
  void theCertificateIsKeptAndItsKeyIsForTheOwnerOnly(@TempDir Path folder) throws IOException {
    Path authority = ServerCertificate.in(folder).authority();
    String made = Files.readString(authority);

    assertThat(ServerCertificate.in(folder).authority()).hasContent(made);
    assertThat(made).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("server.p12"))))
        .isEqualTo("rw-------");
  }

  private Connection connect(String driver, String host, String mode, Path authority)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:%s://%s:%d/dev?ssl=true&sslmode=%s&sslrootcert=%s"
            .formatted(driver, host, address.namespace("producer").port(), mode, authority),
        address.user(),
        address.password());
  }
}
