package dev.starlift.load;

import static org.apache.spark.sql.functions.lit;

import dev.starlift.conform.Judged;
import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import dev.starlift.report.Progress;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a source wherever it lies: files are read where they are; a table is unloaded first,
 * once in a run.
 */
final class SourceRows {
  private final SourceReader reader;
  private final SourceTables tables;
  private final InputLister lister;
  private final RunPaths paths;
  private final Progress progress;
  private final Map<String, SourceRead> unloaded = new ConcurrentHashMap<>();

  SourceRows(
      SourceReader reader,
      SourceTables tables,
      InputLister lister,
      RunPaths paths,
      Progress progress) {
    this.reader = reader;
    this.tables = tables;
    this.lister = lister;
    this.paths = paths;
    this.progress = progress;
  }

  /** See {@link SourceReader#read}. */
  Dataset<Row> read(SourceRead read) {
    return isUnloaded(read) ? ofTable(read) : reader.read(read.source(), read.files());
  }

  /** See {@link SourceReader#readWithFewRecords}. */
  Dataset<Row> readWithFewRecords(SourceRead read) {
    return isUnloaded(read)
        ? ofTable(read)
        : reader.readWithFewRecords(read.source(), read.files());
  }

  private static boolean isUnloaded(SourceRead read) {
    return read.source().table().isPresent();
  }

  /** Rows that come from the table, not from the files in which they are for a moment. */
  private Dataset<Row> ofTable(SourceRead read) {
    SourceRead files =
        read.files().isEmpty()
            ? new SourceRead(read.source().unloadedTo(""), List.of())
            : unloaded.computeIfAbsent(read.source().name(), name -> unload(read));
    Dataset<Row> rows = reader.read(files.source(), files.files());
    return read.files().isEmpty()
        ? rows
        : rows.withColumn(Judged.FILE, lit(read.files().get(0).uri()));
  }

  private SourceRead unload(SourceRead read) {
    SourceDefinition source = read.source();
    InputFile listed = read.files().get(0);
    Progress.Step step = progress.begin("unload " + source.table().orElseThrow().name());
    try {
      String prefix = paths.unloadedSource(source.name());
      long rows = tables.unload(source, listed, prefix);
      SourceDefinition files = source.unloadedTo(prefix);
      List<InputFile> written = rows == 0 ? List.of() : lister.list(files).files();
      step.done("%,d rows".formatted(rows));
      return new SourceRead(files, written);
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }
}
