package dev.starlift.load;

import dev.starlift.job.Procedure;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromProcedure;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.sql.CallStatements.Argument;
import dev.starlift.sql.CallStatements.Part;
import dev.starlift.warehouse.Publication.ProcedureCall;
import java.util.ArrayList;
import java.util.List;

/** The procedures of a job as the publish transaction calls them. */
final class Calls {
  private Calls() {}

  static List<ProcedureCall> of(Plan plan) {
    return plan.calls().stream().map(Calls::call).toList();
  }

  private static ProcedureCall call(TablePlan planned) {
    TableLoad load = planned.load();
    FromProcedure from = (FromProcedure) load.input();
    Procedure procedure = from.procedure();
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < procedure.arguments().size(); i++) {
      arguments.add(new Argument(procedure.arguments().get(i).type(), from.arguments().get(i)));
    }
    return new ProcedureCall(
        load.table(),
        load.mode(),
        new Part(load.table(), load.slice(), load.sliceValues()),
        procedure.name(),
        procedure.file(),
        procedure.sql(),
        arguments,
        planned.inputs());
  }
}
