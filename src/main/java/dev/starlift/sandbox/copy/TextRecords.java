package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits a text file into records and fields, on bytes. The current record stays valid until the
 * next call of {@link #next()}; no more than one record is in memory.
 */
final class TextRecords {
  /**
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY: the maximum
   *     size of a single input row is 4 MB</a>
   */
  private static final int MAX_RECORD_BYTES = 4 << 20;

  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final TextOptions options;
  private final byte[] buffer = new byte[BUFFER];
  private int bufferAt;
  private int bufferEnd;

  private byte[] raw = new byte[4096];
  private int rawEnd;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];
  private boolean[] coded = new boolean[64];
  private int fields;
  private byte[] decoded = new byte[256];
  private long recordLine;
  private long nextLine = 1;

  TextRecords(InputStream in, TextOptions options) {
    this.in = in;
    this.options = options;
  }

  /** Skips lines, whatever is in them. */
  void skipLines(long count) throws IOException {
    while (nextLine <= count) {
      int b = read();
      if (b < 0) {
        return;
      }
      if (b == '\n') {
        nextLine++;
      }
    }
  }

  /**
   * Reads the next record.
   *
   * @return false at the end of the file
   * @throws FieldError if the record cannot be split; the reader is then behind its line
   */
  boolean next() throws IOException, FieldError {
    rawEnd = 0;
    fields = 0;
    recordLine = nextLine;
    int b = read();
    if (b < 0) {
      return false;
    }
    if (options.csv()) {
      splitCsv(b);
    } else {
      splitText(b);
    }
    return true;
  }

  /** The line on which the record begins, from 1. */
  long line() {
    return recordLine;
  }

  int fields() {
    return fields;
  }

  boolean isBlank() {
    return fields == 1 && !quoted[0] && starts[0] == ends[0];
  }

  /** Was the field in quotes? */
  boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Where the field begins in its record, in bytes. */
  int position(int field) {
    return starts[field];
  }

  /** Is the field as it stands in the file equal to these bytes? */
  boolean rawEquals(int field, byte[] bytes) {
    return Arrays.equals(raw, starts[field], ends[field], bytes, 0, bytes.length);
  }

  String rawField(int field) {
    return new String(raw, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
  }

  String rawLine() {
    return new String(raw, 0, rawEnd, StandardCharsets.UTF_8);
  }

  /** The bytes in which {@link #from} and {@link #to} count, with quotes and escapes undone. */
  byte[] bytes(int field) {
    return coded[field] ? decoded : raw;
  }

  int from(int field) {
    return coded[field] ? 0 : starts[field];
  }

  /** Decodes the field if need be: call {@link #to} before the bytes are read. */
  int to(int field) {
    return coded[field] ? decode(field) : ends[field];
  }

  private void splitCsv(int first) throws IOException, FieldError {
    int b = first;
    while (true) {
      beginField();
      while (isBlankByte(b)) {
        keep(b);
        b = read();
      }
      b = b == options.quote() ? quotedField() : plainCsvField(b);
      if (b != options.delimiter()) {
        return;
      }
      keep(b);
      b = read();
    }
  }

  /** Returns the byte behind the field: the delimiter, a newline or the end of the file. */
  private int plainCsvField(int first) throws IOException, FieldError {
    int b = first;
    while (b != options.delimiter()) {
      if (b < 0 || b == '\n') {
        endLine();
        return '\n';
      }
      if (b == options.quote()) {
        throw badQuotes(b);
      }
      keep(b);
      b = read();
    }
    ends[fields++] = rawEnd;
    return b;
  }

  private int quotedField() throws IOException, FieldError {
    keep(options.quote());
    starts[fields] = rawEnd;
    quoted[fields] = true;
    while (true) {
      int b = read();
      if (b < 0) {
        throw badQuotes(b);
      }
      if (b != options.quote()) {
        if (b == '\n') {
          nextLine++;
        }
        keep(b);
        continue;
      }
      int behind = read();
      if (behind != options.quote()) {
        return closeQuotes(behind);
      }
      keep(b);
      keep(behind);
      coded[fields] = true;
    }
  }

  private int closeQuotes(int behind) throws IOException, FieldError {
    ends[fields++] = rawEnd;
    keep(options.quote());
    int b = behind;
    while (isBlankByte(b) || b == '\r') {
      keep(b);
      b = read();
    }
    if (b == options.delimiter()) {
      return b;
    }
    if (b >= 0 && b != '\n') {
      throw badQuotes(b);
    }
    nextLine++;
    return '\n';
  }

  private void splitText(int first) throws IOException, FieldError {
    int b = first;
    beginField();
    while (b >= 0 && b != '\n') {
      if (b == options.delimiter()) {
        ends[fields++] = rawEnd;
        keep(b);
        beginField();
      } else if (b == '\\' && options.escape()) {
        coded[fields] = true;
        keep(b);
        int escaped = read();
        if (escaped < 0) {
          break;
        }
        if (escaped == '\n') {
          nextLine++;
        }
        keep(escaped);
      } else {
        keep(b);
      }
      b = read();
    }
    endLine();
  }

  private void beginField() {
    if (fields == starts.length) {
      int length = fields * 2;
      starts = Arrays.copyOf(starts, length);
      ends = Arrays.copyOf(ends, length);
      quoted = Arrays.copyOf(quoted, length);
      coded = Arrays.copyOf(coded, length);
    }
    starts[fields] = rawEnd;
    quoted[fields] = false;
    coded[fields] = false;
  }

  /** A carriage return before the newline belongs to neither. */
  private void endLine() {
    if (rawEnd > starts[fields] && raw[rawEnd - 1] == '\r') {
      rawEnd--;
    }
    ends[fields++] = rawEnd;
    nextLine++;
  }

  private boolean isBlankByte(int b) {
    return (b == ' ' || b == '\t') && b != options.delimiter();
  }

  private FieldError badQuotes(int at) throws IOException, FieldError {
    skipRest(at);
    return new FieldError(FieldError.INVALID_LINE, "Invalid quote formatting for CSV");
  }

  /** Goes behind the line, so that the next record can be read. */
  private void skipRest(int at) throws IOException {
    int b = at;
    while (b >= 0 && b != '\n') {
      if (rawEnd < raw.length) {
        raw[rawEnd++] = (byte) b;
      }
      b = read();
    }
    nextLine++;
  }

  private int decode(int field) {
    int length = ends[field] - starts[field];
    if (decoded.length < length) {
      decoded = new byte[Math.max(length, decoded.length * 2)];
    }
    byte mark = options.csv() ? options.quote() : (byte) '\\';
    int to = 0;
    for (int i = starts[field]; i < ends[field]; i++) {
      if (raw[i] == mark && i + 1 < ends[field]) {
        i++;
      }
      decoded[to++] = raw[i];
    }
    return to;
  }

  private void keep(int b) throws IOException, FieldError {
    if (rawEnd == raw.length) {
      if (rawEnd >= MAX_RECORD_BYTES) {
        skipRest(b);
        throw new FieldError(FieldError.INVALID_LINE, "Input line is longer than 4 MB");
      }
      raw = Arrays.copyOf(raw, raw.length * 2);
    }
    raw[rawEnd++] = (byte) b;
  }

  private int read() throws IOException {
    if (bufferAt == bufferEnd) {
      bufferEnd = in.read(buffer, 0, BUFFER);
      bufferAt = 0;
      if (bufferEnd <= 0) {
        bufferEnd = 0;
        return -1;
      }
    }
    return buffer[bufferAt++] & 0xff;
  }
}
