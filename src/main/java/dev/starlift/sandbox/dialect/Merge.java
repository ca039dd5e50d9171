package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Redshift's MERGE: its limits, which PostgreSQL does not have, and its simplified mode.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html">MERGE</a>
 */
final class Merge {
  private final TokenCursor cursor;
  private final Edits edits;

  Merge(TokenCursor cursor, Edits edits) {
    this.cursor = cursor;
    this.edits = edits;
  }

  /**
   * The cursor stands behind MERGE.
   *
   * @return the two statements of the simplified mode; empty if PostgreSQL's own MERGE does
   */
  List<RewrittenSql> steps(Token merge) throws SqlError {
    cursor.expect("INTO");
    Token firstOfTarget = cursor.peek();
    List<String> target = cursor.expectQualifiedName();
    if (!cursor.accept("USING")) {
      throw cursor.error(SqlStates.SYNTAX_ERROR, "The target of MERGE has no alias in Redshift.");
    }
    if (!cursor.peek().isName()) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED, "The source of MERGE must be a table in Redshift.");
    }
    List<String> source = cursor.expectQualifiedName();
    if (TableKeys.regclass(source).equals(TableKeys.regclass(target))) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "The source table and target table of MERGE cannot be the same in Redshift.");
    }
    while (!cursor.isAtEnd() && !cursor.at("ON")) {
      cursor.next();
    }
    Token on = cursor.peek();
    cursor.expect("ON");
    clauses();
    if (cursor.isAtEnd()) {
      return List.of();
    }
    Token remove = cursor.peek();
    cursor.expect("REMOVE", "DUPLICATES");
    cursor.expectEnd();
    edits.replace(merge, firstOfTarget, "DELETE FROM " + firstOfTarget.text());
    edits.replace(on, "WHERE");
    edits.replace(remove, cursor.previous(), "");
    List<RewrittenSql> steps = new ArrayList<>();
    steps.add(
        RewrittenSql.of(
            "SELECT starlift_sandbox.require_same_columns(%s::regclass, %s::regclass)"
                .formatted(
                    Sql.literal(TableKeys.regclass(target)),
                    Sql.literal(TableKeys.regclass(source)))));
    steps.add(edits.apply());
    steps.add(
        RewrittenSql.of(
            "INSERT INTO %s SELECT DISTINCT * FROM %s"
                .formatted(TableKeys.regclass(target), TableKeys.regclass(source))));
    return steps;
  }

  private void clauses() throws SqlError {
    int matched = 0;
    int notMatched = 0;
    while (!cursor.isAtEnd()) {
      if (cursor.at("REMOVE", "DUPLICATES") && matched + notMatched == 0) {
        return;
      } else if (cursor.accept("WHEN", "MATCHED")) {
        matched++;
        requireThen();
      } else if (cursor.accept("WHEN", "NOT", "MATCHED")) {
        notMatched++;
        requireThen();
      } else {
        cursor.next();
      }
    }
    if (matched != 1 || notMatched != 1) {
      throw cursor.error(
          SqlStates.SYNTAX_ERROR,
          "MERGE has exactly one WHEN MATCHED and one WHEN NOT MATCHED in Redshift.");
    }
  }

  private void requireThen() throws SqlError {
    if (!cursor.at("THEN")) {
      throw cursor.error(
          SqlStates.SYNTAX_ERROR, "WHEN takes no further conditions in Redshift's MERGE.");
    }
  }

  static Translation script(List<RewrittenSql> steps, Set<SharedTable> shared) {
    return new Translation.Script(
        "MERGE", steps, Translation.Script.NO_ANSWER, BlockRule.INSIDE, shared);
  }
}
