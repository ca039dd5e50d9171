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
 * @param source whose rows these are; empty for those of a query, whose rejects a second pass
 *     writes
 * @param along do the rows that the source rejects go along? Not when another table takes them
 */
record TableMarks(TableLoad load, Optional<SourceRead> source, boolean along) {
  /** What reject files call the input of a query. */
  static final String QUERY = "query";

  private static final String COUNT_PREFIX = "_count_";

  /**
   * @param staged the table as it is staged
   * @param sourceCounts names of the counts that the rows of the source bring along
   */
  MarkedRows mark(Judged judged, Table staged, List<String> sourceCounts) {
    Column fine = along ? size(col(Judged.SOURCE_REASONS)).equalTo(0) : lit(true);
    List<Column> columns = new ArrayList<>();
    for (Identifier name : staged.columnNames()) {
      columns.add(col("`" + name.value().replace("`", "``") + "`"));
    }
    columns.add(Judged.isAccepted().as(MarkedRows.ACCEPTED));
    columns.add(line(fine).as(MarkedRows.REJECT));
    columns.add(lacksRecord().as(MarkedRows.UNFINISHED));
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
    if (source.isEmpty()) {
      return none;
    }
    Column ofTable = line(load.table().name().toString());
    return when(not(fine), line("")).when(not(Judged.isAccepted()), ofTable).otherwise(none);
  }

  private Column line(String table) {
    return Rejects.line(
        lit(source.orElseThrow().source().name()),
        col(Judged.FILE),
        col(Judged.LINE),
        lit(table),
        col(Judged.REASONS),
        record());
  }

  /** Rows that nothing seemed wrong with do not carry their record through all of this. */
  private Column lacksRecord() {
    return source.isPresent() && source.get().source().hasRecordPerLine()
        ? record().isNull()
        : lit(false);
  }

  private Column record() {
    return col(along ? Judged.SOURCE_RAW : Judged.RAW);
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
    long read = along ? sourceCounts(staged).accepted() : staged.rows();
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
