package dev.starlift.warehouse;

import dev.starlift.model.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A commit has more ends than two. */
public sealed interface CommitOutcome {
  /**
   * Everything is visible.
   *
   * @param notices what the user should know although nothing is wrong
   */
  record Committed(
      Map<TableName, RowCounts> counts, Map<TableName, Called> calls, List<String> notices)
      implements CommitOutcome {
    public Committed {
      counts = Map.copyOf(counts);
      calls = Map.copyOf(calls);
      notices = List.copyOf(notices);
    }

    /** Of a release without procedures. */
    public Committed(Map<TableName, RowCounts> counts) {
      this(counts, Map.of(), List.of());
    }
  }

  /** The rows of a table before and after a procedure filled it. */
  record Called(long before, long after) {}

  /** The ledger has this load already; nothing was changed. */
  record AlreadyLoaded(Instant when, String run) implements CommitOutcome {}

  /** A table that the release had read has changed since; nothing was changed: compute it again. */
  record Stale(TableName table) implements CommitOutcome {}

  /** The answer to COMMIT was lost and the ledger could not be read either. */
  record Unknown(Exception cause) implements CommitOutcome {}

  record RowCounts(long copied, long inserted, long updated, long deleted) {}
}
