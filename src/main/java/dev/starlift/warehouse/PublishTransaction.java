package dev.starlift.warehouse;

import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.stage.StagedTable;
import dev.starlift.warehouse.CommitOutcome.AlreadyLoaded;
import dev.starlift.warehouse.CommitOutcome.Called;
import dev.starlift.warehouse.CommitOutcome.RowCounts;
import dev.starlift.warehouse.CommitOutcome.Stale;
import dev.starlift.warehouse.Step.Measured;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the steps of a script in one session, up to but not including COMMIT. */
final class PublishTransaction {
  private static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

  private final SqlSession session;
  private final Map<TableName, RowCounts> counts = new HashMap<>();
  private final CallAccounts calls = new CallAccounts();
  private final List<String> notices = new ArrayList<>();

  PublishTransaction(SqlSession session) {
    this.session = session;
  }

  /** What the steps have done so far, by target. */
  Map<TableName, RowCounts> counts() {
    return counts;
  }

  /** The tables that procedures have filled so far. */
  Map<TableName, Called> calls() {
    return calls.made();
  }

  /** What the user should know although nothing is wrong. */
  List<String> notices() {
    return notices;
  }

  /**
   * @return an outcome that is settled without a COMMIT; empty when all is ready for it
   * @throws StarliftException when the answer to a step is not what it must be
   */
  Optional<CommitOutcome> take(List<Step> steps) throws SQLException {
    for (Step step : steps) {
      Optional<CommitOutcome> settled = take(step);
      if (settled.isPresent()) {
        return settled;
      }
    }
    return Optional.empty();
  }

  private Optional<CommitOutcome> take(Step step) throws SQLException {
    if (step instanceof Step.FindLoad) {
      return Ledgers.find(session, step.statement())
          .map(found -> new AlreadyLoaded(found.when(), found.run()));
    } else if (step instanceof Step.CheckVersion check) {
      return session.number(check.statement()) == check.expected()
          ? Optional.empty()
          : Optional.of(new Stale(check.table()));
    } else if (step instanceof Step.CountCopied copied) {
      requireAll(copied.staged(), session.number(copied.statement()));
    } else if (step instanceof Step.Fill fill) {
      requireAll(fill.staged(), session.update(fill.statement()));
    } else if (step instanceof Step.Prove proof) {
      require(proof);
    } else if (step instanceof Step.Notice notice) {
      long found = session.number(notice.statement());
      if (found > 0) {
        notices.add("%s: %,d %s".formatted(notice.table(), found, notice.counted()));
      }
    } else if (step instanceof Step.Change change) {
      count(change, session.update(change.statement()));
    } else if (step instanceof Step.Measure measure) {
      calls.note(measure.table(), measure.of(), session.number(measure.statement()));
    } else if (step instanceof Step.Account account) {
      TableName table = account.call().table().name();
      calls.note(table, Measured.ALL_AFTER, session.number(account.statement()));
      add(table, calls.settle(account.call()));
    } else if (step instanceof Step.RecordLoad entry) {
      session.run(entry.filled().apply(counts.getOrDefault(entry.table(), NONE)));
    } else {
      session.run(step.statement());
    }
    return Optional.empty();
  }

  private void requireAll(StagedTable staged, long copied) {
    if (copied != staged.rows()) {
      throw new StarliftException(
          ExitCode.INPUT_UNUSABLE,
          new Problem(
              staged.table().name().toString(),
              "%d rows were staged, but the warehouse has copied %d."
                  .formatted(staged.rows(), copied),
              "Nothing was published. Run it again; if that does not help, look at "
                  + staged.manifest()));
    }
    add(staged.table().name(), new RowCounts(copied, 0, 0, 0));
  }

  private void require(Step.Prove proof) throws SQLException {
    long broken = session.number(proof.statement());
    if (broken != 0) {
      throw new StarliftException(
          ExitCode.INPUT_UNUSABLE,
          new Problem(
              proof.table().toString(), "%,d %s".formatted(broken, proof.broken()), proof.fix()));
    }
  }

  private void count(Step.Change change, long rows) {
    add(
        change.table(),
        switch (change.counter()) {
          case INSERTED -> new RowCounts(0, rows, 0, 0);
          case UPDATED -> new RowCounts(0, 0, rows, 0);
          case DELETED -> new RowCounts(0, 0, 0, rows);
        });
  }

  private void add(TableName table, RowCounts more) {
    counts.merge(
        table,
        more,
        (a, b) ->
            new RowCounts(
                a.copied() + b.copied(),
                a.inserted() + b.inserted(),
                a.updated() + b.updated(),
                a.deleted() + b.deleted()));
  }
}
