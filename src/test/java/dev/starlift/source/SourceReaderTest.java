package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.starlift.SparkTest;
import dev.starlift.job.CsvDialect;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources as Spark sees them. */
class SourceReaderTest {
  @TempDir Path directory;

  private final SparkSession spark = SparkTest.session();

  @Test
  void givesTheContractsColumnsAndWhereEachRowComesFrom() throws IOException {
    Path first = RawFiles.write(directory, "1.csv", "b,a\n2,1\n".getBytes(UTF_8));
    Path second = RawFiles.write(directory, "2.csv", "a,b\n3,4\n5\n".getBytes(UTF_8));
    Dataset<Row> rows = read(RawFiles.source(directory + "/", Format.CSV, "a", "b"));
    assertThat(rows.columns())
        .containsExactly(
            "a",
            "b",
            "_file",
            "_line",
            "_raw",
            "_problem",
            "_problem_column",
            "_problem_message",
            "_plain_a",
            "_plain_b");
    assertThat(rows.drop("_plain_a", "_plain_b").orderBy("_file", "_line").collectAsList())
        .extracting(row -> row.mkString("|"))
        .containsExactly(
            "1|2|file:" + first + "|2|2,1|null|null|null",
            "3|4|file:" + second + "|2|3,4|null|null|null",
            "null|null|file:%s|3|5|COLUMNS_FEW|null|1 fields instead of 2".formatted(second));
  }

  @Test
  void givesThePlainValueOrElseTheText() {
    String tooLong = "x".repeat(70_000);
    RawFiles.write(directory, "1.csv", ("a,b\n1," + tooLong + "\n").getBytes(UTF_8));
    Dataset<Row> rows = read(RawFiles.source(directory + "/", Format.CSV, "a", "b"));

    assertThat(rows.select("a", "_plain_a", "b", "_plain_b").first().mkString("|"))
        .isEqualTo("null|1|" + tooLong + "|null");
  }

  @Test
  void givesEveryRecordAndEachTextItsOwnBytesThroughSortAndCache() {
    StringBuilder csv = new StringBuilder("a,b\n");
    for (int i = 0; i < 50_000; i++) {
      csv.append(i).append(i % 7 == 0 ? "\n" : ",\"x\"\"" + (i % 100) + "\"\n");
    }
    RawFiles.write(directory, "x.csv", csv.toString().getBytes(UTF_8));
    Dataset<Row> rows =
        read(RawFiles.source(directory + "/", Format.CSV, "a", "b"))
            .drop("_plain_a", "_plain_b")
            .repartition(3)
            .sort("b")
            .cache();
    try {
      assertThat(rows.count()).isEqualTo(50_000);
      assertThat(rows.where("_problem = 'COLUMNS_FEW'").count()).isEqualTo(7143);
      assertThat(rows.where("_problem is null").count()).isEqualTo(42857);
      assertThat(rows.where("b = 'x\"' || (cast(a as int) % 100)").count()).isEqualTo(42857);
      assertThat(rows.selectExpr("max(b)", "min(b)").first().mkString("|")).isEqualTo("x\"99|x\"0");
    } finally {
      rows.unpersist();
    }
  }

  @Test
  void buildsOnlyTheColumnsThatAreUsed() {
    RawFiles.write(directory, "x.csv", "a,b\n1,2\n".getBytes(UTF_8));
    Dataset<Row> rows = read(RawFiles.source(directory + "/", Format.CSV, "a", "b"));
    assertThat(rows.selectExpr("b", "_line + 1").queryExecution().executedPlan().toString())
        .contains("starlift things [b, _line]");
    assertThat(rows.where("_problem is null").select("a").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("1");
    assertThat(rows.count()).isEqualTo(1);
  }

  @Test
  void endsARunWithTheProblemOfAFileAndNothingElse() {
    RawFiles.write(directory, "x.csv", "a\n1\n".getBytes(UTF_8));
    Dataset<Row> rows = read(RawFiles.source(directory + "/", Format.CSV, "a", "b"));
    Throwable failure = catchThrowable(rows::count);
    assertThat(UnusableInput.find(failure)).isPresent();
    assertThat(UnusableInput.find(failure).orElseThrow().toString())
        .isEqualTo(
            "file:%s/x.csv:1: has no header column 'b'. Header names must be those of the contract, upper and lower case included."
                .formatted(directory));
    assertThat(UnusableInput.find(new RuntimeException("Job aborted:\n" + failure.getMessage())))
        .get()
        .satisfies(
            problem -> assertThat(problem.where()).isEqualTo("file:" + directory + "/x.csv:1"));
    assertThat(UnusableInput.find(new RuntimeException("something else"))).isEmpty();
  }

  @Test
  @DisplayName("F38, F39 ends aRun when aFile changes after the listing")
  void endsARunWhenAFileChangesAfterTheListing() throws IOException {
    Path file = RawFiles.write(directory, "x.csv", "a\n1\n".getBytes(UTF_8));
    SourceDefinition source = RawFiles.source(directory + "/", Format.CSV, "a");
    List<InputFile> files = list(source);
    Dataset<Row> rows = new SourceReader(spark).read(source, files);
    RawFiles.write(directory, "x.csv", "a\n1\n2\n".getBytes(UTF_8));
    assertThat(UnusableInput.find(catchThrowable(rows::count)).orElseThrow().what())
        .isEqualTo("changed while the run was going on.");
    Files.delete(file);
    assertThat(UnusableInput.find(catchThrowable(rows::count)).orElseThrow().what())
        .startsWith("was deleted while the run was going on");
  }

  @Test
  @DisplayName("F55 reads aThousand small files in few tasks")
  void readsAThousandSmallFilesInFewTasks() {
    for (int i = 0; i < 1_000; i++) {
      RawFiles.write(directory, "file-" + i + ".json", "{\"a\":%d}\n".formatted(i).getBytes(UTF_8));
    }
    Dataset<Row> rows = read(RawFiles.source(directory + "/", Format.JSON, "a"));
    assertThat(rows.toJavaRDD().getNumPartitions()).isBetween(2, 20);
    assertThat(
            rows.selectExpr("sum(cast(a as int))", "count(distinct _file)").first().mkString("|"))
        .isEqualTo("499500|1000");
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "AVRO", "ORC"})
  void readsColumnarFilesAsTextInTheSameShape(Format format) {
    Path folder = directory.resolve("odd {name} 100%25 [x]+ü");
    spark
        .sql(
            "select 1.50BD as d, timestamp'2024-03-01 10:00:00.123456' as t, date'2024-03-01' as e,"
                + " array(1, 2) as n, cast(null as string) as z, 12345678901 as l, 'é' as other")
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .format(format.name().toLowerCase(java.util.Locale.ROOT))
        .save(folder.toString());
    SourceDefinition source =
        RawFiles.source(
            folder + "/",
            format,
            CsvDialect.STANDARD,
            UnknownField.IGNORE,
            "l",
            "d",
            "t",
            "e",
            "n",
            "z");
    List<InputFile> files = list(source);
    Row row = new SourceReader(spark).read(source, files).first();
    assertThat(row.mkString("|"))
        .isEqualTo(
            "12345678901|1.50|2024-03-01 10:00:00.123456|2024-03-01|[1,2]|null|%s|%d|%s|null|null|null"
                .formatted(
                    files.get(0).uri(),
                    format == Format.PARQUET ? 1 : 0,
                    "{\"l\":\"12345678901\",\"d\":\"1.50\",\"t\":\"2024-03-01 10:00:00.123456\","
                        + "\"e\":\"2024-03-01\",\"n\":\"[1,2]\",\"z\":null}"));
    assertThatThrownBy(
            () ->
                new SourceReader(spark)
                    .read(RawFiles.source(folder + "/", format, "l", "missing"), files))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("no column 'missing'")
        .hasMessageContaining("column 'other', which the contract does not name");
  }

  @ParameterizedTest(name = "F47 {0}")
  @EnumSource(names = {"PARQUET", "AVRO", "ORC"})
  void namesAColumnarFileThatIsNone(Format format) {
    RawFiles.write(directory, "junk.file", "this is neither".repeat(100).getBytes(UTF_8));
    SourceDefinition source = RawFiles.source(directory + "/", format, "a");
    Throwable failure = catchThrowable(() -> read(source).count());
    assertThat(failure).isInstanceOf(StarliftException.class);
    assertThat(((StarliftException) failure).code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
    assertThat(failure).hasMessageContaining("junk.file");
  }

  @Test
  void refusesADialectThatCannotBeRead() {
    RawFiles.write(directory, "x.csv", "a\n".getBytes(UTF_8));
    CsvDialect dialect = new CsvDialect('¦', '"', true, Optional.empty(), UTF_8, true);
    SourceDefinition source =
        RawFiles.source(directory + "/", Format.CSV, dialect, UnknownField.REJECT, "a");
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(StarliftException.class)
        .hasMessage("jobs/things.conf:3: The delimiter must be an ASCII character, no line end.");
  }

  private Dataset<Row> read(SourceDefinition source) {
    return new SourceReader(spark).read(source, list(source));
  }

  private List<InputFile> list(SourceDefinition source) {
    return new InputLister(spark.sparkContext().hadoopConfiguration()).list(source).files();
  }
}
