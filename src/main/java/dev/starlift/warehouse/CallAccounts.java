package dev.starlift.warehouse;

import dev.starlift.model.LoadMode;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.warehouse.CommitOutcome.Called;
import dev.starlift.warehouse.CommitOutcome.RowCounts;
import dev.starlift.warehouse.Publication.ProcedureCall;
import dev.starlift.warehouse.Step.Measured;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What procedures have done to the tables they fill, told from the rows before and after. */
final class CallAccounts {
  private final Map<TableName, Map<Measured, Long>> measured = new HashMap<>();
  private final Map<TableName, Called> made = new HashMap<>();

  void note(TableName table, Measured of, long rows) {
    measured.computeIfAbsent(table, name -> new EnumMap<>(Measured.class)).put(of, rows);
  }

  Map<TableName, Called> made() {
    return made;
  }

  /**
   * @throws StarliftException when the procedure did what its mode does not allow
   */
  RowCounts settle(ProcedureCall call) {
    Map<Measured, Long> rows = measured.get(call.table().name());
    long partBefore = rows.get(Measured.PART_BEFORE);
    long partAfter = rows.get(Measured.PART_AFTER);
    long before = rows.get(Measured.ALL_BEFORE);
    long after = rows.get(Measured.ALL_AFTER);
    if (before - partBefore != after - partAfter) {
      throw refused(
          call,
          "rows outside of %s were %,d and would be %,d."
              .formatted(call.part(), before - partBefore, after - partAfter));
    }
    if (call.mode() == LoadMode.APPEND && after < before) {
      throw refused(
          call, "the mode is append, and %,d rows would be missing.".formatted(before - after));
    }
    made.put(call.table().name(), new Called(before, after));
    return call.mode() == LoadMode.APPEND
        ? new RowCounts(0, after - before, 0, 0)
        : new RowCounts(0, partAfter, 0, partBefore);
  }

  private static StarliftException refused(ProcedureCall call, String what) {
    return new StarliftException(
        ExitCode.WRONG_USAGE,
        new Problem(
            call.file(),
            "%s has changed what it must not: %s".formatted(call.procedure(), what),
            "Nothing was published. Change the procedure, or the mode of %s in the job."
                .formatted(call.table().name())));
  }
}
