package dev.starlift.load;

import dev.starlift.load.RejectFiles.Written;
import dev.starlift.model.TableName;
import dev.starlift.report.Progress;
import dev.starlift.stage.MarkedRows;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rejects of a staged table: most are written already when it is staged; this writes the
 * others, and tells the report what there is.
 */
final class StageRejects {
  private final RejectFiles files;
  private final JudgedSources sources;
  private final RunPaths paths;
  private final ReportBuilder report;
  private final Progress progress;

  StageRejects(
      RejectFiles files,
      JudgedSources sources,
      RunPaths paths,
      ReportBuilder report,
      Progress progress) {
    this.files = files;
    this.sources = sources;
    this.paths = paths;
    this.report = report;
    this.progress = progress;
  }

  void complete(TableStage stage) {
    boolean along = stage.marks().along();
    boolean ofSource = stage.sources().values().stream().anyMatch(one -> one.notAccepted() > 0);
    boolean ofTable = stage.counts().rejected() > 0;
    if (!along) {
      stage
          .sources()
          .forEach(
              (read, counts) -> {
                if (counts.notAccepted() > 0) {
                  ofSource(stage, read);
                }
              });
    }
    if (stage.marks().source().isPresent()) {
      if (ofTable || (along && ofSource)) {
        writtenOnTheWay(stage, stage.marks().source().get());
      }
    } else if (ofTable) {
      ofQuery(stage);
    }
  }

  private void writtenOnTheWay(TableStage stage, SourceRead read) {
    String folder = paths.rejects(stage.plan().name());
    Map<String, Written> written =
        step(
            stage.plan().name().toString(),
            () -> {
              if (stage.unfinished().lines() > 0) {
                files.finish(
                    stage.unfinished(),
                    stage.plan().load().table(),
                    read.source().name(),
                    places -> sources.records(read, places),
                    folder + "/read");
              }
              return files.read(folder);
            });
    written.forEach(
        (table, found) -> {
          if (table.isEmpty()) {
            report.sourceReasons(read, found.rows());
          } else {
            report.tableReasons(stage.plan().name(), found.rows());
          }
        });
  }

  /** A second pass over a source whose rejected rows no table takes along. */
  private void ofSource(TableStage stage, SourceRead read) {
    String source = read.source().name();
    MarkedRows rejects =
        TableMarks.rejectedBySource(sources.doubtfulRows(read), read, stage.plan().load().table());
    String folder = paths.rejects() + "/" + source + "-of-" + stage.plan().name();
    step(source, () -> files.write(rejects, folder))
        .values()
        .forEach(found -> report.sourceReasons(read, found.rows()));
  }

  /** The query runs a second time. */
  private void ofQuery(TableStage stage) {
    TableName name = stage.plan().name();
    MarkedRows rejects = TableMarks.rejectedByTable(stage.judged(), stage.plan().load().table());
    step(name.toString(), () -> files.write(rejects, paths.rejects(name)))
        .values()
        .forEach(found -> report.tableReasons(name, found.rows()));
  }

  private Map<String, Written> step(String of, Supplier<Map<String, Written>> rejects) {
    Progress.Step step = progress.begin("rejects of " + of);
    try {
      Map<String, Written> found = rejects.get();
      found.values().forEach(written -> report.notes(written.firsts()));
      step.done("%,d rows".formatted(found.values().stream().mapToLong(Written::total).sum()));
      return found;
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }
}
