package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;

import dev.starlift.conform.Adjustment;
import dev.starlift.conform.Judged;
import dev.starlift.conform.MemberVersions;
import dev.starlift.conform.Rejects;
import dev.starlift.conform.SourceConformer;
import dev.starlift.conform.TableConformer;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.History;
import dev.starlift.job.TableLoad.Keys;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** Measure: rows with fields that the contract does not name. */
  private static final String RESCUED = "rescued";

  private final SparkSession spark;
  private final SourceReader reader;
  private final Staging staging;
  private final Plan plan;
  private final RunPaths paths;
  private final ReleasedTables tables;
  private final Progress progress;
  private final Map<SourceRead, SourceRows> sourceRows = new ConcurrentHashMap<>();
  private final Set<SourceRead> counted = ConcurrentHashMap.newKeySet();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Set<SourceRead> rescuing = ConcurrentHashMap.newKeySet();

  /** A source as one table reads it: usually every table of a source reads the same files. */
  record SourceRead(SourceDefinition source, List<InputFile> files) {}

  /**
   * @param repeatedKeys empty when all rows have to be sorted by their key, or there is none
   */
  private record SourceRows(Dataset<Row> raw, Optional<Dataset<Row>> repeatedKeys, Judged judged) {}

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

  private void noteAdjustments(SourceDefinition source, Map<String, Long> counts) {
    for (Adjustment adjustment : Adjustment.of(source)) {
      long values = counts.getOrDefault(adjustment.measure(), 0L);
      if (values > 0) {
        notes.add("Source %s: %,d %s.".formatted(source.name(), values, adjustment.meaning()));
      }
    }
  }

  /** What the contracts of the sources have let happen to values. */
  List<String> notes() {
    return notes;
  }

  /** Those in which fields were found that the contract does not name. */
  Set<SourceRead> rescuing() {
    return rescuing;
  }

  Judged judgedSource(SourceRead read) {
    return sourceRows.get(read).judged();
  }

  /** Has all rejected rows of the source, and few others. */
  Judged doubtfulRows(SourceRead read) {
    SourceRows rows = sourceRows.get(read);
    return rows.repeatedKeys()
        .map(keys -> SourceConformer.judgeDoubtful(rows.raw(), read.source(), keys))
        .orElseGet(() -> SourceConformer.judgeDoubtful(rows.raw(), read.source()));
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
      Optional<Table> observations = Histories.observations(table.load());
      Table first = observations.orElse(declared);
      Dataset<Row> accepted = counted.accepted().select(columns(first));
      boolean numbers = table.load().keys() == Keys.SEQUENCE;
      String folder =
          numbers && observations.isEmpty()
              ? paths.unnumbered(first.name())
              : paths.stage(first.name());
      StagedTable staged = staging.stage(folder, first, accepted, files(table));
      Map<SourceRead, Counts> sources = new LinkedHashMap<>();
      counting.forEach(
          (read, seen) -> {
            sources.put(read, counts(seen));
            Map<String, Long> seenCounts = Observed.counts(seen);
            if (seenCounts.getOrDefault(RESCUED, 0L) > 0) {
              rescuing.add(read);
            }
            noteAdjustments(read.source(), seenCounts);
          });
      Counts counts = counts(observation);
      if (staged.rows() != counts.accepted()) {
        throw new IllegalStateException(
            "%d rows accepted for %s, but %d staged."
                .formatted(counts.accepted(), name, staged.rows()));
      }
      tables.add(staged);
      Optional<StagedTable> said = observations.map(kept -> staged);
      StagedTable versions = said.isPresent() ? versions(table, staged) : staged;
      if (numbers) {
        versions =
            new MemberNumbers(spark, staging, tables)
                .number(table.load(), versions, paths.stage(name), files(table));
      }
      tables.add(versions);
      double seconds = step.done(outcome(counts));
      return new TableStage(table, mode, touched, judged, versions, said, counts, sources, seconds);
    } catch (Exception e) {
      // Not RuntimeException: Spark's exceptions are checked ones that its methods do not declare.
      step.failed();
      throw SparkFailure.explained(e, table.load());
    }
  }

  /** All versions of every member that the rows of this release say something of. */
  private StagedTable versions(TablePlan table, StagedTable said) {
    Table declared = table.load().table();
    if (said.rows() == 0) {
      return StagedTable.empty(declared, said.format());
    }
    History history = table.load().history().orElseThrow();
    Table kept = said.table();
    Dataset<Row> all = tables.allRows(kept, kept.columnNames(), Map.of());
    List<Identifier> member = history.validity().member(declared);
    Dataset<Row> touched = staging.read(said).select(columns(member)).distinct();
    Column same =
        member.stream()
            .map(name -> all.col(quoted(name)).equalTo(touched.col(quoted(name))))
            .reduce(Column::and)
            .orElseThrow();
    spark.sparkContext().setJobDescription("starlift: versions of " + declared.name());
    return staging.stage(
        table.load().keys() == Keys.SEQUENCE
            ? paths.unnumbered(declared.name())
            : paths.stage(declared.name()),
        declared,
        MemberVersions.of(all.join(touched, same, "left_semi"), declared, history),
        files(table));
  }

  private Dataset<Row> accepted(
      TablePlan table, String source, Map<SourceRead, Observation> counting) {
    SourceDefinition definition = plan.job().findSource(source).orElseThrow();
    SourceRead read = new SourceRead(definition, table.inputs().getOrDefault(source, List.of()));
    Judged judged = sourceRows.computeIfAbsent(read, this::judge).judged();
    if (!counted.add(read)) {
      return judged.accepted();
    }
    Observation observation = new Observation(source);
    counting.put(read, observation);
    List<Column> measures = new ArrayList<>(Rejects.measures(definition));
    if (definition.onUnknownField() == UnknownField.RESCUE) {
      measures.add(count(col(SourceDefinition.RESCUED)).as(RESCUED));
    }
    return observed(judged, observation, measures).accepted();
  }

  private SourceRows judge(SourceRead read) {
    Dataset<Row> raw = reader.read(read.source(), read.files());
    long bytes = read.files().stream().mapToLong(InputFile::bytes).sum();
    if (!read.source().key().isEmpty() && bytes >= INPUT_BYTES_WORTH_A_PASS_OVER_KEYS) {
      spark
          .sparkContext()
          .setJobGroup(paths.run(), "starlift: repeated keys of " + read.source().name(), true);
      Dataset<Row> keys = SourceConformer.repeatedKeys(raw, read.source());
      List<Row> repeated = keys.limit(MAX_REPEATED_KEYS + 1).collectAsList();
      if (repeated.size() <= MAX_REPEATED_KEYS) {
        Dataset<Row> few = spark.createDataFrame(repeated, keys.schema());
        return new SourceRows(
            raw, Optional.of(few), SourceConformer.judge(raw, read.source(), few));
      }
    }
    return new SourceRows(raw, Optional.empty(), SourceConformer.judge(raw, read.source()));
  }

  private Map<TableName, Dataset<Row>> dimensions(TableLoad load) {
    Map<TableName, Dataset<Row>> dimensions = new HashMap<>();
    Map<TableName, Set<Identifier>> columns = new HashMap<>();
    for (Lookup lookup : load.lookups()) {
      Set<Identifier> needed =
          columns.computeIfAbsent(lookup.table(), name -> new LinkedHashSet<>());
      needed.addAll(lookup.on().keySet());
      lookup
          .asOf()
          .ifPresent(asOf -> needed.addAll(List.of(asOf.validity().from(), asOf.validity().to())));
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
    return columns(table.columnNames());
  }

  private static Column[] columns(List<Identifier> names) {
    return names.stream().map(name -> col(quoted(name))).toArray(Column[]::new);
  }

  private static String quoted(Identifier name) {
    return "`" + name.value().replace("`", "``") + "`";
  }
}
