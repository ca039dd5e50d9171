package dev.starlift.load;

import dev.starlift.model.TableName;
import dev.starlift.report.Progress;
import dev.starlift.stage.MarkedRows;
import dev.starlift.stage.Rejected;
import java.util.function.LongSupplier;

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
    if (!stage.marks().along()) {
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
      if (stage.bySource().rows() + stage.byTable().rejected() > 0) {
        writtenOnTheWay(stage, stage.marks().source().get());
      }
    } else if (stage.counts().rejected() > 0) {
      ofQuery(stage);
    }
  }

  /** Only lines that lack their record cost another job. */
  private void writtenOnTheWay(TableStage stage, SourceRead read) {
    TableName name = stage.plan().name();
    step(
        name.toString(),
        () -> {
          if (stage.unfinished().lines() > 0) {
            files.finish(
                stage.unfinished(),
                stage.plan().load().table(),
                read.source().name(),
                places -> sources.records(read, places),
                paths.rejects(name) + "/read");
          }
          return stage.bySource().rows() + stage.byTable().rejected();
        });
    tell(read, stage.bySource());
    tell(name, stage.byTable());
  }

  /** A second pass over a source whose rejected rows no table takes along. */
  private void ofSource(TableStage stage, SourceRead read) {
    String source = read.source().name();
    MarkedRows rejects =
        TableMarks.rejectedBySource(sources.doubtfulRows(read), read, stage.plan().load().table());
    String folder = paths.rejects() + "/" + source + "-of-" + stage.plan().name();
    step(
        source,
        () -> {
          Rejected rejected = files.write(rejects, folder).bySource();
          tell(read, rejected);
          return rejected.rows();
        });
  }

  /** The query runs a second time. */
  private void ofQuery(TableStage stage) {
    TableName name = stage.plan().name();
    MarkedRows rejects = TableMarks.rejectedByTable(stage.judged(), stage.plan().load().table());
    step(
        name.toString(),
        () -> {
          Rejected rejected = files.write(rejects, paths.rejects(name)).byTable();
          tell(name, rejected);
          return rejected.rejected();
        });
  }

  private void tell(SourceRead read, Rejected rejected) {
    RejectSummary summary = new RejectSummary(read.source().name(), rejected);
    if (rejected.rows() > 0) {
      report.sourceReasons(read, summary.rows());
      report.notes(summary.sentences());
    }
  }

  private void tell(TableName table, Rejected rejected) {
    RejectSummary summary = new RejectSummary(table.toString(), rejected);
    if (rejected.rejected() > 0) {
      report.tableReasons(table, summary.rows());
      report.notes(summary.sentences());
    }
  }

  private void step(String of, LongSupplier rejects) {
    Progress.Step step = progress.begin("rejects of " + of);
    try {
      step.done("%,d rows".formatted(rejects.getAsLong()));
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }
}
