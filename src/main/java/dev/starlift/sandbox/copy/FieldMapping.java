package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;

/** How the fields of an AVRO or JSON record find their columns. */
sealed interface FieldMapping {
  /** A column takes the field of its name, on the first level. */
  record Auto(boolean ignoreCase) implements FieldMapping {}

  /** The one SUPER column takes the whole record. */
  record NoShred() implements FieldMapping {}

  /**
   * A column takes what the path of its position leads to.
   *
   * @param file a JSONPaths file
   */
  record Paths(S3Location file) implements FieldMapping {}
}
