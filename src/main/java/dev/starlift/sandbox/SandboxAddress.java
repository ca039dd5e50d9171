package dev.starlift.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a running sandbox is reached, and as whom.
 *
 * @param pid of the process that serves it
 * @param password of every namespace; never print it with the address
 * @param certificateAuthority PEM file that proves the gateways to be this sandbox's
 */
public record SandboxAddress(
    Path directory,
    long pid,
    List<NamespaceAddress> namespaces,
    String user,
    String password,
    URI s3Endpoint,
    String region,
    String accessKey,
    String secretKey,
    String iamRole,
    Path certificateAuthority) {
  public SandboxAddress {
    namespaces = List.copyOf(namespaces);
  }

  /**
   * @param id the GUID by which data shares name the namespace
   */
  public record NamespaceAddress(String name, String id, String database, int port) {
    /** For the Redshift driver, which insists on TLS unless it is told otherwise. */
    public String jdbcUrl() {
      return "jdbc:redshift://localhost:%d/%s?ssl=false".formatted(port, database);
    }

    /** The same over TLS, with the server's name verified. */
    public String jdbcUrlOverTls(Path certificateAuthority) {
      return "jdbc:redshift://localhost:%d/%s?ssl=true&sslmode=verify-full&sslrootcert=%s"
          .formatted(port, database, certificateAuthority);
    }
  }

  /**
   * @throws IllegalArgumentException if the sandbox has no such namespace
   */
  public NamespaceAddress namespace(String name) {
    return namespaces.stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The sandbox has no namespace '%s', only %s."
                        .formatted(
                            name, namespaces.stream().map(NamespaceAddress::name).toList())));
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "SandboxAddress[directory=%s, pid=%d, namespaces=%s, s3Endpoint=%s]"
        .formatted(directory, pid, namespaces, s3Endpoint);
  }
}
