package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;

/** SHOW of what the catalog holds, as queries of the system views. */
final class ShowLists {
  private final TokenCursor cursor;
  private final NameScope scope;

  ShowLists(TokenCursor cursor, NameScope scope) {
    this.cursor = cursor;
    this.scope = scope;
  }

  /**
   * The cursor stands behind {@code SHOW}.
   *
   * @return the query that answers it; empty if it is none of these
   */
  String query() throws SqlError {
    if (cursor.accept("DATABASES")) {
      return databases();
    }
    if (cursor.accept("SCHEMAS")) {
      return schemas();
    }
    if (cursor.accept("TABLES")) {
      return tables();
    }
    if (cursor.accept("COLUMNS")) {
      return columns();
    }
    if (cursor.accept("GRANTS")) {
      return grants();
    }
    if (cursor.accept("CONSTRAINTS")) {
      return constraints();
    }
    if (cursor.at("TABLE") && cursor.peek(1).isName()) {
      cursor.next();
      return definition("show_table", "Show Table DDL statement");
    }
    if (cursor.accept("VIEW")) {
      return definition("show_view", "Show View DDL statement");
    }
    if (cursor.accept("PROCEDURE")) {
      return definition("show_procedure", "Show Stored Procedure Definition");
    }
    return "";
  }

  private String databases() throws SqlError {
    return "SELECT database_name, database_owner, database_type, database_acl,"
        + " database_options AS parameters, database_isolation_level"
        + " FROM pg_catalog.svv_redshift_databases"
        + filter("", "database_name")
        + " ORDER BY database_name"
        + limit();
  }

  private String schemas() throws SqlError {
    String where = "";
    if (cursor.accept("FROM")) {
      cursor.accept("DATABASE");
      where = " WHERE database_name = " + Sql.literal(cursor.expectName());
    }
    return "SELECT database_name, schema_name, schema_owner, schema_type, schema_acl,"
        + " source_database, schema_option FROM pg_catalog.svv_all_schemas"
        + filter(where, "schema_name")
        + " ORDER BY database_name, schema_name"
        + limit();
  }

  private String tables() throws SqlError {
    String where = "";
    if (cursor.accept("FROM")) {
      cursor.accept("SCHEMA");
      where = where(List.of("database_name", "schema_name"), cursor.expectQualifiedName());
    }
    return "SELECT database_name, schema_name, table_name, table_type, table_acl, remarks"
        + " FROM pg_catalog.svv_all_tables"
        + filter(where, "table_name")
        + " ORDER BY database_name, schema_name, table_name"
        + limit();
  }

  private String columns() throws SqlError {
    cursor.expect("FROM");
    cursor.accept("TABLE");
    String where =
        where(List.of("database_name", "schema_name", "table_name"), cursor.expectQualifiedName());
    return "SELECT database_name, schema_name, table_name, column_name, ordinal_position,"
        + " column_default, is_nullable, data_type, character_maximum_length, numeric_precision,"
        + " numeric_scale, remarks FROM pg_catalog.svv_all_columns"
        + filter(where, "column_name")
        + " ORDER BY database_name, schema_name, table_name, ordinal_position"
        + limit();
  }

  private String grants() throws SqlError {
    String where;
    if (cursor.accept("ON")) {
      if (cursor.accept("SCHEMA")) {
        where = where(List.of("database_name", "schema_name"), cursor.expectQualifiedName());
        where += " AND object_type = 'SCHEMA'";
      } else if (cursor.accept("DATABASE")) {
        where = where(List.of("database_name"), cursor.expectQualifiedName());
        where += " AND object_type = 'DATABASE'";
      } else {
        cursor.accept("TABLE");
        where =
            where(
                List.of("database_name", "schema_name", "object_name"),
                cursor.expectQualifiedName());
      }
    } else {
      cursor.expect("FOR");
      if (!cursor.accept("ROLE")) {
        cursor.accept("USER");
      }
      where = " WHERE identity_name = " + Sql.literal(cursor.expectName());
    }
    return "SELECT * FROM starlift_sandbox.privilege"
        + filter(where, "object_name")
        + " ORDER BY schema_name, object_name, identity_name, privilege_type"
        + limit();
  }

  private String constraints() throws SqlError {
    boolean primary = cursor.accept("PRIMARY", "KEYS");
    if (!primary && !cursor.accept("FOREIGN", "KEYS")) {
      throw cursor.syntaxError();
    }
    boolean exported = cursor.accept("EXPORTED");
    cursor.expect("FROM");
    cursor.accept("TABLE");
    String prefix = primary ? "" : exported ? "pk_" : "fk_";
    String where =
        where(
            List.of(
                prefix + (primary ? "database_name" : "table_catalog"),
                prefix + (primary ? "schema_name" : "table_schema"),
                prefix + "table_name"),
            cursor.expectQualifiedName());
    cursor.expectEnd();
    return "SELECT * FROM starlift_sandbox.%s%s ORDER BY %stable_name, key_seq"
        .formatted(primary ? "primary_key_column" : "foreign_key_column", where, prefix);
  }

  private String definition(String function, String column) throws SqlError {
    String name = TableKeys.regclass(cursor.expectQualifiedName());
    cursor.skipParentheses();
    cursor.expectEnd();
    return "SELECT starlift_sandbox.%s(%s) AS %s"
        .formatted(function, Sql.literal(name), Sql.name(column));
  }

  /** The last of the columns have these values; what is left out on the left is our database. */
  private String where(List<String> columns, List<String> values) throws SqlError {
    int missing = columns.size() - values.size();
    if (missing < 0) {
      throw cursor.syntaxError();
    }
    StringBuilder where =
        new StringBuilder(" WHERE " + columns.get(0) + " = " + Sql.literal(first(missing, values)));
    for (int i = Math.max(1, missing); i < columns.size(); i++) {
      String value = Sql.literal(values.get(i - missing));
      where.append(" AND ").append(columns.get(i)).append(" = ").append(value);
    }
    return where.toString();
  }

  private String first(int missing, List<String> values) {
    return missing > 0 ? scope.database() : values.get(0);
  }

  private String filter(String where, String column) throws SqlError {
    if (!cursor.accept("LIKE")) {
      return where;
    }
    return (where.isEmpty() ? " WHERE " : where + " AND ")
        + column
        + " LIKE "
        + Sql.literal(cursor.expectString());
  }

  private String limit() throws SqlError {
    String limit = "";
    if (cursor.accept("LIMIT")) {
      if (cursor.peek().kind() != Kind.NUMBER) {
        throw cursor.syntaxError();
      }
      limit = " LIMIT " + cursor.next().text();
    }
    cursor.expectEnd();
    return limit;
  }

  static Translation translation(String query) {
    return new Translation.Query("SHOW", RewrittenSql.of(query), Set.of(), false);
  }
}
