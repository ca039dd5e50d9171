package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.ColumnComment;
import dev.starlift.ddl.CreateTable.Comments;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code COMMENT ON} statements behind a {@code CREATE TABLE}. */
final class CommentParser {
  private final TokenCursor cursor;
  private final Findings findings;
  private final NameParser names;
  private final TableName table;
  private final List<ColumnComment> onColumns = new ArrayList<>();
  private Optional<String> onTable = Optional.empty();

  CommentParser(TokenCursor cursor, Findings findings, NameParser names, TableName table) {
    this.cursor = cursor;
    this.findings = findings;
    this.names = names;
    this.table = table;
  }

  /** To the end of the text. */
  Comments parse() {
    while (!cursor.atEnd()) {
      if (!cursor.acceptSymbol(";")) {
        statement();
        cursor.skipStatement();
      }
    }
    return new Comments(onTable, List.copyOf(onColumns));
  }

  private void statement() {
    try {
      if (!cursor.accept("COMMENT", "ON")) {
        throw cursor.unexpected(
            "COMMENT ON or the end of the text",
            "A schema file holds one CREATE TABLE and the comments on its table.");
      }
      comment();
      if (!cursor.atStatementEnd()) {
        throw cursor.unexpected("';'");
      }
    } catch (Unexpected e) {
      // The finding is recorded; the next statement stands on its own.
    }
  }

  private void comment() {
    if (cursor.accept("TABLE")) {
      Token first = cursor.peek();
      requireSameTable(first, names.otherTable());
      onTable = text();
    } else if (cursor.accept("COLUMN")) {
      Token first = cursor.peek();
      NameParser.QualifiedColumn column = names.column();
      requireSameTable(first, column.table());
      onColumns.add(new ColumnComment(new At<>(column.column(), first), text()));
    } else {
      throw cursor.unexpected("TABLE or COLUMN");
    }
  }

  private void requireSameTable(Token first, TableName commented) {
    if (!commented.equals(table)) {
      findings.add(
          first,
          "The comment is on table %s; this file declares %s.".formatted(commented, table),
          "Move it to the file of that table.");
    }
  }

  /** An empty text is no comment, as for Redshift. */
  private Optional<String> text() {
    cursor.expect("IS");
    if (cursor.accept("NULL")) {
      return Optional.empty();
    }
    if (cursor.peek().kind() != Kind.STRING) {
      throw cursor.unexpected("a text in single quotes, or NULL");
    }
    return Optional.of(cursor.next().value()).filter(text -> !text.isEmpty());
  }
}
