package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.Attributes;
import dev.starlift.ddl.CreateTable.ColumnItem;
import dev.starlift.ddl.CreateTable.DistStyle;
import dev.starlift.ddl.CreateTable.Sort;
import dev.starlift.ddl.CreateTable.SortStyle;
import dev.starlift.model.Column;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How Redshift keeps the rows of a table: declared on columns, behind them, or copied by LIKE. */
final class StorageResolver {
  private final Attributes attributes;
  private final Findings findings;
  private final ColumnResolver columns;

  StorageResolver(CreateTable written, Findings findings, ColumnResolver columns) {
    this.attributes = written.attributes();
    this.findings = findings;
    this.columns = columns;
  }

  record Storage(Distribution distribution, SortKey sortKey, boolean encodeAuto, boolean backup) {}

  Storage resolve() {
    if (columns.parent().isPresent()) {
      return copied(columns.parent().get());
    }
    return new Storage(
        distribution(),
        sortKey(),
        attributes.encodeAuto().isPresent(),
        attributes.backup().map(At::value).orElse(true));
  }

  private Storage copied(Table parent) {
    List<Token> declared = new ArrayList<>();
    attributes.backup().map(At::token).ifPresent(declared::add);
    attributes.distStyle().map(At::token).ifPresent(declared::add);
    attributes.sort().map(At::token).ifPresent(declared::add);
    distKeys().forEach(key -> declared.add(key.token()));
    columnSortKeys().forEach(key -> declared.add(key.token()));
    for (Token token : declared) {
      findings.add(
          token,
          "LIKE copies BACKUP, DISTSTYLE, DISTKEY and SORTKEY of %s; they cannot be declared."
              .formatted(parent.name()),
          "Remove it, or write the columns out.");
    }
    return new Storage(
        parent.distribution(),
        parent.sortKey(),
        parent.encodeAuto() || attributes.encodeAuto().isPresent(),
        parent.backup());
  }

  private Distribution distribution() {
    List<At<Identifier>> keys = distKeys();
    for (At<Identifier> second : keys.subList(Math.min(1, keys.size()), keys.size())) {
      findings.add(second.token(), "The table has a DISTKEY already.", "Keep one of them.");
    }
    checkKeyTypes(keys, "DISTKEY");
    Optional<At<DistStyle>> style = attributes.distStyle();
    DistStyle wanted = style.map(At::value).orElse(keys.isEmpty() ? DistStyle.AUTO : DistStyle.KEY);
    if (wanted != DistStyle.KEY && !keys.isEmpty()) {
      findings.add(
          style.orElseThrow().token(),
          "DISTSTYLE %s and DISTKEY exclude each other.".formatted(wanted),
          "Remove one of them, or write DISTSTYLE KEY.");
    }
    if (wanted == DistStyle.KEY && keys.isEmpty()) {
      findings.add(
          style.orElseThrow().token(),
          "DISTSTYLE KEY needs a DISTKEY.",
          "Name the column: DISTKEY (column).");
      return new Distribution.Auto();
    }
    return switch (wanted) {
      case AUTO -> new Distribution.Auto();
      case EVEN -> new Distribution.Even();
      case ALL -> new Distribution.All();
      case KEY -> new Distribution.Key(keys.get(0).value());
    };
  }

  private SortKey sortKey() {
    List<At<Identifier>> onColumns = columnSortKeys();
    for (At<Identifier> second :
        onColumns.subList(Math.min(1, onColumns.size()), onColumns.size())) {
      findings.add(
          second.token(),
          "Column %s is a SORTKEY as well.".formatted(onColumns.get(0).value()),
          "Declare several columns behind the table: SORTKEY (a, b).");
    }
    checkKeyTypes(onColumns, "SORTKEY");
    if (attributes.sort().isEmpty()) {
      return onColumns.isEmpty()
          ? new SortKey.None()
          : new SortKey.Compound(onColumns.stream().map(At::value).toList());
    }
    Token token = attributes.sort().get().token();
    if (!onColumns.isEmpty()) {
      findings.add(
          token,
          "Column %s is the SORTKEY already.".formatted(onColumns.get(0).value()),
          "Keep one of them.");
    }
    return sortKey(attributes.sort().get().value(), token);
  }

  private SortKey sortKey(Sort sort, Token token) {
    List<At<Identifier>> named = sort.columns();
    checkKeyTypes(named, "SORTKEY");
    int max =
        sort.style() == SortStyle.INTERLEAVED
            ? Table.MAX_INTERLEAVED_SORT_COLUMNS
            : Table.MAX_COMPOUND_SORT_COLUMNS;
    if (named.size() > max) {
      findings.add(
          token,
          "%s SORTKEY has %d columns; Redshift allows %d."
              .formatted(sort.style(), named.size(), max),
          "");
    }
    List<Identifier> names = named.stream().map(At::value).toList();
    return switch (sort.style()) {
      case AUTO -> new SortKey.Auto();
      case COMPOUND -> new SortKey.Compound(names);
      case INTERLEAVED -> new SortKey.Interleaved(names);
    };
  }

  /** In the order of the text: those of columns stand before that of the table. */
  private List<At<Identifier>> distKeys() {
    List<At<Identifier>> keys = new ArrayList<>();
    for (ColumnItem item : columns.columnItems()) {
      item.clauses().distKey().ifPresent(token -> keys.add(new At<>(item.name().value(), token)));
    }
    attributes.distKey().ifPresent(keys::add);
    return keys;
  }

  private List<At<Identifier>> columnSortKeys() {
    List<At<Identifier>> keys = new ArrayList<>();
    for (ColumnItem item : columns.columnItems()) {
      item.clauses().sortKey().ifPresent(token -> keys.add(new At<>(item.name().value(), token)));
    }
    return keys;
  }

  private void checkKeyTypes(List<At<Identifier>> keys, String clause) {
    for (At<Identifier> key : keys) {
      for (Column column : columns.find(List.of(key), clause)) {
        if (!TypeRules.canBeKey(column.type())) {
          findings.add(
              key.token(),
              "Column %s is %s; a %s cannot be of that type."
                  .formatted(column.name(), column.type().ddl(), clause),
              "");
        }
      }
    }
  }
}
