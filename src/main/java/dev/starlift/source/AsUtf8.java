package dev.starlift.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A stream of another encoding as UTF-8. What the encoding does not allow comes out as the byte
 * 0xFF, which UTF-8 never holds: the scanner rejects that record like any other of bad UTF-8.
 */
final class AsUtf8 extends InputStream {
  private static final int STEP = 32 << 10;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer source = ByteBuffer.allocate(STEP).flip();
  private final CharBuffer chars = CharBuffer.allocate(STEP);
  private final ByteBuffer target = ByteBuffer.allocate(4 * STEP).flip();
  private boolean sourceEnded;
  private boolean finished;

  AsUtf8(InputStream in, Charset charset) {
    this.in = in;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!target.hasRemaining()) {
      if (finished) {
        return -1;
      }
      step();
    }
    int count = Math.min(length, target.remaining());
    target.get(into, offset, count);
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private void step() throws IOException {
    fetch();
    target.clear();
    CoderResult decoded = decoder.decode(source, chars, sourceEnded);
    if (decoded.isUnderflow() && sourceEnded) {
      decoder.flush(chars);
      finished = true;
    }
    chars.flip();
    encoder.encode(chars, target, finished);
    chars.compact();
    if (decoded.isError()) {
      source.position(source.position() + decoded.length());
      target.put((byte) 0xFF);
    }
    target.flip();
  }

  private void fetch() throws IOException {
    source.compact();
    if (!sourceEnded && source.hasRemaining()) {
      int got = in.read(source.array(), source.position(), source.remaining());
      if (got < 0) {
        sourceEnded = true;
      } else {
        source.position(source.position() + got);
      }
    }
    source.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
