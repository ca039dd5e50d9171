package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;

/** VACUUM, ANALYZE and TRUNCATE. */
final class Maintenance {
  private final TokenCursor cursor;
  private final Edits edits;

  Maintenance(TokenCursor cursor, Edits edits) {
    this.cursor = cursor;
    this.edits = edits;
  }

  /** The cursor stands behind VACUUM. What it does to the disk is PostgreSQL's matter. */
  Translation vacuum() throws SqlError {
    if (!cursor.isAtEnd()) {
      Token first = cursor.peek();
      boolean option =
          cursor.accept("FULL")
              || cursor.accept("SORT", "ONLY")
              || cursor.accept("DELETE", "ONLY")
              || cursor.accept("REINDEX")
              || cursor.accept("RECLUSTER");
      if (option) {
        edits.delete(first, cursor.previous());
      }
      if (cursor.peek().isName() && !cursor.at("BOOST") && !cursor.at("TO")) {
        cursor.expectQualifiedName();
      }
      Token tail = cursor.peek();
      if (cursor.accept("TO")) {
        if (cursor.next().kind() != Kind.NUMBER) {
          throw cursor.syntaxError();
        }
        cursor.expect("PERCENT");
      }
      cursor.accept("BOOST");
      cursor.expectEnd();
      if (tail.kind() != Kind.END) {
        edits.delete(tail, cursor.previous());
      }
    }
    return new Translation.Script(
        "VACUUM", List.of(edits.apply()), 0, BlockRule.NOT_INSIDE, Set.of());
  }

  /** The cursor stands behind ANALYZE. */
  Translation analyze() throws SqlError {
    if (cursor.at("COMPRESSION")) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED, "ANALYZE COMPRESSION is not supported by the sandbox.");
    }
    cursor.accept("VERBOSE");
    if (cursor.peek().isName()) {
      cursor.expectQualifiedName();
      cursor.skipParentheses();
    }
    if (cursor.at("PREDICATE", "COLUMNS") || cursor.at("ALL", "COLUMNS")) {
      Token first = cursor.next();
      edits.delete(first, cursor.next());
    }
    cursor.expectEnd();
    return new Translation.Script("ANALYZE", List.of(edits.apply()), 0, BlockRule.INSIDE, Set.of());
  }

  /** The cursor stands behind TRUNCATE. */
  Translation truncate() throws SqlError {
    cursor.accept("TABLE");
    cursor.expectQualifiedName();
    cursor.expectEnd();
    return new Translation.Script(
        "TRUNCATE", List.of(edits.apply()), 0, BlockRule.COMMITS_FIRST, Set.of());
  }
}
