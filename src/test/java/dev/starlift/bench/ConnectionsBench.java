package dev.starlift.bench;

import dev.starlift.sandbox.Footprint;
import dev.starlift.sandbox.MixedTraffic;
import dev.starlift.sandbox.Sandbox;
import dev.starlift.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Many clients of one sandbox for some minutes, and what is left of them. */
public final class ConnectionsBench {
  private ConnectionsBench() {}

  /**
   * @param arguments {@code --clients 200}, {@code --seconds 120}
   */
  public static void main(String[] arguments) throws Exception {
    int clients = option(arguments, "--clients", 200);
    int seconds = option(arguments, "--seconds", 120);
    Path directory = Files.createTempDirectory("starlift-connections");
    boolean clean;
    try (Sandbox sandbox =
            Sandbox.start(SandboxOptions.in(directory).withBuckets(List.of("test")));
        Connection watcher =
            DriverManager.getConnection(
                sandbox.jdbcUrl("producer"), sandbox.user(), sandbox.password())) {
      Footprint before = Footprint.of(sandbox, watcher);
      MixedTraffic.Outcome outcome =
          MixedTraffic.run(sandbox, clients, Duration.ofSeconds(seconds));
      Footprint after = before.awaitReturn(sandbox, watcher);
      System.out.printf(
          "%d clients, %.0f s, %d died in a transaction%n",
          clients, outcome.seconds(), outcome.deaths());
      System.out.printf(
          "%d statements, %.0f per second%n",
          outcome.statements(), outcome.statements() / outcome.seconds());
      System.out.printf("%-22s %8s %8s %8s%n", "", "before", "during", "after");
      line("gateway threads", before.threads(), outcome.during().threads(), after.threads());
      line("sockets", before.sockets(), outcome.during().sockets(), after.sockets());
      line("PostgreSQL sessions", before.sessions(), outcome.during().sessions(), after.sessions());
      line("locks", before.locks(), outcome.during().locks(), after.locks());
      outcome.surprises().stream().distinct().limit(10).forEach(System.out::println);
      clean = outcome.surprises().isEmpty();
    }
    delete(directory);
    System.exit(clean ? 0 : 1);
  }

  private static void line(String what, int before, int during, int after) {
    System.out.printf("%-22s %8d %8d %8d%n", what, before, during, after);
  }

  private static int option(String[] arguments, String name, int otherwise) {
    int at = List.of(arguments).indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(arguments[at + 1]);
  }

  private static void delete(Path directory) throws Exception {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
