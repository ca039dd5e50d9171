package dev.starlift.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a sandbox can be reached.
 *
 * @param jdbcUrls by namespace
 * @param namespaceIds the GUIDs of data sharing, by namespace
 * @param certificateAuthority PEM file for clients that want TLS
 * @param passwordFile holds the password of {@code user}; readable by its owner only
 */
record Endpoints(
    Map<String, String> jdbcUrls,
    Map<String, String> namespaceIds,
    String user,
    String password,
    Path passwordFile,
    URI s3Endpoint,
    String s3AccessKey,
    String s3SecretKey,
    String s3Region,
    String copyRole,
    Path certificateAuthority) {
  Endpoints {
    jdbcUrls = Map.copyOf(jdbcUrls);
    namespaceIds = Map.copyOf(namespaceIds);
  }

  int port(String namespace) {
    return URI.create(jdbcUrls.get(namespace).substring("jdbc:".length())).getPort();
  }

  /** Keys and passwords stay out of logs. */
  @Override
  public String toString() {
    return "Endpoints[" + jdbcUrls + ", " + s3Endpoint + "]";
  }
}
