package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.starlift.conform.Judged;
import dev.starlift.conform.Rejects;
import dev.starlift.job.TableLoad;
import dev.starlift.load.TableStage.Counts;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.stage.MarkedRows;
import dev.starlift.stage.StagedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * The marks on the judged rows of a table that its one job goes by: which rows are staged, what is
 * written of the others, and what is counted.
 *
 * @param along the source whose rejected rows go along with those of the table; empty when another
 *     table takes them, or the rows come from a query
 * @param writesRejects are the rows that the table itself rejects written in the same job? Those of
 *     a table with lookups are not: their text would take part in every shuffle
 */
record TableMarks(TableLoad load, Optional<SourceRead> along, boolean writesRejects) {
  private static final String COUNT_PREFIX = "_count_";

  static TableMarks of(TableLoad load, Optional<SourceRead> along) {
    boolean source = load.input() instanceof TableLoad.FromSource;
    return new TableMarks(load, along, source && load.lookups().isEmpty());
  }

  /**
   * @param staged the table as it is staged
   * @param sourceCounts names of the counts that the rows of the source bring along
   */
  MarkedRows mark(Judged judged, Table staged, List<String> sourceCounts) {
    Column fine = along.isEmpty() ? lit(true) : size(col(Judged.SOURCE_REASONS)).equalTo(0);
    List<Column> columns = new ArrayList<>();
    for (Identifier name : staged.columnNames()) {
      columns.add(col("`" + name.value().replace("`", "``") + "`"));
    }
    columns.add(Judged.isAccepted().as(MarkedRows.ACCEPTED));
    columns.add(line(fine).as(MarkedRows.REJECT));
    List<String> counts = new ArrayList<>();
    Rejects.counts(load)
        .forEach(
            (name, count) -> {
              counts.add(COUNT_PREFIX + name);
              columns.add(when(fine, count).otherwise(0L).as(COUNT_PREFIX + name));
            });
    for (String name : sourceCounts) {
      counts.add(Judged.sourceCount(name));
      columns.add(col(Judged.sourceCount(name)));
    }
    return new MarkedRows(staged, judged.rows().select(columns.toArray(Column[]::new)), counts);
  }

  private Column line(Column fine) {
    Column none = lit(null).cast(DataTypes.StringType);
    if (along.isEmpty() && !writesRejects) {
      return none;
    }
    Column ofSource =
        Rejects.line(
            lit(source()),
            col(Judged.FILE),
            col(Judged.LINE),
            lit(""),
            col(Judged.REASONS),
            along.isEmpty() ? none : col(Judged.SOURCE_RAW));
    Column ofTable =
        Rejects.line(
            lit(source()),
            col(Judged.FILE),
            col(Judged.LINE),
            lit(load.table().name().toString()),
            col(Judged.REASONS),
            col(Judged.RAW));
    Column line = when(not(fine), ofSource);
    return writesRejects
        ? line.when(not(Judged.isAccepted()).and(not(Judged.isSuperseded())), ofTable)
        : line;
  }

  /** What reject files call the input. */
  String source() {
    return load.input() instanceof TableLoad.FromSource from ? from.source() : "query";
  }

  /** Of the source that goes along. */
  Counts sourceCounts(StagedRows staged) {
    long rejected = staged.counts().get(Judged.sourceCount(Rejects.REJECTED));
    long superseded = staged.counts().get(Judged.sourceCount(Rejects.SUPERSEDED));
    return new Counts(
        staged.rows(), staged.rows() - rejected - superseded, rejected, superseded, Map.of());
  }

  /** Of the table. */
  Counts counts(StagedRows staged) {
    long read = along.isEmpty() ? staged.rows() : sourceCounts(staged).accepted();
    long accepted = staged.staged().rows();
    long rejected = staged.counts().get(COUNT_PREFIX + Rejects.REJECTED);
    long superseded = staged.counts().get(COUNT_PREFIX + Rejects.SUPERSEDED);
    if (read != accepted + rejected + superseded) {
      throw new IllegalStateException(
          "Of %d rows for %s %d were staged, %d rejected and %d superseded."
              .formatted(read, load.table().name(), accepted, rejected, superseded));
    }
    Map<String, Long> missing = new HashMap<>();
    String prefix = COUNT_PREFIX + Rejects.MISSING_PREFIX;
    staged
        .counts()
        .forEach(
            (name, rows) -> {
              if (name.startsWith(prefix)) {
                missing.put(name.substring(prefix.length()), rows);
              }
            });
    return new Counts(read, accepted, rejected, superseded, missing);
  }
}
