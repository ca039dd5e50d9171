package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;

import dev.starlift.conform.Judged;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.model.LoadMode;
import dev.starlift.stage.StagedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One table, conformed and staged.
 *
 * @param mode the declared mode, unless a query had to compute the whole table
 * @param marks what was written besides the accepted rows
 * @param judged the rows with their verdicts, for a second pass that writes rejects or inferred
 *     members; not computed again unless there are any
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
    StagedTable staged,
    Optional<StagedTable> observations,
    Counts counts,
    Map<SourceRead, Counts> sources,
    double seconds) {

  /** The rows without those that their source has rejected or the order has decided against. */
  Judged rejectedByTable() {
    Dataset<Row> rows = judged.rows().where(not(Judged.isSuperseded()));
    return new Judged(
        marks.along().isEmpty() ? rows : rows.where(size(col(Judged.SOURCE_REASONS)).equalTo(0)));
  }

  /**
   * @param rejected rows that count against the limit
   * @param superseded rows that the declared order decided against
   * @param missing rows without a dimension member, by lookup column
   */
  record Counts(
      long read, long accepted, long rejected, long superseded, Map<String, Long> missing) {
    Counts {
      missing = Map.copyOf(missing);
    }

    long notAccepted() {
      return rejected + superseded;
    }
  }
}
