package dev.starlift.sandbox.dialect;

import dev.starlift.sandbox.session.SqlError;

/**
 * The limits of Redshift's MERGE, which PostgreSQL does not have.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html">MERGE</a>
 */
final class Merge {
  private Merge() {}

  /** The cursor stands behind MERGE. */
  static void check(TokenCursor cursor) throws SqlError {
    cursor.expect("INTO");
    cursor.expectQualifiedName();
    if (!cursor.accept("USING")) {
      throw cursor.error(SqlStates.SYNTAX_ERROR, "The target of MERGE has no alias in Redshift.");
    }
    if (!cursor.peek().isName()) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED, "The source of MERGE must be a table in Redshift.");
    }
    int matched = 0;
    int notMatched = 0;
    while (!cursor.isAtEnd()) {
      if (cursor.at("REMOVE", "DUPLICATES")) {
        throw cursor.error(
            SqlStates.FEATURE_NOT_SUPPORTED,
            "MERGE … REMOVE DUPLICATES is not supported by the sandbox.");
      } else if (cursor.accept("WHEN", "MATCHED")) {
        matched++;
        requireThen(cursor);
      } else if (cursor.accept("WHEN", "NOT", "MATCHED")) {
        notMatched++;
        requireThen(cursor);
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

  private static void requireThen(TokenCursor cursor) throws SqlError {
    if (!cursor.at("THEN")) {
      throw cursor.error(
          SqlStates.SYNTAX_ERROR, "WHEN takes no further conditions in Redshift's MERGE.");
    }
  }
}
