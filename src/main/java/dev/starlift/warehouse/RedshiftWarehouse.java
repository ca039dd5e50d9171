package dev.starlift.warehouse;

import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.Extract;
import dev.starlift.sql.Statement;
import dev.starlift.sql.UnloadStatements;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A namespace behind the Redshift JDBC driver. Every call opens a connection of its own. */
public final class RedshiftWarehouse implements Warehouse {
  private final Connections connections;
  private final Optional<String> role;
  private final Consumer<Statement> journal;
  private final PublishSettings settings;
  private final Clock clock;

  /**
   * @param role ARN of the role with which Redshift reads and writes S3; empty for the one that is
   *     the namespace's default
   * @param journal receives every statement just before it is sent
   */
  public RedshiftWarehouse(
      Connections connections,
      Optional<String> role,
      Consumer<Statement> journal,
      PublishSettings settings,
      Clock clock) {
    this.connections = connections;
    this.role = role;
    this.journal = journal;
    this.settings = settings;
    this.clock = clock;
  }

  @FunctionalInterface
  private interface Work<T> {
    T in(SqlSession session) throws SQLException;
  }

  @Override
  public Optional<Table> findTable(TableName name) {
    return read(session -> Catalog.findTable(session, name));
  }

  @Override
  public List<Statement> missing(Collection<Table> declared) {
    return read(session -> new Preparation(session).missing(declared));
  }

  @Override
  public void prepare(Collection<Table> declared) {
    read(
        session -> {
          new Preparation(session).create(declared);
          return Optional.empty();
        });
  }

  @Override
  public Map<TableName, LedgerState> ledgers(
      Collection<TableName> tables, Map<String, String> parameters) {
    return read(session -> Ledgers.states(session, tables, parameters));
  }

  @Override
  public List<LedgerEntry> history(String job, Collection<TableName> tables) {
    return read(session -> Ledgers.history(session, job, tables));
  }

  @Override
  public long countRows(TableName table) {
    return read(
        session ->
            session.number(
                new Statement("count rows of " + table, "SELECT COUNT(*) FROM " + table.sql())));
  }

  @Override
  public void unload(
      TableName table,
      List<Identifier> columns,
      Map<Identifier, List<String>> filter,
      String prefix) {
    read(
        session -> {
          session.run(UnloadStatements.parquet(table, columns, filter, s3(prefix), role));
          return Optional.empty();
        });
  }

  @Override
  public Contents contents(Extract extract) {
    return read(session -> contents(session, extract));
  }

  @Override
  public Contents unload(Extract extract, String prefix) {
    return settled(
        () -> {
          try (SqlSession session = SqlSession.transaction(connections, journal)) {
            Contents contents = contents(session, extract);
            if (contents.rows() > 0) {
              session.run(UnloadStatements.parquet(extract, s3(prefix), role));
            }
            session.rollback();
            return contents;
          }
        });
  }

  private static Contents contents(SqlSession session, Extract extract) throws SQLException {
    return session
        .rows(
            extract.contents(),
            row ->
                new Contents(
                    row.getLong(1),
                    "%d-%s-%s"
                        .formatted(
                            row.getLong(1),
                            row.getBigDecimal(2).toBigInteger().toString(Character.MAX_RADIX),
                            row.getBigDecimal(3).toBigInteger().toString(Character.MAX_RADIX)),
                    row.getBigDecimal(4).longValue()))
        .get(0);
  }

  /** Redshift knows no {@code s3a}. */
  private static String s3(String prefix) {
    return prefix.startsWith("s3a://") ? "s3" + prefix.substring("s3a".length()) : prefix;
  }

  @Override
  public CommitOutcome publish(Publication publication) {
    List<Step> steps = steps(publication);
    read(
        session -> {
          new Preparation(session).createLedgers(PublishScript.touched(publication));
          return Optional.empty();
        });
    return new Publisher(connections, journal, settings).publish(publication, steps);
  }

  @Override
  public List<Statement> plan(Publication publication) {
    return steps(publication).stream().map(Step::statement).toList();
  }

  private List<Step> steps(Publication publication) {
    return PublishScript.of(publication, role, clock.instant(), settings.lockWait());
  }

  private <T> T read(Work<T> work) {
    return settled(
        () -> {
          try (SqlSession session = SqlSession.open(connections, journal)) {
            return work.in(session);
          }
        });
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws SQLException;
  }

  private <T> T settled(Call<T> call) {
    try {
      return call.run();
    } catch (SqlFailure e) {
      if (e.kind() == SqlFailure.Kind.REFUSED) {
        throw new StarliftException(
            ExitCode.WRONG_USAGE,
            new Problem(
                connections.namespace() + " at " + connections.endpoint(),
                "the warehouse refused to %s: %s"
                    .formatted(e.statement().purpose(), ServerText.sentence(e)),
                "Check that the user may do that."),
            e);
      }
      throw connections.unreachable(e);
    } catch (SQLException e) {
      throw connections.unreachable(e);
    }
  }

  /** Nothing stays open between calls. */
  @Override
  public void close() {}
}
