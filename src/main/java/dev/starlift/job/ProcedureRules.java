package dev.starlift.job;

import dev.starlift.job.TableLoad.FromProcedure;
import dev.starlift.model.TableName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How tables that procedures fill go with the others of a job. */
final class ProcedureRules {
  private final Findings findings;

  ProcedureRules(Findings findings) {
    this.findings = findings;
  }

  void check(List<TableLoad> loads) {
    Set<TableName> made =
        loads.stream()
            .filter(TableLoad::isMadeInWarehouse)
            .map(load -> load.table().name())
            .collect(Collectors.toSet());
    Set<TableName> staged =
        loads.stream()
            .map(load -> load.table().name())
            .filter(name -> !made.contains(name))
            .collect(Collectors.toSet());
    for (TableLoad load : loads) {
      if (load.input() instanceof FromProcedure procedure
          && procedure.reads().stream().noneMatch(staged::contains)) {
        findings.add(
            load.where(),
            "the procedure reads no table that the job stages, so nothing says when to call it.",
            "Name one of its staging tables in reads.");
      }
      for (TableName read : load.tablesRead()) {
        if (made.contains(read)) {
          findings.add(
              load.where(),
              "%s is made by a procedure when the release is published: Spark cannot read it before."
                  .formatted(read),
              "Do this in the procedure, or in a job of its own.");
        }
      }
    }
  }
}
