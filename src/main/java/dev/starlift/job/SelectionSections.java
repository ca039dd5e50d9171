package dev.starlift.job;

import dev.starlift.job.TableLoad.Check;
import dev.starlift.job.TableLoad.Selection;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code where} and {@code order} of a table: which of the rows that come in it is made of.
 */
final class SelectionSections {
  private final JobScope scope;
  private final Findings findings;

  SelectionSections(JobScope scope) {
    this.scope = scope;
    this.findings = scope.findings();
  }

  Selection read(Section load, Optional<Table> table, Optional<LoadMode> mode) {
    return new Selection(where(load), order(load, table, mode));
  }

  private Optional<Check> where(Section load) {
    Optional<String> condition = load.scalar("where");
    if (condition.isPresent() && load.has("query")) {
      findings.add(load.at("where"), "'where' picks rows of a source.", "Write it into the query.");
      return Optional.empty();
    }
    if (condition.filter(String::isBlank).isPresent()) {
      findings.add(load.at("where"), "the condition is empty.", "");
      return Optional.empty();
    }
    return condition.map(text -> new Check("where", load.at("where"), text));
  }

  private List<Identifier> order(Section load, Optional<Table> table, Optional<LoadMode> mode) {
    List<Identifier> order = new ArrayList<>();
    for (String name : load.texts("order")) {
      scope.column(name, table, load.at("order")).ifPresent(order::add);
    }
    if (!load.has("order")) {
      return order;
    }
    if (load.has("query")) {
      findings.add(load.at("order"), "'order' picks rows of a source.", "Write it into the query.");
      return List.of();
    }
    if (load.texts("order").isEmpty()) {
      findings.add(load.at("order"), "order names no column.", "");
    }
    if (new HashSet<>(order).size() < order.size()) {
      findings.add(load.at("order"), "order names a column twice.", "");
    }
    if (mode.isPresent() && mode.get() != LoadMode.UPSERT) {
      findings.add(
          load.at("order"),
          "'order' says which row of a key the table keeps, and the mode is %s."
              .formatted(mode.get().keyword()),
          "Say mode = upsert, or give the source a key and an order.");
    }
    for (Identifier column : order) {
      if (table.filter(found -> found.businessKey().contains(column)).isPresent()) {
        findings.add(
            load.at("order"),
            "order names %s, which all rows of a key have in common.".formatted(column),
            "");
      }
    }
    return order;
  }
}
