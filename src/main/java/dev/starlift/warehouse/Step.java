package dev.starlift.warehouse;

import dev.starlift.model.TableName;
import dev.starlift.sql.Statement;
import dev.starlift.stage.StagedTable;
import dev.starlift.warehouse.CommitOutcome.RowCounts;
import java.util.function.Function;

/** One statement of a publish transaction, and what its answer must be. */
sealed interface Step {
  Statement statement();

  /** Just sent. */
  record Run(Statement statement) implements Step {}

  /** Waits for other loads of the same tables. */
  record Lock(Statement statement) implements Step {}

  /** Ends the transaction when the ledger has the load. */
  record FindLoad(Statement statement) implements Step {}

  /** Ends the transaction when the table has moved on since it was read. */
  record CheckVersion(Statement statement, TableName table, long expected) implements Step {}

  /** COPY. */
  record Copy(Statement statement, StagedTable staged) implements Step {}

  /** A query for the rows that the last COPY brought. */
  record CountCopied(Statement statement, StagedTable staged) implements Step {}

  /** Rows from another table; the statement's own count must be that of the staged rows. */
  record Fill(Statement statement, StagedTable staged) implements Step {}

  /**
   * A query that must answer 0.
   *
   * @param broken what the number counts, for the user
   */
  record Prove(Statement statement, TableName table, String broken, String fix) implements Step {}

  /**
   * A query whose number is told when it is not 0.
   *
   * @param counted what the number counts, for the user
   */
  record Notice(Statement statement, TableName table, String counted) implements Step {}

  /** Makes or calls a procedure of the job. */
  record Procedure(Statement statement, TableName procedure, String file) implements Step {}

  /** Counts rows of a table that a procedure fills. */
  record Measure(Statement statement, TableName table, Measured of) implements Step {}

  /**
   * The last count: now it can be told what the procedure has done, and whether it was allowed to.
   */
  record Account(Statement statement, Publication.ProcedureCall call) implements Step {}

  /** DML on a target, counted. */
  record Change(Statement statement, TableName table, Counter counter) implements Step {}

  /** The ledger row; the counts are known only when all else is done. */
  record RecordLoad(Statement statement, TableName table, Function<RowCounts, Statement> filled)
      implements Step {}

  /** The rows that a procedure may change, and all of them. */
  enum Measured {
    PART_BEFORE,
    ALL_BEFORE,
    PART_AFTER,
    ALL_AFTER
  }

  /** Which count of {@link RowCounts} a change belongs to. */
  enum Counter {
    INSERTED,
    UPDATED,
    DELETED
  }
}
