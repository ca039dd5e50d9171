package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.Attributes;
import dev.starlift.ddl.CreateTable.DistStyle;
import dev.starlift.ddl.CreateTable.Sort;
import dev.starlift.ddl.CreateTable.SortStyle;
import dev.starlift.model.Identifier;
import java.util.List;
import java.util.Optional;

/** Reads the attributes behind the columns of a table, in any order. */
final class AttributeParser {
  private final TokenCursor cursor;
  private final Findings findings;
  private final ConstraintParser constraints;

  private Optional<At<Boolean>> backup = Optional.empty();
  private Optional<At<DistStyle>> distStyle = Optional.empty();
  private Optional<At<Identifier>> distKey = Optional.empty();
  private Optional<At<Sort>> sort = Optional.empty();
  private Optional<At<Boolean>> encodeAuto = Optional.empty();

  AttributeParser(TokenCursor cursor, Findings findings, ConstraintParser constraints) {
    this.cursor = cursor;
    this.findings = findings;
    this.constraints = constraints;
  }

  /** For a table whose end could not be found. */
  Attributes none() {
    return new Attributes(backup, distStyle, distKey, sort, encodeAuto.map(At::token));
  }

  /** Up to the end of the statement. */
  Attributes parse() {
    try {
      while (!cursor.atStatementEnd()) {
        attribute();
      }
    } catch (Unexpected e) {
      // The finding is recorded; what follows could only be guessed at.
    }
    return none();
  }

  private void attribute() {
    Token first = cursor.peek();
    switch (first.keyword()) {
      case "BACKUP" -> backup = once(first, backup, yesOrNo());
      case "DISTSTYLE" -> distStyle = once(first, distStyle, distStyle());
      case "DISTKEY" -> distKey = once(first, distKey, distKey());
      case "SORTKEY", "COMPOUND", "INTERLEAVED" -> sort = once(first, sort, sort());
      case "ENCODE" -> {
        cursor.next();
        cursor.expect("AUTO");
        encodeAuto = once(first, encodeAuto, true);
      }
      default ->
          throw cursor.unexpected(
              "';' or a table attribute (BACKUP, DISTSTYLE, DISTKEY, SORTKEY, ENCODE AUTO)");
    }
  }

  private <T> Optional<At<T>> once(Token clause, Optional<At<T>> earlier, T value) {
    if (earlier.isPresent()) {
      findings.add(
          clause, "The table has %s twice.".formatted(clause.keyword()), "Keep one of them.");
    }
    return Optional.of(new At<>(value, clause));
  }

  private boolean yesOrNo() {
    cursor.next();
    if (cursor.accept("YES")) {
      return true;
    }
    if (cursor.accept("NO")) {
      return false;
    }
    throw cursor.unexpected("YES or NO");
  }

  private DistStyle distStyle() {
    cursor.next();
    for (DistStyle style : DistStyle.values()) {
      if (cursor.accept(style.name())) {
        return style;
      }
    }
    throw cursor.unexpected("AUTO, EVEN, ALL or KEY");
  }

  private Identifier distKey() {
    cursor.next();
    cursor.expectSymbol("(");
    Identifier column = cursor.name("a column name");
    if (cursor.peek().isSymbol(",")) {
      throw cursor.unexpected("')'", "A table is distributed by one column.");
    }
    cursor.expectSymbol(")");
    return column;
  }

  private Sort sort() {
    boolean interleaved = cursor.accept("INTERLEAVED");
    boolean compound = !interleaved && cursor.accept("COMPOUND");
    cursor.expect("SORTKEY");
    if (!interleaved && !compound && cursor.accept("AUTO")) {
      return new Sort(SortStyle.AUTO, List.of());
    }
    return new Sort(
        interleaved ? SortStyle.INTERLEAVED : SortStyle.COMPOUND, constraints.columnList());
  }
}
