package dev.starlift.sandbox;

import dev.starlift.sandbox.SandboxAddress.NamespaceAddress;
import dev.starlift.sandbox.SandboxOptions.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a sandbox keeps of itself between runs and tells other processes: identities, credentials
 * and ports, in one file that only its owner can read.
 */
final class SandboxState {
  private static final String FILE = "sandbox.properties";
  private static final String PASSWORD_FILE = "password";
  private static final String USER = "admin";
  private static final int PASSWORD_BYTES = 16;
  private static final String NAMESPACES = "namespaces";

  private final Properties properties = new Properties();

  private SandboxState() {}

  /** What the last run left; empty the first time. */
  static SandboxState read(Path directory) throws IOException {
    SandboxState state = new SandboxState();
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        state.properties.load(in);
      }
    }
    return state;
  }

  /** Adds what a first run lacks, and takes the namespaces of this one. */
  void complete(SandboxOptions options) {
    properties.putIfAbsent("user", USER);
    properties.putIfAbsent("password", newPassword());
    properties.putIfAbsent("password.internal", newPassword());
    for (Namespace namespace : options.namespaces()) {
      properties.putIfAbsent(idKey(namespace.name()), UUID.randomUUID().toString());
      put(databaseKey(namespace.name()), namespace.database());
    }
    put(
        NAMESPACES,
        options.namespaces().stream().map(Namespace::name).collect(Collectors.joining(",")));
    properties.remove("pid");
  }

  /** Replaces each file at once, so that a reader never sees half of it. */
  void write(Path directory) throws IOException {
    replace(
        directory.resolve(FILE),
        out -> properties.store(out, "Starlift sandbox. Holds its passwords."));
    // For shells: PGPASSWORD=$(cat password) psql …
    replace(
        directory.resolve(PASSWORD_FILE),
        out -> out.write((password() + "\n").getBytes(StandardCharsets.US_ASCII)));
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void replace(Path file, Content content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      content.writeTo(out);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  void put(String key, String value) {
    properties.setProperty(key, value);
  }

  String user() {
    return require("user");
  }

  String password() {
    return require("password");
  }

  /** Of PostgreSQL's superuser and of the role that reads for consumers. */
  String internalPassword() {
    return require("password.internal");
  }

  String namespaceId(String namespace) {
    return require(idKey(namespace));
  }

  /**
   * The port to listen on.
   *
   * @param wished 0 for that of the last run, if it is still free
   * @return 0 for any
   */
  int port(String key, int wished) {
    if (wished != 0) {
      return wished;
    }
    int last = Integer.parseInt(properties.getProperty(key, "0"));
    return last != 0 && Ports.isFree(last) ? last : 0;
  }

  static String portKey(String namespace) {
    return "namespace." + namespace + ".port";
  }

  /** Where the sandbox is reached; empty while it is not up. */
  Optional<SandboxAddress> address(Path directory) {
    if (!properties.containsKey("pid")) {
      return Optional.empty();
    }
    List<NamespaceAddress> namespaces = new ArrayList<>();
    for (String name : require(NAMESPACES).split(",", -1)) {
      namespaces.add(
          new NamespaceAddress(
              name,
              namespaceId(name),
              require(databaseKey(name)),
              Integer.parseInt(require(portKey(name)))));
    }
    return Optional.of(
        new SandboxAddress(
            directory,
            Long.parseLong(require("pid")),
            namespaces,
            user(),
            password(),
            URI.create(require("s3.endpoint")),
            require("s3.region"),
            require("s3.accessKey"),
            require("s3.secretKey"),
            require("iamRole"),
            Path.of(require("tls.authority"))));
  }

  private static String idKey(String namespace) {
    return "namespace." + namespace + ".id";
  }

  private static String databaseKey(String namespace) {
    return "namespace." + namespace + ".database";
  }

  private String require(String key) {
    String value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(FILE + " has no " + key);
    }
    return value;
  }

  private static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
