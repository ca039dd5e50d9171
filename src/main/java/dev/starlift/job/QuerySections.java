package dev.starlift.job;

import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.Input;
import dev.starlift.job.TableLoad.Read;
import dev.starlift.job.TableLoad.Rows;
import dev.starlift.job.TableLoad.SourceRead;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code query = …} and {@code reads { … }} of a table. */
final class QuerySections {
  private static final Map<String, Rows> ROWS = Map.of("release", Rows.RELEASE, "all", Rows.ALL);

  private final TextFiles files;
  private final ProjectFolder project;
  private final JobScope scope;
  private final Findings findings;

  QuerySections(TextFiles files, ProjectFolder project, JobScope scope) {
    this.files = files;
    this.project = project;
    this.scope = scope;
    this.findings = scope.findings();
  }

  /**
   * @param slice of the table that the query fills
   */
  Optional<Input> read(Section load, List<Identifier> slice) {
    Map<String, Read> reads = new LinkedHashMap<>();
    Optional<Section> views =
        load.require("reads", "Say which tables and sources the query reads, by view name.")
            ? load.section("reads")
            : Optional.empty();
    for (Section written : views.stream().toList()) {
      if (written.keys().isEmpty()) {
        findings.add(written.where(), "the query reads nothing.", "");
      }
      for (String view : written.keys()) {
        if (!view.matches("[A-Za-z_][A-Za-z0-9_]*")) {
          findings.add(
              written.at(view), "'%s' is not a name for a view of a query.".formatted(view), "");
        }
        written
            .section(view)
            .flatMap(section -> view(section, slice))
            .ifPresent(read -> reads.put(view, read));
      }
    }
    return text(load).map(query -> new FromQuery(query.file(), bound(query), reads));
  }

  private String bound(QueryText query) {
    return scope.parameters().inSql(query.sql(), Location.of(query.file()));
  }

  private record QueryText(String file, String sql) {}

  private Optional<QueryText> text(Section load) {
    Optional<String> file = load.text("query").map(project::resolve);
    Optional<String> sql =
        file.flatMap(found -> SourceText.read(files, found, load.at("query"), findings));
    if (sql.isPresent() && sql.get().isBlank()) {
      findings.add(load.at("query"), "%s is empty.".formatted(file.orElseThrow()), "");
    }
    return sql.map(text -> new QueryText(file.orElseThrow(), text));
  }

  private Optional<Read> view(Section section, List<Identifier> slice) {
    boolean source = section.has("source");
    boolean table = section.has("table");
    if (source == table) {
      findings.add(
          section.where(),
          source
              ? "'source' and 'table' are both given."
              : "neither 'source' nor 'table' is given.",
          "");
    }
    Optional<Read> read = source ? sourceRead(section) : tableRead(section, slice);
    section.refuseUnknownKeys();
    return read;
  }

  private Optional<Read> sourceRead(Section section) {
    for (String key : List.of("rows", "slice")) {
      if (section.has(key)) {
        findings.add(section.at(key), "'%s' belongs to a table.".formatted(key), "");
      }
    }
    return section
        .text("source")
        .filter(name -> scope.source(name, section.at("source")).isPresent())
        .map(SourceRead::new);
  }

  private Optional<Read> tableRead(Section section, List<Identifier> slice) {
    Optional<TableName> name =
        section.text("table").flatMap(written -> scope.tableName(written, section.at("table")));
    Optional<Table> table = name.flatMap(found -> scope.table(found, section.at("table")));
    Rows rows = section.choice("rows", ROWS).orElse(Rows.ALL);
    Map<Identifier, Identifier> mapping = slice(section, table, slice);
    if (rows == Rows.RELEASE && section.has("slice")) {
      findings.add(
          section.at("slice"),
          "'slice' picks from all rows, and rows = release shows only those of this release.",
          "Keep one of them.");
    }
    return table.map(found -> new TableRead(found.name(), rows, mapping));
  }

  private Map<Identifier, Identifier> slice(
      Section section, Optional<Table> table, List<Identifier> slice) {
    Map<Identifier, Identifier> mapping = new LinkedHashMap<>();
    for (Section written : section.section("slice").stream().toList()) {
      for (String key : written.keys()) {
        Optional<Identifier> ours = scope.identifier(key, written.at(key));
        if (ours.isPresent() && !slice.contains(ours.get())) {
          findings.add(
              written.at(key),
              "'%s' is not a slice column of the table that the query fills.".formatted(key),
              Suggestion.among(key, slice.stream().map(Identifier::value).toList()));
        }
        Optional<Identifier> theirs =
            written.text(key).flatMap(column -> scope.column(column, table, written.at(key)));
        if (ours.isPresent() && theirs.isPresent()) {
          mapping.put(ours.get(), theirs.get());
        }
      }
    }
    return mapping;
  }
}
