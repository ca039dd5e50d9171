package dev.starlift.sandbox.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One record of a text file: its bytes as they stand there, and where its fields are. Reused for
 * the next record.
 */
final class TextRecord {
  /**
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY: the maximum
   *     size of a single input row is 4 MB</a>
   */
  static final int MAX_BYTES = 4 << 20;

  private final byte escape;
  private byte[] raw = new byte[4096];
  private int rawEnd;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];
  private boolean[] coded = new boolean[64];
  private int fields;
  private byte[] decoded = new byte[256];

  /**
   * @param escape the byte that makes the next one plain, in fields that are marked with {@link
   *     #markCoded()}
   */
  TextRecord(byte escape) {
    this.escape = escape;
  }

  void clear() {
    rawEnd = 0;
    fields = 0;
  }

  void keep(int b) throws FieldError {
    if (rawEnd == raw.length) {
      if (rawEnd >= MAX_BYTES) {
        throw new FieldError(FieldError.INVALID_LINE, "Input line is longer than 4 MB");
      }
      raw = Arrays.copyOf(raw, raw.length * 2);
    }
    raw[rawEnd++] = (byte) b;
  }

  /** Keeps a byte of a line that is refused, for the log, while there is room. */
  void keepForTheLog(int b) {
    if (rawEnd < raw.length) {
      raw[rawEnd++] = (byte) b;
    }
  }

  /** The next byte kept is the first of a field. */
  void beginField() {
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

  /** The field that has begun had an opening quote, which is none of its bytes. */
  void markQuoted() {
    starts[fields] = rawEnd;
    quoted[fields] = true;
  }

  /** The field that has begun has escapes to undo. */
  void markCoded() {
    coded[fields] = true;
  }

  void endField() {
    ends[fields++] = rawEnd;
  }

  /** Ends the last field of a line: a carriage return before the newline belongs to neither. */
  void endLine() {
    if (rawEnd > starts[fields] && raw[rawEnd - 1] == '\r') {
      rawEnd--;
    }
    endField();
  }

  int fields() {
    return fields;
  }

  boolean isBlank() {
    return fields == 1 && !quoted[0] && starts[0] == ends[0];
  }

  /** Was the field in quotes that say more than where it ends? */
  boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Has the field escapes to undo? */
  boolean isCoded(int field) {
    return coded[field];
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

  /** The first so many fields, as they stand in the file. */
  List<String> rawFields(int count) {
    return IntStream.range(0, count).mapToObj(this::rawField).toList();
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

  private int decode(int field) {
    int length = ends[field] - starts[field];
    if (decoded.length < length) {
      decoded = new byte[Math.max(length, decoded.length * 2)];
    }
    int to = 0;
    for (int i = starts[field]; i < ends[field]; i++) {
      if (raw[i] == escape && i + 1 < ends[field]) {
        i++;
      }
      decoded[to++] = raw[i];
    }
    return to;
  }
}
