package dev.starlift.sandbox.copy;

import java.util.Locale;

/** The file formats that the sandbox reads and writes. */
enum FileFormat {
  PARQUET,
  CSV,
  /** Fields between delimiters, without quotes. */
  TEXT;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
