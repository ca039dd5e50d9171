package dev.starlift.stage;

import dev.starlift.conform.Judged;
import dev.starlift.model.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Rows on their way out: one job stages those that are accepted, writes down those that are not,
 * and counts both.
 *
 * @param table its columns, in order, are columns of {@code rows}, by name
 * @param rows also {@link Judged#REASONS} of the table and {@link Judged#SOURCE_REASONS}, either of
 *     which may be NULL for none; {@link Judged#FILE}, {@link Judged#LINE} and {@link Judged#RAW}
 *     where lines are written; and the counts, BIGINT. A row is accepted if it has neither kind of
 *     reasons; those of the source go first
 */
public record MarkedRows(Table table, Dataset<Row> rows, Marks marks) {

  /** What becomes of the rows that are not accepted. */
  public enum Lines {
    /** They are counted and not written. */
    NONE,
    /** Each is a line of the reject files. */
    ALL,
    /** The same, but those that lack their record are set apart until it has been read. */
    UNFINISHED_APART
  }

  /**
   * What is done with the marks on the rows. Rows that the order of a table decides against are
   * counted and never written: nothing is wrong with them.
   *
   * @param source what reject lines call the input
   * @param sourceCounts columns to be added up over the rows that the source accepts
   * @param counts columns to be added up over the accepted rows
   */
  public record Marks(String source, Lines lines, List<String> sourceCounts, List<String> counts)
      implements Serializable {
    public Marks {
      sourceCounts = List.copyOf(sourceCounts);
      counts = List.copyOf(counts);
    }

    /** The columns that the marks are in, in the order of {@link StageTask}. */
    Column[] columns() {
      List<Column> columns = new ArrayList<>();
      columns.add(functions.col(Judged.REASONS));
      columns.add(functions.col(Judged.SOURCE_REASONS));
      if (lines != Lines.NONE) {
        columns.add(functions.col(Judged.FILE));
        columns.add(functions.col(Judged.LINE));
        columns.add(functions.col(Judged.RAW));
      }
      sourceCounts.forEach(name -> columns.add(functions.col(name)));
      counts.forEach(name -> columns.add(functions.col(name)));
      return columns.toArray(Column[]::new);
    }
  }

  /** Rows that are all accepted and fit the table exactly. */
  public static MarkedRows accepted(Table table, Dataset<Row> rows) {
    return new MarkedRows(
        table,
        rows.withColumn(Judged.REASONS, Judged.noReasons())
            .withColumn(Judged.SOURCE_REASONS, Judged.noReasons()),
        new Marks("", Lines.NONE, List.of(), List.of()));
  }
}
