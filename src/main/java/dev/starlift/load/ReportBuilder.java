package dev.starlift.load;

import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.load.TableStage.Counts;
import dev.starlift.model.InputFile;
import dev.starlift.model.RejectCode;
import dev.starlift.model.TableName;
import dev.starlift.problem.Problem;
import dev.starlift.report.RunReport;
import dev.starlift.report.RunReport.SourceCounts;
import dev.starlift.report.RunReport.TableCounts;
import dev.starlift.report.RunReport.Timing;
import dev.starlift.warehouse.CommitOutcome;
import dev.starlift.warehouse.CommitOutcome.Called;
import dev.starlift.warehouse.CommitOutcome.RowCounts;
import dev.starlift.warehouse.Publication.ProcedureCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers what a run did while it runs; what is known when it fails is in the report as well. */
final class ReportBuilder {
  private static final RowCounts NOTHING_PUBLISHED = new RowCounts(0, 0, 0, 0);

  private final Plan plan;
  private final RunPaths paths;
  private final Clock clock;
  private final Instant started;
  private final List<Timing> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<TableName, TableStage> stages = new LinkedHashMap<>();
  private final Map<SourceRead, Counts> sources;
  private final Map<SourceRead, Map<String, Long>> sourceReasons = new HashMap<>();
  private final Map<TableName, Map<String, Long>> tableReasons = new HashMap<>();

  ReportBuilder(Plan plan, RunPaths paths, Clock clock) {
    this.plan = plan;
    this.paths = paths;
    this.clock = clock;
    this.started = clock.instant();
    List<SourceDefinition> declared = plan.job().sources();
    this.sources =
        new TreeMap<>(
            Comparator.comparingInt((SourceRead read) -> declared.indexOf(read.source()))
                .thenComparing(read -> read.files().toString()));
  }

  /** Rows of one source, or of one query, that count against the limit. */
  record Rejected(long read, long rows, Map<String, Long> byReason) {
    String reasons() {
      return byReason.entrySet().stream()
          .map(reason -> reason.getKey() + " " + reason.getValue())
          .collect(Collectors.joining(", "));
    }

    Rejected plus(Rejected other) {
      Map<String, Long> sum = new TreeMap<>(byReason);
      other.byReason.forEach((code, rows) -> sum.merge(code, rows, Long::sum));
      return new Rejected(read + other.read, rows + other.rows, sum);
    }
  }

  synchronized void step(String name, double seconds) {
    steps.add(new Timing(name, seconds));
  }

  /** What the user should know although nothing failed. */
  synchronized void notes(List<String> findings) {
    notes.addAll(findings);
  }

  synchronized void staged(TableStage stage) {
    stages.put(stage.plan().name(), stage);
    sources.putAll(stage.sources());
    step("stage " + stage.plan().name(), stage.seconds());
  }

  synchronized void sourceReasons(SourceRead source, Map<String, Long> reasons) {
    sourceReasons.put(source, reasons);
  }

  synchronized void tableReasons(TableName table, Map<String, Long> reasons) {
    tableReasons.put(table, reasons);
  }

  /** What the limit is compared with: a source with all its tables, or a query on its own. */
  Map<String, Rejected> rejectedByInput() {
    Map<String, Rejected> rejected = new LinkedHashMap<>();
    sources.forEach(
        (read, counts) ->
            rejected.merge(
                read.source().name(),
                new Rejected(
                    counts.read(), counts.rejected(), sourceReasons.getOrDefault(read, Map.of())),
                Rejected::plus));
    stagesInOrder()
        .forEach(
            stage -> {
              TableName name = stage.plan().name();
              boolean query = !(stage.plan().load().input() instanceof FromSource);
              String input =
                  stage.plan().load().input() instanceof FromSource from
                      ? from.source()
                      : name.toString();
              rejected.merge(
                  input,
                  new Rejected(
                      query ? stage.counts().read() : 0,
                      stage.counts().rejected(),
                      tableReasons.getOrDefault(name, Map.of())),
                  Rejected::plus);
            });
    return rejected;
  }

  RunReport finish(CommitOutcome outcome) {
    Map<TableName, RowCounts> counts =
        outcome instanceof CommitOutcome.Committed committed ? committed.counts() : Map.of();
    if (outcome instanceof CommitOutcome.Committed committed) {
      notes(committed.notices());
      Calls.of(plan)
          .forEach(
              call -> notes(List.of(sentence(call, committed.calls().get(call.table().name())))));
    }
    return build(word(outcome), counts);
  }

  RunReport failed() {
    return build("failed", Map.of());
  }

  private RunReport build(String outcome, Map<TableName, RowCounts> published) {
    return new RunReport(
        plan.job().name(),
        paths.load().value(),
        paths.run(),
        outcome,
        plan.job().parameters(),
        started,
        Duration.between(started, clock.instant()).toMillis() / 1000.0,
        sourceCounts(),
        Stream.concat(
                stagesInOrder()
                    .map(
                        stage ->
                            tableCounts(
                                stage,
                                published.getOrDefault(stage.plan().name(), NOTHING_PUBLISHED))),
                plan.calls().stream()
                    .filter(call -> published.containsKey(call.name()))
                    .map(call -> calledCounts(call, published.get(call.name()))))
            .toList(),
        steps,
        allNotes());
  }

  /** Sorted, for tables are staged in any order. */
  private List<String> allNotes() {
    return Stream.concat(
            plan.listings().values().stream()
                .flatMap(listing -> listing.warnings().stream())
                .map(Problem::toString),
            Stream.concat(notes.stream(), stages.values().stream().flatMap(this::notes)).sorted())
        .toList();
  }

  /** What the declarations of a table let happen to rows, which is no fault of theirs. */
  private Stream<String> notes(TableStage stage) {
    TableName name = stage.plan().name();
    List<String> found = new ArrayList<>();
    if (notMeant(stage) > 0) {
      found.add(
          "%s: %,d rows of its source are not meant for it ('where')."
              .formatted(name, notMeant(stage)));
    }
    if (stage.counts().notComposed() > 0) {
      found.add(
          "%s: %,d rows have a key that is not in Unicode's composed form (NFC); it differs from one that looks the same."
              .formatted(name, stage.counts().notComposed()));
    }
    for (TableLoad.Lookup lookup : stage.plan().load().lookups()) {
      long empty = stage.counts().missing().getOrDefault(lookup.column().value(), 0L);
      if (lookup.missing() == TableLoad.MissingMember.LEAVE_EMPTY && empty > 0) {
        found.add(
            "%s: %,d rows have no member of %s, and %s is empty."
                .formatted(name, empty, lookup.table(), lookup.column()));
      }
    }
    return found.stream();
  }

  /** As the plan has them, whichever was ready first. */
  private Stream<TableStage> stagesInOrder() {
    return plan.tables().stream().map(table -> stages.get(table.name())).filter(Objects::nonNull);
  }

  private List<SourceCounts> sourceCounts() {
    List<SourceCounts> list = new ArrayList<>();
    sources.forEach(
        (read, counts) ->
            list.add(
                new SourceCounts(
                    read.source().name(),
                    read.files().size(),
                    read.files().stream().mapToLong(InputFile::bytes).sum(),
                    plan.listings().get(read.source().name()).ignored(),
                    counts.read(),
                    counts.accepted(),
                    counts.notAccepted(),
                    counts.superseded(),
                    sourceReasons.getOrDefault(read, Map.of()))));
    return list;
  }

  /** No release has staged these rows: the procedure has made them. */
  private static TableCounts calledCounts(TablePlan call, RowCounts published) {
    return new TableCounts(
        call.name().toString(),
        call.load().mode().keyword(),
        0,
        published.inserted(),
        published.inserted(),
        0,
        0,
        Map.of(),
        0,
        0,
        0,
        published.inserted(),
        0,
        published.deleted());
  }

  private static String sentence(ProcedureCall call, Called rows) {
    return "%s was called for %s: the table had %,d rows before and has %,d now."
        .formatted(call.procedure(), call.part(), rows.before(), rows.after());
  }

  private TableCounts tableCounts(TableStage stage, RowCounts published) {
    return new TableCounts(
        stage.plan().name().toString(),
        stage.mode().keyword(),
        notMeant(stage),
        stage.counts().read(),
        stage.counts().accepted(),
        stage.counts().notAccepted(),
        stage.counts().superseded(),
        reasons(stage),
        stage.staged().files().size(),
        stage.staged().bytes(),
        published.copied(),
        published.inserted(),
        published.updated(),
        published.deleted());
  }

  private Map<String, Long> reasons(TableStage stage) {
    Map<String, Long> reasons =
        new TreeMap<>(tableReasons.getOrDefault(stage.plan().name(), Map.of()));
    if (stage.counts().superseded() > 0) {
      reasons.put(RejectCode.SUPERSEDED.name(), stage.counts().superseded());
    }
    return reasons;
  }

  /** The rows of the source that are not meant for the table. */
  private long notMeant(TableStage stage) {
    TableLoad load = stage.plan().load();
    if (load.selection().where().isEmpty() || !(load.input() instanceof FromSource from)) {
      return 0;
    }
    return sources.entrySet().stream()
        .filter(read -> read.getKey().source().name().equals(from.source()))
        .filter(
            read ->
                read.getKey()
                    .files()
                    .equals(stage.plan().inputs().getOrDefault(from.source(), List.of())))
        .mapToLong(read -> read.getValue().accepted() - stage.counts().read())
        .sum();
  }

  private static String word(CommitOutcome outcome) {
    if (outcome instanceof CommitOutcome.Committed) {
      return "loaded";
    }
    if (outcome instanceof CommitOutcome.AlreadyLoaded) {
      return "already loaded";
    }
    return outcome instanceof CommitOutcome.Stale ? "stale" : "unknown";
  }
}
