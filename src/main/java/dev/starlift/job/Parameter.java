package dev.starlift.job;

import dev.starlift.model.ColumnType;
import java.util.Optional;

/**
 * One parameter of a job with its value.
 *
 * @param value as {@link ParameterType#text} writes it; empty for NULL
 * @param inPaths the same as paths have it; empty when it cannot be part of one
 */
record Parameter(String name, ColumnType type, Optional<String> value, Optional<String> inPaths) {
  /** The value as a constant of its type; never anything else, whatever it holds. */
  String sparkLiteral() {
    return ParameterType.sparkLiteral(type, value);
  }

  /** The same in Redshift's SQL. */
  String redshiftLiteral() {
    return ParameterType.redshiftLiteral(type, value);
  }
}
