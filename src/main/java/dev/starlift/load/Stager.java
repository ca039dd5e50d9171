package dev.starlift.load;

import static org.apache.spark.sql.functions.col;

import dev.starlift.conform.Judged;
import dev.starlift.conform.MemberVersions;
import dev.starlift.conform.TableConformer;
import dev.starlift.conform.TableRows;
import dev.starlift.job.SourceDefinition;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final SparkSession spark;
  private final JudgedSources sources;
  private final Staging staging;
  private final Plan plan;
  private final RunPaths paths;
  private final ReleasedTables tables;
  private final Progress progress;
  private final CountedSources counted;

  Stager(
      SparkSession spark,
      SourceRows rows,
      Staging staging,
      Plan plan,
      RunPaths paths,
      ReleasedTables tables,
      Progress progress) {
    this.spark = spark;
    this.sources = new JudgedSources(spark, rows, paths.run());
    this.counted = new CountedSources(spark, sources);
    this.staging = staging;
    this.plan = plan;
    this.paths = paths;
    this.tables = tables;
    this.progress = progress;
  }

  JudgedSources sources() {
    return sources;
  }

  CountedSources counts() {
    return counted;
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
            new QueryInput(
                    spark, plan, tables, from -> counted.accepted(read(table, from), counting))
                .read(table, query);
        input = result.rows();
        mode = result.mode();
        touched = result.touchedSlices();
      } else {
        SourceRead read = read(table, ((FromSource) table.load().input()).source());
        source = Optional.of(read);
        if (table.load().selection().where().isPresent()) {
          // Rejected rows of the source are not the table's to carry along.
          input = TableRows.meant(counted.accepted(read, counting), table.load());
        } else {
          along = counted.isFirst(read);
          input = along ? counted.marked(read) : sources.rows(read).accepted();
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
      List<String> sourceCounts = along ? CountedSources.countNames(source.get()) : List.of();
      StagedRows outcome =
          staging.stage(
              folder, paths.rejects(name), marks.mark(judged, first, sourceCounts), files(table));
      StagedTable staged = outcome.staged();
      Map<SourceRead, Counts> seen = counted.observed(counting);
      if (along) {
        seen.put(source.get(), marks.sourceCounts(outcome));
        counted.staged(source.get(), outcome);
      }
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
