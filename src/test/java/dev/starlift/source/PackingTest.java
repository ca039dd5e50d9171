package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;
import dev.starlift.job.SourceDefinition.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed files, whole and damaged, and files that are something else. */
class PackingTest {
  private static final byte[] TEXT = ("a,b\n" + "1,2\n".repeat(200_000)).getBytes(UTF_8);

  @TempDir Path directory;

  static Stream<Arguments> whole() throws IOException {
    byte[] header = "a,b\n".getBytes(UTF_8);
    byte[] rest = Arrays.copyOfRange(TEXT, 4, TEXT.length);
    return Stream.of(
        arguments("x.csv.gz", gzip(TEXT)),
        arguments("F29 x.csv", gzip(TEXT)),
        arguments("F27 members.gz", join(gzip(header), gzip(new byte[0]), gzip(rest))),
        arguments("x.csv.zst", Zstd.compress(TEXT)),
        arguments("frames.zst", join(Zstd.compress(header), Zstd.compress(rest))),
        arguments("x.csv.bz2", bzip2(TEXT)),
        arguments("streams.bz2", join(bzip2(header), bzip2(rest))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whole")
  void readsWhatIsCompressedWhateverItIsCalled(String name, byte[] content) throws IOException {
    assertThat(read(name, content)).isEqualTo(200_000);
  }

  static Stream<Arguments> unusable() throws IOException {
    byte[] gzip = gzip(TEXT);
    byte[] crc = gzip.clone();
    crc[crc.length - 6] ^= 1;
    byte[] middle = gzip.clone();
    middle[middle.length / 2] ^= 0x55;
    byte[] zstd = Zstd.compress(TEXT);
    byte[] bzip2 = bzip2(TEXT);
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
    return Stream.of(
        arguments("F25 truncated.gz", Arrays.copyOf(gzip, gzip.length - 100), "is truncated"),
        arguments("F25 no-trailer.gz", Arrays.copyOf(gzip, gzip.length - 4), "is truncated"),
        arguments("F25 header-only.gz", Arrays.copyOf(gzip, 5), "is truncated"),
        arguments("F26 crc.gz", crc, "is not valid gzip data"),
        arguments("F26 padded.gz", join(gzip, new byte[512]), "is not valid gzip data"),
        arguments("corrupt.gz", middle, "gzip data"),
        arguments("second-member.gz", join(gzip, Arrays.copyOf(gzip, 200)), "is truncated"),
        arguments(
            "F28 text.gz", "a,b\n1,2\n".getBytes(UTF_8), "is not gzip, though its name says so"),
        arguments("F30 empty.gz", new byte[0], "is not gzip, though its name says so"),
        arguments("truncated.zst", Arrays.copyOf(zstd, zstd.length - 3), "zstd data"),
        arguments("truncated.bz2", Arrays.copyOf(bzip2, bzip2.length - 20), "bzip2 data"),
        arguments("text.zst", "a,b".getBytes(UTF_8), "is not zstd"),
        arguments("text.bz2", "BZhx,b".getBytes(UTF_8), "is not bzip2"),
        arguments("F32 zip.csv", new byte[] {'P', 'K', 3, 4, 0, 0}, "is a ZIP archive"),
        arguments("F32 tar.csv", tar, "is a tar archive"),
        arguments("parquet.csv", "PAR1xxxx".getBytes(UTF_8), "is a Parquet file"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void refusesWhatIsDamagedOrSomethingElse(String name, byte[] content, String reason) {
    assertThatThrownBy(() -> read(name, content))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining(name.substring(name.indexOf(' ') + 1))
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("F31 refuses aBomb")
  void refusesABomb() throws IOException {
    Path file = directory.resolve("bomb.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a,b\n".getBytes(UTF_8));
      byte[] block = "0".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 160; i++) {
        out.write(block);
      }
    }
    assertThatThrownBy(() -> RawFiles.read(RawFiles.source(file.toString(), Format.CSV, "a", "b")))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("unpacks to more than 400 times its size");
  }

  private int read(String name, byte[] content) throws IOException {
    Path file = RawFiles.write(directory, name.substring(name.indexOf(' ') + 1), content);
    List<RawFiles.ReadRecord> records =
        RawFiles.read(RawFiles.source(file.toString(), Format.CSV, "a", "b"));
    assertThat(records).allMatch(record -> record.shown().equals("1|2"));
    return records.size();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] bzip2(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(out)) {
      bzip2.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    return out.toByteArray();
  }
}
