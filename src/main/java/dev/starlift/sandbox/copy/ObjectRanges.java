package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object in S3, read from any position: one request for as long as the reader goes forward; a
 * jump begins another one.
 */
final class ObjectRanges extends InputStream {
  /** To read over so little costs less than another request. */
  private static final long MAX_SKIP = 256 << 10;

  private final S3Objects objects;
  private final S3Object object;
  private long position;
  private InputStream in = InputStream.nullInputStream();
  private long inPosition = -1;

  ObjectRanges(S3Objects objects, S3Object object) {
    this.objects = objects;
    this.object = object;
  }

  long position() {
    return position;
  }

  void moveTo(long newPosition) {
    position = newPosition;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (position >= object.size()) {
      return -1;
    }
    open();
    int count = in.read(into, from, length);
    if (count > 0) {
      position += count;
      inPosition += count;
    }
    return count;
  }

  private void open() throws IOException {
    long ahead = position - inPosition;
    if (inPosition < 0 || ahead < 0 || ahead > MAX_SKIP) {
      in.close();
      in = objects.openFrom(object.location(), position);
      inPosition = position;
    } else if (ahead > 0) {
      in.skipNBytes(ahead);
      inPosition = position;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
