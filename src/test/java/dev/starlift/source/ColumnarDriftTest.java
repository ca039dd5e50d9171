package dev.starlift.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.starlift.SparkTest;
import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.RawColumn;
import dev.starlift.job.RawColumn.Origin;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.job.ValueRules;
import dev.starlift.model.ColumnType;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.StarliftException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columnar files of one source whose schemas differ, and the calendars of their dates. */
class ColumnarDriftTest {
  private static final ColumnType BIGINT = new ColumnType.BigInt();
  private static final ColumnType TEXT = new ColumnType.Varchar(50);

  @TempDir Path directory;

  private final SparkSession spark = SparkTest.session().newSession();

  @ParameterizedTest(name = "F48 {0}")
  @EnumSource(names = {"PARQUET", "AVRO"})
  void theDeclaredTypeHoldsWhatEachFileHas(Format format) throws IOException {
    write(format, "1", "SELECT CAST(1 AS INT) AS id, 'x' AS name");
    write(format, "2", "SELECT 'y' AS name, 12345678901 AS id");
    write(format, "3", "SELECT 3 AS id");

    assertThat(
            shown(
                source(format, UnknownField.REJECT, column("id", BIGINT), optional("name", TEXT))))
        .containsExactly("12345678901|y", "1|x", "3|null");
  }

  @Test
  @DisplayName("F48 a type that does not hold them all fails and lists the files")
  void aTypeThatDoesNotHoldThemAllFailsAndListsTheFiles() throws IOException {
    write(Format.PARQUET, "1", "SELECT CAST(1 AS INT) AS id, 'x' AS name, 1 AS more");
    write(Format.PARQUET, "2", "SELECT 12345678901 AS id, 'y' AS name");
    write(Format.PARQUET, "3", "SELECT 'three' AS id");

    assertThatThrownBy(
            () ->
                read(
                    source(
                        Format.PARQUET,
                        UnknownField.REJECT,
                        column("id", BIGINT),
                        column("name", TEXT))))
        .isInstanceOf(StarliftException.class)
        .hasMessageContainingAll(
            "column 'id' is ",
            "INT in file:%s/1.parquet".formatted(directory),
            "BIGINT in file:%s/2.parquet".formatted(directory),
            "STRING in file:%s/3.parquet".formatted(directory),
            "column 'name' is missing in file:%s/3.parquet".formatted(directory),
            "column 'more', which the contract does not name: file:%s/1.parquet"
                .formatted(directory))
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.INPUT_UNUSABLE);
  }

  @Test
  @DisplayName("F48 fields that only some files have are rescued from those")
  void fieldsThatOnlySomeFilesHaveAreRescuedFromThose() throws IOException {
    write(Format.PARQUET, "1", "SELECT 1 AS id, 1.50BD AS more");
    write(Format.PARQUET, "2", "SELECT 2 AS id");

    Dataset<Row> rows =
        read(source(Format.PARQUET, UnknownField.RESCUE, column("id", BIGINT)))
            .select("id", "_rescued")
            .orderBy("id");

    assertThat(rows.collectAsList())
        .extracting(row -> row.mkString("|"))
        .containsExactly("1|{\"more\":\"1.50\"}", "2|null");
  }

  @ParameterizedTest(name = "F49 {0} written as {1}")
  @CsvSource({
    "INT96, LEGACY",
    "INT96, CORRECTED",
    "TIMESTAMP_MICROS, LEGACY",
    "TIMESTAMP_MICROS, CORRECTED",
    "TIMESTAMP_MILLIS, CORRECTED"
  })
  void datesBefore1582AreThoseOfTheCalendarThatTheFileCountsBy(String type, String mode)
      throws IOException {
    spark.conf().set("spark.sql.parquet.outputTimestampType", type);
    spark.conf().set("spark.sql.parquet.datetimeRebaseModeInWrite", mode);
    spark.conf().set("spark.sql.parquet.int96RebaseModeInWrite", mode);
    write(
        Format.PARQUET,
        "1",
        "SELECT date'1500-03-01' AS d, timestamp'1001-01-01 01:02:03.123' AS t");

    assertThat(
            shown(
                source(Format.PARQUET, UnknownField.REJECT, column("d", TEXT), column("t", TEXT))))
        .containsExactly("1500-03-01|1001-01-01 01:02:03.123");
  }

  @Test
  @DisplayName("F47 a page whose checksum is wrong fails and names the file")
  void aPageWhoseChecksumIsWrongFailsAndNamesTheFile() throws IOException {
    spark
        .range(1000)
        .selectExpr("concat('value', id) AS a")
        .coalesce(1)
        .write()
        .options(Map.of("compression", "none", "parquet.enable.dictionary", "false"))
        .parquet(directory.resolve("_written").toString());
    Path file = directory.resolve("damaged.parquet");
    Files.copy(written(), file);
    SourceDefinition source = source(Format.PARQUET, UnknownField.REJECT, column("a", TEXT));
    assertThat(read(source).count()).isEqualTo(1000);
    byte[] bytes = Files.readAllBytes(file);
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[content.indexOf("value500") + 5] = '6';
    Files.write(file, bytes);

    Throwable failure = catchThrowable(() -> read(source).select("a").collectAsList());

    assertThat(UnusableInput.find(failure).orElseThrow().toString())
        .contains("damaged.parquet", "cannot be read");
  }

  @ParameterizedTest(name = "F47 {0} rows")
  @ValueSource(longs = {0, 7, 2000})
  void aFooterThatTellsAnotherNumberOfRowsThanItsColumnsIsRefused(long rows) throws IOException {
    write(Format.PARQUET, "1", "SELECT id, array(id, id) AS several FROM range(1000)");
    Path file = directory.resolve("1.parquet");
    SourceDefinition source = source(Format.PARQUET, UnknownField.IGNORE, column("id", BIGINT));
    assertThat(read(source).count()).isEqualTo(1000);

    withRows(file, rows);

    assertThatThrownBy(() -> read(source))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("/1.parquet: contradicts itself: of %,d rows".formatted(rows))
        .hasMessageContaining("column id has 1,000 values");
  }

  /** The same file with another number of rows in its footer. */
  private static void withRows(Path file, long rows) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer tail = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int footer = bytes.length - 8 - tail.getInt(bytes.length - 8);
    FileMetaData said =
        Util.readFileMetaData(new ByteArrayInputStream(bytes, footer, bytes.length - 8 - footer));
    said.setNum_rows(rows);
    said.getRow_groups().get(0).setNum_rows(rows);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, footer);
    Util.writeFileMetaData(said, changed);
    byte[] length = new byte[4];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(changed.size() - footer);
    changed.write(length);
    changed.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.write(file, changed.toByteArray());
  }

  @ParameterizedTest(name = "F47 {0}")
  @EnumSource(names = {"PARQUET", "AVRO", "ORC"})
  void everyDamagedFileIsNamedAtOnce(Format format) throws IOException {
    write(format, "1", "SELECT 1 AS id");
    String suffix = "." + format.name().toLowerCase(Locale.ROOT);
    byte[] whole = Files.readAllBytes(directory.resolve("1" + suffix));
    Files.write(directory.resolve("2" + suffix), new byte[0]);
    Files.write(directory.resolve("3" + suffix), Arrays.copyOf(whole, whole.length / 3));

    Throwable failure =
        catchThrowable(
            () -> read(source(format, UnknownField.REJECT, column("id", BIGINT))).count());

    assertThat(failure).isInstanceOf(StarliftException.class).hasMessageContaining("/2" + suffix);
    if (format != Format.ORC) {
      assertThat(failure).hasMessageContaining("/3" + suffix);
    }
  }

  @Test
  void aSourceWithoutFilesHasNoRows() {
    SourceDefinition source = source(Format.PARQUET, UnknownField.RESCUE, column("id", BIGINT));
    assertThat(new SourceReader(spark).read(source, List.of()).count()).isZero();
  }

  private void write(Format format, String name, String select) throws IOException {
    String word = format.name().toLowerCase(Locale.ROOT);
    spark
        .sql(select)
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .format(word)
        .save(directory.resolve("_written").toString());
    Files.copy(written(), directory.resolve(name + "." + word));
  }

  private Path written() throws IOException {
    try (var files = Files.list(directory.resolve("_written"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<String> shown(SourceDefinition source) {
    List<String> names = source.columns().stream().map(RawColumn::name).toList();
    return read(source).collectAsList().stream()
        .map(
            row ->
                String.join(
                    "|",
                    names.stream()
                        .map(name -> String.valueOf(row.get(row.fieldIndex(name))))
                        .toList()))
        .sorted()
        .toList();
  }

  private Dataset<Row> read(SourceDefinition source) {
    List<InputFile> files =
        new InputLister(spark.sparkContext().hadoopConfiguration()).list(source).files();
    return new SourceReader(spark).read(source, files);
  }

  private SourceDefinition source(Format format, UnknownField unknown, RawColumn... columns) {
    return new SourceDefinition(
        "things",
        Location.of("jobs/things.conf", 3),
        directory + "/",
        format,
        FileSelection.NEW,
        CsvDialect.STANDARD,
        JsonLayout.LINES,
        List.of(columns),
        List.of(),
        List.of(),
        unknown);
  }

  private static RawColumn column(String name, ColumnType type) {
    return new RawColumn(name, name, type, true, Optional.empty(), false);
  }

  private static RawColumn optional(String name, ColumnType type) {
    return new RawColumn(
        name, name, type, true, Optional.empty(), false, ValueRules.NONE, Origin.UNSAID, true);
  }
}
