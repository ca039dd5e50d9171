package dev.starlift.job;

import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.Read;
import dev.starlift.job.TableLoad.Rows;
import dev.starlift.job.TableLoad.SourceRead;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problems;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code jobs/<name>.conf} with the schema folder and the query files that it names. Every
 * problem is found at once, each with file and line. Expressions and queries are not looked into:
 * that needs Spark.
 *
 * <p>Relative paths in the file begin at its {@link ProjectFolder}. Only <code>${raw}</code> and
 * <code>${env.NAME}</code>, for the names that the environment's {@code variables} list, stand for
 * something.
 */
public final class JobFile {
  private final TextFiles files;
  private final String file;
  private final Optional<Environment> environment;
  private final Settings settings;
  private final Findings findings;

  private JobFile(
      TextFiles files, String file, Optional<Environment> environment, Settings settings) {
    this.files = files;
    this.file = file;
    this.environment = environment;
    this.settings = settings;
    this.findings = new Findings(file);
  }

  /**
   * @param file path or URI, as {@code files} opens it
   * @throws dev.starlift.problem.StarliftException WRONG_USAGE with every problem
   */
  public static JobDefinition parse(
      TextFiles files, String file, Environment environment, Settings settings) {
    Problems problems = new Problems();
    Optional<JobDefinition> job = parse(files, file, Optional.of(environment), settings, problems);
    problems.throwIfAny(ExitCode.WRONG_USAGE);
    return job.orElseThrow();
  }

  /** The same for a job without parameters. */
  public static JobDefinition parse(TextFiles files, String file, Environment environment) {
    return parse(files, file, environment, Settings.NONE);
  }

  /**
   * The same for callers that look for problems elsewhere, too.
   *
   * @param environment empty when it has problems of its own: whatever depends on it is not checked
   * @return empty when problems were added
   */
  public static Optional<JobDefinition> parse(
      TextFiles files,
      String file,
      Optional<Environment> environment,
      Settings settings,
      Problems problems) {
    JobFile reader = new JobFile(files, file, environment, settings);
    Optional<JobDefinition> job = reader.read();
    reader.findings.reportTo(problems);
    return reader.findings.isEmpty() ? job : Optional.empty();
  }

  private Optional<JobDefinition> read() {
    return SourceText.read(files, file, Location.of(file), findings)
        .flatMap(
            text ->
                new HoconText(file, findings).read(text, new EnvironmentReferences(environment)))
        .map(this::job);
  }

  private JobDefinition job(HoconText.Resolved resolved) {
    Section root = resolved.root();
    ProjectFolder project = ProjectFolder.of(file);
    String name = name(root);
    SchemaFolder schema =
        root.requiredText("schemas", "Name the folder with the CREATE TABLE files.")
            .map(project::resolve)
            .map(folder -> SchemaFolder.read(files, folder, root.at("schemas"), findings))
            .orElse(SchemaFolder.UNKNOWN);
    Parameters parameters = new ParameterSections(settings, findings).read(root);
    SourcePaths paths = new SourcePaths(environment, parameters, findings);
    Optional<Trigger> trigger = new TriggerSection(paths, findings).read(root);
    SourceSections sourceSections = new SourceSections(paths, findings);
    List<SourceDefinition> sources =
        root.section("sources").map(sourceSections::read).orElse(List.of());
    JobScope scope = new JobScope(schema, sources, parameters, findings);
    TableSections tableSections =
        new TableSections(
            scope,
            new QuerySections(files, project, scope),
            new ProcedureSections(files, project, scope));
    Optional<Section> tables =
        root.require("tables", "Say which tables the job fills.")
            ? root.section("tables")
            : Optional.empty();
    HistoryRules rules = new HistoryRules(scope);
    List<TableLoad> loads = rules.resolved(tables.map(tableSections::read).orElse(List.of()));
    rules.refuseInferredNumbers(loads);
    if (tables.isPresent() && tables.get().keys().isEmpty()) {
      findings.add(tables.get().where(), "the job fills no table.", "");
    }
    requireReadsOfThisJob(loads);
    SourceTableSections.requireReadOnly(sources, loads, findings);
    new ProcedureRules(findings).check(loads);
    requireRescuedFieldsAreKept(sources, loads);
    requireNoCircle(loads);
    RejectLimit maxRejects = RejectLimit.read(root, findings).orElse(new RejectLimit.Rows(0));
    Map<String, RejectLimit> limits = new HashMap<>(sourceSections.maxRejects());
    limits.putAll(tableSections.maxRejects());
    root.refuseUnknownKeys();
    return new JobDefinition(
        name,
        file,
        Fingerprint.of(name, schema.tables(), parameters.values(), sources, loads),
        resolved.rendered(),
        schema.tables(),
        sources,
        loads,
        maxRejects,
        limits,
        parameters.values(),
        trigger);
  }

  private String name(Section root) {
    Optional<String> name = root.requiredText("job", "Say job = and a short name.");
    if (name.isPresent() && !name.get().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")) {
      findings.add(
          root.at("job"),
          "'%s' is not a name for a job.".formatted(name.get()),
          "Use up to 100 letters, digits, '_' and '-'.");
    }
    return name.orElse("");
  }

  private void requireReadsOfThisJob(List<TableLoad> loads) {
    List<TableName> filled = loads.stream().map(load -> load.table().name()).toList();
    for (TableLoad load : loads) {
      if (load.input() instanceof FromQuery query) {
        for (Read read : query.reads().values()) {
          if (read instanceof TableRead table
              && table.rows() == Rows.RELEASE
              && !filled.contains(table.table())) {
            findings.add(
                load.where(),
                "the query reads the rows of this release of %s, which the job does not fill."
                    .formatted(table.table()),
                "Say rows = all, or fill the table in this job.");
          }
        }
      }
    }
  }

  private void requireRescuedFieldsAreKept(List<SourceDefinition> sources, List<TableLoad> loads) {
    for (SourceDefinition source : sources) {
      boolean kept = source.onUnknownField() != UnknownField.RESCUE;
      for (TableLoad load : loads) {
        boolean from =
            load.input() instanceof FromSource input && input.source().equals(source.name());
        boolean query =
            load.input() instanceof FromQuery input
                && input.reads().containsValue(new SourceRead(source.name()));
        boolean column =
            load.table()
                .findColumn(Identifier.of(SourceDefinition.RESCUED))
                .filter(found -> found.type() instanceof ColumnType.Super)
                .isPresent();
        kept = kept || query || (from && column);
      }
      if (!kept) {
        findings.add(
            source.where(),
            "source '%s' rescues fields, and no table that it fills has a column for them."
                .formatted(source.name()),
            "Declare the column %s SUPER in the table, or say on-unknown-field = ignore."
                .formatted(SourceDefinition.RESCUED));
      }
    }
  }

  private void requireNoCircle(List<TableLoad> loads) {
    Optional<List<TableName>> circle = LoadOrder.circle(loads);
    if (circle.isEmpty()) {
      return;
    }
    Location where =
        loads.stream()
            .filter(load -> circle.get().contains(load.table().name()))
            .map(TableLoad::where)
            .min(Comparator.comparingInt(Location::line))
            .orElseThrow();
    findings.add(
        where,
        "these tables need each other: %s."
            .formatted(
                Stream.concat(circle.get().stream(), circle.get().stream().limit(1))
                    .map(TableName::toString)
                    .collect(Collectors.joining(" needs "))),
        "Let one of them do without a lookup or a query.");
  }
}
