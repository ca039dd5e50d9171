package dev.starlift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What clients cost while they are there.
 *
 * @param threads of the gateways
 * @param sockets between clients and gateways, both ends
 * @param sessions of PostgreSQL, without the sandbox's own
 * @param locks that PostgreSQL's sessions hold or wait for
 */
public record Footprint(int threads, int sockets, int sessions, int locks) {
  private static final int PATIENCE_SECONDS = 60;

  /** TIME_WAIT is the system's own affair. */
  private static final Set<String> GONE_OR_LISTENING = Set.of("06", "0A");

  /** As it is now, the watcher's own part included. */
  public static Footprint of(Sandbox sandbox, Connection watcher) throws SQLException {
    return new Footprint(
        (int)
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sandbox-"))
                .count(),
        sockets(sandbox),
        count(
            watcher,
            // Not the view, which shows the watcher's namespace only.
            "SELECT count(*) FROM pg_stat_get_activity(NULL) WHERE backend_type = 'client backend'"
                + " AND application_name <> 'starlift sandbox'"),
        count(watcher, "SELECT count(*) FROM pg_locks WHERE locktype = 'relation'"));
  }

  private static int count(Connection watcher, String sql) throws SQLException {
    return Integer.parseInt(SharedSandbox.rows(watcher, sql).get(0));
  }

  /** At either end, those that are about to close too; 0 where the system does not tell. */
  private static int sockets(Sandbox sandbox) {
    Set<String> ports =
        sandbox.address().namespaces().stream()
            .map(namespace -> "%04X".formatted(namespace.port()))
            .collect(Collectors.toSet());
    long open = 0;
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        open +=
            lines
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .filter(fields -> fields.size() > 3 && !GONE_OR_LISTENING.contains(fields.get(3)))
                .filter(
                    fields ->
                        ports.contains(port(fields.get(1))) || ports.contains(port(fields.get(2))))
                .count();
      } catch (IOException notLinux) {
        return 0;
      }
    }
    return (int) open;
  }

  private static String port(String address) {
    return address.substring(address.indexOf(':') + 1);
  }

  /** Is it no more than another? */
  private boolean fits(Footprint limit) {
    return threads <= limit.threads
        && sockets <= limit.sockets
        && sessions <= limit.sessions
        && locks <= limit.locks;
  }

  /** Fails if it does not come back to this within a minute. */
  public Footprint awaitReturn(Sandbox sandbox, Connection watcher)
      throws SQLException, InterruptedException {
    Footprint now = of(sandbox, watcher);
    for (int i = 0; i < PATIENCE_SECONDS * 10 && !now.fits(this); i++) {
      Thread.sleep(100);
      now = of(sandbox, watcher);
    }
    assertThat(now).as("left behind").matches(left -> left.fits(this), "no more than " + this);
    return now;
  }
}
