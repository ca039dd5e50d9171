package dev.starlift.sandbox.copy;

import java.io.IOException;

/**
 * Fields between delimiters. ESCAPE takes a backslash's successor as it is; REMOVEQUOTES takes off
 * the quotes around a field and keeps the delimiters between them.
 */
final class DelimitedSplitter implements RecordSplitter {
  private final TextInput in;
  private final TextRecord record;
  private final byte delimiter;
  private final boolean escape;
  private final boolean removeQuotes;

  DelimitedSplitter(TextInput in, TextRecord record, TextOptions options) {
    this.in = in;
    this.record = record;
    this.delimiter = options.delimiter();
    this.escape = options.escape();
    this.removeQuotes = options.removeQuotes();
  }

  @Override
  public void split(int first) throws IOException, FieldError {
    int b = first;
    while (true) {
      record.beginField();
      boolean inQuotes = removeQuotes && (b == '"' || b == '\'');
      b = inQuotes ? quotedField(b) : plainField(b);
      if (b != delimiter) {
        in.countLine();
        return;
      }
      record.keep(b);
      b = in.read();
    }
  }

  private int plainField(int first) throws IOException, FieldError {
    int b = first;
    while (b != delimiter) {
      if (b == TextInput.END || b == '\n') {
        record.endLine();
        return b;
      }
      if (b == '\\' && escape) {
        keepEscaped();
      } else {
        record.keep(b);
      }
      b = in.read();
    }
    record.endField();
    return b;
  }

  /** A quote closes the field only in front of a delimiter or at the end of the line. */
  private int quotedField(int quote) throws IOException, FieldError {
    record.keep(quote);
    record.beginField();
    int b = in.read();
    while (true) {
      if (b == TextInput.END || b == '\n') {
        throw new FieldError(FieldError.DELIMITER_NOT_FOUND, "Delimited value missing end quote");
      }
      if (b == quote) {
        int behind = in.read();
        int next = behind == '\r' ? in.read() : behind;
        if (next == delimiter || next == '\n' || next == TextInput.END) {
          record.endField();
          record.keep(quote);
          return next;
        }
        record.keep(quote);
        if (next != behind) {
          record.keep(behind);
        }
        b = next;
        continue;
      }
      if (b == '\\' && escape) {
        keepEscaped();
      } else {
        record.keep(b);
      }
      b = in.read();
    }
  }

  private void keepEscaped() throws IOException, FieldError {
    record.markCoded();
    record.keep('\\');
    int escaped = in.read();
    if (escaped == TextInput.END) {
      return;
    }
    if (escaped == '\n') {
      in.countLine();
    }
    record.keep(escaped);
  }
}
