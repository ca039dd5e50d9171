package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Distribution, sorting and backup: read into notes, and taken out of PostgreSQL's text. */
final class TableAttributes {
  private static final Set<String> DIST_STYLES = Set.of("AUTO", "EVEN", "KEY", "ALL");

  private final TokenCursor cursor;
  private final Edits edits;
  private final TableNotes notes;

  TableAttributes(TokenCursor cursor, Edits edits, TableNotes notes) {
    this.cursor = cursor;
    this.edits = edits;
    this.notes = notes;
  }

  /** Reads all that follow, up to the first word that is none of them. */
  void readAll() throws SqlError {
    Token first = cursor.peek();
    boolean any = false;
    while (readOne()) {
      any = true;
    }
    if (any) {
      edits.delete(first, cursor.previous());
    }
  }

  private boolean readOne() throws SqlError {
    if (cursor.accept("BACKUP")) {
      if (!cursor.accept("YES")) {
        cursor.expect("NO");
      }
    } else if (cursor.accept("DISTSTYLE")) {
      distStyle();
    } else if (cursor.accept("DISTKEY")) {
      distKey(cursor.expectNameList());
    } else if (cursor.at("SORTKEY")
        || cursor.at("COMPOUND", "SORTKEY")
        || cursor.at("INTERLEAVED", "SORTKEY")) {
      sortKey();
    } else if (cursor.accept("ENCODE")) {
      cursor.expect("AUTO");
    } else {
      return false;
    }
    return true;
  }

  void distStyle() throws SqlError {
    if (!DIST_STYLES.contains(cursor.peek().keyword())) {
      throw cursor.syntaxError();
    }
    boolean byKey = cursor.at("KEY");
    if (!notes.distkey.isEmpty() && !byKey) {
      throw distKeyNeedsStyle();
    }
    notes.diststyle = cursor.next().keyword();
  }

  private SqlError distKeyNeedsStyle() {
    return cursor.error(SqlStates.SYNTAX_ERROR, "A DISTKEY column goes with DISTSTYLE KEY only.");
  }

  private void distKey(List<String> columns) throws SqlError {
    if (columns.size() != 1) {
      throw cursor.error(SqlStates.SYNTAX_ERROR, "A table has one DISTKEY column at most.");
    }
    if (!notes.diststyle.isEmpty() && !notes.diststyle.equals("KEY")) {
      throw distKeyNeedsStyle();
    }
    notes.distkey = columns.get(0);
    notes.diststyle = "KEY";
  }

  void sortKey() throws SqlError {
    String style =
        cursor.at("SORTKEY") ? "compound" : cursor.next().text().toLowerCase(Locale.ROOT);
    cursor.expect("SORTKEY");
    if (cursor.accept("AUTO")) {
      notes.sortstyle = "auto";
    } else if (cursor.accept("NONE")) {
      notes.sortstyle = "none";
    } else {
      notes.sortstyle = style;
      notes.sortkey = cursor.expectNameList();
    }
  }
}
