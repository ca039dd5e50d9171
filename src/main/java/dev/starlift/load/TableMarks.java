package dev.starlift.load;

import static org.apache.spark.sql.functions.col;

import dev.starlift.conform.ComposedText;
import dev.starlift.conform.Judged;
import dev.starlift.conform.Rejects;
import dev.starlift.job.TableLoad;
import dev.starlift.load.TableStage.Counts;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.stage.MarkedRows;
import dev.starlift.stage.MarkedRows.Lines;
import dev.starlift.stage.MarkedRows.Marks;
import dev.starlift.stage.StagedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
  private static final String QUERY = "query";

  private static final String COUNT_PREFIX = "_count_";

  /** Count: rows whose key looks like another one and is none. */
  private static final String NOT_COMPOSED = "not_composed";

  /**
   * @param staged the table as it is staged
   * @param sourceCounts names of the counts that the rows of the source bring along
   */
  MarkedRows mark(Judged judged, Table staged, List<String> sourceCounts) {
    List<Column> columns = new ArrayList<>();
    for (Identifier name : staged.columnNames()) {
      columns.add(col("`" + name.value().replace("`", "``") + "`"));
    }
    columns.add(col(Judged.REASONS));
    columns.add(along ? col(Judged.SOURCE_REASONS) : Judged.noReasons().as(Judged.SOURCE_REASONS));
    columns.addAll(places());
    List<String> counts = new ArrayList<>();
    Map<String, Column> counted = new LinkedHashMap<>(Rejects.missing(load));
    counted.put(NOT_COMPOSED, ComposedText.missingInKey(load));
    counted.forEach(
        (name, count) -> {
          counts.add(COUNT_PREFIX + name);
          columns.add(count.as(COUNT_PREFIX + name));
        });
    List<String> ofSource = sourceCounts.stream().map(Judged::sourceCount).toList();
    ofSource.forEach(name -> columns.add(col(name)));
    return new MarkedRows(
        staged,
        judged.rows().select(columns.toArray(Column[]::new)),
        new Marks(input(), lines(), ofSource, counts));
  }

  /** Rows that the source rejects, as they are written on their own. */
  static MarkedRows rejectedBySource(Judged judged, SourceRead read, Table table) {
    return rejected(
        table,
        judged.rejected(),
        col(Judged.REASONS).as(Judged.SOURCE_REASONS),
        Judged.noReasons().as(Judged.REASONS),
        read.source().name());
  }

  /** Rows of a query that the table rejects, as they are written on their own. */
  static MarkedRows rejectedByTable(Judged judged, Table table) {
    return rejected(
        table,
        judged.rejected(),
        Judged.noReasons().as(Judged.SOURCE_REASONS),
        col(Judged.REASONS),
        QUERY);
  }

  /**
   * Rejected rows, as they are written on their own.
   *
   * @param rows have the place and the record
   */
  static MarkedRows rejected(
      Table table, Dataset<Row> rows, Column sourceReasons, Column reasons, String source) {
    List<Column> columns = new ArrayList<>(List.of(sourceReasons, reasons));
    columns.addAll(places());
    return new MarkedRows(
        table,
        rows.select(columns.toArray(Column[]::new)),
        new Marks(source, Lines.ALL, List.of(), List.of()));
  }

  private static List<Column> places() {
    return Arrays.asList(col(Judged.FILE), col(Judged.LINE), col(Judged.RAW));
  }

  /** Rows that nothing seemed wrong with do not carry their record through all of this. */
  private Lines lines() {
    if (source.isEmpty()) {
      return Lines.NONE;
    }
    return source.get().source().hasRecordPerLine() ? Lines.UNFINISHED_APART : Lines.ALL;
  }

  private String input() {
    return source.map(read -> read.source().name()).orElse(QUERY);
  }

  /** Of the source that goes along. */
  Counts sourceCounts(StagedRows staged) {
    long rejected = staged.bySource().rejected();
    long superseded = staged.bySource().superseded();
    return new Counts(staged.rows(), staged.rows() - rejected - superseded, rejected, superseded);
  }

  /** Of the table. */
  Counts counts(StagedRows staged) {
    long read = along ? sourceCounts(staged).accepted() : staged.rows();
    long accepted = staged.staged().rows();
    long rejected = staged.byTable().rejected();
    long superseded = staged.byTable().superseded();
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
    return new Counts(
        read,
        accepted,
        rejected,
        superseded,
        missing,
        staged.counts().get(COUNT_PREFIX + NOT_COMPOSED));
  }
}
