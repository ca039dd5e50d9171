package dev.starlift.source;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Frozen inputs as rows of text. The columns are those of the contract by name, in its order, and:
 *
 * <ul>
 *   <li>{@code _file}: the URI as listed
 *   <li>{@code _line}: the line on which the record starts, from 1; 0 for Parquet, Avro and ORC.
 *       Where a large file is read by several tasks, a job of its own counts lines first
 *   <li>{@code _raw}: the record as it stands in the file; NULL for Parquet, Avro and ORC
 *   <li>{@code _problem}, {@code _problem_column}, {@code _problem_message}: the reject code of a
 *       record that could not be read, and what it is about; its contract columns are NULL
 *   <li>{@code _plain_} and the name of a column, for some types, not for Parquet, Avro and ORC:
 *       its value, where the text was so plain that nobody could read it otherwise; else NULL. Who
 *       asks for both gets either: the text is NULL where the value is there
 * </ul>
 *
 * <p>Every record of the files is a row. A file that cannot be read as a whole, or is no longer the
 * one that was listed, fails the Spark action with {@link UnusableInput}.
 */
public final class SourceReader {
  /** What opening a file costs, in bytes read meanwhile. */
  public static final long OPENING_BYTES = 256 << 10;

  private final SparkSession spark;

  public SourceReader(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Plans the reading; text files are opened only by an action on the result.
   *
   * @throws StarliftException WRONG_USAGE for a dialect that cannot be read, INPUT_UNUSABLE for
   *     columnar files that do not fit the contract
   */
  public Dataset<Row> read(SourceDefinition source, List<InputFile> files) {
    return read(source, files, true);
  }

  /**
   * The same for a reader who seldom needs a record: {@code _raw} may be NULL where the record
   * seems fine, unless {@link SourceDefinition#hasRecordPerLine} says that file and line do not
   * find it again.
   */
  public Dataset<Row> readWithFewRecords(SourceDefinition source, List<InputFile> files) {
    return read(source, files, !source.hasRecordPerLine());
  }

  private Dataset<Row> read(SourceDefinition source, List<InputFile> files, boolean everyRecord) {
    return switch (source.format()) {
      case CSV, JSON -> {
        requireReadable(source);
        yield RawTableProvider.read(
            spark,
            new RawTable(
                source.name(),
                RawFormat.of(source, everyRecord),
                List.copyOf(files),
                spark.sparkContext()));
      }
      case REDSHIFT -> throw new IllegalArgumentException("A table is unloaded before it is read.");
      case PARQUET, AVRO, ORC -> new ColumnarFiles(spark, source, everyRecord).read(files);
    };
  }

  private static void requireReadable(SourceDefinition source) {
    CsvDialect csv = source.csv();
    requireSeparator(source, "delimiter", csv.delimiter());
    if (csv.quote() != CsvDialect.NO_QUOTE) {
      requireSeparator(source, "quote", csv.quote());
    }
    csv.escape().ifPresent(mark -> requireSeparator(source, "escape", mark));
    csv.comment().ifPresent(mark -> requireSeparator(source, "comment", mark));
    if (csv.delimiter() == csv.quote()) {
      throw wrong(source, "Delimiter and quote are the same character.");
    }
  }

  private static void requireSeparator(SourceDefinition source, String what, char character) {
    if (character == 0 || character == '\n' || character == '\r' || character > 0x7F) {
      throw wrong(source, "The %s must be an ASCII character, no line end.".formatted(what));
    }
  }

  private static StarliftException wrong(SourceDefinition source, String what) {
    return new StarliftException(ExitCode.WRONG_USAGE, Problem.at(source.where(), what, ""));
  }
}
