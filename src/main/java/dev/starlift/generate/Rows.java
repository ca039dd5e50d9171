package dev.starlift.generate;

/** Writes any row of a source, by number and without its line end. */
@FunctionalInterface
interface Rows {
  void write(long row, TextBuffer out);
}
