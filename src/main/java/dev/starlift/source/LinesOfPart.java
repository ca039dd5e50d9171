package dev.starlift.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of the lines that start in a stretch of a file: from the first line start in it to the
 * first one behind it. So the parts of a file together give each of its bytes once, wherever they
 * are cut, and a line that is longer than a part belongs to the part in which it starts.
 */
final class LinesOfPart extends InputStream {
  private static final int STEP = 8 << 10;

  private final InputStream in;
  private final boolean returns;
  private final long to;

  /** Where the next byte of {@link #in} stands. */
  private long position;

  /** The byte before the next one; anything but a line end at the start of the file. */
  private int last;

  private final byte[] ahead = new byte[STEP];
  private int aheadAt;
  private int aheadEnd;
  private boolean ended;

  /**
   * @param in the file from the start for its first part, else from the byte before the part on
   * @param returns do carriage returns end lines?
   */
  LinesOfPart(InputStream in, FilePart part, boolean returns) throws IOException {
    this.in = in;
    this.returns = returns;
    to = part.to();
    if (!part.isFirst()) {
      position = part.from() - 1;
      last = next();
      ended = last < 0;
      passToLineStart();
    }
  }

  private void passToLineStart() throws IOException {
    while (!ended) {
      int here = next();
      if (here < 0 || position > to) {
        ended = true;
      } else if (startsLine(here)) {
        aheadAt--;
        position--;
        return;
      } else {
        last = here;
      }
    }
  }

  private boolean startsLine(int here) {
    return last == '\n' || (returns && last == '\r' && here != '\n');
  }

  /** The next byte through the buffer. */
  private int next() throws IOException {
    if (aheadAt == aheadEnd) {
      aheadAt = 0;
      aheadEnd = Math.max(0, in.read(ahead, 0, STEP));
      if (aheadEnd == 0) {
        return -1;
      }
    }
    position++;
    return ahead[aheadAt++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    if (position >= to) {
      return readLineEnd(into, offset, length);
    }
    int most = (int) Math.min(length, to - position);
    int got;
    if (aheadAt < aheadEnd) {
      got = Math.min(most, aheadEnd - aheadAt);
      System.arraycopy(ahead, aheadAt, into, offset, got);
      aheadAt += got;
    } else {
      got = in.read(into, offset, most);
    }
    if (got < 0) {
      ended = true;
      return -1;
    }
    position += got;
    last = into[offset + got - 1] & 0xFF;
    return got;
  }

  /** Behind the part: on to the next line start. */
  private int readLineEnd(byte[] into, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int here = next();
      if (here < 0 || startsLine(here)) {
        ended = true;
        return count == 0 ? -1 : count;
      }
      into[offset + count++] = (byte) here;
      last = here;
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
