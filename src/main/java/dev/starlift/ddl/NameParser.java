package dev.starlift.ddl;

import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.List;

/** Reads names of tables and columns with what stands before their dots. */
final class NameParser {
  /** Stands in for a schema that is missing, so that reading can go on behind the finding. */
  private static final Identifier UNNAMED = Identifier.of("public");

  private final TokenCursor cursor;
  private final Findings findings;

  NameParser(TokenCursor cursor, Findings findings) {
    this.cursor = cursor;
    this.findings = findings;
  }

  /** The name of the table that the file declares. */
  TableName declaredTable() {
    Token first = cursor.peek();
    List<Identifier> parts = parts("a table name");
    if (parts.size() == 1) {
      refuseUnqualified(first, parts.get(0));
      parts.add(0, UNNAMED);
    }
    TableName name = table(first, parts);
    if (name.table().value().startsWith("#")) {
      findings.add(
          first,
          "A schema file cannot declare a temporary table, and a name with # is one.",
          "Choose another name.");
    }
    return name;
  }

  /** A table by schema and name. */
  TableName otherTable() {
    Token first = cursor.peek();
    return table(first, parts("a table name"));
  }

  /** A table whose schema may be left out. */
  TableName otherTable(Identifier schema) {
    Token first = cursor.peek();
    List<Identifier> parts = parts("a table name");
    return parts.size() == 1 ? new TableName(schema, parts.get(0)) : table(first, parts);
  }

  /** {@code schema.table.column}; the first column is the table. */
  QualifiedColumn column() {
    Token first = cursor.peek();
    List<Identifier> parts = parts("schema.table.column");
    if (parts.size() < 2) {
      throw cursor.refused(
          first, "Column %s is named without its table.".formatted(parts.get(0)), "");
    }
    int last = parts.size() - 1;
    return new QualifiedColumn(table(first, parts.subList(0, last)), parts.get(last));
  }

  record QualifiedColumn(TableName table, Identifier column) {}

  private List<Identifier> parts(String what) {
    List<Identifier> parts = new ArrayList<>();
    do {
      parts.add(cursor.name(what));
    } while (cursor.acceptSymbol("."));
    return parts;
  }

  private TableName table(Token first, List<Identifier> parts) {
    Identifier table = parts.get(parts.size() - 1);
    if (parts.size() == 1) {
      throw refuseUnqualified(first, table);
    }
    if (parts.size() > 2) {
      findings.add(
          first,
          "A schema file must not name a database.",
          "The environment says which database is meant: write schema.%s.".formatted(table));
    }
    return new TableName(parts.get(parts.size() - 2), table);
  }

  private Unexpected refuseUnqualified(Token first, Identifier table) {
    return cursor.refused(
        first,
        "Table %s is named without its schema.".formatted(table),
        "Write schema.%s: Starlift does not rely on a search path.".formatted(table));
  }
}
