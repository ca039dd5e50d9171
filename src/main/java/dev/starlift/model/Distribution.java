package dev.starlift.model;

/** Where Redshift keeps the rows of a table. */
public sealed interface Distribution {
  /** Nothing declared: Redshift chooses and may change its mind. */
  record Auto() implements Distribution {}

  record Even() implements Distribution {}

  /** A copy on every node, for small dimensions. */
  record All() implements Distribution {}

  record Key(Identifier column) implements Distribution {}
}
