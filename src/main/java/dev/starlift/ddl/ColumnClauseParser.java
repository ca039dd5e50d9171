package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.ColumnClauses;
import dev.starlift.ddl.CreateTable.KeyKind;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.model.Column;
import dev.starlift.model.Identifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the attributes and constraints of one column, in any order. */
final class ColumnClauseParser {
  /** Behind one of these words a DEFAULT expression is over, unless it is inside parentheses. */
  private static final Set<String> CLAUSES =
      Set.of(
          "DEFAULT",
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
          "CHECK");

  /** What {@code IDENTITY} without seed and step counts by. */
  private static final Column.Identity FROM_ONE_BY_ONE = new Column.Identity(1, 1, false);

  private final TokenCursor cursor;
  private final Findings findings;
  private final ConstraintParser constraints;
  private final At<Identifier> column;

  private Optional<At<Boolean>> nullable = Optional.empty();
  private Optional<At<String>> defaultExpression = Optional.empty();
  private Optional<At<Column.Identity>> identity = Optional.empty();
  private Optional<At<Column.Encoding>> encoding = Optional.empty();
  private Optional<At<Column.Collation>> collation = Optional.empty();
  private Optional<At<Boolean>> distKey = Optional.empty();
  private Optional<At<Boolean>> sortKey = Optional.empty();

  ColumnClauseParser(
      TokenCursor cursor, Findings findings, ConstraintParser constraints, At<Identifier> column) {
    this.cursor = cursor;
    this.findings = findings;
    this.constraints = constraints;
    this.column = column;
  }

  ColumnClauses clauses() {
    boolean found = true;
    while (found) {
      found = acceptClause();
    }
    return new ColumnClauses(
        nullable,
        defaultExpression,
        identity,
        encoding,
        collation,
        distKey.map(At::token),
        sortKey.map(At::token));
  }

  private boolean acceptClause() {
    Token first = cursor.peek();
    switch (first.keyword()) {
      case "NOT", "NULL" -> nullability();
      case "DEFAULT" -> defaultExpression = once(first, defaultExpression, defaultExpression());
      case "IDENTITY", "GENERATED" -> identity = once(first, identity, identity());
      case "ENCODE" -> encoding = once(first, encoding, encoding());
      case "COLLATE" -> collation = once(first, collation, collation());
      case "DISTKEY" -> distKey = once(first, distKey, cursor.accept("DISTKEY"));
      case "SORTKEY" -> sortKey = once(first, sortKey, cursor.accept("SORTKEY"));
      case "CONSTRAINT" -> constraints.name();
      case "PRIMARY" -> {
        constraints.primaryKeyWords();
        constraints.addKey(KeyKind.PRIMARY, List.of(column), first);
      }
      case "UNIQUE" -> {
        cursor.next();
        constraints.addKey(KeyKind.UNIQUE, List.of(column), first);
      }
      case "CHECK" -> throw constraints.noCheck();
      case "REFERENCES" -> constraints.references(List.of(column));
      default -> {
        return false;
      }
    }
    return true;
  }

  private <T> Optional<At<T>> once(Token clause, Optional<At<T>> earlier, T value) {
    if (earlier.isPresent()) {
      findings.add(
          clause,
          "Column %s has %s twice.".formatted(column.value(), clause.keyword()),
          "Keep one of them.");
    }
    return Optional.of(new At<>(value, clause));
  }

  private void nullability() {
    Token first = cursor.peek();
    boolean allowed = !cursor.accept("NOT");
    cursor.expect("NULL");
    if (nullable.isPresent() && nullable.get().value() != allowed) {
      findings.add(
          first,
          "Column %s is declared both NULL and NOT NULL.".formatted(column.value()),
          "Keep one of them.");
    }
    nullable = Optional.of(new At<>(allowed, first));
  }

  private String defaultExpression() {
    cursor.next();
    Token first = cursor.peek();
    if (endsElement() || (CLAUSES.contains(first.keyword()) && !first.isWord("NULL"))) {
      throw cursor.unexpected("an expression behind DEFAULT");
    }
    Token last;
    int nesting = 0;
    do {
      if (cursor.peek().kind() == Kind.UNCLOSED) {
        throw cursor.unexpected("an expression");
      }
      last = cursor.next();
      if (last.isWord("SELECT")) {
        findings.add(last, "A DEFAULT must not hold a query.", "Write a constant or a function.");
      }
      nesting += last.isSymbol("(") || last.isWord("CASE") ? 1 : 0;
      nesting -= last.isSymbol(")") || (last.isWord("END") && nesting > 0) ? 1 : 0;
    } while (nesting > 0 ? !cursor.atStatementEnd() : !endsExpression(last));
    if (nesting > 0) {
      throw cursor.unexpected("the end of the DEFAULT expression");
    }
    return cursor.textBetween(first, last);
  }

  private boolean endsExpression(Token last) {
    boolean operandDue = last.kind() == Kind.SYMBOL && !last.isSymbol(")");
    return endsElement() || (!operandDue && CLAUSES.contains(cursor.peek().keyword()));
  }

  private boolean endsElement() {
    return cursor.atStatementEnd() || cursor.peek().isSymbol(",") || cursor.peek().isSymbol(")");
  }

  private Column.Identity identity() {
    boolean byDefault = cursor.accept("GENERATED");
    if (byDefault) {
      cursor.expect("BY");
      cursor.expect("DEFAULT");
      cursor.expect("AS");
    }
    cursor.expect("IDENTITY");
    if (!cursor.acceptSymbol("(")) {
      return new Column.Identity(FROM_ONE_BY_ONE.seed(), FROM_ONE_BY_ONE.step(), byDefault);
    }
    long seed = cursor.number("the seed, a whole number");
    cursor.expectSymbol(",");
    long step = cursor.number("the step, a whole number");
    cursor.expectSymbol(")");
    return new Column.Identity(seed, step, byDefault);
  }

  private Column.Encoding encoding() {
    cursor.next();
    if (cursor.peek().isWord("AUTO")) {
      throw cursor.unexpected(
          "an encoding", "ENCODE AUTO is an attribute of the table: write it behind the columns.");
    }
    for (Column.Encoding candidate : Column.Encoding.values()) {
      if (cursor.accept(candidate.name())) {
        return candidate;
      }
    }
    throw cursor.unexpected(
        Arrays.stream(Column.Encoding.values())
            .map(Enum::name)
            .collect(Collectors.joining(", ", "an encoding (", ")")));
  }

  private Column.Collation collation() {
    cursor.next();
    if (cursor.accept("CASE_SENSITIVE") || cursor.accept("CS")) {
      return Column.Collation.CASE_SENSITIVE;
    }
    if (cursor.accept("CASE_INSENSITIVE") || cursor.accept("CI")) {
      return Column.Collation.CASE_INSENSITIVE;
    }
    throw cursor.unexpected("CASE_SENSITIVE or CASE_INSENSITIVE");
  }
}
