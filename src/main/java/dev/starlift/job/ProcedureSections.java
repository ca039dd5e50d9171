package dev.starlift.job;

import dev.starlift.job.Procedure.Argument;
import dev.starlift.job.TableLoad.FromProcedure;
import dev.starlift.job.TableLoad.Input;
import dev.starlift.model.LoadMode;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code transform = procedure} with {@code procedure}, {@code arguments}, {@code reads}. */
final class ProcedureSections {
  private static final Set<LoadMode> MODES =
      Set.of(LoadMode.APPEND, LoadMode.REPLACE, LoadMode.REPLACE_SLICE);
  private static final List<String> FOR_SPARK =
      List.of("from", "query", "columns", "lookups", "checks", "keys");

  private final TextFiles files;
  private final ProjectFolder project;
  private final JobScope scope;
  private final Findings findings;

  ProcedureSections(TextFiles files, ProjectFolder project, JobScope scope) {
    this.files = files;
    this.project = project;
    this.scope = scope;
    this.findings = scope.findings();
  }

  Optional<Input> read(Section load, Optional<LoadMode> mode, boolean fixedSlice) {
    for (String key : FOR_SPARK) {
      if (load.has(key)) {
        findings.add(
            load.at(key), "'%s' is for Spark, and a procedure makes the rows.".formatted(key), "");
      }
    }
    if (mode.isPresent() && !MODES.contains(mode.get())) {
      findings.add(
          load.at("mode"),
          "mode = %s cannot be verified of a procedure.".formatted(mode.get().keyword()),
          "Say append, replace or replace-slice.");
    }
    if (mode.equals(Optional.of(LoadMode.REPLACE_SLICE)) && !fixedSlice) {
      findings.add(
          load.at("slice"),
          "which slice the procedure replaces must be known beforehand.",
          "Say slice { eod_date = \":date\" } or the like, with a parameter of the job.");
    }
    List<TableName> reads = reads(load);
    Optional<String> file =
        load.requiredText("procedure", "Name the file with CREATE OR REPLACE PROCEDURE.")
            .map(project::resolve);
    Optional<Procedure> procedure =
        file.flatMap(found -> SourceText.read(files, found, load.at("procedure"), findings))
            .flatMap(text -> ProcedureText.read(file.get(), text, findings));
    List<String> arguments = arguments(load, procedure);
    return procedure.map(found -> new FromProcedure(found, arguments, reads));
  }

  private List<TableName> reads(Section load) {
    List<TableName> reads = new ArrayList<>();
    if (load.require("reads", "Say which tables of the job the procedure reads.")) {
      for (String written : load.texts("reads")) {
        scope.tableName(written, load.at("reads")).ifPresent(reads::add);
      }
    }
    return reads;
  }

  /** In the procedure's order, as SQL literals. */
  private List<String> arguments(Section load, Optional<Procedure> procedure) {
    Optional<Section> given = load.section("arguments");
    List<String> literals = new ArrayList<>();
    if (procedure.isEmpty()) {
      return literals;
    }
    List<String> names = procedure.get().arguments().stream().map(Argument::name).toList();
    for (String key : given.map(Section::keys).orElse(List.of())) {
      if (!names.contains(key)) {
        findings.add(
            given.get().at(key),
            "%s has no argument '%s'.".formatted(procedure.get().name(), key),
            Suggestion.among(key, names));
      }
    }
    for (Argument argument : procedure.get().arguments()) {
      Optional<String> written = given.flatMap(section -> section.scalar(argument.name()));
      if (given.isEmpty() || !given.get().has(argument.name())) {
        findings.add(
            given.map(Section::where).orElse(load.where()),
            "argument '%s' of %s is not given.".formatted(argument.name(), procedure.get().name()),
            "Say arguments { %s = \":parameter\" }.".formatted(argument.name()));
      }
      written
          .flatMap(text -> literal(text, argument, given.get().at(argument.name())))
          .ifPresent(literals::add);
    }
    return literals;
  }

  private Optional<String> literal(String text, Argument argument, Location where) {
    Optional<Parameter> parameter = Optional.empty();
    if (text.startsWith(":")) {
      parameter = scope.parameters().find(text.substring(1), where);
      if (parameter.isEmpty()) {
        return Optional.empty();
      }
    }
    Optional<String> value = parameter.map(Parameter::value).orElse(Optional.of(text));
    if (value.isPresent() && ParameterType.value(argument.type(), value.get()).isEmpty()) {
      findings.add(
          where,
          "%s does not go into argument '%s', a %s."
              .formatted(
                  parameter
                      .map(one -> "parameter '%s', a %s,".formatted(one.name(), one.type().ddl()))
                      .orElse("'%s'".formatted(text)),
                  argument.name(),
                  argument.type().ddl()),
          "");
      return Optional.empty();
    }
    return Optional.of(
        ParameterType.redshiftLiteral(
            argument.type(),
            value
                .flatMap(one -> ParameterType.value(argument.type(), one))
                .map(ParameterType::text)));
  }
}
