package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.ColumnComment;
import dev.starlift.ddl.CreateTable.KeyClause;
import dev.starlift.ddl.CreateTable.KeyKind;
import dev.starlift.ddl.CreateTable.ReferenceClause;
import dev.starlift.model.Column;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes a {@link Table} of what was written, by the rules that Redshift applies to it. */
final class TableResolver {
  private final CreateTable written;
  private final Findings findings;
  private final ColumnResolver columns;

  /**
   * @param parents finds the table that LIKE copies
   */
  TableResolver(
      CreateTable written, Findings findings, Function<TableName, Optional<Table>> parents) {
    this.written = written;
    this.findings = findings;
    this.columns = new ColumnResolver(written, findings, parents);
  }

  /** Empty when there are findings, from reading or from here. */
  Optional<Table> resolve() {
    List<Identifier> primaryKey = primaryKey();
    List<List<Identifier>> uniqueKeys = uniqueKeys(primaryKey);
    List<Column> resolved = columns.resolve(Set.copyOf(primaryKey));
    checkKeyColumns();
    List<ForeignKey> foreignKeys = foreignKeys();
    Map<Identifier, String> comments = columnComments();
    StorageResolver storage = new StorageResolver(written, findings, columns);
    StorageResolver.Storage stored = storage.resolve();
    if (!findings.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Table(
            written.name().value(),
            resolved.stream().map(column -> withComment(column, comments)).toList(),
            primaryKey,
            uniqueKeys,
            foreignKeys,
            stored.distribution(),
            stored.sortKey(),
            stored.encodeAuto(),
            stored.backup(),
            written.comments().onTable()));
  }

  private List<Identifier> primaryKey() {
    List<KeyClause> declared = keys(KeyKind.PRIMARY);
    for (KeyClause second : declared.subList(Math.min(1, declared.size()), declared.size())) {
      findings.add(
          second.token(),
          "Table %s has a PRIMARY KEY already.".formatted(written.name().value()),
          "Declare a second key as UNIQUE.");
    }
    return declared.isEmpty() ? List.of() : declared.get(0).names();
  }

  private List<List<Identifier>> uniqueKeys(List<Identifier> primaryKey) {
    List<List<Identifier>> unique = new ArrayList<>();
    Set<Set<Identifier>> taken = new HashSet<>();
    taken.add(Set.copyOf(primaryKey));
    for (KeyClause key : keys(KeyKind.UNIQUE)) {
      if (!taken.add(Set.copyOf(key.names()))) {
        findings.add(
            key.token(),
            "These columns are declared as a key already.",
            "Each key must have columns of its own: remove this one.");
      }
      unique.add(key.names());
    }
    return unique;
  }

  private List<KeyClause> keys(KeyKind kind) {
    return written.keys().stream().filter(key -> key.kind() == kind).toList();
  }

  private void checkKeyColumns() {
    for (KeyClause key : written.keys()) {
      columns.find(key.columns(), key.kind() == KeyKind.PRIMARY ? "PRIMARY KEY" : "UNIQUE");
    }
  }

  private List<ForeignKey> foreignKeys() {
    List<ForeignKey> foreignKeys = new ArrayList<>();
    for (ReferenceClause reference : written.references()) {
      columns.find(reference.columns(), "FOREIGN KEY");
      List<Identifier> referenced = reference.referenced().stream().map(At::value).toList();
      if (!referenced.isEmpty() && referenced.size() != reference.columns().size()) {
        findings.add(
            reference.table().token(),
            "A foreign key of %d columns references %d."
                .formatted(reference.columns().size(), referenced.size()),
            "Name as many columns on both sides.");
        continue;
      }
      List<Identifier> names = reference.columns().stream().map(At::value).toList();
      foreignKeys.add(new ForeignKey(names, reference.table().value(), referenced));
    }
    return foreignKeys;
  }

  private Map<Identifier, String> columnComments() {
    Map<Identifier, String> comments = new HashMap<>();
    for (ColumnComment comment : written.comments().onColumns()) {
      columns.find(List.of(comment.column()), "COMMENT ON COLUMN");
      Identifier column = comment.column().value();
      comment
          .text()
          .ifPresentOrElse(text -> comments.put(column, text), () -> comments.remove(column));
    }
    return comments;
  }

  private static Column withComment(Column column, Map<Identifier, String> comments) {
    return new Column(
        column.name(),
        column.type(),
        column.nullable(),
        column.defaultExpression(),
        column.identity(),
        column.encoding(),
        column.collation(),
        Optional.ofNullable(comments.get(column.name())));
  }
}
