package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;

import dev.starlift.conform.Judged;
import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import dev.starlift.report.Progress;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
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
    return isTable(read)
        ? ofTable(read, reader::read, file -> true)
        : reader.read(read.source(), read.files());
  }

  /** See {@link SourceReader#readWithFewRecords}. */
  Dataset<Row> readWithFewRecords(SourceRead read) {
    return isTable(read)
        ? ofTable(read, reader::readWithFewRecords, file -> true)
        : reader.readWithFewRecords(read.source(), read.files());
  }

  /** {@link #read}, of some files only, as rows name them. */
  Dataset<Row> read(SourceRead read, Set<String> files) {
    return isTable(read)
        ? ofTable(read, reader::read, files::contains)
        : reader.read(
            read.source(),
            read.files().stream().filter(file -> files.contains(file.uri())).toList());
  }

  private static boolean isTable(SourceRead read) {
    return read.source().table().isPresent();
  }

  /** Rows say that they come from the table, and from which part of it. */
  private Dataset<Row> ofTable(
      SourceRead read,
      BiFunction<SourceDefinition, List<InputFile>, Dataset<Row>> reading,
      Predicate<String> wanted) {
    if (read.files().isEmpty()) {
      return reading.apply(read.source().unloadedTo(""), List.of());
    }
    String table = read.files().get(0).uri() + "/";
    SourceRead files = unloaded.computeIfAbsent(read.source().name(), name -> unload(read));
    Dataset<Row> rows =
        reading.apply(
            files.source(),
            files.files().stream().filter(file -> wanted.test(table + name(file))).toList());
    return rows.withColumn(
        Judged.FILE, concat(lit(table), substring_index(col(Judged.FILE), "/", -1)));
  }

  private static String name(InputFile file) {
    return file.uri().substring(file.uri().lastIndexOf('/') + 1);
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
