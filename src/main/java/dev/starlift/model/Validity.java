package dev.starlift.model;

import java.util.List;

/**
 * The columns that tell when a version of a member was valid: from {@code from}, inclusive, to
 * {@code to}, exclusive.
 *
 * @param from part of the business key of a version
 * @param to the {@code from} of the next version; 9999-12-31 for the last one
 * @param current true for the last version
 */
public record Validity(Identifier from, Identifier to, Identifier current) {
  /** The names that dimension modellers use. */
  public static final Validity CUSTOMARY =
      new Validity(
          Identifier.of("valid_from"), Identifier.of("valid_to"), Identifier.of("is_current"));

  /** What all versions of a member have in common: the business key without {@link #from}. */
  public List<Identifier> member(Table table) {
    return table.businessKey().stream().filter(column -> !column.equals(from)).toList();
  }
}
