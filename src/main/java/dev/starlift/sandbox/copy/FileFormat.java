package dev.starlift.sandbox.copy;

import java.util.Locale;

/** The file formats that the sandbox reads or writes. */
enum FileFormat {
  PARQUET,
  ORC,
  AVRO,
  JSON,
  CSV,
  FIXEDWIDTH,
  /** Fields between delimiters. */
  TEXT;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Read through Spectrum, with fewer options and by position. */
  boolean isColumnar() {
    return this == PARQUET || this == ORC;
  }

  /** Are the values found by the names of their fields? */
  boolean hasNamedFields() {
    return this == AVRO || this == JSON;
  }
}
