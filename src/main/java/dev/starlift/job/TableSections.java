package dev.starlift.job;

import dev.starlift.job.SliceSections.Slice;
import dev.starlift.job.TableLoad.Check;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.History;
import dev.starlift.job.TableLoad.Input;
import dev.starlift.job.TableLoad.Keys;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.Selection;
import dev.starlift.model.Column;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tables { … }}. */
final class TableSections {
  /** {@code scd1} is what dimension modellers call an upsert. */
  private static final Map<String, LoadMode> MODES =
      Map.of(
          "append", LoadMode.APPEND,
          "replace", LoadMode.REPLACE,
          "replace-slice", LoadMode.REPLACE_SLICE,
          "upsert", LoadMode.UPSERT,
          "scd1", LoadMode.UPSERT,
          "scd2", LoadMode.SCD2);

  private final JobScope scope;
  private final QuerySections queries;
  private final ProcedureSections procedures;
  private final LookupSections lookups;
  private final HistorySections histories;
  private final Findings findings;
  private final Map<String, RejectLimit> maxRejects = new HashMap<>();

  TableSections(JobScope scope, QuerySections queries, ProcedureSections procedures) {
    this.procedures = procedures;
    this.scope = scope;
    this.queries = queries;
    this.lookups = new LookupSections(scope);
    this.histories = new HistorySections(scope);
    this.findings = scope.findings();
  }

  /** The loads that could be read, in the order of the file. */
  List<TableLoad> read(Section tables) {
    List<TableLoad> loads = new ArrayList<>();
    Map<TableName, Location> seen = new HashMap<>();
    for (String key : tables.keys()) {
      Optional<Section> section = tables.section(key);
      Optional<TableName> name = scope.tableName(key, tables.at(key));
      if (section.isEmpty() || name.isEmpty()) {
        continue;
      }
      Location earlier = seen.putIfAbsent(name.get(), section.get().where());
      if (earlier != null) {
        findings.add(
            section.get().where(),
            "%s is listed twice, first in line %d.".formatted(name.get(), earlier.line()),
            "A job fills a table once.");
      }
      load(name.get(), section.get()).ifPresent(loads::add);
    }
    return loads;
  }

  private Optional<TableLoad> load(TableName name, Section section) {
    Optional<Table> table = scope.table(name, section.where());
    Optional<LoadMode> mode =
        section.require("mode", "Say mode = append, upsert, scd2, replace or replace-slice.")
            ? section.choice("mode", MODES)
            : Optional.empty();
    Slice slice = new SliceSections(scope).read(section, table, mode);
    boolean inWarehouse =
        section.choice("transform", Map.of("spark", false, "procedure", true)).orElse(false);
    Optional<Input> input =
        inWarehouse
            ? procedures.read(section, mode, !slice.values().isEmpty())
            : input(section, slice.columns());
    Map<Identifier, String> columns = columns(section, table);
    Optional<History> history = histories.read(section, table, mode, columns);
    List<Lookup> found = lookups.read(section, table, name);
    List<Check> checks = new ArrayList<>(checks(section));
    checks.addAll(slice.checks());
    Keys keys = keys(section, table, columns, found);
    limit(name, section);
    Selection selection = new SelectionSections(scope).read(section, table, mode);
    section.refuseUnknownKeys();
    requireOneFilling(section, columns, found);
    if (table.isEmpty() || input.isEmpty() || mode.isEmpty()) {
      return Optional.empty();
    }
    TableLoad load =
        new TableLoad(
            table.get(),
            section.where(),
            input.get(),
            mode.get(),
            slice.columns(),
            columns,
            found,
            checks,
            history,
            keys,
            slice.values(),
            selection);
    if (mode.get() == LoadMode.SCD2 && history.isEmpty()) {
      return Optional.empty();
    }
    new FillRules(scope).check(load);
    histories.check(load);
    return Optional.of(load);
  }

  /** By table, what those say whose query has a limit of its own. */
  Map<String, RejectLimit> maxRejects() {
    return Map.copyOf(maxRejects);
  }

  private void limit(TableName name, Section section) {
    Optional<RejectLimit> limit = RejectLimit.read(section, findings);
    if (limit.isPresent() && !section.has("query")) {
      findings.add(
          section.at("max-rejects"),
          "max-rejects belongs to a query; other rows count for their source.",
          "Say it in the source.");
    }
    limit.ifPresent(found -> maxRejects.put(name.toString(), found));
  }

  private Keys keys(
      Section section,
      Optional<Table> table,
      Map<Identifier, String> columns,
      List<Lookup> lookups) {
    Keys keys =
        section
            .choice("keys", Map.of("hash", Keys.HASH, "sequence", Keys.SEQUENCE))
            .orElse(Keys.HASH);
    if (keys == Keys.SEQUENCE && table.isPresent()) {
      Optional<Column> numbered = table.get().surrogateKey();
      boolean filled =
          numbered.isPresent()
              && (numbered.get().identity().isPresent()
                  || columns.containsKey(numbered.get().name())
                  || lookups.stream()
                      .anyMatch(lookup -> lookup.column().equals(numbered.get().name())));
      if (numbered.isEmpty() || filled) {
        findings.add(
            section.at("keys"),
            filled
                ? "%s of %s is filled already.".formatted(numbered.get().name(), section.name())
                : "%s has no surrogate key to number.".formatted(section.name()),
            "It is a PRIMARY KEY of one BIGINT or INTEGER column beside a UNIQUE key.");
      }
    }
    return keys;
  }

  private Optional<Input> input(Section section, List<Identifier> slice) {
    boolean from = section.has("from");
    boolean query = section.has("query");
    boolean reads = section.has("reads");
    if (from == query) {
      findings.add(
          section.where(),
          from ? "'from' and 'query' are both given." : "neither 'from' nor 'query' is given.",
          "Say from = a source, or query = a file with a SELECT.");
    }
    if (from && reads) {
      findings.add(section.at("reads"), "'reads' belongs to a query.", "");
    }
    if (query) {
      return queries.read(section, slice);
    }
    return section
        .text("from")
        .filter(name -> scope.source(name, section.at("from")).isPresent())
        .map(FromSource::new);
  }

  private Map<Identifier, String> columns(Section section, Optional<Table> table) {
    Map<Identifier, String> columns = new LinkedHashMap<>();
    for (Section written : section.section("columns").stream().toList()) {
      for (String key : written.keys()) {
        Optional<Identifier> column = scope.column(key, table, written.at(key));
        Optional<String> expression = written.scalar(key);
        if (column.isPresent() && expression.isPresent()) {
          requireText(expression.get(), written.at(key));
          String bound = scope.parameters().inSql(expression.get(), written.at(key));
          if (columns.put(column.get(), bound) != null) {
            findings.add(written.at(key), "column '%s' is filled twice.".formatted(key), "");
          }
        }
      }
    }
    return columns;
  }

  private List<Check> checks(Section section) {
    List<Check> checks = new ArrayList<>();
    for (Section written : section.section("checks").stream().toList()) {
      for (String name : written.keys()) {
        Optional<String> condition = written.scalar(name);
        if (condition.isPresent()) {
          requireText(condition.get(), written.at(name));
          String bound = scope.parameters().inSql(condition.get(), written.at(name));
          checks.add(new Check(name, written.at(name), bound));
        }
      }
    }
    return checks;
  }

  private void requireText(String expression, Location where) {
    if (expression.isBlank()) {
      findings.add(where, "the expression is empty.", "");
    }
  }

  private void requireOneFilling(
      Section section, Map<Identifier, String> columns, List<Lookup> found) {
    Set<Identifier> lookedUp = new HashSet<>();
    for (Lookup lookup : found) {
      if (columns.containsKey(lookup.column()) || !lookedUp.add(lookup.column())) {
        findings.add(
            lookup.where(),
            "column '%s' is filled by more than one of columns and lookups of %s."
                .formatted(lookup.column(), section.name()),
            "Keep one of them.");
      }
    }
  }
}
