package dev.starlift.job;

import dev.starlift.job.TableLoad.AsOf;
import dev.starlift.job.TableLoad.History;
import dev.starlift.job.TableLoad.Keys;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How lookups find one version of a member among many: known only when all tables are read. */
final class HistoryRules {
  private final JobScope scope;

  HistoryRules(JobScope scope) {
    this.scope = scope;
  }

  /** The loads, their lookups told by which columns the versions of a dimension differ. */
  List<TableLoad> resolved(List<TableLoad> loads) {
    Map<TableName, History> histories = new HashMap<>();
    loads.forEach(load -> load.history().ifPresent(one -> histories.put(load.table().name(), one)));
    return loads.stream()
        .map(
            load ->
                load.withLookups(
                    load.lookups().stream().map(lookup -> resolved(lookup, histories)).toList()))
        .toList();
  }

  /** What a dimension that numbers its members rules out. */
  void refuseInferredNumbers(List<TableLoad> loads) {
    List<TableName> numbered =
        loads.stream()
            .filter(load -> load.keys() == Keys.SEQUENCE)
            .map(load -> load.table().name())
            .toList();
    loads.stream()
        .flatMap(load -> load.lookups().stream())
        .filter(lookup -> lookup.missing() == MissingMember.INFER)
        .filter(lookup -> numbered.contains(lookup.table()))
        .forEach(
            lookup ->
                scope
                    .findings()
                    .add(
                        lookup.where(),
                        "%s numbers its members, and the number of a member that is inferred is not"
                                .formatted(lookup.table())
                            + " known when the fact needs it.",
                        "Say missing = unknown-member or reject, or keys = hash in the dimension."));
  }

  private Lookup resolved(Lookup lookup, Map<TableName, History> histories) {
    Optional<History> history = Optional.ofNullable(histories.get(lookup.table()));
    if (lookup.asOf().isEmpty()) {
      history.ifPresent(
          one ->
              scope
                  .findings()
                  .add(
                      lookup.where(),
                      "%s has versions of each member, and the lookup does not say of when."
                          .formatted(lookup.table()),
                      "Say as-of = the time of the fact."));
      return lookup;
    }
    AsOf asOf = lookup.asOf().get();
    if (history.isPresent()) {
      asOf = new AsOf(asOf.time(), history.get().validity(), history.get().first());
    }
    Table dimension = scope.schema().tables().get(lookup.table());
    if (dimension != null) {
      requireColumns(lookup, asOf, dimension);
    }
    if (lookup.missing() == MissingMember.INFER && asOf.first().isEmpty()) {
      scope
          .findings()
          .add(
              lookup.where(),
              "a member of %s that is inferred has no time of its own.".formatted(lookup.table()),
              "Say first = \"1900-01-01\" in the history of the dimension, in this job.");
    }
    return lookup.in(asOf);
  }

  private void requireColumns(Lookup lookup, AsOf asOf, Table dimension) {
    for (Identifier column : List.of(asOf.validity().from(), asOf.validity().to())) {
      if (dimension.findColumn(column).isEmpty()) {
        scope
            .findings()
            .add(
                lookup.where(),
                "as-of looks at %s of %s, which has no such column."
                    .formatted(column, dimension.name()),
                "");
      } else if (lookup.on().containsKey(column)) {
        scope
            .findings()
            .add(lookup.where(), "'on' compares %s, which as-of does.".formatted(column), "");
      }
    }
  }
}
