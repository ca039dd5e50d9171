package dev.starlift.sandbox.copy;

import java.io.IOException;

/** Reads one record from the file and finds its fields. */
sealed interface RecordSplitter permits CsvSplitter, DelimitedSplitter, FixedWidthSplitter {
  /**
   * @param first the first byte of the record
   * @throws FieldError if the record cannot be split; the rest of its line has not been read
   */
  void split(int first) throws IOException, FieldError;
}
