package dev.starlift.job;

import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job as declared: every name in it resolves.
 *
 * @param name the job's name, part of the identity of its loads
 * @param file where it was read from
 * @param fingerprint SHA-256 of the resolved definition with its schemas and queries, secrets left
 *     out; a changed definition is another load
 * @param resolved the resolved job file as text, for the run folder; holds no secrets
 * @param schema every table of the job's schema folder
 * @param sources in the order of the file
 * @param tables in the order of the file
 * @param maxRejects for sources and queries that say nothing else
 * @param maxRejectsOfSources by source, or by table for its query
 * @param parameters the values of this run, by name; part of the identity of its loads
 * @param trigger what the run needs before it begins
 */
public record JobDefinition(
    String name,
    String file,
    String fingerprint,
    String resolved,
    Map<TableName, Table> schema,
    List<SourceDefinition> sources,
    List<TableLoad> tables,
    RejectLimit maxRejects,
    Map<String, RejectLimit> maxRejectsOfSources,
    Map<String, String> parameters,
    Optional<Trigger> trigger) {
  public JobDefinition {
    maxRejectsOfSources = Map.copyOf(maxRejectsOfSources);
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    schema = Map.copyOf(schema);
    sources = List.copyOf(sources);
    tables = List.copyOf(tables);
  }

  /** A job without parameters and trigger. */
  public JobDefinition(
      String name,
      String file,
      String fingerprint,
      String resolved,
      Map<TableName, Table> schema,
      List<SourceDefinition> sources,
      List<TableLoad> tables,
      RejectLimit maxRejects,
      Map<String, RejectLimit> maxRejectsOfSources) {
    this(
        name,
        file,
        fingerprint,
        resolved,
        schema,
        sources,
        tables,
        maxRejects,
        maxRejectsOfSources,
        Map.of(),
        Optional.empty());
  }

  /**
   * @param input name of a source, or of a table that a query fills
   */
  public RejectLimit maxRejects(String input) {
    return maxRejectsOfSources.getOrDefault(input, maxRejects);
  }

  public Optional<SourceDefinition> findSource(String wanted) {
    return sources.stream().filter(source -> source.name().equals(wanted)).findFirst();
  }

  public Optional<TableLoad> findTable(TableName wanted) {
    return tables.stream().filter(table -> table.table().name().equals(wanted)).findFirst();
  }
}
