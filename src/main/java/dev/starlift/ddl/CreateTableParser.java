package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.Attributes;
import dev.starlift.ddl.CreateTable.ColumnClauses;
import dev.starlift.ddl.CreateTable.ColumnItem;
import dev.starlift.ddl.CreateTable.Comments;
import dev.starlift.ddl.CreateTable.DefaultsOfParent;
import dev.starlift.ddl.CreateTable.Item;
import dev.starlift.ddl.CreateTable.LikeItem;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a schema file: one {@code CREATE TABLE}, then any {@code COMMENT ON}. Behind a mistake it
 * goes on with the next column, clause or statement.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html">CREATE
 *     TABLE</a>
 */
final class CreateTableParser {
  /** What some editors put before the first character of a file. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final TokenCursor cursor;
  private final Findings findings;
  private final NameParser names;
  private final List<Item> items = new ArrayList<>();
  private boolean complete = true;

  CreateTableParser(String sql, Findings findings) {
    boolean marked = sql.startsWith(BYTE_ORDER_MARK);
    this.cursor = new TokenCursor(marked ? sql.substring(1) : sql, findings);
    this.findings = findings;
    this.names = new NameParser(cursor, findings);
  }

  /** Empty when the table's name or the list of columns could not be found. */
  Optional<CreateTable> parse() {
    At<TableName> name;
    try {
      name = header();
    } catch (Unexpected e) {
      return Optional.empty();
    }
    ConstraintParser constraints = new ConstraintParser(cursor, names, name.value().schema());
    AttributeParser attributes = new AttributeParser(cursor, findings, constraints);
    body(constraints);
    Attributes behind = cursor.acceptSymbol(")") ? attributes.parse() : attributes.none();
    cursor.skipStatement();
    Comments comments = new CommentParser(cursor, findings, names, name.value()).parse();
    return Optional.of(
        new CreateTable(
            name,
            List.copyOf(items),
            constraints.keys(),
            constraints.references(),
            behind,
            comments,
            complete));
  }

  private At<TableName> header() {
    while (cursor.acceptSymbol(";")) {
      // an empty statement says nothing
    }
    if (!cursor.accept("CREATE")) {
      throw cursor.unexpected("CREATE TABLE");
    }
    Token temporary = cursor.peek();
    cursor.accept("LOCAL");
    if (cursor.accept("TEMPORARY") || cursor.accept("TEMP")) {
      findings.add(
          temporary,
          "A schema file cannot declare a temporary table.",
          "It would be gone with the session that made it: remove the word.");
    }
    if (!cursor.accept("TABLE")) {
      throw cursor.unexpected("TABLE");
    }
    cursor.accept("IF", "NOT", "EXISTS");
    Token first = cursor.peek();
    At<TableName> name = new At<>(names.declaredTable(), first);
    if (cursor.peek().isWord("AS")) {
      throw asQuery();
    }
    cursor.expectSymbol("(");
    return name;
  }

  /** Reads up to the closing parenthesis; without one to the end of the statement. */
  private void body(ConstraintParser constraints) {
    int depth = cursor.depth();
    do {
      try {
        item(constraints);
        if (!cursor.peek().isSymbol(",") && !cursor.peek().isSymbol(")")) {
          throw cursor.unexpected("a column attribute, a constraint, ',' or ')'");
        }
      } catch (Unexpected e) {
        complete = false;
        cursor.skipElement(depth);
      }
    } while (cursor.acceptSymbol(","));
  }

  private void item(ConstraintParser constraints) {
    if (cursor.peek().isWord("LIKE")) {
      like();
    } else if (!constraints.acceptTableConstraint()) {
      column(constraints);
    }
  }

  private void like() {
    cursor.expect("LIKE");
    Token first = cursor.peek();
    At<TableName> parent = new At<>(names.otherTable(), first);
    DefaultsOfParent defaults = DefaultsOfParent.EXCLUDED;
    if (cursor.accept("INCLUDING")) {
      cursor.expect("DEFAULTS");
      defaults = DefaultsOfParent.INCLUDED;
    } else if (cursor.accept("EXCLUDING")) {
      cursor.expect("DEFAULTS");
    }
    items.add(new LikeItem(parent, defaults));
  }

  private void column(ConstraintParser constraints) {
    Token first = cursor.peek();
    At<Identifier> name = new At<>(cursor.name("a column name"), first);
    Optional<ColumnType> type = Optional.empty();
    ColumnClauses clauses = ColumnClauses.none();
    try {
      type = Optional.of(new TypeParser(cursor).type());
      clauses = new ColumnClauseParser(cursor, findings, constraints, name).clauses();
    } finally {
      items.add(new ColumnItem(name, type, clauses));
    }
  }

  private Unexpected asQuery() {
    return cursor.refused(
        cursor.peek(),
        "CREATE TABLE AS takes its columns from a query.",
        "Write the columns out: they are the contract of the table.");
  }
}
