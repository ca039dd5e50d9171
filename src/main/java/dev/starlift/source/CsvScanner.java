package dev.starlift.source;

import java.util.Arrays;

/**
 * Finds the fields of one CSV record (RFC 4180, strictly) in a {@link ByteWindow}. It works on
 * UTF-8 bytes, where no part of a longer character looks like a delimiter, quote or line end.
 *
 * <p>A quote may stand only around a whole field, and doubled inside one. After anything else the
 * record is damaged and goes on to the end of the line. A line ends with LF, CRLF or CR.
 */
final class CsvScanner {
  /** The window ends before the record does. */
  static final int MORE = -1;

  /** Further fields are counted, but their places are not kept. */
  static final int MAX_FIELDS = 20_480;

  private final byte delimiter;
  private final byte quote;
  private final boolean lineBreaksInFields;

  /** By byte: can a scan outside and inside quotes pass over it without a thought? */
  private final boolean[] plainOutside = new boolean[256];

  private final boolean[] plainInside = new boolean[256];

  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];
  private boolean[] doubled = new boolean[64];

  private int count;
  private int recordEnd;
  private int lineEnds;
  private boolean nul;
  private boolean highBytes;
  private boolean damaged;
  private boolean unclosed;
  private boolean broken;

  /**
   * @param lineBreaksInFields false makes a line end in quotes the end of a damaged record
   */
  CsvScanner(char delimiter, char quote, boolean lineBreaksInFields) {
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
    this.lineBreaksInFields = lineBreaksInFields;
    Arrays.fill(plainOutside, true);
    Arrays.fill(plainInside, true);
    for (char special : new char[] {'\n', '\r', '\0', quote}) {
      plainOutside[special] = false;
      plainInside[special] = false;
    }
    plainOutside[delimiter] = false;
  }

  /**
   * Scans the record that starts at a position before the window's limit.
   *
   * @return the start of what follows, or {@link #MORE}
   */
  int scan(ByteWindow window, int begin) {
    byte[] bytes = window.bytes();
    int limit = window.limit();
    boolean ended = window.hasEnded();
    int high = 0;
    int at = begin;
    count = 0;
    lineEnds = 1;
    nul = false;
    damaged = false;
    unclosed = false;
    broken = false;
    while (true) {
      int from = at;
      int to;
      boolean inQuotes = bytes[at] == quote;
      boolean hasDoubled = false;
      if (inQuotes) {
        from = ++at;
        while (true) {
          byte here = bytes[at];
          while (plainInside[here & 0xFF]) {
            high |= here;
            here = bytes[++at];
          }
          if (here == quote) {
            if (bytes[at + 1] == quote) {
              hasDoubled = true;
              at += 2;
              continue;
            }
            if (at + 1 == limit && !ended) {
              return MORE;
            }
            break;
          }
          if (at == limit) {
            if (!ended) {
              return MORE;
            }
            unclosed = true;
            break;
          }
          nul |= here == 0;
          if (here == '\r' || (here == '\n' && bytes[at - 1] != '\r')) {
            if (!lineBreaksInFields) {
              broken = true;
              break;
            }
            lineEnds++;
          }
          at++;
        }
        to = at;
        at = unclosed || broken ? at : at + 1;
      } else {
        while (true) {
          byte here = bytes[at];
          while (plainOutside[here & 0xFF]) {
            high |= here;
            here = bytes[++at];
          }
          if (here != 0) {
            break;
          }
          nul = true;
          at++;
        }
        to = at;
      }
      if (count == starts.length && count < MAX_FIELDS) {
        grow();
      }
      if (count < starts.length) {
        starts[count] = from;
        ends[count] = to;
        quoted[count] = inQuotes;
        doubled[count] = hasDoubled;
      }
      count++;
      if (bytes[at] == delimiter) {
        at++;
        continue;
      }
      if (bytes[at] != '\n' && bytes[at] != '\r') {
        damaged = true;
        while (bytes[at] != '\n' && bytes[at] != '\r') {
          nul |= bytes[at] == 0;
          high |= bytes[at++];
        }
      }
      recordEnd = at;
      highBytes = high < 0;
      return afterLineEnd(bytes, at, limit, ended);
    }
  }

  private void grow() {
    int length = Math.min(2 * starts.length, MAX_FIELDS);
    starts = Arrays.copyOf(starts, length);
    ends = Arrays.copyOf(ends, length);
    quoted = Arrays.copyOf(quoted, length);
    doubled = Arrays.copyOf(doubled, length);
  }

  private static int afterLineEnd(byte[] bytes, int at, int limit, boolean ended) {
    if (at == limit) {
      return ended ? limit : MORE;
    }
    if (bytes[at] == '\r') {
      if (at + 1 == limit) {
        return ended ? limit : MORE;
      }
      return bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }
    return at + 1;
  }

  /** Fields of the record, also those beyond {@link #MAX_FIELDS}. */
  int count() {
    return count;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Does the field hold doubled quotes, each of which stands for one? */
  boolean isDoubled(int field) {
    return doubled[field];
  }

  /** Where the record's own bytes end, before its line end. */
  int recordEnd() {
    return recordEnd;
  }

  /** Line ends in the record, its own included. */
  int lineEnds() {
    return lineEnds;
  }

  boolean hasNul() {
    return nul;
  }

  /** Is there anything but ASCII? */
  boolean hasHighBytes() {
    return highBytes;
  }

  /** Is there a quote where none may stand, or one that is never closed? */
  boolean isDamaged() {
    return damaged || unclosed || broken;
  }

  /** Does the line end inside quotes where fields hold no line breaks? */
  boolean isBroken() {
    return broken;
  }

  /** Does the input end inside quotes? */
  boolean isUnclosed() {
    return unclosed;
  }

  /** An empty line. */
  boolean isBlank(int begin) {
    return recordEnd == begin;
  }

  /** Copies a field, each doubled quote as one; returns where the copy ends. */
  int copyUndoubled(byte[] bytes, int field, byte[] into, int offset) {
    int to = offset;
    for (int at = starts[field]; at < ends[field]; at++) {
      into[to++] = bytes[at];
      if (bytes[at] == quote) {
        at++;
      }
    }
    return to;
  }
}
