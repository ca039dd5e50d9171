package dev.starlift.model;

import java.util.List;

/**
 * @param referenced the columns of the other table; empty means its primary key
 */
public record ForeignKey(List<Identifier> columns, TableName table, List<Identifier> referenced) {
  public ForeignKey {
    columns = List.copyOf(columns);
    referenced = List.copyOf(referenced);
    if (!referenced.isEmpty() && referenced.size() != columns.size()) {
      throw new IllegalArgumentException(
          "A foreign key of %d columns references %d."
              .formatted(columns.size(), referenced.size()));
    }
  }
}
