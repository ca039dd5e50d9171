package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.starlift.SparkTest;
import dev.starlift.conform.Judged;
import dev.starlift.conform.Rejects;
import dev.starlift.conform.SourceConformer;
import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.ColumnType;
import dev.starlift.model.InputFile;
import dev.starlift.problem.Location;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** No row is lost, whatever a file holds. */
class DirtyFilesTest {
  private static final String HEAD = "id,day,name";
  private static final String MORE_HEAD = "id,day,more,name";

  private static final List<String> VALUES =
      List.of(
          "1",
          "-7",
          "2147483648",
          "1.5",
          "x",
          "",
          "\"\"",
          "\"a\"\"b\"",
          "\"a\nb\"",
          "a\"b",
          " 2 ",
          "2024-02-30",
          "2024-02-29",
          "\u0000",
          "\uD83D\uDE00",
          "=cmd()",
          "${jndi:x}",
          "'; DROP TABLE t; --",
          "NULL",
          "\\N",
          "\u2028",
          "0x1A",
          "1e400",
          "é".repeat(40));

  private static final List<String> JSON_VALUES =
      List.of(
          "1",
          "\"2\"",
          "null",
          "true",
          "1.5",
          "1e400",
          "12345678901234567890",
          "\"\"",
          "\"2024-01-01\"",
          "\"a\\nb\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "[1,{\"x\":2}]",
          "{\"id\":{}}",
          "{\"x\":1,\"x\":2}",
          "\"a",
          "01",
          "NaN",
          "'x'",
          "[1,]",
          "\u0000");

  private static final List<String> JSON_KEYS =
      List.of("id", "day", "name", "more", "ID", "", "na\\u006de");

  private static final List<String> JSON_LINES =
      List.of("", " ", "[", "{", "}", "null", "{}", "{} {}", "{\"id\":1} x", "\uFEFF", "# x");

  /** How a file may be written without being another file. */
  private enum Packed {
    PLAIN {
      @Override
      OutputStream pack(OutputStream out) {
        return out;
      }
    },
    GZIP {
      @Override
      OutputStream pack(OutputStream out) throws IOException {
        return new GZIPOutputStream(out);
      }
    },
    BZIP2 {
      @Override
      OutputStream pack(OutputStream out) throws IOException {
        return new BZip2CompressorOutputStream(out);
      }
    },
    ZSTD {
      @Override
      OutputStream pack(OutputStream out) throws IOException {
        return new ZstdOutputStream(out);
      }
    };

    abstract OutputStream pack(OutputStream out) throws IOException;
  }

  @Provide
  Arbitrary<List<String>> csv() {
    Arbitrary<String> value =
        Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.strings().ofMaxLength(8));
    Arbitrary<String> good = Arbitraries.integers().between(0, 5).map(id -> id + ",2024-01-01,ok");
    return Arbitraries.oneOf(
            good, value.list().ofMinSize(1).ofMaxSize(4).map(values -> String.join(",", values)))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<String>> json() {
    Arbitrary<String> member =
        Combinators.combine(Arbitraries.of(JSON_KEYS), Arbitraries.of(JSON_VALUES))
            .as((key, value) -> "\"%s\":%s".formatted(key, value));
    Arbitrary<String> object =
        member.list().ofMaxSize(4).map(members -> "{" + String.join(",", members) + "}");
    Arbitrary<String> good =
        Arbitraries.integers()
            .between(0, 5)
            .map("{\"id\":%d,\"day\":\"2024-01-01\",\"name\":\"ok\"}"::formatted);
    return Arbitraries.frequencyOf(
            Tuple.of(3, good),
            Tuple.of(4, object),
            Tuple.of(1, Arbitraries.of(JSON_LINES)),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(12)))
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void acceptedAndRejectedAreWhatWasReadOfCsv(
      @ForAll("csv") List<String> lines,
      @ForAll Packed packed,
      @ForAll UnknownField unknown,
      @ForAll boolean crlf)
      throws Exception {
    List<String> file = new ArrayList<>(List.of(unknown == UnknownField.REJECT ? HEAD : MORE_HEAD));
    file.addAll(lines);
    file.add("\"9\",,");
    requireNothingLost(Format.CSV, file, packed, unknown, crlf);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void acceptedAndRejectedAreWhatWasReadOfJson(
      @ForAll("json") List<String> lines,
      @ForAll Packed packed,
      @ForAll UnknownField unknown,
      @ForAll boolean crlf)
      throws Exception {
    List<String> file = new ArrayList<>(List.of("{\"id\":9}"));
    file.addAll(lines);
    requireNothingLost(Format.JSON, file, packed, unknown, crlf);
  }

  private static void requireNothingLost(
      Format format, List<String> lines, Packed packed, UnknownField unknown, boolean crlf)
      throws Exception {
    String end = crlf ? "\r\n" : "\n";
    byte[] content = (String.join(end, lines) + end).getBytes(StandardCharsets.UTF_8);
    Path folder = Files.createTempDirectory("starlift-dirty");
    Path plain = folder.resolve("plain/x");
    Path other = folder.resolve("packed/x");
    try {
      Files.createDirectory(plain.getParent());
      Files.createDirectory(other.getParent());
      Files.write(plain, content);
      try (OutputStream out = packed.pack(Files.newOutputStream(other))) {
        out.write(content);
      }
      assertThat(judged(source(other, format, unknown)))
          .isEqualTo(judged(source(plain, format, unknown)));
    } finally {
      Files.deleteIfExists(plain);
      Files.deleteIfExists(other);
      Files.delete(plain.getParent());
      Files.delete(other.getParent());
      Files.delete(folder);
    }
  }

  /** The verdict on each row, when they add up. */
  private static List<String> judged(SourceDefinition source)
      throws IOException, InterruptedException {
    SparkSession spark = SparkTest.session().newSession();
    List<InputFile> files = new InputLister(new Configuration()).list(source).files();
    Judged judged = SourceConformer.judge(new SourceReader(spark).read(source, files), source);
    Observation seen = new Observation("dirty");
    List<Column> measures = Rejects.measures();
    Judged counted =
        new Judged(
            judged
                .rows()
                .observe(
                    seen,
                    measures.get(0),
                    measures.subList(1, measures.size()).toArray(Column[]::new)));
    List<Row> accepted = counted.accepted().collectAsList();
    Map<String, Object> counts = seen.getAsJava();
    List<Row> rejected = judged.rejected().select("_line", "_reasons", "_raw").collectAsList();
    assertThat((long) accepted.size()).isEqualTo(counts.get(Rejects.ACCEPTED));
    assertThat(accepted.size() + rejected.size()).isPositive();
    assertThat((long) rejected.size())
        .isEqualTo((Long) counts.get(Rejects.REJECTED) + (Long) counts.get(Rejects.SUPERSEDED));
    assertThat((long) accepted.size() + rejected.size()).isEqualTo(counts.get(Rejects.READ));
    return Stream.concat(
            accepted.stream().map(row -> row.mkString("|").replaceAll("file:[^|]*", "")),
            rejected.stream().map(Row::mkString))
        .sorted()
        .toList();
  }

  private static SourceDefinition source(Path file, Format format, UnknownField unknown) {
    return new SourceDefinition(
        "dirty",
        Location.of("job.conf"),
        file.toString(),
        format,
        FileSelection.NEW,
        CsvDialect.STANDARD,
        JsonLayout.LINES,
        List.of(
            column("id", new ColumnType.Int()),
            column("day", new ColumnType.Date()),
            column("name", new ColumnType.Varchar(20))),
        List.of("id"),
        List.of("day"),
        unknown);
  }

  private static RawColumn column(String name, ColumnType type) {
    return new RawColumn(name, name, type, true, Optional.empty(), false);
  }
}
