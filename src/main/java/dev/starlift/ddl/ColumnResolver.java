package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.ColumnClauses;
import dev.starlift.ddl.CreateTable.ColumnItem;
import dev.starlift.ddl.CreateTable.DefaultsOfParent;
import dev.starlift.ddl.CreateTable.Item;
import dev.starlift.ddl.CreateTable.LikeItem;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The columns of a table, its own and those that LIKE copies. */
final class ColumnResolver {
  private final CreateTable written;
  private final Findings findings;
  private final Function<TableName, Optional<Table>> parents;
  private final Map<Identifier, Column> columns = new LinkedHashMap<>();

  /** Columns whose type could not be read: they exist, and nothing more is known of them. */
  private final Set<Identifier> unreadable = new HashSet<>();

  private Optional<Table> parent = Optional.empty();
  private boolean parentMissing;

  ColumnResolver(
      CreateTable written, Findings findings, Function<TableName, Optional<Table>> parents) {
    this.written = written;
    this.findings = findings;
    this.parents = parents;
  }

  List<Column> resolve(Set<Identifier> primaryKey) {
    for (Item item : written.items()) {
      if (item instanceof ColumnItem column) {
        add(column, primaryKey);
      } else if (item instanceof LikeItem like) {
        copy(like, primaryKey);
      }
    }
    if (columns.size() > Table.MAX_COLUMNS) {
      findings.add(
          written.name().token(),
          "Table %s has %d columns; Redshift allows %d."
              .formatted(written.name().value(), columns.size(), Table.MAX_COLUMNS),
          "");
    }
    if (columns.isEmpty() && written.complete() && !parentMissing) {
      findings.add(
          written.name().token(),
          "Table %s declares no columns.".formatted(written.name().value()),
          "");
    }
    for (ColumnItem item : columnItems()) {
      checkDefault(item);
    }
    return List.copyOf(columns.values());
  }

  List<ColumnItem> columnItems() {
    return written.items().stream()
        .filter(ColumnItem.class::isInstance)
        .map(ColumnItem.class::cast)
        .toList();
  }

  /** The table that LIKE copies, once {@link #resolve} has looked it up. */
  Optional<Table> parent() {
    return parent;
  }

  /** The columns that a clause names, as far as they exist; the others become findings. */
  List<Column> find(List<At<Identifier>> named, String clause) {
    List<Column> found = new ArrayList<>();
    Set<Identifier> seen = new HashSet<>();
    for (At<Identifier> name : named) {
      if (!seen.add(name.value())) {
        findings.add(name.token(), "%s names column %s twice.".formatted(clause, name.value()), "");
      }
      Column column = columns.get(name.value());
      if (column != null) {
        found.add(column);
      } else if (isSurelyMissing(name.value())) {
        findings.add(
            name.token(),
            "%s names column %s, which the table does not have.".formatted(clause, name.value()),
            "");
      }
    }
    return found;
  }

  private boolean isSurelyMissing(Identifier name) {
    return written.complete() && !columns.isEmpty() && !parentMissing && !unreadable.contains(name);
  }

  private void add(ColumnItem item, Set<Identifier> primaryKey) {
    Identifier name = item.name().value();
    if (columns.containsKey(name) || unreadable.contains(name)) {
      findings.add(item.name().token(), "Column %s is declared twice.".formatted(name), "");
      return;
    }
    if (item.type().isEmpty()) {
      unreadable.add(name);
      return;
    }
    ColumnType type = item.type().get();
    ColumnClauses clauses = item.clauses();
    checkType(name, type, clauses);
    boolean filledAlways = clauses.identity().isPresent() || primaryKey.contains(name);
    clauses
        .nullable()
        .filter(nullable -> nullable.value() && filledAlways)
        .ifPresent(
            nullable ->
                findings.add(
                    nullable.token(),
                    "Column %s is NULL, but %s is NOT NULL."
                        .formatted(
                            name,
                            primaryKey.contains(name) ? "a PRIMARY KEY" : "an IDENTITY column"),
                    "Remove NULL."));
    columns.put(
        name,
        new Column(
            name,
            type,
            clauses.nullable().map(At::value).orElse(true) && !filledAlways,
            clauses.defaultExpression().map(At::value),
            clauses.identity().map(At::value),
            clauses.encoding().map(At::value),
            clauses.collation().map(At::value),
            Optional.empty()));
  }

  private void checkType(Identifier name, ColumnType type, ColumnClauses clauses) {
    clauses
        .identity()
        .ifPresent(
            identity -> {
              if (!TypeRules.canBeIdentity(type)) {
                findings.add(
                    identity.token(),
                    "Column %s is %s; IDENTITY needs INTEGER or BIGINT."
                        .formatted(name, type.ddl()),
                    "");
              }
              if (clauses.defaultExpression().isPresent()) {
                findings.add(
                    identity.token(),
                    "Column %s has both IDENTITY and DEFAULT.".formatted(name),
                    "Keep one of them.");
              }
            });
    clauses
        .encoding()
        .filter(encoding -> !TypeRules.canBeEncoded(type, encoding.value()))
        .ifPresent(
            encoding ->
                findings.add(
                    encoding.token(),
                    "Column %s is %s; ENCODE %s is not for that type."
                        .formatted(name, type.ddl(), encoding.value()),
                    ""));
    clauses
        .collation()
        .filter(collation -> !TypeRules.canHaveCollation(type))
        .ifPresent(
            collation ->
                findings.add(
                    collation.token(),
                    "Column %s is %s; COLLATE is for text.".formatted(name, type.ddl()),
                    ""));
  }

  /** Only a bare name is surely a column: a word inside a call may be a date part or a type. */
  private void checkDefault(ColumnItem item) {
    item.clauses()
        .defaultExpression()
        .ifPresent(
            expression -> {
              List<Token> tokens = Lexer.tokens(expression.value());
              Token first = tokens.get(0);
              if (tokens.size() == 2
                  && first.isName()
                  && columns.keySet().stream()
                      .anyMatch(name -> name.value().equalsIgnoreCase(first.value()))) {
                findings.add(
                    expression.token(),
                    "The DEFAULT of column %s is the column %s."
                        .formatted(item.name().value(), first.value()),
                    "Write a constant or a function without columns.");
              }
            });
  }

  private void copy(LikeItem like, Set<Identifier> primaryKey) {
    Token at = like.parent().token();
    TableName name = like.parent().value();
    if (parent.isPresent() || parentMissing) {
      findings.add(at, "A table can be LIKE one other table.", "Write the columns out.");
      return;
    }
    parent = parents.apply(name);
    parentMissing = parent.isEmpty();
    if (parentMissing) {
      findings.add(
          at,
          "Table %s, which LIKE copies, is not declared.".formatted(name),
          "Add its schema file, or write the columns out.");
    }
    for (Column column : parent.map(Table::columns).orElse(List.of())) {
      copy(column, like, primaryKey);
    }
  }

  private void copy(Column column, LikeItem like, Set<Identifier> primaryKey) {
    Token at = like.parent().token();
    if (column.identity().isPresent()) {
      findings.add(
          at,
          "LIKE copies column %s, an IDENTITY column.".formatted(column.name()),
          "Redshift does not document what becomes of it: write the columns out.");
    }
    Column copy =
        new Column(
            column.name(),
            column.type(),
            column.nullable() && !primaryKey.contains(column.name()),
            column
                .defaultExpression()
                .filter(unused -> like.defaults() == DefaultsOfParent.INCLUDED),
            Optional.empty(),
            column.encoding(),
            column.collation(),
            Optional.empty());
    if (columns.put(copy.name(), copy) != null) {
      findings.add(at, "LIKE copies column %s, which is declared.".formatted(copy.name()), "");
    }
  }
}
