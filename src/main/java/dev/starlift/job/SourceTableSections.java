package dev.starlift.job;

import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.problem.Location;
import java.util.List;
import java.util.Optional;

/** Reads {@code table} and {@code where} of a source with {@code format = redshift}. */
final class SourceTableSections {
  private static final List<String> OF_FILES = List.of("path", "manifest", "csv", "json");

  private final Parameters parameters;
  private final Findings findings;

  SourceTableSections(Parameters parameters, Findings findings) {
    this.parameters = parameters;
    this.findings = findings;
  }

  /** The table; empty, too, when it cannot be read. */
  Optional<SourceTable> read(Section source) {
    for (String key : OF_FILES) {
      if (source.has(key)) {
        findings.add(
            source.at(key),
            "'%s' says something of files; the source is a table.".formatted(key),
            "");
      }
    }
    Optional<String> where = source.text("where").map(text -> condition(text, source.at("where")));
    return source
        .requiredText("table", "Say table = \"schema.table\".")
        .flatMap(text -> JobScope.tableName(text, source.at("table"), findings))
        .map(name -> new SourceTable(name, where));
  }

  /** That {@code table} and {@code where} are none of a source that reads files. */
  void refuse(Section source) {
    for (String key : List.of("table", "where")) {
      if (source.has(key)) {
        findings.add(
            source.at(key),
            "'%s' of a source belongs to format = redshift.".formatted(key),
            key.equals("where") ? "Say 'where' in the table that is filled." : "");
      }
    }
  }

  /** Values stand in columns only. */
  void requireNoDirectories(SourceDefinition source, Section section) {
    if (source.format() == Format.REDSHIFT && !source.directoryColumns().isEmpty()) {
      findings.add(section.at("columns"), "a table has no directories.", "");
    }
  }

  /** A table that the job fills changes with every run: each would find it new. */
  static void requireReadOnly(
      List<SourceDefinition> sources, List<TableLoad> loads, Findings findings) {
    for (SourceDefinition source : sources) {
      for (TableLoad load : loads) {
        if (source.table().filter(read -> read.name().equals(load.table().name())).isPresent()) {
          findings.add(
              source.where(),
              "source '%s' reads %s, which the job fills."
                  .formatted(source.name(), load.table().name()),
              "Read it with a query: reads { rows { table = \"%s\" } }."
                  .formatted(load.table().name()));
        }
      }
    }
  }

  /** It is put into parentheses, and must not end them. */
  private String condition(String text, Location where) {
    SparkTokens tokens = new SparkTokens(text);
    int depth = 0;
    boolean whole = !text.isBlank();
    for (int at = 0; at < text.length(); at = tokens.next(at)) {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      whole &= depth >= 0 && c != ';';
    }
    if (!whole || depth != 0) {
      findings.add(
          where,
          "'%s' is no condition.".formatted(text),
          "Write one condition of Redshift SQL, without a semicolon: \"flight_date >= '2026-01-01'\".");
    }
    return parameters.inRedshift(text, where);
  }
}
