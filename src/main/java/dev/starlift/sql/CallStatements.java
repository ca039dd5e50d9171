package dev.starlift.sql;

import dev.starlift.model.ColumnType;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A stored procedure that fills a table inside the publish transaction, and what it has done there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/stored-procedure-transaction-management.html">
 *     Managing transactions</a>
 */
public final class CallStatements {
  private CallStatements() {}

  /**
   * @param literal a SQL literal
   */
  public record Argument(ColumnType type, String literal) {}

  /**
   * A part of a table, or all of it.
   *
   * @param slice columns; none for the whole table
   * @param values one SQL literal per column
   */
  public record Part(Table table, List<Identifier> slice, List<String> values) {
    public Part {
      slice = List.copyOf(slice);
      values = List.copyOf(values);
    }

    public static Part whole(Table table) {
      return new Part(table, List.of(), List.of());
    }

    private String condition() {
      List<String> conditions = new ArrayList<>();
      for (int i = 0; i < slice.size(); i++) {
        conditions.add(
            SqlText.equalsLiteral(
                SqlText.qualifier(table.name()) + "." + slice.get(i).sql(), values.get(i)));
      }
      return conditions.isEmpty() ? "" : "\nWHERE " + String.join("\n  AND ", conditions);
    }

    @Override
    public String toString() {
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < slice.size(); i++) {
        pairs.add(slice.get(i) + " = " + values.get(i));
      }
      return table.name() + (pairs.isEmpty() ? "" : " where " + String.join(", ", pairs));
    }
  }

  /**
   * @param text {@code CREATE OR REPLACE PROCEDURE …}
   */
  public static Statement create(TableName procedure, String text) {
    return new Statement("procedure " + procedure, text);
  }

  public static Statement call(TableName procedure, List<Argument> arguments) {
    return new Statement(
        "call " + procedure,
        "CALL %s(%s)"
            .formatted(
                procedure.sql(),
                arguments.stream()
                    .map(
                        argument ->
                            "CAST(%s AS %s)"
                                .formatted(
                                    SqlText.literal(argument.literal()), argument.type().ddl()))
                    .collect(Collectors.joining(", "))));
  }

  public static Statement count(Part part) {
    return new Statement(
        "rows of " + part,
        "SELECT COUNT(*) FROM %s%s".formatted(part.table().name().sql(), part.condition()));
  }

  /** Key values that more than one row has. A key with a NULL in it is nobody's. */
  public static Statement keyTwice(Part part, List<Identifier> key) {
    // A key that does not hold the slice could also be that of a row elsewhere.
    Part rows = key.containsAll(part.slice()) ? part : Part.whole(part.table());
    String condition = rows.condition();
    return new Statement(
        "no %s twice in %s".formatted(text(key), rows),
        """
        SELECT COUNT(*) FROM (
          SELECT %s
          FROM %s%s
          %s %s
          GROUP BY %s
          HAVING COUNT(*) > 1
        ) AS repeated"""
            .formatted(
                SqlText.names(key),
                part.table().name().sql(),
                condition,
                condition.isEmpty() ? "WHERE" : "AND",
                SqlText.notNull(SqlText.qualifier(part.table().name()), key),
                SqlText.names(key)));
  }

  /** Rows that refer to what is not there. */
  public static Statement dangling(Part part, ForeignKey key, List<Identifier> referenced) {
    String own = SqlText.qualifier(part.table().name());
    List<String> matches = new ArrayList<>();
    for (int i = 0; i < referenced.size(); i++) {
      matches.add(
          "referenced.%s = %s.%s"
              .formatted(referenced.get(i).sql(), own, key.columns().get(i).sql()));
    }
    String condition = part.condition();
    return new Statement(
        "%s of %s is in %s".formatted(text(key.columns()), part, key.table()),
        "SELECT COUNT(*) FROM %s%s\n%s %s\n  AND NOT EXISTS (SELECT 1 FROM %s AS referenced WHERE %s)"
            .formatted(
                part.table().name().sql(),
                condition,
                condition.isEmpty() ? "WHERE" : "  AND",
                SqlText.notNull(own, key.columns()),
                key.table().sql(),
                String.join(" AND ", matches)));
  }

  private static String text(List<Identifier> key) {
    return String.join(" + ", key.stream().map(Identifier::value).toList());
  }
}
