package dev.starlift.sandbox.copy;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** How the bytes of a text file are packed. */
enum Compression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst"),
  BZIP2(".bz2");

  private static final int BUFFER = 64 << 10;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** What UNLOAD puts at the end of a file's name. */
  String suffix() {
    return suffix;
  }

  InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case NONE -> packed;
      case GZIP -> new GZIPInputStream(packed, BUFFER);
      case ZSTD -> new ZstdInputStreamNoFinalizer(packed).setContinuous(false);
      case BZIP2 -> new BZip2CompressorInputStream(packed, true);
    };
  }

  OutputStream pack(OutputStream plain) throws IOException {
    return switch (this) {
      case NONE -> plain;
      case GZIP -> new GZIPOutputStream(plain, BUFFER);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(plain);
      case BZIP2 -> new BZip2CompressorOutputStream(plain);
    };
  }
}
