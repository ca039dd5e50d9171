package dev.starlift.job;

import dev.starlift.job.SourceDefinition.Expected;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code sources { … }}. A source with problems is still read, so that tables can use it. */
final class SourceSections {
  private static final Map<String, Format> FORMATS =
      Map.of(
          "csv", Format.CSV,
          "json", Format.JSON,
          "parquet", Format.PARQUET,
          "avro", Format.AVRO,
          "orc", Format.ORC,
          "redshift", Format.REDSHIFT);

  private final SourcePaths paths;
  private final Findings findings;
  private final Map<String, RejectLimit> maxRejects = new HashMap<>();

  SourceSections(SourcePaths paths, Findings findings) {
    this.paths = paths;
    this.findings = findings;
  }

  List<SourceDefinition> read(Section sources) {
    return sources.keys().stream()
        .map(name -> sources.section(name).map(section -> source(name, section)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** By source, what those say that have a limit of their own. */
  Map<String, RejectLimit> maxRejects() {
    return Map.copyOf(maxRejects);
  }

  private SourceDefinition source(String name, Section section) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
      findings.add(
          section.where(),
          "'%s' is not a name for a source.".formatted(name),
          "Use letters, digits and underscores, a letter first.");
    }
    Optional<Format> format =
        section.require("format", "Say format = csv, json, parquet, avro, orc or redshift.")
            ? section.choice("format", FORMATS)
            : Optional.empty();
    // Of a format that is not known nothing more is said.
    boolean fromTable = format.map(Format.REDSHIFT::equals).orElseGet(() -> section.has("table"));
    SourceTableSections tables = new SourceTableSections(paths.parameters(), findings);
    Optional<SourceTable> table = fromTable ? tables.read(section) : Optional.empty();
    if (!fromTable) {
      tables.refuse(section);
    }
    DialectSections dialects = new DialectSections(findings);
    CsvDialect csv = dialects.csv(section, format);
    List<RawColumn> columns = new ContractSections(findings).read(section, dialects.trims(section));
    SourceDefinition source =
        new SourceDefinition(
            name,
            section.where(),
            fromTable ? "" : paths.read(section, "Name a file, a prefix, or a glob."),
            format.orElse(Format.CSV),
            section
                .choice("files", Map.of("new", FileSelection.NEW, "all", FileSelection.ALL))
                .orElse(FileSelection.NEW),
            section.flag("manifest").orElse(false),
            csv,
            dialects.json(section, format),
            columns,
            columnNames(section, "key", columns),
            columnNames(section, "order", columns),
            section
                .choice(
                    "on-unknown-field",
                    Map.of(
                        "reject", UnknownField.REJECT,
                        "ignore", UnknownField.IGNORE,
                        "rescue", UnknownField.RESCUE))
                .orElse(UnknownField.REJECT),
            expected(section),
            table);
    requireUsable(source, section);
    tables.requireNoDirectories(source, section);
    RejectLimit.read(section, findings).ifPresent(limit -> maxRejects.put(name, limit));
    if (section.has("order") && !section.has("key")) {
      findings.add(
          section.at("order"), "'order' says which row of a key wins, and there is no key.", "");
    }
    section.refuseUnknownKeys();
    return source;
  }

  private Expected expected(Section section) {
    boolean noFiles = section.choice("no-files", Map.of("fail", false, "ok", true)).orElse(false);
    Optional<String> rows = section.scalar("min-rows");
    if (rows.isPresent() && !rows.get().matches("[0-9]{1,18}")) {
      findings.add(section.at("min-rows"), "min-rows must be a whole number.", "");
      rows = Optional.empty();
    }
    return new Expected(noFiles, rows.map(Long::parseLong).orElse(0L));
  }

  private void requireUsable(SourceDefinition source, Section section) {
    if (source.fileColumns().isEmpty() && !source.columns().isEmpty()) {
      findings.add(
          section.at("columns"), "every column is in a directory; the files need one, too.", "");
    }
    if (source.csv().header() != CsvDialect.Header.NAMES && source.format() == Format.CSV) {
      for (RawColumn column : source.columns()) {
        if (column.optional()) {
          findings.add(
              section.at("columns"),
              "column '%s' cannot be optional: columns are told by their position."
                  .formatted(column.name()),
              "");
        }
      }
    }
  }

  private List<String> columnNames(Section section, String key, List<RawColumn> columns) {
    List<String> declared = columns.stream().map(RawColumn::name).toList();
    List<String> names = section.texts(key);
    for (String name : names) {
      if (!declared.contains(name)) {
        findings.add(
            section.at(key),
            "%s names column '%s', which the source does not declare.".formatted(key, name),
            Suggestion.among(name, declared));
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      findings.add(section.at(key), "%s names a column twice.".formatted(key), "");
    }
    return names;
  }
}
