package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.InputFile;
import dev.starlift.source.RawFiles.ReadRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that several tasks read gives what one task would read, wherever it is cut. */
class SplitFilesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a,b\n",
        "a,b",
        "a,b\n1,2\n3,4\n",
        "a,b\n1,2\n3,4",
        "a,b\r\n1,2\r\n3,4\r\n",
        "a,b\r1,2\r3,4\r",
        "a,b\r\r\n1,2\n\r3,4\r\r",
        "\uFEFFa,b\n1,é\n😀,4\n",
        "\na,b\n\n\n1,2\n\r\n\r\n3,4\n\n",
        "a,b\n1,a record that is longer than several parts together\n3,4\n",
        "a,b\n1,\"2,\"\"x\"\n\"3\",4\n",
        "a,b\n1\n1,2,3\na,b\n1,\"2\n3\",4\n5,\"6\r\n",
        "a,b\n1,\"never closed",
      })
  void readsCsvTheSame(String content) throws IOException {
    requireSameInAnyParts(csv(UTF_8), content.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}\n{\"a\":2}\n{\"b\":3}",
        "{\"a\":1}\r\n\r\n\n{\"a\":2}\r\n",
        "\uFEFF{\"a\":\"é\"}\n{\"a\":\"😀\"}\n",
        "{\"a\":1}{\"a\":2} {\"a\":3}\n{\"a\":4}{\"a\":5}",
        "{\"a\":\"a record that is longer than several parts together\"}\n{\"a\":2}\n",
        "{\"a\":1} x\n{\"a\":\n{\"a\":1,\"a\":2}\r{\"b\":1}\n\"\n{\"a\":4}\n",
      })
  void readsJsonTheSame(String content) throws IOException {
    requireSameInAnyParts(json(), content.getBytes(UTF_8));
  }

  @Test
  void readsOtherEncodingsTheSame() throws IOException {
    requireSameInAnyParts(
        csv(StandardCharsets.ISO_8859_1),
        "a,b\né,ü\nß,\"ö\"\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsACompressedFileOnceAndWhole() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("a,b\n1,2\n3,4\n".getBytes(UTF_8));
    }
    requireSameInAnyParts(csv(UTF_8), packed.toByteArray());
  }

  @Property(tries = 300)
  void readsAnyBytesTheSame(@ForAll("csvText") String content, @ForAll("partBytes") int bytes)
      throws IOException {
    Path folder = Files.createTempDirectory("split");
    try {
      Path file = RawFiles.write(folder, "x.csv", ("a,b\n" + content).getBytes(UTF_8));
      SourceDefinition source = source(file, Format.CSV, UTF_8);
      assertThat(RawFiles.readInParts(source, bytes)).isEqualTo(RawFiles.read(source));
      Files.delete(file);
    } finally {
      Files.delete(folder);
    }
  }

  @Provide
  Arbitrary<String> csvText() {
    return Arbitraries.of("a", ",", "\"", "\n", "\r", "\r\n", "é", "1,2\n")
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<Integer> partBytes() {
    return Arbitraries.integers().between(6, 30);
  }

  @Test
  void aPartOfARecordThatIsTooLongBelongsToNobodyElse() throws IOException {
    String content =
        "a,b\n1,2\n" + "x".repeat(ByteWindow.MAX_RECORD_BYTES + 10) + ",\"\n3,4\n5,\"6\n7,8\n";
    Path file = RawFiles.write(directory, "x.csv", content.getBytes(UTF_8));
    SourceDefinition source = source(file, Format.CSV, UTF_8);
    assertThat(RawFiles.readInParts(source, 1 << 20))
        .isEqualTo(RawFiles.read(source))
        .extracting(record -> record.line() + ":" + record.shown())
        .containsExactly("2:1|2", "3:TOO_LONG", "4:3|4", "5:QUOTE", "6:7|8");
  }

  @Test
  void aLineBreakInQuotesRejectsItsLinesWhereFieldsHoldNone() throws IOException {
    Path file = RawFiles.write(directory, "x.csv", "a,b\n1,\"2\n3,4\n".getBytes(UTF_8));
    List<ReadRecord> records = RawFiles.read(source(file, Format.CSV, UTF_8));
    assertThat(records).extracting(ReadRecord::shown).containsExactly("QUOTE", "3|4");
    assertThat(records.get(0).message()).contains("line-breaks-in-fields = false");
  }

  @Test
  void splitsOnlyLargeFilesAndGivesEveryCoreTheSame() {
    long mebibyte = 1 << 20;
    InputFile small = new InputFile("file:/a.json", "e", mebibyte);
    InputFile large = new InputFile("file:/b.json", "e", 100 * mebibyte);
    InputFile packed = new InputFile("file:/c.json.gz", "e", 100 * mebibyte);
    assertThat(FileGroup.pack(List.of(small, small), 2, true)).hasSize(2);
    assertThat(FileGroup.pack(List.of(large), 2, false)).hasSize(1);
    assertThat(FileGroup.pack(List.of(packed), 2, true)).hasSize(1);
    List<FileGroup> groups = FileGroup.pack(List.of(large, small), 2, true);
    List<FilePart> parts = groups.stream().flatMap(group -> group.parts().stream()).toList();
    assertThat(parts.subList(0, parts.size() - 1))
        .hasSizeBetween(2, 3)
        .allMatch(part -> part.to() - part.from() >= 30 * mebibyte);
    long at = 0;
    for (FilePart part : parts.subList(0, parts.size() - 1)) {
      assertThat(part.from()).isEqualTo(at);
      at = part.to();
    }
    assertThat(at).isEqualTo(large.bytes());
    assertThat(parts.get(parts.size() - 1).isWhole()).isTrue();
  }

  @Test
  void splitsWhatIsDeclaredToHoldNoLineBreaks() {
    assertThat(RawFormat.of(csv(UTF_8)).startsRecordsOnLines()).isTrue();
    assertThat(RawFormat.of(csv(StandardCharsets.UTF_16LE)).startsRecordsOnLines()).isFalse();
    assertThat(RawFormat.of(json()).startsRecordsOnLines()).isTrue();
    assertThat(RawFormat.of(RawFiles.source("x", Format.CSV, "a")).startsRecordsOnLines())
        .isFalse();
  }

  private SourceDefinition csv(Charset encoding) {
    return source(directory.resolve("x.csv"), Format.CSV, encoding);
  }

  private SourceDefinition json() {
    return source(directory.resolve("x.json"), Format.JSON, UTF_8);
  }

  private static SourceDefinition source(Path file, Format format, Charset encoding) {
    CsvDialect dialect = new CsvDialect(',', '"', true, Optional.empty(), encoding, false);
    return RawFiles.source(file.toString(), format, dialect, UnknownField.REJECT, "a", "b");
  }

  private void requireSameInAnyParts(SourceDefinition source, byte[] content) throws IOException {
    RawFiles.write(directory, Path.of(source.path()).getFileName().toString(), content);
    List<ReadRecord> whole = RawFiles.read(source);
    // The header stands in the first part: records have at most 4 MiB, parts at least 8.
    for (int bytes = 6; bytes <= content.length; bytes++) {
      assertThat(RawFiles.readInParts(source, bytes))
          .as("in parts of %d bytes", bytes)
          .containsExactlyElementsOf(whole);
    }
  }
}
