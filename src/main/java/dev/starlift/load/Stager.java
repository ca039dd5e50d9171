package dev.starlift.load;

import static org.apache.spark.sql.functions.col;

import dev.starlift.conform.Judged;
import dev.starlift.conform.Rejects;
import dev.starlift.conform.SourceConformer;
import dev.starlift.conform.TableConformer;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.load.TableStage.Counts;
import dev.starlift.model.Identifier;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.report.Progress;
import dev.starlift.source.SourceReader;
import dev.starlift.stage.StagedTable;
import dev.starlift.stage.Staging;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads, conforms and stages one table in one Spark job, and counts on the way. The counts of a
 * source come from the first table that asks for it. Several tables may be staged at a time.
 */
final class Stager {
  /** Raw bytes that make one staged file: three to ten times more than the Parquet they become. */
  private static final long INPUT_BYTES_PER_FILE = 256L << 20;

  /** Below this, sorting all rows by their key is quicker than reading their keys first. */
  private static final long INPUT_BYTES_WORTH_A_PASS_OVER_KEYS = 64L << 20;

  /** Repeated keys are brought to the driver up to this number: some ten megabytes. */
  private static final int MAX_REPEATED_KEYS = 100_000;

  private final SparkSession spark;
  private final SourceReader reader;
  private final Staging staging;
  private final Plan plan;
  private final RunPaths paths;
  private final ReleasedTables tables;
  private final Progress progress;
  private final Map<SourceRead, Judged> judgedSources = new ConcurrentHashMap<>();
  private final Set<SourceRead> counted = ConcurrentHashMap.newKeySet();

  /** A source as one table reads it: usually every table of a source reads the same files. */
  record SourceRead(SourceDefinition source, List<InputFile> files) {}

  Stager(
      SparkSession spark,
      SourceReader reader,
      Staging staging,
      Plan plan,
      RunPaths paths,
      ReleasedTables tables,
      Progress progress) {
    this.spark = spark;
    this.reader = reader;
    this.staging = staging;
    this.plan = plan;
    this.paths = paths;
    this.tables = tables;
    this.progress = progress;
  }

  Judged judgedSource(SourceRead read) {
    return judgedSources.get(read);
  }

  TableStage stage(TablePlan table) {
    TableName name = table.name();
    Progress.Step step = progress.begin("stage " + name);
    try {
      spark.sparkContext().setJobGroup(paths.run(), "starlift: stage " + name, true);
      Map<SourceRead, Observation> counting = new LinkedHashMap<>();
      LoadMode mode = table.load().mode();
      List<List<String>> touched = List.of();
      Dataset<Row> input;
      if (table.load().input() instanceof FromQuery query) {
        QueryInput.Result result =
            new QueryInput(spark, plan, tables, source -> accepted(table, source, counting))
                .read(table, query);
        input = result.rows();
        mode = result.mode();
        touched = result.touchedSlices();
      } else {
        input = accepted(table, ((FromSource) table.load().input()).source(), counting);
      }
      Judged judged =
          TableConformer.judge(input, table.load(), dimensions(table.load()), plan.job().schema());
      Observation observation = new Observation(name.toString());
      Judged counted = observed(judged, observation, Rejects.measures(table.load()));
      Table declared = table.load().table();
      Dataset<Row> accepted = counted.accepted().select(columns(declared));
      StagedTable staged = staging.stage(paths.stage(name), declared, accepted, files(table));
      Map<SourceRead, Counts> sources = new LinkedHashMap<>();
      counting.forEach((read, seen) -> sources.put(read, counts(seen)));
      Counts counts = counts(observation);
      if (staged.rows() != counts.accepted()) {
        throw new IllegalStateException(
            "%d rows accepted for %s, but %d staged."
                .formatted(counts.accepted(), name, staged.rows()));
      }
      tables.add(staged);
      double seconds = step.done(outcome(counts));
      return new TableStage(table, mode, touched, judged, staged, counts, sources, seconds);
    } catch (Exception e) {
      // Not RuntimeException: Spark's exceptions are checked ones that its methods do not declare.
      step.failed();
      throw SparkFailure.explained(e, table.load());
    }
  }

  private Dataset<Row> accepted(
      TablePlan table, String source, Map<SourceRead, Observation> counting) {
    SourceDefinition definition = plan.job().findSource(source).orElseThrow();
    SourceRead read = new SourceRead(definition, table.inputs().getOrDefault(source, List.of()));
    Judged judged = judgedSources.computeIfAbsent(read, this::judge);
    if (!counted.add(read)) {
      return judged.accepted();
    }
    Observation observation = new Observation(source);
    counting.put(read, observation);
    return observed(judged, observation, Rejects.measures()).accepted();
  }

  private Judged judge(SourceRead read) {
    Dataset<Row> raw = reader.read(read.source(), read.files());
    long bytes = read.files().stream().mapToLong(InputFile::bytes).sum();
    if (!read.source().key().isEmpty() && bytes >= INPUT_BYTES_WORTH_A_PASS_OVER_KEYS) {
      spark
          .sparkContext()
          .setJobGroup(paths.run(), "starlift: repeated keys of " + read.source().name(), true);
      Dataset<Row> keys = SourceConformer.repeatedKeys(raw, read.source());
      List<Row> repeated = keys.limit(MAX_REPEATED_KEYS + 1).collectAsList();
      if (repeated.size() <= MAX_REPEATED_KEYS) {
        return SourceConformer.judge(
            raw, read.source(), spark.createDataFrame(repeated, keys.schema()));
      }
    }
    return SourceConformer.judge(raw, read.source());
  }

  private Map<TableName, Dataset<Row>> dimensions(TableLoad load) {
    Map<TableName, Dataset<Row>> dimensions = new HashMap<>();
    Map<TableName, Set<Identifier>> columns = new HashMap<>();
    for (Lookup lookup : load.lookups()) {
      Set<Identifier> needed =
          columns.computeIfAbsent(lookup.table(), name -> new LinkedHashSet<>());
      needed.addAll(lookup.on().keySet());
      needed.add(lookup.take());
    }
    columns.forEach(
        (name, needed) ->
            dimensions.put(
                name,
                tables.allRows(plan.job().schema().get(name), List.copyOf(needed), Map.of())));
    return dimensions;
  }

  private int files(TablePlan table) {
    long bySize = table.inputBytes() / INPUT_BYTES_PER_FILE + 1;
    int cores = spark.sparkContext().defaultParallelism();
    boolean big = table.inputBytes() > cores * (INPUT_BYTES_PER_FILE / 8);
    return (int) Math.min(100_000, big ? Math.max(bySize, cores) : bySize);
  }

  private static Judged observed(Judged judged, Observation observation, List<Column> measures) {
    Column[] others = measures.subList(1, measures.size()).toArray(Column[]::new);
    return new Judged(judged.rows().observe(observation, measures.get(0), others));
  }

  private static Counts counts(Observation observation) {
    Map<String, Long> seen = Observed.counts(observation);
    Map<String, Long> missing = new HashMap<>();
    seen.forEach(
        (name, rows) -> {
          if (name.startsWith(Rejects.MISSING_PREFIX)) {
            missing.put(name.substring(Rejects.MISSING_PREFIX.length()), rows);
          }
        });
    return new Counts(
        seen.get(Rejects.READ),
        seen.get(Rejects.ACCEPTED),
        seen.get(Rejects.REJECTED),
        seen.get(Rejects.SUPERSEDED),
        missing);
  }

  private static String outcome(Counts counts) {
    String text = "%,d rows".formatted(counts.accepted());
    return counts.notAccepted() == 0
        ? text
        : text + ", %,d not accepted".formatted(counts.notAccepted());
  }

  private static Column[] columns(Table table) {
    return table.columnNames().stream()
        .map(name -> col("`" + name.value().replace("`", "``") + "`"))
        .toArray(Column[]::new);
  }
}
