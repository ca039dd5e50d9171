package dev.starlift.warehouse;

import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.LedgerStatements;
import dev.starlift.sql.Statement;
import dev.starlift.warehouse.CommitOutcome.AlreadyLoaded;
import dev.starlift.warehouse.CommitOutcome.Committed;
import dev.starlift.warehouse.CommitOutcome.Unknown;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Publishes until the outcome is certain. A transaction is tried again only when the server has
 * rolled it back for certain: it said so, it was never asked to commit, or the ledger, read under
 * the transaction's own lock, does not have the load.
 */
final class Publisher {
  /** A connection that breaks twice before COMMIT will break again. */
  private static final int LOST_CONNECTIONS_ALLOWED = 1;

  private final Connections connections;
  private final Consumer<Statement> journal;
  private final PublishSettings settings;

  Publisher(Connections connections, Consumer<Statement> journal, PublishSettings settings) {
    this.connections = connections;
    this.journal = journal;
    this.settings = settings;
  }

  /** How one attempt at the transaction ended. */
  private sealed interface Attempt {
    /** For good. */
    record Settled(CommitOutcome outcome) implements Attempt {}

    /** Rolled back; the same again may succeed. */
    record RolledBack(SqlFailure failure) implements Attempt {}

    /** The answer to COMMIT did not come. */
    record CommitLost(Committed ifCommitted, SqlFailure failure) implements Attempt {}
  }

  CommitOutcome publish(Publication publication, List<Step> steps) {
    int lost = 0;
    for (int number = 1; ; number++) {
      Attempt attempt = attempt(steps);
      SqlFailure failure;
      if (attempt instanceof Attempt.Settled settled) {
        return settled.outcome();
      } else if (attempt instanceof Attempt.CommitLost commit) {
        Optional<CommitOutcome> outcome = settle(publication, commit);
        if (outcome.isPresent()) {
          return outcome.get();
        }
        failure = commit.failure();
      } else {
        failure = ((Attempt.RolledBack) attempt).failure();
        if (failure.kind() == SqlFailure.Kind.CONNECTION_LOST
            && ++lost > LOST_CONNECTIONS_ALLOWED) {
          throw connections.unreachable(failure);
        }
      }
      pauseOrGiveUp(number, failure);
    }
  }

  /**
   * @throws StarliftException when another attempt would end the same way
   */
  private Attempt attempt(List<Step> steps) {
    try (SqlSession session = SqlSession.transaction(connections, journal)) {
      PublishTransaction transaction = new PublishTransaction(session);
      try {
        Optional<CommitOutcome> settled = transaction.take(steps);
        if (settled.isPresent()) {
          session.rollback();
          return new Attempt.Settled(settled.get());
        }
      } catch (StarliftException e) {
        rollBack(session, e);
        throw e;
      } catch (SqlFailure e) {
        rollBack(session, e);
        refuseIfFinal(e, session, steps);
        return new Attempt.RolledBack(e);
      }
      try {
        session.commit(settings.commitWait());
        return new Attempt.Settled(committed(transaction));
      } catch (SqlFailure e) {
        if (e.kind() == SqlFailure.Kind.CONNECTION_LOST) {
          return new Attempt.CommitLost(committed(transaction), e);
        }
        refuseIfFinal(e, session, steps);
        return new Attempt.RolledBack(e);
      }
    } catch (SQLException e) {
      throw connections.unreachable(e);
    }
  }

  /**
   * What became of a COMMIT whose answer was lost. The lock waits until the server has ended the
   * lost session, one way or the other; after that the ledger tells.
   *
   * @return empty when the transaction was rolled back
   */
  private Optional<CommitOutcome> settle(Publication publication, Attempt.CommitLost lost) {
    SortedSet<TableName> touched = PublishScript.touched(publication);
    List<TableName> targets = PublishScript.targets(publication);
    Exception reason = lost.failure();
    for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
      try (SqlSession session = SqlSession.transaction(connections, journal)) {
        session.run(
            new Statement(
                "limit the wait for the lock",
                "SET statement_timeout TO " + settings.lockWait().toMillis()));
        session.run(LedgerStatements.lock(touched));
        Optional<Ledgers.FoundLoad> found =
            Ledgers.find(session, LedgerStatements.find(targets, publication.load()));
        session.rollback();
        return found.map(
            load ->
                load.run().equals(publication.run())
                    ? lost.ifCommitted()
                    : new AlreadyLoaded(load.when(), load.run()));
      } catch (SQLException | StarliftException e) {
        e.addSuppressed(lost.failure());
        reason = e;
      }
      if (attempt < settings.attempts()) {
        pause(attempt);
      }
    }
    return Optional.of(new Unknown(reason));
  }

  /** Ends here unless the same again may succeed. */
  private void refuseIfFinal(SqlFailure failure, SqlSession session, List<Step> steps) {
    switch (failure.kind()) {
      case REFUSED -> throw new Refusal(session).explain(failure, steps);
      case TIMED_OUT ->
          throw new StarliftException(
              ExitCode.UNREACHABLE,
              new Problem(
                  connections.endpoint(),
                  "the warehouse gave up: %s (%s)."
                      .formatted(failure.statement().purpose(), ServerText.of(failure)),
                  "Nothing was published. Another load may hold the lock; run it again later."),
              failure);
      case CONFLICT, CONNECTION_LOST -> {
        // May succeed when tried again.
      }
    }
  }

  private void pauseOrGiveUp(int attempt, SqlFailure failure) {
    if (attempt >= settings.attempts()) {
      throw new StarliftException(
          ExitCode.UNREACHABLE,
          new Problem(
              connections.endpoint(),
              "other transactions got in the way %d times in a row: %s"
                  .formatted(attempt, ServerText.sentence(failure)),
              "Nothing was published. Run it again when fewer writers are at work."),
          failure);
    }
    pause(attempt);
  }

  private void pause(int attempt) {
    Duration pause = settings.firstPause().multipliedBy(1L << Math.min(attempt - 1, 10));
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StarliftException(
          ExitCode.INTERRUPTED,
          new Problem(connections.endpoint(), "publishing was interrupted.", ""),
          e);
    }
  }

  /** The first failure is the one that counts. */
  private static void rollBack(SqlSession session, Exception failure) {
    try {
      session.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static Committed committed(PublishTransaction transaction) {
    return new Committed(transaction.counts(), transaction.calls(), transaction.notices());
  }
}
