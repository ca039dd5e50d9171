package dev.starlift.sandbox.copy;

import java.io.IOException;

/** CSV: fields in quotes may hold delimiters, newlines and doubled quotes. */
final class CsvSplitter implements RecordSplitter {
  private final TextInput in;
  private final TextRecord record;
  private final byte delimiter;
  private final byte quote;

  CsvSplitter(TextInput in, TextRecord record, TextOptions options) {
    this.in = in;
    this.record = record;
    this.delimiter = options.delimiter();
    this.quote = options.quote();
  }

  @Override
  public void split(int first) throws IOException, FieldError {
    int b = first;
    while (true) {
      record.beginField();
      while (isBlank(b)) {
        record.keep(b);
        b = in.read();
      }
      b = b == quote ? quotedField() : plainField(b);
      if (b != delimiter) {
        return;
      }
      record.keep(b);
      b = in.read();
    }
  }

  /** Returns the byte behind the field: the delimiter, or a newline for the end of the record. */
  private int plainField(int first) throws IOException, FieldError {
    int b = first;
    while (b != delimiter) {
      if (b == TextInput.END || b == '\n') {
        record.endLine();
        in.countLine();
        return '\n';
      }
      if (b == quote) {
        throw badQuotes();
      }
      record.keep(b);
      b = in.read();
    }
    record.endField();
    return b;
  }

  private int quotedField() throws IOException, FieldError {
    record.keep(quote);
    record.markQuoted();
    while (true) {
      int b = in.read();
      if (b == TextInput.END) {
        throw badQuotes();
      }
      if (b != quote) {
        if (b == '\n') {
          in.countLine();
        }
        record.keep(b);
        continue;
      }
      int behind = in.read();
      if (behind != quote) {
        return closeQuotes(behind);
      }
      record.keep(b);
      record.keep(behind);
      record.markCoded();
    }
  }

  private int closeQuotes(int behind) throws IOException, FieldError {
    record.endField();
    record.keep(quote);
    int b = behind;
    while (isBlank(b) || b == '\r') {
      record.keep(b);
      b = in.read();
    }
    if (b == delimiter) {
      return b;
    }
    if (b != TextInput.END && b != '\n') {
      throw badQuotes();
    }
    in.countLine();
    return '\n';
  }

  private boolean isBlank(int b) {
    return (b == ' ' || b == '\t') && b != delimiter;
  }

  private static FieldError badQuotes() {
    return new FieldError(FieldError.INVALID_LINE, "Invalid quote formatting for CSV");
  }
}
