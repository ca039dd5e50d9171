package dev.starlift.model;

import java.util.List;

/** The order in which Redshift keeps the rows of a table. */
public sealed interface SortKey {
  /** No SORTKEY clause. */
  record None() implements SortKey {}

  /** {@code SORTKEY AUTO}. */
  record Auto() implements SortKey {}

  /** At most 400 columns. */
  record Compound(List<Identifier> columns) implements SortKey {
    public Compound {
      columns = List.copyOf(columns);
    }
  }

  /** At most 8 columns. A table with one cannot be shared with other namespaces. */
  record Interleaved(List<Identifier> columns) implements SortKey {
    public Interleaved {
      columns = List.copyOf(columns);
    }
  }
}
