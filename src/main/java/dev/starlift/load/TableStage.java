package dev.starlift.load;

import dev.starlift.conform.Judged;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.model.LoadMode;
import dev.starlift.stage.Rejected;
import dev.starlift.stage.StagedRows;
import dev.starlift.stage.StagedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table, conformed and staged.
 *
 * @param mode the declared mode, unless a query had to compute the whole table
 * @param marks what was written besides the accepted rows
 * @param judged the rows with their verdicts, for a second pass that writes inferred members, or
 *     rejects of a query; not computed again unless there are any
 * @param bySource rows that the source does not accept, where the table takes them along
 * @param byTable rows that the table does not accept
 * @param unfinished the lines of rejects that lack the record
 * @param observations of a table with history: its accepted rows, while {@code staged} are the
 *     versions that they lead to
 * @param counts what the one pass counted
 * @param sources what it counted of the sources that no other table had read before
 */
record TableStage(
    TablePlan plan,
    LoadMode mode,
    List<List<String>> touchedSlices,
    TableMarks marks,
    Judged judged,
    Rejected bySource,
    Rejected byTable,
    StagedRows.Unfinished unfinished,
    StagedTable staged,
    Optional<StagedTable> observations,
    Counts counts,
    Map<SourceRead, Counts> sources,
    double seconds) {

  /**
   * @param rejected rows that count against the limit
   * @param superseded rows that the declared order decided against
   * @param missing rows without a dimension member, by lookup column
   * @param notComposed accepted rows of a table whose key is not in Unicode's composed form
   */
  record Counts(
      long read,
      long accepted,
      long rejected,
      long superseded,
      Map<String, Long> missing,
      long notComposed) {
    Counts {
      missing = Map.copyOf(missing);
    }

    /** Of a source. */
    Counts(long read, long accepted, long rejected, long superseded) {
      this(read, accepted, rejected, superseded, Map.of(), 0);
    }

    long notAccepted() {
      return rejected + superseded;
    }
  }
}
