package dev.starlift.sql;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists of names and comparisons of columns as SQL text. */
final class SqlText {
  /** What {@code Literal.sql} gives, a number, a truth value or NULL; a typed text. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?i)NULL|TRUE|FALSE|[+-]?\\d+(\\.\\d+)?(E[+-]?\\d+)?"
              + "|((DATE|TIMESTAMP|TIMESTAMPTZ|TIME) )?'([^'\\\\\\x00]|''|\\\\\\\\)*+'");

  private SqlText() {}

  static String names(List<Identifier> names) {
    return names.stream().map(Identifier::sql).collect(Collectors.joining(", "));
  }

  static String columnNames(List<Column> columns) {
    return names(columns.stream().map(Column::name).toList());
  }

  /** {@code "t"."a", "t"."b"}. */
  static String names(String qualifier, List<Identifier> names) {
    return join(names, ", ", name -> qualifier + "." + name.sql());
  }

  static String join(
      List<Identifier> names, String separator, Function<Identifier, String> render) {
    return names.stream().map(render).collect(Collectors.joining(separator));
  }

  /** How columns of a table are qualified in a statement that names the table with its schema. */
  static String qualifier(TableName table) {
    return table.table().sql();
  }

  static String equal(String left, String right, List<Identifier> columns) {
    return join(
        columns,
        "\n  AND ",
        column -> left + "." + column.sql() + " = " + right + "." + column.sql());
  }

  static String equalOrBothNull(String left, String right, List<Identifier> columns) {
    return join(
        columns,
        "\n  AND ",
        column -> {
          String l = left + "." + column.sql();
          String r = right + "." + column.sql();
          return "(%s = %s OR (%s IS NULL AND %s IS NULL))".formatted(l, r, l, r);
        });
  }

  static String notNull(String qualifier, List<Identifier> columns) {
    return join(columns, "\n  AND ", column -> qualifier + "." + column.sql() + " IS NOT NULL");
  }

  /** True when the two differ, NULL being a value of its own; never NULL where they differ. */
  static String differs(String left, String right, Column column) {
    String l = left + "." + column.name().sql();
    String r = right + "." + column.name().sql();
    return "(%s OR (%s IS NULL AND %s IS NOT NULL) OR (%s IS NOT NULL AND %s IS NULL))"
        .formatted(valuesDiffer(l, r, column), l, r, l, r);
  }

  private static String valuesDiffer(String left, String right, Column column) {
    ColumnType type = column.type();
    if (type instanceof ColumnType.Varchar && column.caseInsensitive()) {
      return "MD5(%s) <> MD5(%s)".formatted(left, right);
    }
    if (type instanceof ColumnType.Varchar) {
      // Redshift ignores trailing blanks when it compares.
      return "%s <> %s OR OCTET_LENGTH(%s) <> OCTET_LENGTH(%s)".formatted(left, right, left, right);
    }
    if (type instanceof ColumnType.Super) {
      return "JSON_SERIALIZE(%s) <> JSON_SERIALIZE(%s)".formatted(left, right);
    }
    if (type instanceof ColumnType.Geometry || type instanceof ColumnType.Geography) {
      return "ST_AsEWKB(%s) <> ST_AsEWKB(%s)".formatted(left, right);
    }
    if (type instanceof ColumnType.HllSketch) {
      // Redshift has no way to compare two sketches.
      return "(%s IS NOT NULL AND %s IS NOT NULL)".formatted(left, right);
    }
    return "%s <> %s".formatted(left, right);
  }

  /** {@code column IN (…)}, or IS NULL, or both. */
  static String in(String column, List<String> literals) {
    List<String> values =
        literals.stream().map(SqlText::literal).filter(text -> !isNull(text)).toList();
    boolean withNull = values.size() < literals.size();
    if (values.isEmpty()) {
      return withNull ? column + " IS NULL" : "FALSE";
    }
    String in = column + " IN (" + String.join(", ", values) + ")";
    return withNull ? "(" + in + " OR " + column + " IS NULL)" : in;
  }

  static String equalsLiteral(String column, String literal) {
    return isNull(literal(literal)) ? column + " IS NULL" : column + " = " + literal;
  }

  /** Text that is given as a literal must be one: everything else would be SQL of its own. */
  static String literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      throw new IllegalArgumentException("Not an SQL literal.");
    }
    return text;
  }

  private static boolean isNull(String literal) {
    return literal.equalsIgnoreCase("NULL");
  }
}
