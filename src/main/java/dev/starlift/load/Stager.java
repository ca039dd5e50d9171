package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.when;

import dev.starlift.conform.Adjustment;
import dev.starlift.conform.Judged;
import dev.starlift.conform.MemberVersions;
import dev.starlift.conform.Rejects;
import dev.starlift.conform.TableConformer;
import dev.starlift.conform.TableRows;
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
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.report.Progress;
import dev.starlift.source.SourceReader;
import dev.starlift.stage.StagedRows;
import dev.starlift.stage.StagedTable;
import dev.starlift.stage.Staging;
import java.time.Duration;
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
import java.util.function.Function;
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

  /** Observed counts come within milliseconds, if they come. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Measure: rows with fields that the contract does not name. */
  private static final String RESCUED = "rescued";

  private final SparkSession spark;
  private final JudgedSources sources;
  private final Staging staging;
  private final Plan plan;
  private final RunPaths paths;
  private final ReleasedTables tables;
  private final Progress progress;
  private final Set<SourceRead> counted = ConcurrentHashMap.newKeySet();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Set<SourceRead> rescuing = ConcurrentHashMap.newKeySet();

  Stager(
      SparkSession spark,
      SourceReader reader,
      Staging staging,
      Plan plan,
      RunPaths paths,
      ReleasedTables tables,
      Progress progress) {
    this.spark = spark;
    this.sources = new JudgedSources(spark, reader, paths.run());
    this.staging = staging;
    this.plan = plan;
    this.paths = paths;
    this.tables = tables;
    this.progress = progress;
  }

  /**
   * @param counts by name, of those that {@link #counts(SourceDefinition)} names
   */
  private void note(SourceRead read, Function<String, Long> counts) {
    SourceDefinition source = read.source();
    if (source.onUnknownField() == UnknownField.RESCUE && counts.apply(RESCUED) > 0) {
      rescuing.add(read);
    }
    for (Adjustment adjustment : Adjustment.of(source)) {
      long values = counts.apply(adjustment.measure());
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

  JudgedSources sources() {
    return sources;
  }

  TableStage stage(TablePlan table) {
    TableName name = table.name();
    Progress.Step step = progress.begin("stage " + name);
    try {
      spark.sparkContext().setJobGroup(paths.run(), "starlift: stage " + name, true);
      Map<SourceRead, Observation> counting = new LinkedHashMap<>();
      LoadMode mode = table.load().mode();
      List<List<String>> touched = List.of();
      Optional<SourceRead> source = Optional.empty();
      boolean along = false;
      Dataset<Row> input;
      if (table.load().input() instanceof FromQuery query) {
        QueryInput.Result result =
            new QueryInput(spark, plan, tables, from -> accepted(table, from, counting))
                .read(table, query);
        input = result.rows();
        mode = result.mode();
        touched = result.touchedSlices();
      } else {
        SourceRead read = read(table, ((FromSource) table.load().input()).source());
        source = Optional.of(read);
        if (table.load().selection().where().isPresent()) {
          // Rejected rows of the source are not the table's to carry along.
          input = TableRows.meant(accepted(table, read.source().name(), counting), table.load());
        } else {
          along = counted.add(read);
          Judged rows = sources.rows(read);
          input = along ? rows.marked(counts(read.source())) : rows.accepted();
        }
      }
      if (!table.load().sliceValues().isEmpty()) {
        touched = List.of(table.load().sliceValues());
      }
      Judged judged =
          TableConformer.judge(input, table.load(), dimensions(table.load()), plan.job().schema());
      if (!table.load().selection().order().isEmpty()) {
        Dataset<Row> published =
            tables.publishedRows(table.load().table(), TableRows.compared(table.load()));
        judged = TableRows.last(judged, table.load(), published);
      }
      Table declared = table.load().table();
      Optional<Table> observations = Histories.observations(table.load());
      Table first = observations.orElse(declared);
      boolean numbers = table.load().keys() == Keys.SEQUENCE;
      String folder =
          numbers && observations.isEmpty()
              ? paths.unnumbered(first.name())
              : paths.stage(first.name());
      TableMarks marks = new TableMarks(table.load(), source, along);
      List<String> sourceCounts =
          along ? List.copyOf(counts(source.get().source()).keySet()) : List.of();
      StagedRows outcome =
          staging.stage(
              folder, paths.rejects(name), marks.mark(judged, first, sourceCounts), files(table));
      StagedTable staged = outcome.staged();
      long end = System.nanoTime() + PATIENCE.toNanos();
      Map<SourceRead, Counts> seen = new LinkedHashMap<>();
      if (along) {
        seen.put(source.get(), marks.sourceCounts(outcome));
        note(source.get(), sourceCount -> outcome.counts().get(Judged.sourceCount(sourceCount)));
      }
      counting.forEach(
          (read, observation) -> {
            Map<String, Long> observed =
                Observed.counts(observation, end).orElseGet(() -> countAgain(read));
            seen.put(read, counts(observed));
            note(read, sourceCount -> observed.get(sourceCount));
          });
      Counts counts = marks.counts(outcome);
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
      return new TableStage(
          table,
          mode,
          touched,
          marks,
          along ? judged.acceptedBySource() : judged,
          outcome.bySource(),
          outcome.byTable(),
          outcome.unfinished(),
          versions,
          said,
          counts,
          seen,
          seconds);
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

  private SourceRead read(TablePlan table, String source) {
    SourceDefinition definition = plan.job().findSource(source).orElseThrow();
    return new SourceRead(definition, table.inputs().getOrDefault(source, List.of()));
  }

  /** The rows of a source for a query, counted on the way by the first one that asks. */
  private Dataset<Row> accepted(
      TablePlan table, String source, Map<SourceRead, Observation> counting) {
    SourceRead read = read(table, source);
    Judged judged = sources.rows(read);
    if (!counted.add(read)) {
      return judged.accepted();
    }
    Observation observation = new Observation(source);
    counting.put(read, observation);
    List<Column> measures = measures(read.source());
    Column[] others = measures.subList(1, measures.size()).toArray(Column[]::new);
    return new Judged(judged.rows().observe(observation, measures.get(0), others)).accepted();
  }

  /**
   * A source that Spark did not need to read to the end, or at all: its rows count all the same.
   */
  private Map<String, Long> countAgain(SourceRead read) {
    spark.sparkContext().setJobDescription("starlift: count " + read.source().name());
    List<Column> measures = measures(read.source());
    Column[] others = measures.subList(1, measures.size()).toArray(Column[]::new);
    return Observed.counts(sources.rows(read).rows().agg(measures.get(0), others).first());
  }

  private static List<Column> measures(SourceDefinition source) {
    List<Column> measures = new ArrayList<>(Rejects.measures(source));
    if (source.onUnknownField() == UnknownField.RESCUE) {
      measures.add(count(col(SourceDefinition.RESCUED)).as(RESCUED));
    }
    return measures;
  }

  /** What the rows of a source are counted for. */
  private static Map<String, Column> counts(SourceDefinition source) {
    Map<String, Column> counts = new LinkedHashMap<>(Rejects.adjustments(source));
    if (source.onUnknownField() == UnknownField.RESCUE) {
      Column rescued = col(SourceDefinition.RESCUED).isNotNull();
      counts.put(RESCUED, when(rescued, 1L).otherwise(0L));
    }
    return counts;
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
      needed.addAll(lookup.match().near().keySet());
      needed.addAll(lookup.match().first());
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
    // Many small files are as much work as a large one: no task may have to read them all.
    long work =
        table.inputBytes()
            + SourceReader.OPENING_BYTES
                * table.inputs().values().stream().mapToLong(List::size).sum();
    boolean big = work > cores * (INPUT_BYTES_PER_FILE / 8);
    return (int) Math.min(100_000, big ? Math.max(bySize, cores) : bySize);
  }

  private static Counts counts(Map<String, Long> seen) {
    return new Counts(
        seen.get(Rejects.READ),
        seen.get(Rejects.ACCEPTED),
        seen.get(Rejects.REJECTED),
        seen.get(Rejects.SUPERSEDED),
        Map.of());
  }

  private static String outcome(Counts counts) {
    String text = "%,d rows".formatted(counts.accepted());
    return counts.notAccepted() == 0
        ? text
        : text + ", %,d not accepted".formatted(counts.notAccepted());
  }

  private static Column[] columns(List<Identifier> names) {
    return names.stream().map(name -> col(quoted(name))).toArray(Column[]::new);
  }

  private static String quoted(Identifier name) {
    return "`" + name.value().replace("`", "``") + "`";
  }
}
