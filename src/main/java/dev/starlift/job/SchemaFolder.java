package dev.starlift.job;

import dev.starlift.ddl.SchemaParser;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of a job's schema folder: each {@code .sql} file there declares one.
 *
 * @param unreadable what the files with problems are called: a table of that name may be in them
 */
record SchemaFolder(Map<TableName, Table> tables, Set<String> unreadable) {
  /** For a folder that cannot be read: nothing can be said about its tables. */
  static final SchemaFolder UNKNOWN = new SchemaFolder(Map.of(), Set.of("*"));

  private static final String SUFFIX = ".sql";

  SchemaFolder {
    tables = Map.copyOf(tables);
    unreadable = Set.copyOf(unreadable);
  }

  /**
   * @param named where the job names the folder
   */
  static SchemaFolder read(TextFiles files, String folder, Location named, Findings findings) {
    List<String> scripts;
    try {
      scripts = files.list(folder).stream().filter(file -> file.endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      findings.add(named, "the folder %s cannot be listed.".formatted(folder), "");
      return UNKNOWN;
    }
    if (scripts.isEmpty()) {
      findings.add(
          named,
          "there is no .sql file in %s.".formatted(folder),
          "Put one CREATE TABLE per file there.");
      return UNKNOWN;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    Set<String> unreadable = new HashSet<>();
    for (String script : scripts) {
      SourceText.read(files, script, Location.of(script), findings)
          .ifPresent(sql -> texts.put(script, sql));
      unreadable.add(
          script.substring(script.lastIndexOf('/') + 1, script.length() - SUFFIX.length()));
    }
    Map<TableName, Table> tables = new HashMap<>();
    for (Table table : SchemaParser.parse(texts, findings.ofOtherFiles())) {
      tables.put(table.name(), table);
      unreadable.remove(table.name().table().value());
    }
    return new SchemaFolder(tables, tables.size() < scripts.size() ? unreadable : Set.of());
  }

  /** Finds a table; that there is none is a finding, unless its file is among the unreadable. */
  Optional<Table> find(TableName name, Location where, Findings findings) {
    Table table = tables.get(name);
    if (table == null && !unreadable.contains("*") && !unreadable.contains(name.table().value())) {
      List<String> declared = tables.keySet().stream().sorted().map(TableName::toString).toList();
      findings.add(
          where,
          "the schema folder has no table %s.".formatted(name),
          Suggestion.among(name.toString(), declared));
    }
    return Optional.ofNullable(table);
  }
}
