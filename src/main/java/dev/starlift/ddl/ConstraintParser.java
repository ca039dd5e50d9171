package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.KeyClause;
import dev.starlift.ddl.CreateTable.KeyKind;
import dev.starlift.ddl.CreateTable.ReferenceClause;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.List;

/** Reads keys and references, of a column or of the table, and keeps them in their order. */
final class ConstraintParser {
  private final TokenCursor cursor;
  private final NameParser names;
  private final Identifier schema;
  private final List<KeyClause> keys = new ArrayList<>();
  private final List<ReferenceClause> references = new ArrayList<>();

  /**
   * @param schema what a reference without a schema means
   */
  ConstraintParser(TokenCursor cursor, NameParser names, Identifier schema) {
    this.cursor = cursor;
    this.names = names;
    this.schema = schema;
  }

  List<KeyClause> keys() {
    return List.copyOf(keys);
  }

  List<ReferenceClause> references() {
    return List.copyOf(references);
  }

  void addKey(KeyKind kind, List<At<Identifier>> columns, Token first) {
    keys.add(new KeyClause(kind, columns, first));
  }

  /** Takes a constraint of the table if one comes next. */
  boolean acceptTableConstraint() {
    Token first = cursor.peek();
    boolean named = first.isWord("CONSTRAINT");
    if (named) {
      name();
    }
    switch (cursor.peek().keyword()) {
      case "PRIMARY" -> {
        primaryKeyWords();
        addKey(KeyKind.PRIMARY, columnList(), first);
      }
      case "UNIQUE" -> {
        cursor.next();
        addKey(KeyKind.UNIQUE, columnList(), first);
      }
      case "FOREIGN" -> {
        cursor.next();
        cursor.expect("KEY");
        references(columnList());
      }
      case "CHECK" -> throw noCheck();
      default -> {
        if (named) {
          throw cursor.unexpected("PRIMARY KEY, UNIQUE or FOREIGN KEY");
        }
        return false;
      }
    }
    return true;
  }

  /** Redshift keeps constraints without enforcing them; their names mean nothing to a load. */
  void name() {
    cursor.expect("CONSTRAINT");
    cursor.name("the constraint's name");
  }

  void primaryKeyWords() {
    cursor.expect("PRIMARY");
    cursor.expect("KEY");
  }

  /** {@code REFERENCES table [(columns)]}. */
  void references(List<At<Identifier>> columns) {
    cursor.expect("REFERENCES");
    Token first = cursor.peek();
    TableName referenced = names.otherTable(schema);
    List<At<Identifier>> referencedColumns = cursor.peek().isSymbol("(") ? columnList() : List.of();
    references.add(new ReferenceClause(columns, new At<>(referenced, first), referencedColumns));
  }

  List<At<Identifier>> columnList() {
    List<At<Identifier>> columns = new ArrayList<>();
    cursor.expectSymbol("(");
    do {
      Token first = cursor.peek();
      columns.add(new At<>(cursor.name("a column name"), first));
    } while (cursor.acceptSymbol(","));
    if (!cursor.acceptSymbol(")")) {
      throw cursor.unexpected("',' or ')'");
    }
    return columns;
  }

  Unexpected noCheck() {
    return cursor.refused(
        cursor.peek(),
        "Redshift has no CHECK constraints.",
        "Declare it under 'checks' of the table in the job.");
  }
}
