package dev.starlift.share;

import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.model.Identifier;
import dev.starlift.model.Literal;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.share.SharePlanner.ConsumerState;
import dev.starlift.sql.ShareStatements;
import dev.starlift.sql.Statement;
import dev.starlift.warehouse.Connections;
import dev.starlift.warehouse.SqlSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Makes data shares what the environment declares. Statements run one by one, for databases cannot
 * be created in a transaction; whatever came through is not planned again.
 */
public final class ShareService {
  private final Map<String, Connections> namespaces;
  private final Map<String, String> namespaceIds;
  private final String producer;
  private final Consumer<Statement> journal;

  /**
   * @param namespaces every namespace of the environment by its name
   * @param namespaceIds GUIDs that the environment names; the others are asked for
   * @param producer the namespace that is written to
   */
  public ShareService(
      Map<String, Connections> namespaces,
      Map<String, String> namespaceIds,
      String producer,
      Consumer<Statement> journal) {
    this.namespaces = Map.copyOf(namespaces);
    this.namespaceIds = Map.copyOf(namespaceIds);
    this.producer = producer;
    this.journal = journal;
  }

  /**
   * What makes a share as declared.
   *
   * @param steps in order
   * @param warnings what the steps do not put right
   */
  public record Plan(List<PlannedStatement> steps, List<Problem> warnings) {
    public Plan {
      steps = List.copyOf(steps);
      warnings = List.copyOf(warnings);
    }

    /** Is the share as declared? */
    public boolean isEmpty() {
      return steps.isEmpty();
    }
  }

  /** A statement and the namespace that it is for. */
  public record PlannedStatement(String namespace, Statement statement) {}

  /**
   * What a consumer can do with a table.
   *
   * @param consumerRows -1 when it cannot be read
   * @param problem empty when it reads what the producer has, and cannot write
   */
  public record Verification(
      String consumer,
      TableName table,
      long producerRows,
      long consumerRows,
      boolean writeRefused,
      Optional<Problem> problem) {}

  /** Changes nothing. */
  public Plan plan(ShareDefinition share) {
    try (NamespaceSessions sessions = new NamespaceSessions(namespaces, journal)) {
      return plan(share, sessions);
    }
  }

  /** Makes the share as declared; a second time does nothing. */
  public Plan apply(ShareDefinition share) {
    try (NamespaceSessions sessions = new NamespaceSessions(namespaces, journal)) {
      Plan plan = plan(share, sessions);
      for (PlannedStatement step : plan.steps()) {
        run(sessions, step);
      }
      return plan;
    }
  }

  /** Reads every shared table from every consumer, and tries to write there. */
  public List<Verification> verify(ShareDefinition share) {
    try (NamespaceSessions sessions = new NamespaceSessions(namespaces, journal)) {
      ShareState state = state(share, sessions);
      List<Verification> results = new ArrayList<>();
      new TreeMap<>(share.consumers())
          .forEach(
              (consumer, database) -> {
                for (TableName table : new TreeSet<>(state.tables())) {
                  results.add(verify(share, consumer, database, table, sessions));
                }
              });
      return results;
    }
  }

  private Plan plan(ShareDefinition share, NamespaceSessions sessions) {
    String producerId = namespaceId(producer, sessions);
    Map<String, ConsumerState> consumers = new HashMap<>();
    for (Map.Entry<String, Identifier> consumer : share.consumers().entrySet()) {
      consumers.put(consumer.getKey(), consumer(share, consumer, producerId, sessions));
    }
    return SharePlanner.plan(share, state(share, sessions), producer, producerId, consumers);
  }

  private ShareState state(ShareDefinition share, NamespaceSessions sessions) {
    return sessions.ask(
        producer, session -> ShareState.read(session, share.name(), share.schemas()));
  }

  private ConsumerState consumer(
      ShareDefinition share,
      Map.Entry<String, Identifier> declared,
      String producerId,
      NamespaceSessions sessions) {
    Optional<Identifier> database =
        sessions.ask(
            declared.getKey(), session -> sharedDatabase(session, share.name(), producerId));
    Identifier wanted = declared.getValue();
    boolean taken =
        database.isEmpty()
            && sessions.ask(declared.getKey(), session -> hasDatabase(session, wanted));
    if (taken) {
      throw new StarliftException(
          ExitCode.WRONG_USAGE,
          Problem.at(
              share.where(),
              "%s has a database %s already, and it is not this share."
                  .formatted(declared.getKey(), wanted),
              "Declare another name for the consumer's database."));
    }
    return new ConsumerState(namespaceId(declared.getKey(), sessions), database);
  }

  private static Optional<Identifier> sharedDatabase(
      SqlSession consumer, Identifier share, String producerId) throws SQLException {
    return consumer
        .rows(
            new Statement(
                "database of share " + share,
                """
                SELECT consumer_database FROM svv_datashares
                WHERE share_type = 'INBOUND' AND share_name = %s AND producer_namespace = %s
                  AND consumer_database IS NOT NULL"""
                    .formatted(Literal.sql(share.value()), Literal.sql(producerId))),
            row -> row.getString(1).strip())
        .stream()
        .filter(name -> !name.isEmpty())
        .map(Identifier::of)
        .findFirst();
  }

  private static boolean hasDatabase(SqlSession consumer, Identifier database) throws SQLException {
    return consumer.number(
            new Statement(
                "is there a database " + database,
                "SELECT COUNT(*) FROM svv_redshift_databases WHERE database_name = %s"
                    .formatted(Literal.sql(database.value()))))
        > 0;
  }

  private String namespaceId(String namespace, NamespaceSessions sessions) {
    String known = namespaceIds.get(namespace);
    return known != null
        ? known
        : sessions.ask(
            namespace,
            session ->
                session
                    .rows(
                        new Statement("id of namespace " + namespace, "SELECT current_namespace"),
                        row -> row.getString(1).strip())
                    .get(0));
  }

  private static void run(NamespaceSessions sessions, PlannedStatement step) {
    sessions.ask(
        step.namespace(),
        session -> {
          session.run(step.statement());
          return Optional.empty();
        });
  }

  private Verification verify(
      ShareDefinition share,
      String consumer,
      Identifier database,
      TableName table,
      NamespaceSessions sessions) {
    long producerRows = producerRows(table, sessions);
    long consumerRows;
    try {
      consumerRows = consumerRows(consumer, database, table, sessions);
      if (consumerRows != producerRows) {
        // A load may have been committed between the two counts.
        producerRows = producerRows(table, sessions);
        consumerRows = consumerRows(consumer, database, table, sessions);
      }
    } catch (StarliftException e) {
      if (e.code() == ExitCode.UNREACHABLE) {
        throw e;
      }
      return new Verification(
          consumer, table, producerRows, -1, false, Optional.of(e.problems().get(0)));
    }
    boolean refused = sessions.refuses(consumer, ShareStatements.tryToWrite(database, table));
    return new Verification(
        consumer,
        table,
        producerRows,
        consumerRows,
        refused,
        problem(share, consumer, table, producerRows, consumerRows, refused));
  }

  private long producerRows(TableName table, NamespaceSessions sessions) {
    return sessions.ask(producer, session -> session.number(ShareStatements.count(table)));
  }

  private static long consumerRows(
      String consumer, Identifier database, TableName table, NamespaceSessions sessions) {
    return sessions.ask(
        consumer, session -> session.number(ShareStatements.countShared(database, table)));
  }

  private static Optional<Problem> problem(
      ShareDefinition share,
      String consumer,
      TableName table,
      long producerRows,
      long consumerRows,
      boolean refused) {
    if (producerRows != consumerRows) {
      return Optional.of(
          Problem.at(
              share.where(),
              "%s reads %,d rows of %s, but the producer has %,d."
                  .formatted(consumer, consumerRows, table, producerRows),
              "Run it again; a load may be under way."));
    }
    return refused
        ? Optional.empty()
        : Optional.of(
            Problem.at(
                share.where(),
                "%s may write to %s.".formatted(consumer, table),
                "Revoke everything but reading from the share."));
  }
}
