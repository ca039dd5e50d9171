package dev.starlift.load;

import dev.starlift.job.Environment.Storage;
import dev.starlift.job.JobDefinition;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.report.Progress;
import dev.starlift.report.RunFolder;
import dev.starlift.report.Summary;
import dev.starlift.source.Notification;
import dev.starlift.sql.Statement;
import dev.starlift.stage.CopyStaging;
import dev.starlift.stage.StagedTable;
import dev.starlift.warehouse.CommitOutcome;
import dev.starlift.warehouse.Publication;
import dev.starlift.warehouse.Publication.TablePublication;
import dev.starlift.warehouse.Warehouse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What {@code plan} and {@code run} do: plan, release, share, clean up, report. */
public final class LoadService {
  /** Times that a release is computed again because another run has changed what it had read. */
  private static final int ATTEMPTS = 3;

  private final Planner planner;
  private final Release release;
  private final Warehouse warehouse;
  private final StatementJournal journal;
  private final AfterRelease afterRelease;
  private final Storage storage;
  private final Configuration hadoop;
  private final Progress progress;
  private final Clock clock;

  /** What follows a release, in transactions of its own; its failure never undoes the load. */
  public interface AfterRelease {
    void share(JobDefinition job);
  }

  public LoadService(
      Planner planner,
      Release release,
      Warehouse warehouse,
      StatementJournal journal,
      AfterRelease afterRelease,
      Storage storage,
      Configuration hadoop,
      Progress progress,
      Clock clock) {
    this.planner = planner;
    this.release = release;
    this.warehouse = warehouse;
    this.journal = journal;
    this.afterRelease = afterRelease;
    this.storage = storage;
    this.hadoop = hadoop;
    this.progress = progress;
    this.clock = clock;
  }

  /** See {@link Planner#plan}; does not wait for a trigger. */
  public Plan plan(JobDefinition job) {
    return plan(job, watch().now(job));
  }

  private TriggerWatch watch() {
    return new TriggerWatch(hadoop, progress, clock);
  }

  private Plan plan(JobDefinition job, Optional<Notification> notification) {
    Progress.Step step = progress.begin("list inputs and read the ledger");
    try {
      Plan plan = planner.plan(job, notification);
      long files = plan.listings().values().stream().mapToLong(found -> found.files().size()).sum();
      step.done(
          "%,d files, %d of %d tables have new ones"
              .formatted(files, plan.tables().size() + plan.calls().size(), job.tables().size()));
      return plan;
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }

  /** The statements that a run of the plan would send, in order. */
  public List<Statement> statements(Plan plan) {
    List<Statement> statements = new ArrayList<>(plan.prepare());
    plan.load()
        .ifPresent(
            load -> {
              RunPaths paths = RunPaths.of(storage, plan.job().name(), load, clock);
              statements.addAll(warehouse.plan(planned(plan, paths)));
            });
    return statements;
  }

  /**
   * Loads what is new.
   *
   * @return DONE, also when there was nothing to do
   * @throws StarliftException with any other exit code
   */
  public ExitCode run(JobDefinition job) {
    Optional<Notification> notification = watch().await(job);
    return run(job, () -> plan(job, notification));
  }

  /**
   * Loads rejected rows that were repaired, each once however often it is replayed.
   *
   * @param file what {@link RejectExport} has written, with other records
   */
  public ExitCode replay(JobDefinition job, String file) {
    RepairedRows repaired = new RepairedRows(job, storage, hadoop);
    RepairedRows.Inputs inputs = repaired.inputs(file, planner.loadedInputs(job));
    if (inputs.rows() + inputs.earlier() > 0) {
      progress.say(
          "%,d repaired rows%s"
              .formatted(
                  inputs.rows(),
                  inputs.earlier() == 0
                      ? "."
                      : ", %,d others were replayed before.".formatted(inputs.earlier())));
    }
    return run(job, () -> planner.replay(job, inputs.parts()));
  }

  private ExitCode run(JobDefinition job, Supplier<Plan> planned) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Plan plan = planned.get();
      if (plan.load().isEmpty()) {
        progress.say(
            "Already loaded: every input of the job %s%s is in the ledger."
                .formatted(job.name(), with(job.parameters())));
        afterRelease.share(job);
        return ExitCode.DONE;
      }
      if (!(runOnce(plan) instanceof CommitOutcome.Stale stale)) {
        return ExitCode.DONE;
      }
      progress.say(
          "Another run has changed %s meanwhile; computing again.".formatted(stale.table()));
    }
    throw new StarliftException(
        ExitCode.UNREACHABLE,
        new Problem(
            job.file(),
            "other runs changed the tables that this one reads, %d times in a row."
                .formatted(ATTEMPTS),
            "Nothing was published. Run it again when they have ended."));
  }

  private static String with(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(Object::toString)
            .collect(Collectors.joining(", ", " with ", ""));
  }

  private CommitOutcome runOnce(Plan plan) {
    JobDefinition job = plan.job();
    RunPaths paths = RunPaths.of(storage, job.name(), plan.load().orElseThrow(), clock);
    RunFolder folder = new RunFolder(hadoop, paths.folder());
    folder.write("job.resolved.conf", job.resolved());
    Release.Result result;
    try {
      result = release.run(plan, paths, folder);
    } finally {
      journal.drain().forEach(folder::record);
      progress.say("  Run folder: " + folder.location());
    }
    CommitOutcome outcome = result.outcome();
    if (outcome instanceof CommitOutcome.Unknown unknown) {
      throw new StarliftException(
          ExitCode.COMMIT_UNKNOWN,
          new Problem(
              job.file(),
              "the answer to COMMIT was lost and the ledger cannot be read.",
              "The staged files are kept. Run the job again when the warehouse can be reached: the"
                  + " ledger then tells whether load "
                  + paths.load()
                  + " is there."),
          unknown.cause());
    }
    if (outcome instanceof CommitOutcome.AlreadyLoaded earlier) {
      progress.say("Already loaded by run %s at %s.".formatted(earlier.run(), earlier.when()));
    }
    if (outcome instanceof CommitOutcome.Committed) {
      afterRelease.share(job);
      progress.say("");
      progress.say(Summary.of(result.report()));
    }
    cleanUp(paths);
    return outcome;
  }

  /** The load stands whatever happens here. */
  private void cleanUp(RunPaths paths) {
    Path stage = new Path(paths.stage());
    try {
      stage.getFileSystem(hadoop).delete(stage, true);
    } catch (IOException e) {
      progress.say("The staged files could not be deleted: " + stage + " (" + e.getMessage() + ")");
    }
  }

  private Publication planned(Plan plan, RunPaths paths) {
    List<TablePublication> tables = new ArrayList<>();
    for (TableName name : plan.publishing()) {
      Plan.TablePlan table = plan.findTable(name).orElseThrow();
      StagedTable staged = plannedRows(table.load().table(), paths);
      Histories.observations(table.load())
          .map(kept -> Histories.observed(plannedRows(kept, paths), table.inputs(), 0, 0))
          .ifPresent(tables::add);
      tables.add(
          new TablePublication(
              table.load().table(),
              table.load().mode(),
              table.load().slice(),
              table.load().sliceValues().isEmpty()
                  ? List.of()
                  : List.of(table.load().sliceValues()),
              staged,
              table.inputs(),
              0,
              0,
              Histories.versions(
                  plan.job(),
                  table.load(),
                  referrer -> warehouse.findTable(referrer).isPresent())));
    }
    return new Publication(
        paths.load(),
        plan.job().name(),
        paths.run(),
        tables,
        List.of(),
        Map.of(),
        plan.job().parameters(),
        Calls.of(plan));
  }

  private static StagedTable plannedRows(Table table, RunPaths paths) {
    return new StagedTable(
        table,
        CopyStaging.formatOf(table),
        paths.stage(table.name()) + "/manifest.json",
        List.of(),
        1);
  }
}
