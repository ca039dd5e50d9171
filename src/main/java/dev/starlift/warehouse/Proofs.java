package dev.starlift.warehouse;

import dev.starlift.model.Column;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.model.Validity;
import dev.starlift.sql.CallStatements;
import dev.starlift.sql.Statement;
import dev.starlift.sql.TempTable;
import dev.starlift.sql.VerificationQueries;
import dev.starlift.warehouse.Publication.ProcedureCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verifications of a release with what to tell the user when one fails. */
final class Proofs {
  private static final String NOTHING_PUBLISHED = "Nothing was published. ";

  private Proofs() {}

  static List<Step> keysAreUnique(TempTable rows) {
    return loadedKeys(rows).stream()
        .map(
            key ->
                prove(
                    VerificationQueries.stagedTwice(rows, key),
                    rows,
                    "values of "
                        + text(key)
                        + " come more than once among the rows of this release.",
                    "Declare a key and an order for the source, so that the last row of a key"
                        + " wins."))
        .toList();
  }

  static List<Step> keysAreNew(TempTable rows) {
    return loadedKeys(rows).stream()
        .map(
            key ->
                prove(
                    VerificationQueries.inTargetAlready(rows, key),
                    rows,
                    "rows have a " + text(key) + " that the table has already.",
                    "Use mode upsert if such rows are to be changed, or look for an input loaded"
                        + " twice under another name."))
        .toList();
  }

  /**
   * Keys in other letters are other keys, and often enough a mistake of whoever delivers them.
   *
   * @param member the key by which rows are told
   * @param withTarget among the rows of the target, too
   */
  static Optional<Step> keysInOtherLetters(
      TempTable rows, List<Identifier> member, boolean withTarget) {
    List<Column> key =
        member.stream().map(name -> rows.target().findColumn(name).orElseThrow()).toList();
    return key.stream().noneMatch(VerificationQueries::isText)
        ? Optional.empty()
        : Optional.of(
            new Step.Notice(
                VerificationQueries.inOtherLetters(rows, key, withTarget),
                rows.target().name(),
                "values of %s differ from others in upper and lower case only; each is a row of its own."
                    .formatted(text(member))));
  }

  /** The keys that a load brings; those that Redshift numbers are its own care. */
  private static List<List<Identifier>> loadedKeys(TempTable rows) {
    List<Identifier> loaded = rows.columns().stream().map(Column::name).toList();
    return VerificationQueries.keys(rows.target()).stream().filter(loaded::containsAll).toList();
  }

  /** What an UPDATE or INSERT by business key takes for granted. */
  static List<Step> rowsCanBeMatched(TempTable rows) {
    Table table = rows.target();
    List<Step> proofs = new ArrayList<>();
    proofs.add(
        prove(
            VerificationQueries.stagedWithoutKey(rows, table.businessKey()),
            rows,
            "rows have no " + text(table.businessKey()) + ".",
            "Reject them in the job, with NOT NULL on the source's columns."));
    Optional<Column> surrogate = table.surrogateKey();
    surrogate.ifPresent(
        key ->
            proofs.add(
                prove(
                    VerificationQueries.surrogateDisagrees(rows, key),
                    rows,
                    "rows have another %s than the table has for the same %s."
                        .formatted(key.name(), text(table.businessKey())),
                    "Compute %s as it was computed when the rows were first loaded."
                        .formatted(key.name()))));
    return proofs;
  }

  /** Nothing tells which of two values of the same time is right. */
  static Optional<Step> saysWhatWasSaidBefore(TempTable rows) {
    Table table = rows.target();
    List<Column> values =
        table.columns().stream()
            .filter(column -> !table.businessKey().contains(column.name()))
            .toList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(
            prove(
                VerificationQueries.observedOtherwise(rows, values),
                rows,
                "rows have other values than were loaded before for the same %s."
                    .formatted(text(table.businessKey())),
                "A change needs a time of its own: look at history.from in the job."));
  }

  static List<Step> versionsFollowEachOther(TempTable rows, Validity validity) {
    String member = text(validity.member(rows.target()));
    return List.of(
        prove(
            VerificationQueries.brokenIntervals(rows, validity),
            rows,
            "versions would overlap or leave a gap.",
            "Rows of the table were changed by another hand: look at %s of each %s."
                .formatted(validity.from(), member)),
        prove(
            VerificationQueries.notOneCurrent(rows, validity),
            rows,
            "values of %s would not have exactly one current version.".formatted(member),
            "Rows of the table were changed by another hand: look at %s."
                .formatted(validity.current())));
  }

  static Step keyIsUniqueInTarget(TempTable rows, List<Identifier> key) {
    return prove(
        VerificationQueries.publishedTwice(rows, key),
        rows,
        "values of " + text(key) + " would come more than once in the table.",
        "The release brings a value that another row of the table has already.");
  }

  /**
   * @param referenced the columns of the other table
   */
  static Step referencesResolve(TempTable rows, ForeignKey key, List<Identifier> referenced) {
    TableName other = key.table();
    return prove(
        VerificationQueries.dangling(rows, key, referenced),
        rows,
        "rows have a %s that is not in %s.".formatted(text(key.columns()), other),
        "Load the missing rows of %s first, or look them up in the job with missing = infer."
            .formatted(other));
  }

  static Step keyIsUniqueAfter(ProcedureCall call, List<Identifier> key) {
    return new Step.Prove(
        CallStatements.keyTwice(call.part(), key),
        call.table().name(),
        "values of %s come more than once after %s.".formatted(text(key), call.procedure()),
        NOTHING_PUBLISHED + "Look at its joins in %s.".formatted(call.file()));
  }

  /**
   * @param referenced the columns of the other table
   */
  static Step referencesResolveAfter(
      ProcedureCall call, ForeignKey key, List<Identifier> referenced) {
    return new Step.Prove(
        CallStatements.dangling(call.part(), key, referenced),
        call.table().name(),
        "rows have a %s that is not in %s after %s."
            .formatted(text(key.columns()), key.table(), call.procedure()),
        NOTHING_PUBLISHED + "Look at its joins in %s.".formatted(call.file()));
  }

  static String text(List<Identifier> key) {
    return String.join(" + ", key.stream().map(Identifier::value).toList());
  }

  private static Step prove(Statement statement, TempTable rows, String broken, String fix) {
    return new Step.Prove(statement, rows.target().name(), broken, NOTHING_PUBLISHED + fix);
  }
}
