package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table of a COPY and the columns it fills, as the client's own transaction sees them.
 *
 * @param columns in the order of the file's fields
 */
record TargetTable(String schema, String name, List<TargetColumn> columns) {
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String UNDEFINED_COLUMN = "42703";
  private static final String WRONG_OBJECT = "42809";

  TargetTable {
    columns = List.copyOf(columns);
  }

  /** {@code schema.table}, for messages and views. */
  String fullName() {
    return schema + "." + name;
  }

  /** The statement that takes the rows which {@link BinaryRows} writes. */
  String copyStatement() {
    return "COPY %s.%s (%s) FROM STDIN (FORMAT binary)"
        .formatted(
            SqlText.quoteName(schema),
            SqlText.quoteName(name),
            columns.stream()
                .map(column -> SqlText.quoteName(column.name()))
                .collect(Collectors.joining(", ")));
  }

  static TargetTable find(CopyStatement copy, BackendSession session) throws SqlError, IOException {
    TableReference table = copy.table();
    if (!table.database().isEmpty() && !table.database().equals(session.database())) {
      throw new SqlError(
          TokenCursor.NOT_SUPPORTED,
          "COPY into another database is not implemented in the sandbox: " + table);
    }
    String name =
        (table.schema().isEmpty() ? "" : SqlText.quoteName(table.schema()) + ".")
            + SqlText.quoteName(table.table());
    List<List<String>> found =
        session.query(
            "SELECT n.nspname, c.relkind, c.oid FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.oid = pg_catalog.to_regclass("
                + SqlText.quoteLiteral(name)
                + ")");
    if (found.isEmpty()) {
      throw new SqlError(UNDEFINED_TABLE, "Cannot COPY into nonexistent table " + table);
    }
    List<String> row = found.get(0);
    if (!row.get(1).equals("r") && !row.get(1).equals("p")) {
      throw new SqlError(WRONG_OBJECT, "Cannot COPY into " + table + ": it is not a table");
    }
    List<CatalogColumn> all = CatalogColumn.of(row.get(2), session);
    return new TargetTable(row.get(0), table.table(), chosen(all, copy));
  }

  private static List<TargetColumn> chosen(List<CatalogColumn> all, CopyStatement copy)
      throws SqlError {
    Map<String, CatalogColumn> byName = new LinkedHashMap<>();
    all.forEach(column -> byName.put(column.name(), column));
    List<CatalogColumn> chosen = new ArrayList<>();
    if (copy.columns().isEmpty()) {
      all.stream()
          .filter(column -> copy.explicitIds() || !column.alwaysIdentity())
          .forEach(chosen::add);
    } else {
      for (String name : copy.columns()) {
        CatalogColumn column = byName.get(name);
        if (column == null) {
          throw new SqlError(
              UNDEFINED_COLUMN,
              "column \"%s\" of relation \"%s\" does not exist".formatted(name, copy.table()));
        }
        chosen.add(column);
      }
      requireIdentityRules(all, chosen, copy);
    }
    for (CatalogColumn column : all) {
      if (!chosen.contains(column) && column.notNull() && !column.hasValueOfItsOwn()) {
        throw new SqlError(
            "23502",
            "column \"%s\" is NOT NULL without a default and is not in the column list of COPY"
                .formatted(column.name()));
      }
    }
    List<TargetColumn> columns = new ArrayList<>();
    for (CatalogColumn column : chosen) {
      columns.add(column.target());
    }
    return columns;
  }

  private static void requireIdentityRules(
      List<CatalogColumn> all, List<CatalogColumn> chosen, CopyStatement copy) throws SqlError {
    for (CatalogColumn column : all) {
      if (column.alwaysIdentity() && chosen.contains(column) != copy.explicitIds()) {
        throw new SqlError(
            TokenCursor.BAD_VALUE,
            copy.explicitIds()
                ? "EXPLICIT_IDS needs IDENTITY column \"%s\" in the column list"
                    .formatted(column.name())
                : "cannot set an identity column to a value: \"%s\" needs EXPLICIT_IDS"
                    .formatted(column.name()));
      }
    }
  }
}
