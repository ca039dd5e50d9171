package dev.starlift.sandbox;

import dev.starlift.sandbox.SandboxOptions.Namespace;
import dev.starlift.sandbox.catalog.CatalogLoadLog;
import dev.starlift.sandbox.catalog.QueryHistory;
import dev.starlift.sandbox.catalog.SystemCatalog;
import dev.starlift.sandbox.copy.CopyEngine;
import dev.starlift.sandbox.s3.S3Server;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import dev.starlift.sandbox.share.NamespaceIdentity;
import dev.starlift.sandbox.share.ShareReader;
import dev.starlift.sandbox.share.Shares;
import dev.starlift.sandbox.wire.Gateway;
import dev.starlift.sandbox.wire.Login;
import dev.starlift.sandbox.wire.NamespaceServices;
import dev.starlift.sandbox.wire.ServerCertificate;
import dev.starlift.sandbox.wire.SqlRewriter;
import dev.starlift.sandbox.wire.SuperuserSessions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A running stand-in for S3 and for the namespaces of a Redshift warehouse. Everything it holds is
 * under one directory and is there again at the next start, with the same user, password and, where
 * they are still free, ports.
 */
public final class Sandbox implements AutoCloseable {
  private static final String IAM_ROLE = "arn:aws:iam::000000000000:role/starlift-sandbox";
  private static final String SHARE_ROLE = "starlift_share";
  private static final int QUERY_IDS_PER_SECOND = 1000;

  private final SandboxAddress address;
  private final Deque<AutoCloseable> parts;

  private Sandbox(SandboxAddress address, Deque<AutoCloseable> parts) {
    this.address = address;
    this.parts = parts;
  }

  /**
   * Starts a sandbox; the first start on a directory takes a few seconds longer.
   *
   * @throws IOException if another process serves this directory, a port is taken, or one of the
   *     servers does not come up; nothing is left running then
   */
  public static Sandbox start(SandboxOptions options) throws IOException {
    // Closed from the last to the first.
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      return new Sandbox(new Start(options, parts).run(), parts);
    } catch (IOException | RuntimeException e) {
      closeAll(parts, e);
      throw e;
    } catch (SqlError e) {
      closeAll(parts, e);
      throw new IOException("The sandbox's PostgreSQL refused: " + e.getMessage(), e);
    }
  }

  /** The sandbox that another process, or this one, serves on a directory. */
  public static Optional<SandboxAddress> findRunning(Path directory) throws IOException {
    if (!SandboxDirectory.isInUse(directory)) {
      return Optional.empty();
    }
    return SandboxState.read(directory).address(directory);
  }

  public SandboxAddress address() {
    return address;
  }

  public String jdbcUrl(String namespace) {
    return address.namespace(namespace).jdbcUrl();
  }

  public int port(String namespace) {
    return address.namespace(namespace).port();
  }

  /** The GUID by which data shares name a namespace. */
  public String namespaceId(String namespace) {
    return address.namespace(namespace).id();
  }

  public String user() {
    return address.user();
  }

  public String password() {
    return address.password();
  }

  public URI s3Endpoint() {
    return address.s3Endpoint();
  }

  public String accessKey() {
    return address.accessKey();
  }

  public String secretKey() {
    return address.secretKey();
  }

  public String region() {
    return address.region();
  }

  /** A role that COPY and UNLOAD accept. */
  public String iamRole() {
    return address.iamRole();
  }

  /** Cuts all clients off and stops the servers; the data stays. */
  @Override
  public void close() throws IOException {
    IOException failure = new IOException("The sandbox did not stop cleanly.");
    closeAll(parts, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static void closeAll(Deque<AutoCloseable> parts, Exception cause) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        cause.addSuppressed(e);
      }
    }
  }

  /** One start, step by step; what it has opened is in {@code parts}. */
  private record Start(SandboxOptions options, Deque<AutoCloseable> parts) {

    SandboxAddress run() throws SqlError, IOException {
      Path directory = options.directory().toAbsolutePath();
      Files.createDirectories(directory);
      parts.push(SandboxDirectory.lock(directory));
      SandboxState state = SandboxState.read(directory);
      state.complete(options);
      state.write(directory);

      S3Server s3 =
          S3Server.start(
              directory.resolve("s3"), state.port("s3.port", options.s3Port()), options.buckets());
      parts.push(s3);
      state.put("s3.endpoint", s3.endpoint().toString());
      state.put("s3.port", Integer.toString(s3.port()));
      state.put("s3.region", s3.region());
      state.put("s3.accessKey", s3.accessKey());
      state.put("s3.secretKey", s3.secretKey());
      state.put("iamRole", IAM_ROLE);

      PostgresServer postgres =
          PostgresServer.start(directory, Ports.free(), state.internalPassword());
      parts.push(postgres);
      SuperuserSessions admin =
          new SuperuserSessions(
              postgres.port(), new Login(PostgresServer.SUPERUSER, state.internalPassword()));
      parts.push(admin);
      createRoles(admin, state);

      List<NamespaceIdentity> identities = identities(state);
      Shares shares =
          new Shares(
              admin,
              SystemCatalog.load(),
              identities,
              new ShareReader(SHARE_ROLE, state.internalPassword(), postgres.port()),
              state.user());
      shares.open();

      CopyEngine copy =
          new CopyEngine(s3.connection(), new CatalogLoadLog(admin), new SqlRewriter(shares));
      parts.push(copy);
      openGateways(postgres, state, shares, copy, new QueryHistory(admin));
      state.put("pid", Long.toString(ProcessHandle.current().pid()));
      state.write(directory);
      return state.address(directory).orElseThrow();
    }

    private List<NamespaceIdentity> identities(SandboxState state) {
      List<NamespaceIdentity> identities = new ArrayList<>();
      for (Namespace namespace : options.namespaces()) {
        identities.add(
            new NamespaceIdentity(
                namespace.name(),
                state.namespaceId(namespace.name()),
                namespace.database(),
                namespace.serverless(),
                namespace.publiclyAccessible()));
      }
      return identities;
    }

    private static void createRoles(SuperuserSessions admin, SandboxState state)
        throws SqlError, IOException {
      role(admin, state.user(), state.password(), "CREATEROLE");
      role(admin, SHARE_ROLE, state.internalPassword(), "INHERIT");
      admin.inCluster(
          session ->
              session.query(
                  """
                  GRANT pg_read_all_data TO %1$s;
                  ALTER ROLE %1$s SET default_transaction_read_only = on;
                  GRANT pg_maintain, pg_read_all_stats, pg_signal_backend TO %2$s"""
                      .formatted(SHARE_ROLE, Sql.name(state.user()))));
    }

    private static void role(
        SuperuserSessions admin, String name, String password, String attributes)
        throws SqlError, IOException {
      admin.inCluster(
          session -> {
            boolean there =
                !session
                    .query("SELECT 1 FROM pg_roles WHERE rolname = " + Sql.literal(name))
                    .isEmpty();
            return session.query(
                "%s ROLE %s LOGIN %s PASSWORD %s"
                    .formatted(
                        there ? "ALTER" : "CREATE",
                        Sql.name(name),
                        attributes,
                        Sql.literal(password)));
          });
    }

    private void openGateways(
        PostgresServer postgres,
        SandboxState state,
        Shares shares,
        CopyEngine copy,
        QueryHistory history)
        throws IOException {
      // Greater than any of an earlier run that did not take a thousand statements per second.
      AtomicLong queryIds =
          new AtomicLong(System.currentTimeMillis() / 1000 * QUERY_IDS_PER_SECOND);
      Login login = new Login(state.user(), state.password());
      ServerCertificate certificate =
          ServerCertificate.in(options.directory().toAbsolutePath().resolve("tls"));
      state.put("tls.authority", certificate.authority().toString());
      for (Namespace namespace : options.namespaces()) {
        String key = SandboxState.portKey(namespace.name());
        Gateway gateway =
            Gateway.open(
                state.port(key, namespace.port()),
                new NamespaceServices(
                    namespace.name(),
                    postgres.port(),
                    login,
                    certificate,
                    shares,
                    copy,
                    history,
                    queryIds));
        parts.push(gateway);
        state.put(key, Integer.toString(gateway.port()));
      }
    }
  }
}
