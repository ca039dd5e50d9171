package dev.starlift.job;

import dev.starlift.ddl.ColumnText;
import dev.starlift.ddl.DdlParser;
import dev.starlift.job.RawColumn.Origin;
import dev.starlift.model.ColumnType;
import dev.starlift.problem.Location;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code columns { … }} of a source: its raw contract. */
final class ContractSections {
  /**
   * Stands for a type that cannot be read: the job is refused, but its other problems are found.
   */
  private static final ColumnText UNREADABLE = new ColumnText(new ColumnType.Varchar(1), true);

  private final Findings findings;

  ContractSections(Findings findings) {
    this.findings = findings;
  }

  /**
   * @param trims of columns that say nothing of it
   */
  List<RawColumn> read(Section source, boolean trims) {
    Optional<Section> found =
        source.require("columns", "Declare the columns, as in columns { id = \"int not null\" }.")
            ? source.section("columns")
            : Optional.empty();
    List<RawColumn> columns = new ArrayList<>();
    Map<String, String> spelled = new HashMap<>();
    for (Section contract : found.stream().toList()) {
      for (String name : contract.keys()) {
        columns.add(column(name, contract, trims));
        requireUsableName(name, contract.at(name));
        String other = spelled.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (other != null) {
          findings.add(
              contract.at(name),
              "columns '%s' and '%s' differ in case only.".formatted(other, name),
              "Give one of them another name and say field = \"%s\".".formatted(name));
        }
      }
      if (contract.keys().isEmpty()) {
        findings.add(contract.where(), "the source declares no columns.", "");
      }
    }
    return columns;
  }

  private void requireUsableName(String name, Location where) {
    if (name.startsWith("_")) {
      findings.add(
          where,
          "column '%s': names that begin with '_' are Starlift's own.".formatted(name),
          "Give it another name and say field = \"%s\".".formatted(name));
    } else if (name.isBlank() || name.contains("`") || name.chars().anyMatch(c -> c < ' ')) {
      findings.add(where, "'%s' is not a name for a column.".formatted(name), "");
    }
  }

  private RawColumn column(String name, Section contract, boolean trims) {
    if (!contract.isSection(name)) {
      ColumnText text =
          contract
              .text(name)
              .flatMap(written -> columnText(written, contract.at(name)))
              .orElse(UNREADABLE);
      return new RawColumn(name, name, text.type(), text.nullable(), Optional.empty(), trims);
    }
    Section column = contract.section(name).orElseThrow();
    ColumnText text =
        column
            .requiredText("type", "Say type = \"varchar(20) not null\" or the like.")
            .flatMap(written -> columnText(written, column.at("type")))
            .orElse(UNREADABLE);
    RawColumn raw =
        new RawColumn(
            name,
            column.text("directory").or(() -> column.text("field")).orElse(name),
            text.type(),
            text.nullable(),
            format(column, text),
            column.flag("trim").orElse(trims),
            new ValueRuleSections(findings).read(column, text.type()),
            origin(column),
            column.flag("optional").orElse(false));
    if (raw.isInDirectory() && raw.optional()) {
      findings.add(column.at("optional"), "a directory cannot be optional.", "");
    }
    column.refuseUnknownKeys();
    return raw;
  }

  private Origin origin(Section column) {
    if (!column.has("directory")) {
      return column.has("field") ? Origin.FILE : Origin.UNSAID;
    }
    if (column.has("field")) {
      findings.add(
          column.at("directory"),
          "the value is in a field of the file or in a directory, not in both.",
          "Keep 'field' or 'directory'.");
    }
    String name = column.text("directory").orElse("");
    if (name.isEmpty() || name.matches("(?s).*[/=\\p{Cntrl}].*")) {
      findings.add(
          column.at("directory"),
          "directory is the name before the '=', as day in day=2026-11-21/.",
          "");
    }
    return Origin.DIRECTORY;
  }

  private Optional<ColumnText> columnText(String written, Location where) {
    List<ColumnText> parsed = new ArrayList<>();
    findings.addAll(
        where,
        problems -> DdlParser.parseColumnText(written, where, problems).ifPresent(parsed::add));
    return parsed.stream().findFirst();
  }

  private Optional<String> format(Section column, ColumnText text) {
    Optional<String> format = column.text("format");
    if (format.isEmpty()) {
      return Optional.empty();
    }
    boolean temporal =
        text.type() instanceof ColumnType.Date
            || text.type() instanceof ColumnType.Time
            || text.type() instanceof ColumnType.Timestamp
            || text.type() instanceof ColumnType.TimestampWithZone;
    if (!temporal && !text.equals(UNREADABLE)) {
      findings.add(
          column.at("format"),
          "format is the pattern of a date, time or timestamp, and the type is %s."
              .formatted(text.type().ddl()),
          "");
    }
    try {
      new DateTimeFormatterBuilder().appendPattern(format.get());
    } catch (IllegalArgumentException e) {
      findings.add(
          column.at("format"),
          "'%s' is not a pattern: %s.".formatted(format.get(), e.getMessage()),
          "Write it as in yyyy-MM-dd HH:mm:ss.");
    }
    return format;
  }
}
