package dev.starlift.model;

/** A table with its schema: Starlift never relies on a search path. */
public record TableName(Identifier schema, Identifier table) implements Comparable<TableName> {
  public static TableName of(String schema, String table) {
    return new TableName(Identifier.of(schema), Identifier.of(table));
  }

  /**
   * Reads {@code schema.table}.
   *
   * @throws IllegalArgumentException when there is not exactly one dot
   */
  public static TableName parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("'%s' is not of the form schema.table.".formatted(text));
    }
    return of(parts[0].strip(), parts[1].strip());
  }

  public String sql() {
    return schema.sql() + "." + table.sql();
  }

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
