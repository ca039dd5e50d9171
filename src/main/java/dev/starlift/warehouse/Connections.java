package dev.starlift.warehouse;

import com.amazon.redshift.Driver;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How one namespace is reached with the Redshift JDBC driver. */
public final class Connections {
  private static final Pattern ENDPOINT = Pattern.compile("//([^/?;@]+)");
  private static final Pattern TLS_MODE =
      Pattern.compile("[?;&](sslmode=|ssl=false)", Pattern.CASE_INSENSITIVE);
  private static final String LOGIN_SECONDS = "20";

  private final String namespace;
  private final String url;
  private final Supplier<Properties> login;

  /**
   * @param namespace its name in the environment, for messages
   * @param url {@code jdbc:redshift://host:port/database…}; without {@code sslmode} in it TLS is
   *     required and the server's name verified
   * @param login driver properties that log in ({@code user} and {@code password}, or those of
   *     IAM); asked for every connection, so that credentials may expire
   */
  public Connections(String namespace, String url, Supplier<Properties> login) {
    this.namespace = namespace;
    this.url = url;
    this.login = login;
  }

  /** Host and port, or what the URL has in their place. */
  public String endpoint() {
    Matcher matcher = ENDPOINT.matcher(url);
    return matcher.find() ? matcher.group(1) : namespace;
  }

  /** The name of the namespace in the environment. */
  public String namespace() {
    return namespace;
  }

  public Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(login.get());
    properties.setProperty("ApplicationName", "starlift");
    properties.setProperty("loginTimeout", LOGIN_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    if (!TLS_MODE.matcher(url).find()) {
      // The driver's own default proves who signed the certificate, not whose it is.
      properties.setProperty("ssl", "true");
      properties.setProperty("sslmode", "verify-full");
    }
    // One statement per message: text that slips in cannot bring a statement of its own.
    properties.setProperty("enableMultiSqlSupport", "false");
    return Objects.requireNonNull(
        new Driver().connect(url, properties), "Not a URL of the Redshift driver.");
  }

  /** Says what was tried; the driver's own text has no credentials in it. */
  StarliftException unreachable(SQLException failure) {
    boolean refused = Objects.requireNonNullElse(failure.getSQLState(), "").startsWith("28");
    return new StarliftException(
        ExitCode.UNREACHABLE,
        new Problem(
            namespace + " at " + endpoint(),
            (refused ? "the login was refused: " : "the warehouse cannot be reached: ")
                + ServerText.sentence(failure),
            refused
                ? "Check the user and the password that the environment refers to."
                : "Check host, port, VPN and security group, and that the workgroup runs."),
        failure);
  }
}
