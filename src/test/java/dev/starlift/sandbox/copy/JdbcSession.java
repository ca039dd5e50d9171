package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** A session over PostgreSQL's own driver, in place of the gateway's. */
final class JdbcSession implements BackendSession, AutoCloseable {
  private final Connection connection;

  JdbcSession(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  @Override
  public List<List<String>> query(String sql) throws SqlError {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return rows;
      }
      ResultSet result = statement.getResultSet();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw sqlError(e);
    }
  }

  @Override
  public long copyIn(String copyFromStdin, RowSource source) throws SqlError, IOException {
    try {
      CopyIn copy = copyManager().copyIn(copyFromStdin);
      try {
        source.writeTo(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
              }

              @Override
              public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                  copy.writeToCopy(bytes, from, length);
                } catch (SQLException e) {
                  throw new IOException(e);
                }
              }
            });
        return copy.endCopy();
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw sqlError(e);
    }
  }

  @Override
  public long copyOut(String copyToStdout, OutputStream sink) throws SqlError, IOException {
    try {
      return copyManager().copyOut(copyToStdout, sink);
    } catch (SQLException e) {
      throw sqlError(e);
    }
  }

  @Override
  public String user() {
    return "postgres";
  }

  @Override
  public String namespace() {
    return "producer";
  }

  @Override
  public String database() {
    return "dev";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private CopyManager copyManager() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static SqlError sqlError(SQLException e) {
    return new SqlError(e.getSQLState() == null ? "XX000" : e.getSQLState(), e.getMessage());
  }
}
