package dev.starlift.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stretch of a stream that holds the whole current record. Behind the last byte there is always a
 * line feed that does not belong to the stream: a scanner needs no bounds check, it stops there.
 * One window serves all files of a task; only a long record makes it grow.
 */
final class ByteWindow {
  /**
   * The longest row that COPY takes.
   *
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY: usage</a>
   */
  static final int MAX_RECORD_BYTES = 4 << 20;

  private static final int INITIAL_BYTES = 256 << 10;

  private InputStream in = InputStream.nullInputStream();
  private byte[] bytes = new byte[INITIAL_BYTES + 1];
  private int limit;
  private boolean ended;

  /** Begins a new stream. */
  void open(InputStream stream) {
    in = stream;
    limit = 0;
    ended = false;
    bytes[0] = '\n';
  }

  /** The array may be another one after {@link #refill}. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the bytes of the stream end and the line feed stands. */
  int limit() {
    return limit;
  }

  /** Is there nothing behind the limit? */
  boolean hasEnded() {
    return ended;
  }

  /** Can the window not hold a record that is longer still? */
  boolean isFullFrom(int from) {
    return limit - from > MAX_RECORD_BYTES;
  }

  /**
   * Drops what stands before {@code from}, which becomes position 0, and reads on: at least as much
   * again as was kept, so that scanning a long record anew costs little in all.
   */
  void refill(int from) throws IOException {
    int kept = limit - from;
    if (kept * 2 + 1 >= bytes.length) {
      byte[] larger = new byte[2 * bytes.length - 1];
      System.arraycopy(bytes, from, larger, 0, kept);
      bytes = larger;
    } else {
      System.arraycopy(bytes, from, bytes, 0, kept);
    }
    limit = kept;
    int enough = Math.min(bytes.length - 1, 2 * kept + 1);
    while (limit < enough && !ended) {
      int got = in.read(bytes, limit, bytes.length - 1 - limit);
      if (got < 0) {
        ended = true;
      } else {
        limit += got;
      }
    }
    bytes[limit] = '\n';
  }

  /** Where the next line feed stands; the limit when the window holds none. */
  int lineFeedFrom(int from) {
    int at = from;
    while (bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Does the stream begin with these bytes? */
  boolean startsWith(int... prefix) {
    byte[] wanted = new byte[prefix.length];
    for (int i = 0; i < prefix.length; i++) {
      wanted[i] = (byte) prefix[i];
    }
    return limit >= wanted.length
        && Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
  }
}
