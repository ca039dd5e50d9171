package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CREATE TABLE in all its forms, AS and LIKE included. */
final class CreateTable {
  private final TokenCursor cursor;
  private final Edits edits;
  private final TableNotes notes = new TableNotes();

  /** Where each column's definition ends, to make the columns of a primary key NOT NULL. */
  private final Map<String, Token> columnEnds = new HashMap<>();

  CreateTable(TokenCursor cursor, Edits edits) {
    this.cursor = cursor;
    this.edits = edits;
  }

  /** The cursor stands behind {@code TABLE}. */
  Translation.Script translate(Token create, boolean temporary, Set<SharedTable> shared)
      throws SqlError {
    cursor.accept("IF", "NOT", "EXISTS");
    Token first = cursor.peek();
    if (first.text().startsWith("#") && !temporary) {
      edits.insertAfter(create, " TEMP");
    }
    cursor.expectQualifiedName();
    if (cursor.atSymbol("(") && !isNameList()) {
      definitions();
    } else if (cursor.atSymbol("(")) {
      cursor.skipParentheses();
    }
    new TableAttributes(cursor, edits, notes).readAll();
    RewrittenSql createText;
    if (cursor.accept("AS")) {
      requireQuery();
      createText = edits.applyWithQueryAt(cursor.peek());
    } else {
      cursor.expectEnd();
      createText = edits.apply();
    }
    List<RewrittenSql> steps = new ArrayList<>();
    if (notes.isEmpty()) {
      return new Translation.Script(
          "CREATE TABLE", List.of(createText), 0, BlockRule.INSIDE, shared);
    }
    // The catalog's trigger reads the notes when, and only when, the table is really made.
    steps.add(note(notes.toJson()));
    steps.add(createText);
    steps.add(note(""));
    return new Translation.Script("CREATE TABLE", steps, 1, BlockRule.INSIDE, shared);
  }

  private static RewrittenSql note(String json) {
    return RewrittenSql.of("SET LOCAL starlift.notes = " + Sql.literal(json));
  }

  private void requireQuery() throws SqlError {
    if (!cursor.at("SELECT")
        && !cursor.at("WITH")
        && !cursor.at("VALUES")
        && !cursor.atSymbol("(")) {
      throw cursor.syntaxError();
    }
  }

  private boolean isNameList() {
    return cursor.peek(1).isName() && TableKeys.endsItem(cursor.peek(2));
  }

  private void definitions() throws SqlError {
    cursor.expectSymbol("(");
    Token before = cursor.previous();
    boolean keepsItem = false;
    while (true) {
      Token first = cursor.peek();
      if (TableKeys.isNext(cursor)) {
        TableNotes.Key key = TableKeys.read(cursor);
        notes.keys.add(key);
        // Together with one comma: the one before it, or behind it where nothing stands before.
        if (keepsItem) {
          edits.delete(before, cursor.previous());
        } else {
          edits.delete(first, cursor.atSymbol(",") ? cursor.peek() : cursor.previous());
        }
      } else if (cursor.accept("LIKE")) {
        like();
        keepsItem = true;
      } else {
        String column = TokenCursor.fold(first);
        new ColumnDefinition(cursor, edits, notes).read();
        columnEnds.put(column, cursor.previous());
        keepsItem = true;
      }
      before = cursor.peek();
      if (cursor.acceptSymbol(")")) {
        break;
      }
      cursor.expectSymbol(",");
    }
    makeKeyColumnsNotNull();
  }

  private void like() throws SqlError {
    notes.like = TableKeys.regclass(cursor.expectQualifiedName());
    while (cursor.at("INCLUDING") || cursor.at("EXCLUDING")) {
      cursor.next();
      cursor.expect("DEFAULTS");
    }
  }

  private void makeKeyColumnsNotNull() throws SqlError {
    for (TableNotes.Key key : notes.keys) {
      for (String column : key.columns()) {
        Token end = columnEnds.get(column);
        if (end == null && notes.like.isEmpty()) {
          throw cursor.error(
              "42703", "column \"%s\" named in key does not exist".formatted(column));
        }
        if (end != null && key.kind().equals("p")) {
          edits.insertAfter(end, " NOT NULL");
        }
      }
    }
  }
}
