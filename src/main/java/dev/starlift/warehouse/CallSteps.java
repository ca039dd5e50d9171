package dev.starlift.warehouse;

import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import dev.starlift.sql.CallStatements;
import dev.starlift.sql.CallStatements.Part;
import dev.starlift.sql.Statement;
import dev.starlift.sql.VerificationQueries;
import dev.starlift.warehouse.Publication.ProcedureCall;
import dev.starlift.warehouse.Step.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The steps of a publish transaction that let a procedure fill a table, and verify what it did. */
final class CallSteps {
  private final ProcedureCall call;
  private final TableName table;
  private final List<Step> steps = new ArrayList<>();

  private CallSteps(ProcedureCall call) {
    this.call = call;
    this.table = call.table().name();
  }

  /**
   * The procedure is made here: what runs is what is declared, and stays only if this commits.
   *
   * @param referenced the columns that a foreign key of the table refers to
   */
  static List<Step> of(ProcedureCall call, Function<ForeignKey, List<Identifier>> referenced) {
    CallSteps script = new CallSteps(call);
    script.run(CallStatements.create(call.procedure(), call.create()));
    Part whole = Part.whole(call.table());
    script.measure(call.part(), Measured.PART_BEFORE);
    script.measure(whole, Measured.ALL_BEFORE);
    script.run(CallStatements.call(call.procedure(), call.arguments()));
    script.measure(call.part(), Measured.PART_AFTER);
    script.steps.add(new Step.Account(CallStatements.count(whole), call));
    for (List<Identifier> key : VerificationQueries.keys(call.table())) {
      script.steps.add(Proofs.keyIsUniqueAfter(call, key));
    }
    for (ForeignKey key : call.table().foreignKeys()) {
      script.steps.add(Proofs.referencesResolveAfter(call, key, referenced.apply(key)));
    }
    return List.copyOf(script.steps);
  }

  private void run(Statement statement) {
    steps.add(new Step.Procedure(statement, call.procedure(), call.file()));
  }

  private void measure(Part part, Measured of) {
    steps.add(new Step.Measure(CallStatements.count(part), table, of));
  }
}
