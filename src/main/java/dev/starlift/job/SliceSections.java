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

  /**
   * @param values a Redshift literal for each column; none where the rows tell the slices
   * @param checks that no row falls outside
   */
  record Slice(List<Identifier> columns, List<String> values, List<Check> checks) {
    Slice {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
      checks = List.copyOf(checks);
    }
  }

  Slice read(Section load, Optional<Table> table, Optional<LoadMode> mode) {
    Optional<Section> fixed = load.isSection("slice") ? load.section("slice") : Optional.empty();
    List<String> written = fixed.map(Section::keys).orElseGet(() -> load.texts("slice"));
    List<Identifier> columns =
        written.stream()
            .map(column -> scope.column(column, table, load.at("slice")))
            .flatMap(Optional::stream)
            .toList();
    requireMode(load, mode, written);
    List<String> values = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    for (Section section : fixed.stream().toList()) {
      for (Identifier column : columns) {
        table
            .flatMap(found -> found.findColumn(column))
            .ifPresent(found -> value(section, found, values, checks));
      }
    }
    return new Slice(columns, values, checks);
  }

  private void requireMode(Section load, Optional<LoadMode> mode, List<String> written) {
    boolean slices = mode.equals(Optional.of(LoadMode.REPLACE_SLICE));
    if (slices && !load.has("slice")) {
      findings.add(
          load.at("mode"),
          "mode = replace-slice needs to know what a slice is.",
          "Say slice = [date_key] or the like.");
    } else if (slices && written.isEmpty()) {
      findings.add(load.at("slice"), "slice names no column.", "");
    } else if (mode.isPresent() && !slices && load.has("slice")) {
      findings.add(
          load.at("slice"),
          "slice belongs to mode = replace-slice, and the mode is %s."
              .formatted(mode.get().keyword()),
          "");
    }
  }

  private void value(Section section, Column column, List<String> values, List<Check> checks) {
    String key =
        section.keys().stream()
            .filter(written -> Identifier.of(written).equals(column.name()))
            .findFirst()
            .orElseThrow();
    Location where = section.at(key);
    String text = section.scalar(key).orElse("");
    if (!text.matches(":" + Parameters.NAME)) {
      findings.add(
          where,
          "the value of a slice is a parameter of the job, not '%s'.".formatted(text),
          "Write \":date\" or the like.");
      return;
    }
    Optional<Parameter> parameter = scope.parameters().find(text.substring(1), where);
    if (parameter.isEmpty()) {
      return;
    }
    Optional<String> value = parameter.get().value().filter(one -> isOf(column, one));
    if (value.isEmpty()) {
      findings.add(
          where,
          "parameter '%s', a %s, is no %s, as column %s is."
              .formatted(
                  parameter.get().name(),
                  parameter.get().type().ddl(),
                  column.type().ddl(),
                  column.name()),
          "");
      return;
    }
    values.add(ParameterType.redshiftLiteral(column.type(), value));
    checks.add(
        new Check(
            "slice_" + column.name(),
            where,
            "`%s` = %s".formatted(column.name(), parameter.get().sparkLiteral())));
  }

  private static boolean isOf(Column column, String value) {
    return ParameterType.isSupported(column.type())
        && ParameterType.value(column.type(), value).isPresent();
  }
}
