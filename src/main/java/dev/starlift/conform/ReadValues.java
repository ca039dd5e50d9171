package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Values that the reader has made already of texts that are plain: {@code _plain_} and the name of
 * the column. Such a value is what the column's conversion would give, and the text is NULL then;
 * where it is NULL, or the reader makes none, the conversion decides.
 */
final class ReadValues {
  private static final String PREFIX = "_plain_";

  private final List<String> there;

  ReadValues(Dataset<Row> raw) {
    there = Arrays.stream(raw.columns()).filter(name -> name.startsWith(PREFIX)).toList();
  }

  /** These columns and the values. */
  Column[] with(Column[] columns) {
    return Stream.concat(Arrays.stream(columns), there.stream().map(Names::column))
        .toArray(Column[]::new);
  }

  /**
   * Must the row be judged to know that nothing is wrong with it? A cheap test: where it is false,
   * all values of the row have been read already, or are NULL and may be.
   *
   * @param problem the column with what was wrong already when the row was read
   */
  Column doubtful(SourceDefinition source, String problem) {
    Column doubtful = Names.column(problem).isNotNull();
    for (RawColumn column : source.columns()) {
      String name = PREFIX + column.name();
      if (!there.contains(name)) {
        return lit(true);
      }
      boolean required = !column.nullable() || source.key().contains(column.name());
      Column missing = Names.column(name).isNull();
      doubtful =
          doubtful.or(required ? missing : missing.and(Names.column(column.name()).isNotNull()));
    }
    return doubtful;
  }

  /** The value that was read, or else the one that is converted. */
  Column orElse(RawColumn column, Column converted) {
    String name = PREFIX + column.name();
    return there.contains(name) ? coalesce(Names.column(name), converted) : converted;
  }
}
