package dev.starlift.ddl;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A schema file as written: every clause with its place, before Redshift's rules are applied.
 *
 * @param complete false when a part of the text could not be read, so that a name which is missing
 *     here may be in that part
 */
record CreateTable(
    At<TableName> name,
    List<Item> items,
    List<KeyClause> keys,
    List<ReferenceClause> references,
    Attributes attributes,
    Comments comments,
    boolean complete) {

  /** A value and where it stands. */
  record At<T>(T value, Token token) {}

  sealed interface Item {}

  /**
   * @param type empty when the column's name could be read, but not its type
   */
  record ColumnItem(At<Identifier> name, Optional<ColumnType> type, ColumnClauses clauses)
      implements Item {}

  record LikeItem(At<TableName> parent, DefaultsOfParent defaults) implements Item {}

  enum DefaultsOfParent {
    INCLUDED,
    EXCLUDED
  }

  /** What stands behind a column's type. */
  record ColumnClauses(
      Optional<At<Boolean>> nullable,
      Optional<At<String>> defaultExpression,
      Optional<At<Column.Identity>> identity,
      Optional<At<Column.Encoding>> encoding,
      Optional<At<Column.Collation>> collation,
      Optional<Token> distKey,
      Optional<Token> sortKey) {

    static ColumnClauses none() {
      return new ColumnClauses(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  enum KeyKind {
    PRIMARY,
    UNIQUE
  }

  record KeyClause(KeyKind kind, List<At<Identifier>> columns, Token token) {
    List<Identifier> names() {
      return columns.stream().map(At::value).toList();
    }
  }

  /**
   * @param referenced empty for the primary key of the other table
   */
  record ReferenceClause(
      List<At<Identifier>> columns, At<TableName> table, List<At<Identifier>> referenced) {}

  enum DistStyle {
    AUTO,
    EVEN,
    ALL,
    KEY
  }

  enum SortStyle {
    AUTO,
    COMPOUND,
    INTERLEAVED
  }

  /**
   * @param columns empty for AUTO
   */
  record Sort(SortStyle style, List<At<Identifier>> columns) {}

  /** What stands behind the closing parenthesis. */
  record Attributes(
      Optional<At<Boolean>> backup,
      Optional<At<DistStyle>> distStyle,
      Optional<At<Identifier>> distKey,
      Optional<At<Sort>> sort,
      Optional<Token> encodeAuto) {}

  /**
   * The COMMENT ON statements of the file.
   *
   * @param onTable an empty text for {@code IS NULL}
   */
  record Comments(Optional<String> onTable, List<ColumnComment> onColumns) {}

  record ColumnComment(At<Identifier> column, Optional<String> text) {}
}
