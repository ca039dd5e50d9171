package dev.starlift.job;

import dev.starlift.job.TableLoad.Check;
import dev.starlift.model.Column;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code slice = [day]}, where the rows tell which slices are replaced, and {@code slice {
 * day = ":date" }}, where a parameter does.
 */
final class SliceSections {
  private final JobScope scope;
  private final Findings findings;

  SliceSections(JobScope scope) {
    this.scope = scope;
    this.findings = scope.findings();
  }

  List<Identifier> columns(Section section, Optional<Table> table, Optional<LoadMode> mode) {
    boolean slices = mode.equals(Optional.of(LoadMode.REPLACE_SLICE));
    List<String> written = written(section);
    List<Identifier> slice =
        written.stream()
            .map(column -> scope.column(column, table, section.at("slice")))
            .flatMap(Optional::stream)
            .toList();
    if (slices && !section.has("slice")) {
      findings.add(
          section.at("mode"),
          "mode = replace-slice needs to know what a slice is.",
          "Say slice = [date_key] or the like.");
    } else if (slices && written.isEmpty()) {
      findings.add(section.at("slice"), "slice names no column.", "");
    } else if (mode.isPresent() && !slices && section.has("slice")) {
      findings.add(
          section.at("slice"),
          "slice belongs to mode = replace-slice, and the mode is %s."
              .formatted(mode.get().keyword()),
          "");
    }
    return slice;
  }

  private static List<String> written(Section section) {
    return section.isSection("slice")
        ? section.section("slice").orElseThrow().keys()
        : section.texts("slice");
  }

  /** The Redshift literals of a slice that is known beforehand; empty for one that is not. */
  List<String> values(Section section, Optional<Table> table) {
    return parts(section, table, true).stream().map(Part::literal).toList();
  }

  /** No row may fall outside. */
  List<Check> checks(Section section, Optional<Table> table) {
    return parts(section, table, false).stream()
        .map(
            part ->
                new Check(
                    "slice_" + part.column(),
                    part.where(),
                    "`%s` = %s".formatted(part.column(), part.spark())))
        .toList();
  }

  private record Part(Identifier column, Location where, String literal, String spark) {}

  private List<Part> parts(Section section, Optional<Table> table, boolean report) {
    List<Part> parts = new ArrayList<>();
    if (!section.isSection("slice")) {
      return parts;
    }
    Section written = section.section("slice").orElseThrow();
    for (String key : written.keys()) {
      Location where = written.at(key);
      String text = written.scalar(key).orElse("");
      Optional<Column> column =
          table.flatMap(
              found ->
                  found.columns().stream()
                      .filter(one -> one.name().value().equalsIgnoreCase(key))
                      .findFirst());
      Optional<Parameter> parameter =
          text.matches(":" + Parameters.NAME) && (report || known(text))
              ? scope.parameters().find(text.substring(1), where)
              : Optional.empty();
      if (column.isEmpty() || parameter.isEmpty()) {
        if (report && !text.matches(":" + Parameters.NAME)) {
          findings.add(
              where,
              "the value of a slice is a parameter of the job, not '%s'.".formatted(text),
              "Write \":date\" or the like.");
        }
        continue;
      }
      Optional<String> value = parameter.get().value().filter(one -> isOf(column.get(), one));
      if (value.isEmpty() && report) {
        findings.add(
            where,
            "parameter '%s', a %s, is no %s, as column %s is."
                .formatted(
                    parameter.get().name(),
                    parameter.get().type().ddl(),
                    column.get().type().ddl(),
                    column.get().name()),
            "");
      }
      value.ifPresent(
          one ->
              parts.add(
                  new Part(
                      column.get().name(),
                      where,
                      ParameterType.redshiftLiteral(column.get().type(), Optional.of(one)),
                      parameter.get().sparkLiteral())));
    }
    return parts;
  }

  private boolean known(String reference) {
    return scope.parameters().byName().containsKey(reference.substring(1));
  }

  private static boolean isOf(Column column, String value) {
    return ParameterType.isSupported(column.type())
        && ParameterType.value(column.type(), value).isPresent();
  }
}
