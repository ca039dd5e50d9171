package dev.starlift.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a file with its compression taken off. Gzip, zstd and bzip2 are recognised by
 * their first bytes, whatever the file is called; what is truncated, corrupt, or no text at all
 * ends in {@link UnusableInput}.
 */
final class PlainBytes extends FilterInputStream {
  /** Below this size a high ratio is not worth a thought: an empty log compresses well. */
  private static final long BOMB_BYTES = 128L << 20;

  /** Deflate reaches 1,032. Real records stay far below. */
  private static final long BOMB_RATIO = 400;

  private final FrozenFile file;
  private final StoredBytes stored;
  private final Packing packing;
  private long produced;

  private PlainBytes(FrozenFile file, StoredBytes stored, InputStream plain, Packing packing) {
    super(plain);
    this.file = file;
    this.stored = stored;
    this.packing = packing;
  }

  static PlainBytes open(FrozenFile file, InputStream store, ReadMeter meter) throws IOException {
    StoredBytes stored = new StoredBytes(file, store, 0, meter);
    try {
      BufferedInputStream raw = new BufferedInputStream(stored, 64 << 10);
      raw.mark(Packing.HEAD_BYTES);
      byte[] head = raw.readNBytes(Packing.HEAD_BYTES);
      raw.reset();
      Packing packing = Packing.of(file, head);
      return new PlainBytes(file, stored, unpack(file, stored, raw, packing), packing);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** A file that is not compressed, from the byte before a part on, or from its own first one. */
  static InputStream openAt(FrozenFile file, InputStream store, FilePart part, ReadMeter meter) {
    return new StoredBytes(file, store, Math.max(0, part.from() - 1), meter);
  }

  Packing packing() {
    return packing;
  }

  private static InputStream unpack(
      FrozenFile file, StoredBytes stored, InputStream raw, Packing packing) throws IOException {
    try {
      return packing.unpack(raw);
    } catch (IOException e) {
      throw stored.hasFailed() ? e : corrupt(file, packing, e);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(into, offset, length);
    } catch (IOException | RuntimeException e) {
      // The decoders throw runtime exceptions, too, on bytes that make no sense.
      if (packing == Packing.NONE || stored.hasFailed()) {
        throw e;
      }
      throw corrupt(file, packing, e);
    }
    if (count > 0) {
      produced += count;
      if (produced > BOMB_BYTES && produced > BOMB_RATIO * stored.count()) {
        throw new UnusableInput(
            file.uri(),
            "unpacks to more than %d times its size.".formatted(BOMB_RATIO),
            "If that is meant, store it unpacked.");
      }
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private static UnusableInput corrupt(FrozenFile file, Packing packing, Exception cause) {
    return new UnusableInput(
        file.uri(),
        cause instanceof EOFException
            ? "is truncated: its %s data ends in the middle.".formatted(packing.word())
            : "is not valid %s data: truncated, corrupt, or followed by other bytes."
                .formatted(packing.word()),
        "Upload it again.",
        cause);
  }

  /** Counts what the store delivers and remembers whether a failure was the store's. */
  private static final class StoredBytes extends InputStream {
    private final FrozenFile file;
    private final InputStream in;
    private final ReadMeter meter;

    /** Where the next byte stands. */
    private long count;

    private boolean failed;

    StoredBytes(FrozenFile file, InputStream in, long from, ReadMeter meter) {
      this.file = file;
      this.in = in;
      count = from;
      this.meter = meter;
    }

    long count() {
      return count;
    }

    boolean hasFailed() {
      return failed;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int got;
      try {
        got = in.read(into, offset, length);
      } catch (IOException e) {
        failed = true;
        throw file.explain(e);
      }
      if (got > 0) {
        count += got;
        meter.addBytes(got);
      } else if (got < 0 && count != file.bytes()) {
        failed = true;
        throw file.cutShort(count);
      }
      return got;
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
}
