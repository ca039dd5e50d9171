package dev.starlift.share;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.Statement;
import dev.starlift.warehouse.Connections;
import dev.starlift.warehouse.SqlSession;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One session per namespace, opened when first needed. */
final class NamespaceSessions implements AutoCloseable {
  /** A statement that fails with one of these has not been refused: it was never understood. */
  private static final Set<String> NOT_A_REFUSAL =
      Set.of("42601", "42P01", "42703", "3F000", "3D000");

  private final Map<String, Connections> namespaces;
  private final Consumer<Statement> journal;
  private final Map<String, SqlSession> open = new HashMap<>();

  NamespaceSessions(Map<String, Connections> namespaces, Consumer<Statement> journal) {
    this.namespaces = namespaces;
    this.journal = journal;
  }

  /** Work in one session. */
  @FunctionalInterface
  interface Work<T> {
    T in(SqlSession session) throws SQLException;
  }

  /**
   * @throws StarliftException when the namespace cannot be reached, or refuses
   */
  <T> T ask(String namespace, Work<T> work) {
    SqlSession session = session(namespace);
    try {
      return work.in(session);
    } catch (SQLException e) {
      throw new StarliftException(
          Objects.requireNonNullElse(e.getSQLState(), "").startsWith("08")
              ? ExitCode.UNREACHABLE
              : ExitCode.WRONG_USAGE,
          new Problem(
              namespace + " at " + namespaces.get(namespace).endpoint(),
              "the namespace refused: " + e.getMessage(),
              "Check that the user owns the share and may create databases."),
          e);
    }
  }

  /** Does the namespace refuse a statement that it understands? */
  boolean refuses(String namespace, Statement write) {
    try {
      session(namespace).run(write);
      return false;
    } catch (SQLException e) {
      String state = Objects.requireNonNullElse(e.getSQLState(), "");
      return !state.startsWith("08") && !NOT_A_REFUSAL.contains(state);
    }
  }

  private SqlSession session(String namespace) {
    return open.computeIfAbsent(
        namespace,
        name -> {
          Connections connections = namespaces.get(name);
          if (connections == null) {
            throw new StarliftException(
                ExitCode.WRONG_USAGE,
                new Problem(
                    name,
                    "there is no namespace of that name in the environment.",
                    "It has: " + new TreeSet<>(namespaces.keySet())));
          }
          return SqlSession.open(connections, journal);
        });
  }

  @Override
  public void close() {
    open.values().forEach(SqlSession::close);
  }
}
