package dev.starlift.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a text file is compressed, told by its first bytes. */
enum Packing {
  NONE("plain"),
  GZIP("gzip"),
  ZSTD("zstd"),
  BZIP2("bzip2");

  /** Enough for every magic number; tar's is at 257. */
  static final int HEAD_BYTES = 262;

  private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};
  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final byte[] BZIP2_MAGIC = {'B', 'Z', 'h'};

  /** What is no text in any compression that is read here. */
  private static final List<Magic> FOREIGN =
      List.of(
          new Magic(0, "a ZIP archive", 'P', 'K', 3, 4),
          new Magic(0, "an empty ZIP archive", 'P', 'K', 5, 6),
          new Magic(0, "xz data", 0xFD, '7', 'z', 'X', 'Z', 0),
          new Magic(0, "a 7z archive", '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
          new Magic(0, "lz4 data", 0x04, 0x22, 0x4D, 0x18),
          new Magic(0, "snappy data", 0xFF, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y'),
          new Magic(257, "a tar archive", 'u', 's', 't', 'a', 'r'),
          new Magic(0, "a Parquet file", 'P', 'A', 'R', '1'),
          new Magic(0, "an Avro file", 'O', 'b', 'j', 1),
          new Magic(0, "an ORC file", 'O', 'R', 'C'));

  private final String word;

  Packing(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /**
   * @throws UnusableInput when the content is something else, or not what the name promises
   */
  static Packing of(FrozenFile file, byte[] head) throws UnusableInput {
    for (Magic magic : FOREIGN) {
      if (magic.matches(head)) {
        throw new UnusableInput(
            file.uri(),
            "is %s by its content.".formatted(magic.name),
            "Declare its format, or unpack it.");
      }
    }
    Packing found = NONE;
    if (startsWith(head, GZIP_MAGIC)) {
      found = GZIP;
    } else if (startsWith(head, ZSTD_MAGIC)) {
      found = ZSTD;
    } else if (startsWith(head, BZIP2_MAGIC)
        && head.length > 3
        && head[3] >= '1'
        && head[3] <= '9') {
      found = BZIP2;
    }
    Packing promised = promisedBy(file.uri());
    if (promised != NONE && found != promised) {
      throw new UnusableInput(
          file.uri(),
          "is not %s, though its name says so.".formatted(promised.word),
          "Upload it again, or rename it.");
    }
    return found;
  }

  /** What the end of the name says. */
  static Packing promisedBy(String uri) {
    String name = uri.toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz") || name.endsWith(".gzip")) {
      return GZIP;
    }
    if (name.endsWith(".zst") || name.endsWith(".zstd")) {
      return ZSTD;
    }
    return name.endsWith(".bz2") ? BZIP2 : NONE;
  }

  /**
   * The content. The JDK's own gzip stream is no choice: it drops what follows a member silently.
   */
  @SuppressWarnings("deprecation") // Its builder is not in the version that Spark 3.5 brings.
  InputStream unpack(InputStream raw) throws IOException {
    return switch (this) {
      case NONE -> raw;
      case GZIP -> new GzipCompressorInputStream(raw, true);
      case ZSTD -> new ZstdInputStreamNoFinalizer(raw);
      case BZIP2 -> new BZip2CompressorInputStream(raw, true);
    };
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  private static final class Magic {
    final int offset;
    final String name;
    final byte[] bytes;

    Magic(int offset, String name, int... bytes) {
      this.offset = offset;
      this.name = name;
      this.bytes = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        this.bytes[i] = (byte) bytes[i];
      }
    }

    boolean matches(byte[] head) {
      int end = offset + bytes.length;
      return head.length >= end && Arrays.equals(head, offset, end, bytes, 0, bytes.length);
    }
  }
}
