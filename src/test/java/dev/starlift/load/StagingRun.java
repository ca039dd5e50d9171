package dev.starlift.load;

import dev.starlift.job.Environment.Storage;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.RejectLimit;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.model.LoadId;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.report.Progress;
import dev.starlift.source.InputLister;
import dev.starlift.source.Listing;
import dev.starlift.source.SourceReader;
import dev.starlift.stage.CopyStaging;
import dev.starlift.stage.Staging;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The part of a release that a benchmark times: from the listing to staged rows and rejects. */
public final class StagingRun {
  private final SparkSession spark;
  private final Staging staging;
  private final Storage storage;

  public StagingRun(SparkSession spark, Storage storage) {
    this.spark = spark;
    staging = new CopyStaging(spark, "zstd", 20_000_000);
    this.storage = storage;
  }

  /** Rows staged and rows rejected. */
  public record Counts(long staged, long rejected) {}

  /** What {@code starlift run} does with one table that has one source, up to the warehouse. */
  public Counts run(SourceDefinition source, Table table) {
    Listing listing = new InputLister(spark.sparkContext().hadoopConfiguration()).list(source);
    TableLoad load =
        new TableLoad(
            table,
            source.where(),
            new FromSource(source.name()),
            LoadMode.APPEND,
            List.of(),
            Map.of(),
            List.of(),
            List.of());
    TablePlan planned = new TablePlan(load, Map.of(source.name(), listing.files()), true);
    JobDefinition job =
        new JobDefinition(
            "bench",
            "bench/readers",
            "",
            "",
            Map.of(table.name(), table),
            List.of(source),
            List.of(load),
            new RejectLimit.Rows(0),
            Map.of());
    Plan plan =
        new Plan(
            job,
            Optional.empty(),
            Map.of(),
            List.of(planned),
            List.of(table.name()),
            List.of(),
            Map.of());
    RunPaths paths = RunPaths.of(storage, "bench", new LoadId("0".repeat(64)), Clock.systemUTC());
    Stager stager =
        new Stager(
            spark,
            new SourceRows(new SourceReader(spark), null, null, paths, new Silence()),
            staging,
            plan,
            paths,
            new ReleasedTables(spark, staging, null, plan, paths),
            new Silence());
    TableStage staged = stager.stage(planned);
    new StageRejects(
            new RejectFiles(spark, staging),
            stager.sources(),
            paths,
            new ReportBuilder(plan, paths, Clock.systemUTC()),
            new Silence())
        .complete(staged);
    return new Counts(
        staged.staged().rows(),
        staged.sources().values().stream().mapToLong(TableStage.Counts::rejected).sum());
  }

  private static final class Silence implements Progress {
    @Override
    public Step begin(String what) {
      return new Step() {
        @Override
        public double done(String outcome) {
          return 0;
        }

        @Override
        public void failed() {}
      };
    }

    @Override
    public void say(String line) {}
  }
}
