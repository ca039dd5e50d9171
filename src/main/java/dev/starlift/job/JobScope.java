package dev.starlift.job;

import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.util.List;
import java.util.Optional;

/**
 * The names that the tables of a job may use, each looked up with a finding when it is not there.
 */
record JobScope(
    SchemaFolder schema, List<SourceDefinition> sources, Parameters parameters, Findings findings) {
  JobScope {
    sources = List.copyOf(sources);
  }

  Optional<SourceDefinition> source(String name, Location where) {
    Optional<SourceDefinition> found =
        sources.stream().filter(source -> source.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      findings.add(
          where,
          "the job has no source '%s'.".formatted(name),
          Suggestion.among(name, sources.stream().map(SourceDefinition::name).toList()));
    }
    return found;
  }

  Optional<TableName> tableName(String written, Location where) {
    return tableName(written, where, findings);
  }

  static Optional<TableName> tableName(String written, Location where, Findings findings) {
    try {
      return Optional.of(TableName.parse(written));
    } catch (IllegalArgumentException e) {
      findings.add(
          where,
          "'%s' is not the name of a table.".formatted(written),
          "Write it as \"schema.table\", in quotes.");
      return Optional.empty();
    }
  }

  Optional<Table> table(TableName name, Location where) {
    return schema.find(name, where, findings);
  }

  /** A column of a table; of a table that is not there nothing more is said. */
  Optional<Identifier> column(String written, Optional<Table> table, Location where) {
    Optional<Identifier> name = identifier(written, where);
    if (name.isEmpty() || table.isEmpty() || table.get().findColumn(name.get()).isPresent()) {
      return name;
    }
    findings.add(
        where,
        "%s has no column '%s'.".formatted(table.get().name(), written),
        Suggestion.among(
            written, table.get().columnNames().stream().map(Identifier::value).toList()));
    return Optional.empty();
  }

  Optional<Identifier> identifier(String written, Location where) {
    try {
      return Optional.of(Identifier.of(written));
    } catch (IllegalArgumentException e) {
      findings.add(where, "'%s': %s".formatted(written, e.getMessage()), "");
      return Optional.empty();
    }
  }
}
