package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.io.InputStream;

/**
 * Splits a text file into records and fields, on bytes. The current record stays valid until the
 * next call of {@link #next()}; no more than one record is in memory.
 */
final class TextRecords {
  private final TextInput in;
  private final TextRecord record;
  private final RecordSplitter splitter;
  private long line;

  TextRecords(InputStream in, TextOptions options) {
    this.in = new TextInput(in);
    this.record = new TextRecord(options.csv() ? options.quote() : (byte) '\\');
    if (options.csv()) {
      splitter = new CsvSplitter(this.in, record, options);
    } else if (options.widths().isEmpty()) {
      splitter = new DelimitedSplitter(this.in, record, options);
    } else {
      splitter = new FixedWidthSplitter(this.in, record, options);
    }
  }

  /** Skips lines, whatever is in them. */
  void skipLines(long count) throws IOException {
    in.skipLines(count);
  }

  /**
   * Reads the next record.
   *
   * @return false at the end of the file
   * @throws FieldError if the record cannot be split; the reader is then behind its line
   */
  boolean next() throws IOException, FieldError {
    record.clear();
    line = in.line();
    int first = in.read();
    if (first == TextInput.END) {
      return false;
    }
    try {
      splitter.split(first);
    } catch (FieldError e) {
      skipRestOfLine();
      throw e;
    }
    return true;
  }

  TextRecord record() {
    return record;
  }

  /** The line on which the record begins, from 1. */
  long line() {
    return line;
  }

  private void skipRestOfLine() throws IOException {
    int b = in.last();
    while (b != TextInput.END && b != '\n') {
      record.keepForTheLog(b);
      b = in.read();
    }
    in.countLine();
  }
}
