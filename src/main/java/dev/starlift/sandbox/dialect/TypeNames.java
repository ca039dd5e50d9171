package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.SqlError;

/** The column types of Redshift, and PostgreSQL's types that hold their values. */
final class TypeNames {
  /**
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html">Redshift
   *     character types</a>
   */
  static final int MAX_VARCHAR_BYTES = 65_535;

  private static final int MAX_CHAR_BYTES = 4_096;
  private static final int DEFAULT_VARCHAR_BYTES = 256;
  private static final int MAX_PRECISION = 38;

  private TypeNames() {}

  /** Steps over a column type and rewrites it; {@code column} is for messages. */
  static void rewrite(TokenCursor cursor, String column, Edits edits) throws SqlError {
    Token first = cursor.peek();
    String replacement = postgresType(cursor, column);
    if (!replacement.isEmpty()) {
      edits.replace(first, cursor.previous(), replacement);
    }
  }

  /** Steps over a type that is no column's; PostgreSQL's text of it. */
  static String read(TokenCursor cursor) throws SqlError {
    int first = cursor.index();
    String replacement = postgresType(cursor, "argument");
    if (!replacement.isEmpty()) {
      return replacement;
    }
    int end = cursor.index();
    cursor.moveTo(first);
    StringBuilder text = new StringBuilder();
    while (cursor.index() < end) {
      text.append(text.isEmpty() ? "" : " ").append(cursor.next().text());
    }
    return text.toString();
  }

  private static String postgresType(TokenCursor cursor, String column) throws SqlError {
    SqlError unsupported =
        cursor.error(
            SqlStates.FEATURE_NOT_SUPPORTED,
            "Column \"%s\" has unsupported type \"%s\".".formatted(column, cursor.peek().text()));
    String word = cursor.next().keyword();
    return switch (word) {
      case "SMALLINT", "INT2", "INTEGER", "INT", "INT4", "BIGINT", "INT8" -> "";
      case "REAL", "FLOAT4", "FLOAT8", "BOOLEAN", "BOOL", "DATE", "TIMETZ", "TIMESTAMPTZ" -> "";
      case "DOUBLE" -> {
        cursor.expect("PRECISION");
        yield "";
      }
      case "FLOAT" -> {
        cursor.skipParentheses();
        yield "";
      }
      case "TIME", "TIMESTAMP" -> {
        if (!cursor.accept("WITH", "TIME", "ZONE")) {
          cursor.accept("WITHOUT", "TIME", "ZONE");
        }
        yield "";
      }
      case "INTERVAL" -> {
        while (cursor.at("YEAR")
            || cursor.at("MONTH")
            || cursor.at("DAY")
            || cursor.at("TO")
            || cursor.at("SECOND")) {
          cursor.next();
          cursor.skipParentheses();
        }
        yield "";
      }
      case "DECIMAL", "NUMERIC", "DEC" -> numeric(cursor);
      case "VARCHAR", "NVARCHAR" -> varchar(cursor);
      case "TEXT" -> "varchar(" + DEFAULT_VARCHAR_BYTES + ")";
      case "BPCHAR" -> "char(" + DEFAULT_VARCHAR_BYTES + ")";
      case "CHAR", "NCHAR", "CHARACTER" ->
          cursor.accept("VARYING") ? varchar(cursor) : character(cursor);
      case "VARBYTE", "VARBINARY" -> {
        cursor.skipParentheses();
        yield "bytea";
      }
      case "BINARY" -> {
        cursor.expect("VARYING");
        cursor.skipParentheses();
        yield "bytea";
      }
      case "SUPER" -> "jsonb";
      default -> throw unsupported;
    };
  }

  private static String numeric(TokenCursor cursor) throws SqlError {
    if (!cursor.atSymbol("(")) {
      return "numeric(18,0)";
    }
    cursor.next();
    int precision = number(cursor);
    if (precision < 1 || precision > MAX_PRECISION) {
      throw cursor.error(
          SqlStates.INVALID_PARAMETER,
          "NUMERIC precision %d must be between 1 and %d".formatted(precision, MAX_PRECISION));
    }
    if (cursor.acceptSymbol(",")) {
      int scale = number(cursor);
      if (scale < 0 || scale > precision) {
        throw cursor.error(
            SqlStates.INVALID_PARAMETER,
            "NUMERIC scale %d must be between 0 and precision %d".formatted(scale, precision));
      }
    }
    cursor.expectSymbol(")");
    return "";
  }

  private static String varchar(TokenCursor cursor) throws SqlError {
    return "varchar(" + length(cursor, DEFAULT_VARCHAR_BYTES, MAX_VARCHAR_BYTES, "varying") + ")";
  }

  private static String character(TokenCursor cursor) throws SqlError {
    return "char(" + length(cursor, 1, MAX_CHAR_BYTES, "") + ")";
  }

  private static int length(TokenCursor cursor, int ifAbsent, int max, String varying)
      throws SqlError {
    if (!cursor.acceptSymbol("(")) {
      return ifAbsent;
    }
    int length = cursor.accept("MAX") ? max : number(cursor);
    if (length < 1 || length > max) {
      String type = varying.isEmpty() ? "character" : "character varying";
      throw cursor.error(
          SqlStates.INVALID_PARAMETER,
          length < 1
              ? "length for type %s must be at least 1".formatted(type)
              : "length for type %s cannot exceed %d".formatted(type, max));
    }
    cursor.expectSymbol(")");
    return length;
  }

  private static int number(TokenCursor cursor) throws SqlError {
    if (cursor.peek().kind() != Kind.NUMBER) {
      throw cursor.syntaxError();
    }
    try {
      int value = Integer.parseInt(cursor.peek().text());
      cursor.next();
      return value;
    } catch (NumberFormatException e) {
      throw cursor.syntaxError();
    }
  }
}
