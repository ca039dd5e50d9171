package dev.starlift.source;

import java.util.Arrays;

/**
 * Finds the fields of one CSV record (RFC 4180, strictly) in a {@link ByteWindow}. It works on
 * UTF-8 bytes, where no part of a longer character looks like a delimiter, quote or line end.
 *
 * <p>A quote may stand only around a whole field, and doubled inside one. After anything else the
 * record is damaged and goes on to the end of the line. A line ends with LF, CRLF or CR. Where an
 * escape is declared, what follows it is none of these.
 */
final class CsvScanner {
  /** The window ends before the record does. */
  static final int MORE = -1;

  /** Further fields are counted, but their places are not kept. */
  static final int MAX_FIELDS = 20_480;

  private final byte delimiter;
  private final int quote;
  private final int escape;
  private final boolean lineBreaksInFields;

  /** By byte: can a scan outside and inside quotes pass over it without a thought? */
  private final boolean[] plainOutside = new boolean[256];

  private final boolean[] plainInside = new boolean[256];

  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];
  private boolean[] marked = new boolean[64];

  private int count;
  private int recordEnd;
  private int lineEnds;
  private boolean nul;
  private boolean highBytes;
  private boolean damaged;
  private boolean unclosed;
  private boolean broken;

  /** Without line breaks in fields, a line end in quotes is the end of a damaged record. */
  CsvScanner(CsvFormat format) {
    delimiter = (byte) format.delimiter();
    quote = format.quote();
    escape = format.escape();
    lineBreaksInFields = format.lineBreaksInFields();
    Arrays.fill(plainOutside, true);
    Arrays.fill(plainInside, true);
    for (int special : new int[] {'\n', '\r', '\0', quote, escape}) {
      if (special != CsvFormat.NONE) {
        plainOutside[special] = false;
        plainInside[special] = false;
      }
    }
    plainOutside[format.delimiter()] = false;
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
    highBytes = false;
    while (true) {
      int from = at;
      int to;
      boolean inQuotes = bytes[at] == quote;
      boolean hasMarks = false;
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
              hasMarks = true;
              at += 2;
              continue;
            }
            if (at + 1 == limit && !ended) {
              return MORE;
            }
            break;
          }
          if (here == escape) {
            hasMarks = true;
            at = passEscaped(bytes, at, limit, ended);
            if (at == MORE) {
              return MORE;
            }
            if (broken) {
              break;
            }
            continue;
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
          if (here == escape) {
            hasMarks = true;
            at = passEscaped(bytes, at, limit, ended);
            if (at == MORE) {
              return MORE;
            }
            if (!broken) {
              continue;
            }
            break;
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
        marked[count] = hasMarks;
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
      highBytes |= high < 0;
      return afterLineEnd(bytes, at, limit, ended);
    }
  }

  /**
   * Passes over an escape and what it stands before; an escaped line end is a line break in the
   * field. Stays at the line end, and says that the record is broken, where none may be.
   */
  private int passEscaped(byte[] bytes, int at, int limit, boolean ended) {
    int next = at + 1;
    boolean atEnd = next == limit;
    if (atEnd || (bytes[next] == '\r' && next + 1 == limit)) {
      if (!ended) {
        return MORE;
      }
    }
    if (atEnd) {
      // Nothing follows that could be meant.
      broken = true;
      return next;
    }
    byte here = bytes[next];
    nul |= here == 0;
    highBytes |= here < 0;
    if (here != '\n' && here != '\r') {
      return next + 1;
    }
    if (!lineBreaksInFields) {
      broken = true;
      return next;
    }
    lineEnds++;
    return here == '\r' && next + 1 < limit && bytes[next + 1] == '\n' ? next + 2 : next + 1;
  }

  private void grow() {
    int length = Math.min(2 * starts.length, MAX_FIELDS);
    starts = Arrays.copyOf(starts, length);
    ends = Arrays.copyOf(ends, length);
    quoted = Arrays.copyOf(quoted, length);
    marked = Arrays.copyOf(marked, length);
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

  /** Does the field hold doubled quotes or escapes, so that it is not what its bytes are? */
  boolean isMarked(int field) {
    return marked[field];
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

  /**
   * Does the line end inside quotes or behind an escape where fields hold no line breaks, or the
   * input behind an escape?
   */
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

  /** Copies a field, doubled quotes as one and escapes as nothing; returns where the copy ends. */
  int copyMeant(byte[] bytes, int field, byte[] into, int offset) {
    int to = offset;
    for (int at = starts[field]; at < ends[field]; at++) {
      if (bytes[at] == escape) {
        at++;
        into[to++] = bytes[at];
      } else {
        into[to++] = bytes[at];
        if (bytes[at] == quote) {
          at++;
        }
      }
    }
    return to;
  }
}
