package dev.starlift.sql;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.model.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The proof before COMMIT. Redshift enforces no key, and its planner trusts those that are
 * declared: each query counts what breaks a declared key and must answer 0.
 */
public final class VerificationQueries {
  private VerificationQueries() {}

  /** Every declared key of a table, the primary key first. */
  public static List<List<Identifier>> keys(Table table) {
    List<List<Identifier>> keys = new ArrayList<>();
    if (!table.primaryKey().isEmpty()) {
      keys.add(table.primaryKey());
    }
    table.uniqueKeys().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    return keys;
  }

  /** Key values that more than one staged row has. A key with a NULL in it is nobody's. */
  public static Statement stagedTwice(TempTable rows, List<Identifier> key) {
    return new Statement(
        "no %s twice among the rows for %s".formatted(text(key), rows.target().name()),
        """
        SELECT COUNT(*) FROM (
          SELECT %s
          FROM %s
          WHERE %s
          GROUP BY %s
          HAVING COUNT(*) > 1
        ) AS repeated"""
            .formatted(
                SqlText.names(key),
                rows.name().sql(),
                SqlText.notNull(rows.name().sql(), key),
                SqlText.names(key)));
  }

  /** Staged rows that cannot be matched by their key. */
  public static Statement stagedWithoutKey(TempTable rows, List<Identifier> key) {
    return new Statement(
        "no NULL in %s among the rows for %s".formatted(text(key), rows.target().name()),
        "SELECT COUNT(*) FROM %s\nWHERE %s"
            .formatted(
                rows.name().sql(),
                SqlText.join(
                    key,
                    "\n  OR ",
                    column -> rows.name().sql() + "." + column.sql() + " IS NULL")));
  }

  /** Staged rows whose key is in the target already. */
  public static Statement inTargetAlready(TempTable rows, List<Identifier> key) {
    TableName target = rows.target().name();
    return new Statement(
        "no %s of the new rows in %s yet".formatted(text(key), target),
        "SELECT COUNT(*) FROM %s\nINNER JOIN %s\n  ON %s"
            .formatted(
                rows.name().sql(),
                target.sql(),
                SqlText.equal(SqlText.qualifier(target), rows.name().sql(), key)));
  }

  /**
   * Values of a key that others have in other letters, upper or lower. They are different keys.
   *
   * @param withTarget among the rows of the target, too, not among those staged only
   */
  public static Statement inOtherLetters(TempTable rows, List<Column> key, boolean withTarget) {
    String target = SqlText.qualifier(rows.target().name());
    String staged = rows.name().sql();
    List<Identifier> names = key.stream().map(Column::name).toList();
    String others =
        """

            UNION
            SELECT %s
            FROM %s
            INNER JOIN %s
              ON %s"""
            .formatted(
                SqlText.names(target, names),
                rows.target().name().sql(),
                staged,
                key.stream()
                    .map(column -> lower(target, column) + " = " + lower(staged, column))
                    .collect(Collectors.joining("\n      AND ")));
    return new Statement(
        "%s in other letters in %s".formatted(text(names), rows.target().name()),
        """
        SELECT COUNT(*) FROM (
          SELECT 1 AS alike
          FROM (
            SELECT %s
            FROM %s%s
          ) AS found
          GROUP BY %s
          HAVING COUNT(*) > 1
        ) AS groups"""
            .formatted(
                (withTarget ? "" : "DISTINCT ") + SqlText.names(names),
                staged,
                withTarget ? others : "",
                key.stream()
                    .map(column -> lower("found", column))
                    .collect(Collectors.joining(", "))));
  }

  private static String lower(String qualifier, Column column) {
    String name = qualifier + "." + column.name().sql();
    return isText(column) ? "LOWER(%s)".formatted(name) : name;
  }

  /** Does it have upper and lower case? */
  public static boolean isText(Column column) {
    return column.type() instanceof ColumnType.Char || column.type() instanceof ColumnType.Varchar;
  }

  /** Staged rows whose business key has another surrogate key in the target. */
  public static Statement surrogateDisagrees(TempTable rows, Column surrogate) {
    TableName target = rows.target().name();
    String column = surrogate.name().sql();
    return new Statement(
        "%s keeps its %s in %s"
            .formatted(text(rows.target().businessKey()), surrogate.name(), target),
        "SELECT COUNT(*) FROM %s\nINNER JOIN %s\n  ON %s\nWHERE %s.%s <> %s.%s"
            .formatted(
                rows.name().sql(),
                target.sql(),
                SqlText.equal(
                    SqlText.qualifier(target), rows.name().sql(), rows.target().businessKey()),
                SqlText.qualifier(target),
                column,
                rows.name().sql(),
                column));
  }

  /** Staged observations of which the table holds another version, of the same member and time. */
  public static Statement observedOtherwise(TempTable rows, List<Column> values) {
    TableName target = rows.target().name();
    return new Statement(
        "no other values for the same %s in %s"
            .formatted(text(rows.target().businessKey()), target),
        "SELECT COUNT(*) FROM %s\nINNER JOIN %s\n  ON %s\nWHERE %s"
            .formatted(
                rows.name().sql(),
                target.sql(),
                SqlText.equal(
                    SqlText.qualifier(target), rows.name().sql(), rows.target().businessKey()),
                values.stream()
                    .map(
                        column ->
                            SqlText.differs(SqlText.qualifier(target), rows.name().sql(), column))
                    .collect(Collectors.joining("\n  OR "))));
  }

  /** Versions that end before they begin, or elsewhere than where the next one begins. */
  public static Statement brokenIntervals(TempTable rows, Validity validity) {
    String target = rows.target().name().sql();
    String qualifier = SqlText.qualifier(rows.target().name());
    List<Identifier> member = validity.member(rows.target());
    return new Statement(
        "the versions in %s follow each other".formatted(rows.target().name()),
        """
        SELECT COUNT(*) FROM (
          SELECT %s AS begins, %s AS ends,
            LEAD(%s) OVER (PARTITION BY %s ORDER BY %s) AS next
          FROM %s
          WHERE EXISTS (SELECT 1 FROM %s WHERE %s)
        ) AS versions
        WHERE begins >= ends OR next <> ends OR begins IS NULL OR ends IS NULL"""
            .formatted(
                validity.from().sql(),
                validity.to().sql(),
                validity.from().sql(),
                SqlText.names(member),
                validity.from().sql(),
                target,
                rows.name().sql(),
                SqlText.equal(rows.name().sql(), qualifier, member)));
  }

  /** Members with no current version or several, or whose current version is not the last. */
  public static Statement notOneCurrent(TempTable rows, Validity validity) {
    String qualifier = SqlText.qualifier(rows.target().name());
    List<Identifier> member = validity.member(rows.target());
    return new Statement(
        "each member has one current version in " + rows.target().name(),
        """
        SELECT COUNT(*) FROM (
          SELECT %s
          FROM %s
          WHERE EXISTS (SELECT 1 FROM %s WHERE %s)
          GROUP BY %s
          HAVING SUM(CASE WHEN %s THEN 1 ELSE 0 END) <> 1
            OR MAX(CASE WHEN %s THEN %s END) <> MAX(%s)
        ) AS members"""
            .formatted(
                SqlText.names(member),
                rows.target().name().sql(),
                rows.name().sql(),
                SqlText.equal(rows.name().sql(), qualifier, member),
                SqlText.names(member),
                validity.current().sql(),
                validity.current().sql(),
                validity.from().sql(),
                validity.from().sql()));
  }

  /** Keys of staged rows that more than one row of the target has, once the rows are in. */
  public static Statement publishedTwice(TempTable rows, List<Identifier> key) {
    TableName target = rows.target().name();
    return new Statement(
        "no %s twice in %s".formatted(text(key), target),
        """
        SELECT COUNT(*) FROM (
          SELECT %s
          FROM %s
          INNER JOIN %s
            ON %s
          GROUP BY %s
          HAVING COUNT(*) > 1
        ) AS repeated"""
            .formatted(
                SqlText.names(SqlText.qualifier(target), key),
                target.sql(),
                rows.name().sql(),
                SqlText.equal(SqlText.qualifier(target), rows.name().sql(), key),
                SqlText.names(SqlText.qualifier(target), key)));
  }

  /**
   * Staged rows that refer to nothing. A NULL refers to nothing by right.
   *
   * @param referenced the columns of the other table
   */
  public static Statement dangling(TempTable rows, ForeignKey key, List<Identifier> referenced) {
    String staged = rows.name().sql();
    // An alias, for a table may refer to itself and temporary names are long.
    List<String> matches = new ArrayList<>();
    for (int i = 0; i < referenced.size(); i++) {
      matches.add(
          "referenced.%s = %s.%s"
              .formatted(referenced.get(i).sql(), staged, key.columns().get(i).sql()));
    }
    return new Statement(
        "%s of the rows for %s is in %s"
            .formatted(text(key.columns()), rows.target().name(), key.table()),
        "SELECT COUNT(*) FROM %s\nLEFT JOIN %s AS referenced\n  ON %s\nWHERE referenced.%s IS NULL\n  AND %s"
            .formatted(
                staged,
                key.table().sql(),
                String.join("\n  AND ", matches),
                referenced.get(0).sql(),
                SqlText.notNull(staged, key.columns())));
  }

  private static String text(List<Identifier> key) {
    return SqlText.join(key, " + ", Identifier::value);
  }
}
