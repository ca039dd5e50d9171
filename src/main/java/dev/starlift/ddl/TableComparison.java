package dev.starlift.ddl;

import dev.starlift.ddl.TableDifference.Aspect;
import dev.starlift.model.Column;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the differences between two tables; the order of keys and of columns is none. */
final class TableComparison {
  private final Table declared;
  private final Table actual;
  private final Set<Aspect> alsoKnown;
  private final List<TableDifference> differences = new ArrayList<>();

  TableComparison(Table declared, Table actual, Set<Aspect> alsoKnown) {
    this.declared = declared;
    this.actual = actual;
    this.alsoKnown = alsoKnown;
  }

  List<TableDifference> differences() {
    for (Column column : declared.columns()) {
      actual
          .findColumn(column.name())
          .ifPresentOrElse(
              found -> compareColumns(column, found),
              () ->
                  differences.add(new TableDifference.MissingColumn(column.name(), column.type())));
    }
    for (Column column : actual.columns()) {
      if (declared.findColumn(column.name()).isEmpty()) {
        differences.add(
            new TableDifference.ExtraColumn(column.name(), column.type(), mustBeFilled(column)));
      }
    }
    compareStorage();
    compareKeys();
    compare(Aspect.COMMENTS, "The table's comment", Table::comment);
    compare(
        Aspect.BACKUP, "BACKUP", table -> Optional.of(table.backup() ? "BACKUP YES" : "BACKUP NO"));
    return List.copyOf(differences);
  }

  private static boolean mustBeFilled(Column column) {
    return !column.nullable()
        && column.defaultExpression().isEmpty()
        && column.identity().isEmpty();
  }

  private void compareColumns(Column declaredColumn, Column actualColumn) {
    Identifier name = declaredColumn.name();
    if (!declaredColumn.type().equals(actualColumn.type())) {
      differences.add(
          new TableDifference.TypeDiffers(name, declaredColumn.type(), actualColumn.type()));
    }
    if (declaredColumn.nullable() != actualColumn.nullable()) {
      differences.add(new TableDifference.NullabilityDiffers(name, declaredColumn.nullable()));
    }
    ColumnPair pair = new ColumnPair(declaredColumn, actualColumn);
    compare(Aspect.DEFAULTS, "DEFAULT", pair, Column::defaultExpression);
    compare(
        Aspect.IDENTITIES, "IDENTITY", pair, column -> column.identity().map(DdlPrinter::identity));
    compare(Aspect.ENCODINGS, "ENCODE", pair, column -> column.encoding().map(Enum::name));
    compare(Aspect.COLLATIONS, "COLLATE", pair, column -> column.collation().map(Enum::name));
    compare(Aspect.COMMENTS, "The comment", pair, Column::comment);
  }

  private record ColumnPair(Column declared, Column actual) {}

  private void compare(
      Aspect aspect, String clause, ColumnPair pair, Function<Column, Optional<String>> property) {
    compare(
        aspect,
        "%s of column %s".formatted(clause, pair.declared().name()),
        property.apply(pair.declared()),
        property.apply(pair.actual()));
  }

  private void compare(Aspect aspect, String property, Function<Table, Optional<String>> read) {
    compare(aspect, property, read.apply(declared), read.apply(actual));
  }

  private void compare(
      Aspect aspect, String property, Optional<String> wanted, Optional<String> found) {
    if (alsoKnown.contains(aspect) && !wanted.equals(found)) {
      differences.add(
          new TableDifference.PropertyDiffers(
              aspect, property, wanted.orElse(""), found.orElse("")));
    }
  }

  private void compareStorage() {
    if (!declared.distribution().equals(actual.distribution())) {
      differences.add(
          new TableDifference.DistributionDiffers(declared.distribution(), actual.distribution()));
    }
    if (!sortKeyOrAuto(declared).equals(sortKeyOrAuto(actual))) {
      differences.add(new TableDifference.SortKeyDiffers(declared.sortKey(), actual.sortKey()));
    }
  }

  /** A table that declares nothing gets SORTKEY AUTO. */
  private static SortKey sortKeyOrAuto(Table table) {
    return table.sortKey() instanceof SortKey.None ? new SortKey.Auto() : table.sortKey();
  }

  private void compareKeys() {
    compare(
        Aspect.KEYS,
        "PRIMARY KEY",
        table -> Optional.of(table.primaryKey()).filter(key -> !key.isEmpty()).map(List::toString));
    compareSets("UNIQUE", declared.uniqueKeys(), actual.uniqueKeys(), List::toString);
    compareSets(
        "FOREIGN KEY", declared.foreignKeys(), actual.foreignKeys(), TableComparison::describe);
  }

  private <K> void compareSets(
      String clause, Collection<K> wanted, Collection<K> found, Function<K, String> describe) {
    compare(
        Aspect.KEYS,
        clause,
        describeMissing(wanted, found, describe),
        describeMissing(found, wanted, describe));
  }

  /** What the other side lacks; what both have is no difference. */
  private static <K> Optional<String> describeMissing(
      Collection<K> keys, Collection<K> others, Function<K, String> describe) {
    Set<K> missing = new HashSet<>(keys);
    missing.removeAll(Set.copyOf(others));
    return Optional.of(missing.stream().map(describe).sorted().collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }

  private static String describe(ForeignKey key) {
    return "%s to %s%s"
        .formatted(
            key.columns(), key.table(), key.referenced().isEmpty() ? "" : " " + key.referenced());
  }
}
