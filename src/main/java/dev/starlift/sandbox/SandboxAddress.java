package dev.starlift.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a running sandbox is reached, and as whom.
 *
 * @param pid of the process that serves it
 * @param password of every namespace; never print it with the address
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
    String iamRole) {
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
