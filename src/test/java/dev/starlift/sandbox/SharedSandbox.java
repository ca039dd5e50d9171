package dev.starlift.sandbox;

import dev.starlift.sandbox.SandboxOptions.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** One sandbox for all tests of this JVM, in a directory that goes with it. */
final class SharedSandbox {
  private SharedSandbox() {}

  /** Started when the first test asks for it. */
  private static final class Holder {
    static final Sandbox SANDBOX = start();
  }

  static Sandbox get() {
    return Holder.SANDBOX;
  }

  private static Sandbox start() {
    try {
      Path directory = Files.createTempDirectory("starlift-sandbox-test");
      Sandbox sandbox =
          Sandbox.start(
              SandboxOptions.in(directory)
                  .withNamespaces(
                      List.of(
                          Namespace.named("producer"),
                          Namespace.named("analytics"),
                          Namespace.named("reporting"),
                          Namespace.named("serverless").asServerless(),
                          Namespace.named("open").asPubliclyAccessible()))
                  .withBuckets(List.of("test")));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sandbox, directory)));
      return sandbox;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Sandbox sandbox, Path directory) {
    try {
      sandbox.close();
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Connection connect(String namespace) throws SQLException {
    return connect(get(), namespace);
  }

  static Connection connect(Sandbox sandbox, String namespace) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", sandbox.user());
    properties.setProperty("password", sandbox.password());
    return DriverManager.getConnection(sandbox.jdbcUrl(namespace), properties);
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** All rows, each with its columns joined by {@code |}. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
      }
      return rows;
    }
  }
}
