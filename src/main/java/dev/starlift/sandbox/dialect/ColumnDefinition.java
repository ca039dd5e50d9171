package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;

/** One column as CREATE TABLE and ALTER TABLE ADD COLUMN declare it. */
final class ColumnDefinition {
  private static final Set<String> AFTER_DEFAULT =
      Set.of(
          "IDENTITY",
          "GENERATED",
          "ENCODE",
          "DISTKEY",
          "SORTKEY",
          "COLLATE",
          "NOT",
          "NULL",
          "UNIQUE",
          "PRIMARY",
          "REFERENCES",
          "CONSTRAINT",
          "DEFAULT",
          "CHECK");

  private final TokenCursor cursor;
  private final Edits edits;
  private final TableNotes notes;
  private boolean notNull;
  private boolean withDefault;

  ColumnDefinition(TokenCursor cursor, Edits edits, TableNotes notes) {
    this.cursor = cursor;
    this.edits = edits;
    this.notes = notes;
  }

  /** Reads one definition, up to the comma, parenthesis or end behind it. */
  void read() throws SqlError {
    String column = cursor.expectName();
    TypeNames.rewrite(cursor, column, edits);
    while (!cursor.isAtEnd() && !cursor.atSymbol(",") && !cursor.atSymbol(")")) {
      attribute(column);
    }
  }

  /** Of the definition that was read. */
  boolean isNotNull() {
    return notNull;
  }

  /** Has it a default, other than NULL? */
  boolean hasDefault() {
    return withDefault;
  }

  private void attribute(String column) throws SqlError {
    Token first = cursor.peek();
    switch (first.keyword()) {
      case "NOT" -> {
        cursor.expect("NOT", "NULL");
        notNull = true;
      }
      case "NULL" -> cursor.next();
      case "DEFAULT" -> {
        withDefault = !cursor.peek(1).isWord("NULL");
        skipDefault();
      }
      case "IDENTITY" -> identity(first, column, "ALWAYS");
      case "GENERATED" -> {
        cursor.expect("GENERATED", "BY", "DEFAULT", "AS");
        identity(first, column, "BY DEFAULT");
      }
      case "ENCODE" -> {
        cursor.next();
        notes.encodings.put(column, cursor.expectName());
        edits.delete(first, cursor.previous());
      }
      case "COLLATE" -> {
        cursor.next();
        if (!cursor.accept("CASE_SENSITIVE") && !cursor.accept("CS")) {
          throw cursor.error(
              SqlStates.FEATURE_NOT_SUPPORTED, "The sandbox has no case-insensitive columns.");
        }
        edits.delete(first, cursor.previous());
      }
      case "DISTKEY" -> {
        if (!notes.distkey.isEmpty()) {
          throw cursor.error(SqlStates.SYNTAX_ERROR, "A table has one DISTKEY column at most.");
        }
        cursor.next();
        notes.distkey = column;
        notes.diststyle = "KEY";
        edits.delete(first, first);
      }
      case "SORTKEY" -> {
        cursor.next();
        notes.sortkey = List.of(column);
        notes.sortstyle = "compound";
        edits.delete(first, first);
      }
      case "PRIMARY" -> {
        cursor.expect("PRIMARY", "KEY");
        key("p", column, "", List.of());
        edits.replace(first, cursor.previous(), "NOT NULL");
      }
      case "UNIQUE" -> {
        cursor.next();
        key("u", column, "", List.of());
        edits.delete(first, first);
      }
      case "REFERENCES" -> {
        cursor.next();
        String table = TableKeys.regclass(cursor.expectQualifiedName());
        List<String> references =
            cursor.atSymbol("(") ? cursor.expectNameList() : List.<String>of();
        key("f", column, table, references);
        edits.delete(first, cursor.previous());
      }
      default -> throw cursor.syntaxError();
    }
  }

  private void key(String kind, String column, String table, List<String> references) {
    notes.keys.add(new TableNotes.Key(kind, "", List.of(column), table, references));
  }

  private void identity(Token first, String column, String when) throws SqlError {
    cursor.expect("IDENTITY");
    cursor.expectSymbol("(");
    String seed = signedNumber();
    cursor.expectSymbol(",");
    String step = signedNumber();
    cursor.expectSymbol(")");
    notes.identities.put(column, seed + "," + step);
    boolean descending = step.startsWith("-");
    // The bound is the seed: PostgreSQL's own, 1 or -1, would refuse seeds beyond it.
    edits.replace(
        first,
        cursor.previous(),
        "GENERATED %s AS IDENTITY (START WITH %s INCREMENT BY %s %s %s)"
            .formatted(when, seed, step, descending ? "MAXVALUE" : "MINVALUE", seed));
  }

  private String signedNumber() throws SqlError {
    String sign = cursor.acceptSymbol("-") ? "-" : "";
    if (cursor.peek().kind() != Kind.NUMBER) {
      throw cursor.syntaxError();
    }
    return sign + cursor.next().text();
  }

  private void skipDefault() throws SqlError {
    cursor.expect("DEFAULT");
    boolean first = true;
    while (!cursor.isAtEnd() && !cursor.atSymbol(",") && !cursor.atSymbol(")")) {
      if (!first && AFTER_DEFAULT.contains(cursor.peek().keyword())) {
        return;
      }
      first = false;
      if (cursor.atSymbol("(")) {
        cursor.skipParentheses();
      } else {
        cursor.next();
      }
    }
  }
}
