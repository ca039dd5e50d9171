package dev.starlift.load;

import dev.starlift.ddl.TableDifference;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.LoadOrder;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadId;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import dev.starlift.source.InputLister;
import dev.starlift.source.Listing;
import dev.starlift.source.Notification;
import dev.starlift.warehouse.Warehouse;
import dev.starlift.warehouse.Warehouse.LedgerState;
import dev.starlift.warehouse.Warehouse.LoadedInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lists the inputs, subtracts what the ledgers have, and says what a run would do. Changes nothing.
 */
public final class Planner {
  private final InputLister lister;
  private final Warehouse warehouse;
  private final SourceTables tables;

  public Planner(InputLister lister, Warehouse warehouse) {
    this.lister = lister;
    this.warehouse = warehouse;
    this.tables = new SourceTables(warehouse);
  }

  /**
   * @param notification what was found of the job's trigger
   * @throws StarliftException INPUT_UNUSABLE with every source that cannot be listed, or every file
   *     that is not as the notification says, WRONG_USAGE when a table of the warehouse is not what
   *     the schema file says, UNREACHABLE
   */
  public Plan plan(JobDefinition job, Optional<Notification> notification) {
    Map<String, Listing> found = list(job);
    Plan plan = plan(job, found, (table, source) -> found.get(source).files(), notification);
    notification.ifPresent(one -> requireAnnounced(plan, one));
    return plan;
  }

  private static void requireAnnounced(Plan plan, Notification notification) {
    Problems different = new Problems();
    notification
        .differences(
            plan.listings().values().stream().flatMap(found -> found.files().stream()).toList(),
            plan.job().sources().stream()
                .filter(source -> source.table().isEmpty())
                .flatMap(source -> plan.loading(source.name()).stream())
                .distinct()
                .toList())
        .forEach(different::add);
    different.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  /**
   * The same for repaired rows only.
   *
   * @throws StarliftException WRONG_USAGE also when a table would lose its other rows
   */
  public Plan replay(JobDefinition job, List<RepairedRows.Part> parts) {
    requireTablesKeepTheirRows(job, parts);
    Map<String, Listing> found = new LinkedHashMap<>();
    for (SourceDefinition source : job.sources()) {
      found.put(
          source.name(),
          new Listing(files(parts, part -> part.source().equals(source.name())), 0, List.of()));
    }
    return plan(
        job,
        found,
        (table, source) ->
            files(
                parts,
                part -> {
                  boolean meant =
                      !(table.input() instanceof FromSource)
                          || part.table().map(table.table().name()::equals).orElse(true);
                  return meant && part.source().equals(source);
                }),
        Optional.empty());
  }

  /** The URIs of everything that the tables of a job were loaded from. */
  public Set<String> loadedInputs(JobDefinition job) {
    Set<String> uris = new TreeSet<>();
    warehouse
        .ledgers(Histories.targets(job).stream().map(Table::name).toList(), job.parameters())
        .values()
        .forEach(
            ledger ->
                ledger.inputs().values().stream()
                    .flatMap(Set::stream)
                    .forEach(input -> uris.add(input.uri())));
    return uris;
  }

  private static List<InputFile> files(
      List<RepairedRows.Part> parts, Predicate<RepairedRows.Part> wanted) {
    return parts.stream().filter(wanted).flatMap(part -> part.files().stream()).sorted().toList();
  }

  private static void requireTablesKeepTheirRows(JobDefinition job, List<RepairedRows.Part> parts) {
    Problems problems = new Problems();
    for (TableLoad table : job.tables()) {
      boolean replaces = table.mode() == LoadMode.REPLACE || table.mode() == LoadMode.REPLACE_SLICE;
      boolean touched =
          parts.stream()
              .anyMatch(
                  part ->
                      reads(table, part.source())
                          && part.table().map(table.table().name()::equals).orElse(true));
      if (replaces && touched) {
        problems.add(
            table.where(),
            "%s is replaced by what is loaded, and the repaired rows alone are not all of it."
                .formatted(table.table().name()),
            "Repair the rows in their files, and run the job again.");
      }
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }

  /** Directly: a query over tables computes its slices from old and new rows. */
  private static boolean reads(TableLoad table, String source) {
    if (table.input() instanceof FromSource from) {
      return from.source().equals(source);
    }
    return table.input() instanceof FromQuery query
        && query.reads().containsValue(new TableLoad.SourceRead(source));
  }

  private Plan plan(
      JobDefinition job,
      Map<String, Listing> found,
      BiFunction<TableLoad, String, List<InputFile>> candidates,
      Optional<Notification> notification) {
    List<Table> targets = Histories.targets(job);
    requireDeclaredTables(targets);
    Set<TableName> names = new TreeSet<>(job.schema().keySet());
    targets.forEach(table -> names.add(table.name()));
    Map<TableName, LedgerState> ledgers = warehouse.ledgers(names, job.parameters());
    Map<TableName, Long> versions = new LinkedHashMap<>();
    ledgers.forEach((name, ledger) -> versions.put(name, ledger.version()));

    LoadOrder order = LoadOrder.of(job);
    Lineage lineage = new Lineage(job);
    Map<TableName, Map<String, List<InputFile>>> fresh = new LinkedHashMap<>();
    for (TableLoad table : order.staging()) {
      Map<String, List<InputFile>> inputs = new TreeMap<>();
      for (String source : lineage.sourcesOf(table)) {
        LedgerState ledger = ledgers.get(table.table().name());
        inputs.put(source, selected(job, source, candidates.apply(table, source), ledger));
      }
      if (inputs.values().stream().anyMatch(files -> !files.isEmpty())) {
        completeJoins(job, table, candidates, inputs);
        fresh.put(table.table().name(), inputs);
      }
    }
    for (TableLoad table : order.staging()) {
      if (table.isMadeInWarehouse() && fresh.containsKey(table.table().name())) {
        fillForCall(table, lineage, candidates, fresh);
      }
    }
    List<TablePlan> tables = new ArrayList<>();
    for (TableLoad table : order.staging()) {
      Map<String, List<InputFile>> inputs = fresh.get(table.table().name());
      if (inputs != null && !table.isMadeInWarehouse()) {
        tables.add(new TablePlan(table, inputs, readsAreInStep(table, inputs, fresh, lineage)));
      }
    }
    List<TablePlan> calls =
        order.staging().stream()
            .filter(TableLoad::isMadeInWarehouse)
            .filter(table -> fresh.containsKey(table.table().name()))
            .map(table -> new TablePlan(table, fresh.get(table.table().name()), true))
            .toList();
    List<TableName> publishing =
        order.publishing().stream()
            .filter(table -> !table.isMadeInWarehouse())
            .map(table -> table.table().name())
            .filter(fresh::containsKey)
            .toList();
    return new Plan(
        job,
        tables.isEmpty() ? Optional.empty() : Optional.of(loadId(job, tables, calls)),
        found,
        tables,
        publishing,
        warehouse.missing(targets),
        versions,
        calls,
        notification);
  }

  /** A new file of one source is joined with all files of the others that say files = all. */
  private static void completeJoins(
      JobDefinition job,
      TableLoad table,
      BiFunction<TableLoad, String, List<InputFile>> candidates,
      Map<String, List<InputFile>> inputs) {
    for (SourceDefinition source : job.sources()) {
      if (source.files() == FileSelection.ALL
          && table.input() instanceof FromQuery
          && reads(table, source.name())) {
        inputs.put(source.name(), candidates.apply(table, source.name()));
      }
    }
  }

  /** What a procedure reads must be of this release: another one may have filled it since. */
  private static void fillForCall(
      TableLoad called,
      Lineage lineage,
      BiFunction<TableLoad, String, List<InputFile>> candidates,
      Map<TableName, Map<String, List<InputFile>>> fresh) {
    Map<String, List<InputFile>> all = new TreeMap<>(fresh.get(called.table().name()));
    for (TableLoad table : lineage.stagedFor(called)) {
      if (table.mode() == LoadMode.REPLACE) {
        Map<String, List<InputFile>> inputs = new TreeMap<>();
        lineage
            .sourcesOf(table)
            .forEach(source -> inputs.put(source, candidates.apply(table, source)));
        fresh.put(table.table().name(), inputs);
        all.putAll(inputs);
      }
    }
    fresh.put(called.table().name(), all);
  }

  private Map<String, Listing> list(JobDefinition job) {
    Map<String, Listing> found = new LinkedHashMap<>();
    Problems unusable = new Problems();
    for (SourceDefinition source : job.sources()) {
      try {
        found.put(
            source.name(), source.table().isPresent() ? tables.list(source) : lister.list(source));
      } catch (StarliftException e) {
        if (e.code() != ExitCode.INPUT_UNUSABLE) {
          throw e;
        }
        e.problems().forEach(unusable::add);
      }
    }
    unusable.throwIfAny(ExitCode.INPUT_UNUSABLE);
    return found;
  }

  private void requireDeclaredTables(List<Table> declared) {
    Problems problems = new Problems();
    for (Table table : declared) {
      warehouse
          .findTable(table.name())
          .ifPresent(
              actual ->
                  TableDifference.between(table, actual).stream()
                      .filter(TableDifference::blocksLoad)
                      .forEach(
                          difference ->
                              problems.add(
                                  table.name().toString(),
                                  difference.sentence(),
                                  "Change the schema file or the table so that they agree.")));
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }

  private static List<InputFile> selected(
      JobDefinition job, String source, List<InputFile> found, LedgerState ledger) {
    Set<LoadedInput> loaded = ledger.inputs().getOrDefault(source, Set.of());
    List<InputFile> fresh =
        found.stream()
            .filter(file -> !loaded.contains(new LoadedInput(file.uri(), file.etag())))
            .toList();
    boolean all =
        job.findSource(source).orElseThrow().files() == FileSelection.ALL && !fresh.isEmpty();
    return all ? found : fresh;
  }

  /** Has every table that the query reads the same new files as the query itself? */
  private static boolean readsAreInStep(
      TableLoad table,
      Map<String, List<InputFile>> inputs,
      Map<TableName, Map<String, List<InputFile>>> fresh,
      Lineage lineage) {
    for (TableLoad read : lineage.tablesReadBy(table)) {
      Map<String, List<InputFile>> theirs = fresh.getOrDefault(read.table().name(), Map.of());
      for (String source : lineage.sourcesOf(read)) {
        // A set: there may be a hundred thousand of them.
        if (!Set.copyOf(theirs.getOrDefault(source, List.of())).containsAll(inputs.get(source))) {
          return false;
        }
      }
    }
    return true;
  }

  private static LoadId loadId(JobDefinition job, List<TablePlan> tables, List<TablePlan> calls) {
    Set<String> lines = new LinkedHashSet<>();
    for (TablePlan table : Stream.concat(tables.stream(), calls.stream()).toList()) {
      table
          .inputs()
          .forEach(
              (source, files) ->
                  files.stream()
                      .sorted()
                      .forEach(
                          file ->
                              lines.add(
                                  String.join(
                                      "\t",
                                      table.name().toString(),
                                      source,
                                      file.uri(),
                                      file.etag()))));
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (job.name() + "\n" + job.fingerprint() + "\n").getBytes(StandardCharsets.UTF_8));
      lines.stream()
          .sorted()
          .forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
      return new LoadId(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
