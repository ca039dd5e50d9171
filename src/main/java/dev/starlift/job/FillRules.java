package dev.starlift.job;

import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.model.Column;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Can the rows of a load become rows of its table at all? */
final class FillRules {
  private final JobScope scope;

  FillRules(JobScope scope) {
    this.scope = scope;
  }

  void check(TableLoad load) {
    Table table = load.table();
    if (load.mode() == LoadMode.UPSERT && table.businessKey().isEmpty()) {
      scope
          .findings()
          .add(
              load.where(),
              "mode = upsert needs a key, and %s declares neither UNIQUE nor PRIMARY KEY."
                  .formatted(table.name()),
              "Declare it in the schema file, or choose another mode.");
    }
    if (load.input() instanceof FromSource from) {
      requireFilled(load, scope.source(from.source(), load.where()).orElseThrow());
    }
  }

  private void requireFilled(TableLoad load, SourceDefinition source) {
    Set<Identifier> filled = new HashSet<>(load.columns().keySet());
    load.lookups().stream().map(Lookup::column).forEach(filled::add);
    List<String> given =
        source.columns().stream().map(column -> column.name().toLowerCase(Locale.ROOT)).toList();
    List<String> empty =
        load.table().columns().stream()
            .filter(column -> isRequired(column, load))
            .filter(column -> !filled.contains(column.name()))
            .filter(column -> !given.contains(column.name().value()))
            .filter(column -> !fillsItself(column, load.table()))
            .map(column -> column.name().value())
            .toList();
    for (String column : empty) {
      scope
          .findings()
          .add(
              load.where(),
              "nothing fills %s of %s, which must have a value."
                  .formatted(column, load.table().name()),
              "Give it an expression in columns, a lookup, or a column of its name in source '%s'."
                  .formatted(source.name()));
    }
  }

  /** NOT NULL, or part of a key by which rows are told apart. */
  private static boolean isRequired(Column column, TableLoad load) {
    Table table = load.table();
    boolean keyMatters = load.mode().matchesByKey() || table.surrogateKey().isPresent();
    return !column.nullable()
        || table.primaryKey().contains(column.name())
        || (keyMatters && table.businessKey().contains(column.name()));
  }

  private static boolean fillsItself(Column column, Table table) {
    return column.defaultExpression().isPresent()
        || column.identity().isPresent()
        || table.surrogateKey().filter(column::equals).isPresent();
  }
}
