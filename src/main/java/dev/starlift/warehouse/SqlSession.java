package dev.starlift.warehouse;

import dev.starlift.problem.StarliftException;
import dev.starlift.sql.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One connection; every statement it sends is journaled before it is sent. Not thread-safe. */
public final class SqlSession implements AutoCloseable {
  private final Connection connection;
  private final Consumer<Statement> journal;

  private SqlSession(Connection connection, Consumer<Statement> journal) {
    this.connection = connection;
    this.journal = journal;
  }

  /**
   * A session in which every statement is a transaction of its own.
   *
   * @throws StarliftException when the namespace cannot be reached
   */
  public static SqlSession open(Connections connections, Consumer<Statement> journal) {
    try {
      return new SqlSession(connections.open(), journal);
    } catch (SQLException e) {
      throw connections.unreachable(e);
    }
  }

  /** A session whose statements become one transaction, until {@link #commit}. */
  static SqlSession transaction(Connections connections, Consumer<Statement> journal) {
    SqlSession session = open(connections, journal);
    try {
      session.connection.setAutoCommit(false);
      return session;
    } catch (SQLException e) {
      session.close();
      throw connections.unreachable(e);
    }
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  public void run(Statement statement) throws SQLException {
    update(statement);
  }

  /** The number of rows that the statement changed. */
  public long update(Statement statement) throws SQLException {
    journal.accept(statement);
    try (java.sql.Statement sql = plainStatement()) {
      sql.execute(statement.text());
      return Math.max(0, sql.getLargeUpdateCount());
    } catch (SQLException e) {
      throw new SqlFailure(statement, e);
    }
  }

  public <T> List<T> rows(Statement statement, RowReader<T> reader) throws SQLException {
    journal.accept(statement);
    try (java.sql.Statement sql = plainStatement();
        ResultSet result = sql.executeQuery(statement.text())) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw new SqlFailure(statement, e);
    }
  }

  /** The one number that a query answers. */
  public long number(Statement statement) throws SQLException {
    return rows(statement, row -> row.getLong(1)).get(0);
  }

  /**
   * @param patience after which silence counts as a lost answer
   */
  void commit(Duration patience) throws SQLException {
    Statement commit = new Statement("commit", "COMMIT");
    journal.accept(commit);
    try {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
      connection.commit();
    } catch (SQLException e) {
      throw new SqlFailure(commit, e);
    }
  }

  void rollback() throws SQLException {
    Statement rollback = new Statement("roll back", "ROLLBACK");
    journal.accept(rollback);
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new SqlFailure(rollback, e);
    }
  }

  /** The braces of JDBC escapes are plain text in a literal. */
  private java.sql.Statement plainStatement() throws SQLException {
    java.sql.Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    return statement;
  }

  /** The server rolls back what was not committed. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The connection is gone already, and its transaction with it.
    }
  }
}
