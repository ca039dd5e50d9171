package dev.starlift.load;

import dev.starlift.conform.Members;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.load.TableStage.Counts;
import dev.starlift.model.InputFile;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import dev.starlift.report.Progress;
import dev.starlift.report.RunFolder;
import dev.starlift.report.RunReport;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import dev.starlift.stage.StagedTable;
import dev.starlift.stage.Staging;
import dev.starlift.warehouse.CommitOutcome;
import dev.starlift.warehouse.Publication;
import dev.starlift.warehouse.Publication.TablePublication;
import dev.starlift.warehouse.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One release: every table of a plan read, conformed and staged, then published in one transaction.
 *
 * <ol>
 *   <li>create what is missing in the warehouse
 *   <li>stage the tables, several at a time, dimensions before the facts that look them up, and the
 *       members that facts need and no source has
 *   <li>stop when there are too many rejects
 *   <li>list the inputs again: none may have changed meanwhile
 *   <li>publish, and settle the outcome
 * </ol>
 */
public final class Release {
  private final SparkSession spark;
  private final InputLister lister;
  private final SourceReader reader;
  private final Staging staging;
  private final Warehouse warehouse;
  private final Progress progress;
  private final Clock clock;

  public Release(
      SparkSession spark,
      InputLister lister,
      SourceReader reader,
      Staging staging,
      Warehouse warehouse,
      Progress progress,
      Clock clock) {
    this.spark = spark;
    this.lister = lister;
    this.reader = reader;
    this.staging = staging;
    this.warehouse = warehouse;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * @param outcome what became of the transaction
   */
  public record Result(CommitOutcome outcome, RunReport report) {}

  /**
   * Runs a plan that has something to load.
   *
   * @param folder the run's own folder; the statements sent to the warehouse are recorded there by
   *     whoever wired the warehouse
   * @throws dev.starlift.problem.StarliftException ROWS_REJECTED, INPUT_UNUSABLE, UNREACHABLE or a
   *     failed verification; nothing is published then, and the report says how far it came
   */
  public Result run(Plan plan, RunPaths paths, RunFolder folder) {
    ReportBuilder report = new ReportBuilder(plan, paths, clock);
    try {
      prepare(plan, report);
      ReleasedTables tables = new ReleasedTables(spark, staging, warehouse, plan, paths);
      SourceRows rows =
          new SourceRows(reader, new SourceTables(warehouse), lister, paths, progress);
      Stager stager = new Stager(spark, rows, staging, plan, paths, tables, progress);
      StageRejects rejects =
          new StageRejects(
              new RejectFiles(spark, staging), stager.sources(), paths, report, progress);
      Map<TableName, TableStage> stages = new ConcurrentHashMap<>();
      new TableTasks(plan, () -> spark.sparkContext().cancelJobGroup(paths.run()))
          .run(
              table -> {
                TableStage stage = stager.stage(table);
                stages.put(table.name(), stage);
                report.staged(stage);
                keepManifest(stage.staged(), folder);
                rejects.complete(stage);
                stageMembers(plan, stage, tables, paths);
              });
      report.notes(stager.counts().notes());
      for (SourceRead read : stager.counts().rescuing()) {
        report.notes(
            SchemaDrift.findings(
                stager.sources().rows(read).rows(), read.source().name(), read.files().size()));
      }
      requireEnoughRows(plan, report);
      requireFewRejects(plan, report);
      plan.notification().ifPresent(one -> new AnnouncedRows(reader).require(plan, one));
      requireUnchangedInputs(plan);
      CommitOutcome outcome = publish(publication(plan, paths, stages, tables), report);
      RunReport done = report.finish(outcome);
      folder.write(done);
      return new Result(outcome, done);
    } catch (RuntimeException e) {
      folder.write(report.failed());
      throw e;
    }
  }

  private void prepare(Plan plan, ReportBuilder report) {
    if (!plan.prepare().isEmpty()) {
      Progress.Step step = progress.begin("create what is missing");
      try {
        warehouse.prepare(Histories.targets(plan.job()));
        report.step("prepare", step.done("%d statements".formatted(plan.prepare().size())));
      } catch (RuntimeException e) {
        step.failed();
        throw e;
      }
    }
  }

  /** Unknown and inferred members; a second pass over the fact's input only when there are any. */
  private void stageMembers(Plan plan, TableStage stage, ReleasedTables tables, RunPaths paths) {
    for (Lookup lookup : stage.plan().load().lookups()) {
      long missing = stage.counts().missing().getOrDefault(lookup.column().value(), 0L);
      boolean adds =
          lookup.missing() == MissingMember.INFER
              || lookup.missing() == MissingMember.UNKNOWN_MEMBER;
      if (missing == 0 || !adds) {
        continue;
      }
      Table dimension = plan.job().schema().get(lookup.table());
      Progress.Step step = progress.begin("members of %s".formatted(dimension.name()));
      try {
        Dataset<Row> members =
            lookup.missing() == MissingMember.INFER
                ? Members.inferred(stage.judged(), stage.plan().load(), lookup, dimension)
                : Members.unknown(spark, dimension, lookup);
        StagedTable staged =
            staging.stage(
                paths.members(stage.plan().name(), dimension.name(), lookup.column().value()),
                dimension,
                members,
                1);
        tables.addMembers(staged);
        step.done("%,d rows".formatted(staged.rows()));
      } catch (Exception e) {
        step.failed();
        throw SparkFailure.explained(e, stage.plan().load());
      }
    }
  }

  private static void requireEnoughRows(Plan plan, ReportBuilder report) {
    Problems tooFew = new Problems();
    Map<String, ReportBuilder.Rejected> read = report.rejectedByInput();
    for (SourceDefinition source : plan.job().sources()) {
      if (read.containsKey(source.name())
          && read.get(source.name()).read() < source.expected().rows()) {
        tooFew.add(
            source.where(),
            "Source %s has %,d rows in its new files, and min-rows = %d."
                .formatted(source.name(), read.get(source.name()).read(), source.expected().rows()),
            "Nothing was published. Check whether all files have come.");
      }
    }
    tooFew.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  private void requireFewRejects(Plan plan, ReportBuilder report) {
    Problems tooMany = new Problems();
    report
        .rejectedByInput()
        .forEach(
            (input, rejected) -> {
              if (!plan.job().maxRejects(input).allows(rejected.rows(), rejected.read())) {
                tooMany.add(
                    input,
                    "%,d of %,d rows were rejected and the job allows %s (%s)."
                        .formatted(
                            rejected.rows(),
                            rejected.read(),
                            plan.job().maxRejects(input).text(),
                            rejected.reasons()),
                    "Nothing was published. See them with: starlift rejects " + plan.job().file());
              }
            });
    tooMany.throwIfAny(ExitCode.ROWS_REJECTED);
  }

  /**
   * What was staged is what the ledger will say: the same bytes under the same names. The rows of a
   * table were compared when they were unloaded.
   */
  private void requireUnchangedInputs(Plan plan) {
    Problems changed = new Problems();
    for (SourceDefinition source : plan.job().sources()) {
      if (source.table().isPresent()) {
        continue;
      }
      List<InputFile> read =
          plan.loading(source.name()).stream()
              .filter(file -> !RepairedRows.wrote(file, plan.job()))
              .toList();
      if (!read.isEmpty()) {
        lister.changes(source, read).forEach(changed::add);
      }
    }
    changed.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  private Publication publication(
      Plan plan, RunPaths paths, Map<TableName, TableStage> stages, ReleasedTables tables) {
    List<TablePublication> publications = new ArrayList<>();
    for (TableName name : plan.publishing()) {
      TableStage stage = stages.get(name);
      Counts counts = stage.counts();
      stage
          .observations()
          .map(
              said ->
                  Histories.observed(
                      said, stage.plan().inputs(), counts.read(), counts.notAccepted()))
          .ifPresent(publications::add);
      publications.add(
          new TablePublication(
              stage.plan().load().table(),
              stage.mode(),
              stage.plan().load().slice(),
              stage.touchedSlices(),
              stage.staged(),
              stage.plan().inputs(),
              counts.read(),
              counts.notAccepted(),
              Histories.versions(
                  plan.job(),
                  stage.plan().load(),
                  table -> warehouse.findTable(table).isPresent())));
    }
    List<Publication.Members> members =
        tables.members().values().stream()
            .flatMap(List::stream)
            .map(staged -> new Publication.Members(staged.table(), staged))
            .toList();
    return new Publication(
        plan.load().orElseThrow(),
        plan.job().name(),
        paths.run(),
        publications,
        members,
        tables.readVersions(),
        plan.job().parameters(),
        Calls.of(plan));
  }

  private CommitOutcome publish(Publication publication, ReportBuilder report) {
    Progress.Step step = progress.begin("publish in one transaction");
    try {
      CommitOutcome outcome = warehouse.publish(publication);
      report.step("publish", step.done("%d tables".formatted(publication.tables().size())));
      return outcome;
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }

  private static void keepManifest(StagedTable staged, RunFolder folder) {
    if (!staged.manifest().isEmpty()) {
      folder.keep(staged.manifest(), "manifests/" + staged.table().name() + ".json");
    }
  }
}
