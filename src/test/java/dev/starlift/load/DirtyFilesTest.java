package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.SparkSession;

/** No row is lost, whatever a file holds. */
class DirtyFilesTest {
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

  @Provide
  Arbitrary<List<String>> csv() {
    Arbitrary<String> value =
        Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.strings().ofMaxLength(8));
    Arbitrary<String> good = Arbitraries.integers().between(0, 5).map(id -> id + ",2024-01-01,ok");
    return Arbitraries.oneOf(
            good, value.list().ofMinSize(1).ofMaxSize(4).map(DirtyFilesTest::joined))
        .list()
        .ofMaxSize(60);
  }

  private static String joined(List<String> values) {
    return String.join(",", values);
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void acceptedAndRejectedAreWhatWasRead(@ForAll("csv") List<String> lines) throws Exception {
    Path folder = Files.createTempDirectory("starlift-dirty");
    Path file = folder.resolve("dirty.csv");
    try {
      Files.writeString(
          file, "id,day,name\n" + String.join("\n", lines) + "\n\"9\",,\n", StandardCharsets.UTF_8);
      requireNothingLost(file);
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  private static void requireNothingLost(Path file) throws IOException, InterruptedException {
    SparkSession spark = SparkTest.session().newSession();
    SourceDefinition source = source(file);
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
    long accepted = counted.accepted().count();
    Map<String, Object> counts = seen.getAsJava();
    long read = (Long) counts.get(Rejects.READ);
    assertThat(read).isPositive();
    assertThat(accepted).isEqualTo(counts.get(Rejects.ACCEPTED));
    assertThat(
            accepted + (Long) counts.get(Rejects.REJECTED) + (Long) counts.get(Rejects.SUPERSEDED))
        .isEqualTo(read)
        .isEqualTo(accepted + judged.rejected().count());
  }

  private static SourceDefinition source(Path file) {
    return new SourceDefinition(
        "dirty",
        Location.of("job.conf"),
        file.toString(),
        Format.CSV,
        FileSelection.NEW,
        CsvDialect.STANDARD,
        JsonLayout.LINES,
        List.of(
            column("id", new ColumnType.Int()),
            column("day", new ColumnType.Date()),
            column("name", new ColumnType.Varchar(20))),
        List.of("id"),
        List.of("day"),
        UnknownField.REJECT);
  }

  private static RawColumn column(String name, ColumnType type) {
    return new RawColumn(name, name, type, true, Optional.empty(), false);
  }
}
