package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.source.Notification;
import dev.starlift.source.Notification.Announced;
import dev.starlift.source.SourceReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Compares the rows that a notification announces with those that the files have. */
final class AnnouncedRows {
  private final SourceReader reader;

  AnnouncedRows(SourceReader reader) {
    this.reader = reader;
  }

  /**
   * Counts the rows of each file of which the notification tells a number; reads them once more.
   *
   * @throws dev.starlift.problem.StarliftException INPUT_UNUSABLE with every file that has others
   */
  void require(Plan plan, Notification notification) {
    Problems different = new Problems();
    for (SourceDefinition source : plan.job().sources()) {
      List<InputFile> told =
          plan.loading(source.name()).stream()
              .filter(file -> notification.find(file).flatMap(Announced::rows).isPresent())
              .toList();
      Map<String, Long> counted = told.isEmpty() ? Map.of() : counted(source, told);
      for (InputFile file : told) {
        Announced announced = notification.find(file).orElseThrow();
        long rows = counted.getOrDefault(file.uri(), 0L);
        Optional<Long> said = announced.rows().filter(one -> one != rows);
        said.ifPresent(
            one ->
                different.add(
                    new Problem(
                        file.uri(),
                        "has %,d rows, and %s says %,d.".formatted(rows, announced.by(), one),
                        "Nothing was published. Upload the file and its notification again.")));
      }
    }
    different.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  /** One row for each file. */
  private Map<String, Long> counted(SourceDefinition source, List<InputFile> files) {
    Map<String, Long> counted = new HashMap<>();
    for (Row row :
        reader.read(source, files).groupBy(col("_file")).agg(count(lit(1))).collectAsList()) {
      counted.put(row.getString(0), row.getLong(1));
    }
    return counted;
  }
}
