package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values in the names of directories, where the contract says so. */
class DirectoryColumnsTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "F44 F45 {0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REDSHIFT")
  void theDirectoryGivesTheValueWhereTheContractSaysSo(Format format) throws IOException {
    put(format, "dt=2024-01-01", "1");
    put(format, "dt=2024-01-02 10%3A00+é", "2");
    put(format, "dt=__HIVE_DEFAULT_PARTITION__", "3");
    put(format, "dt=100%", "4");
    put(format, "dt=old/dt=new", "5");
    SourceDefinition source =
        source(format, UnknownField.REJECT, column("dt", Origin.DIRECTORY), column("a"));

    List<InputFile> files = list(source);
    List<Row> rows =
        new SourceReader(SparkTest.session())
            .read(source, files)
            .select("a", "dt", "_problem")
            .orderBy("a")
            .collectAsList();

    assertThat(rows)
        .extracting(row -> row.mkString("|"))
        .containsExactly(
            "1|2024-01-01|null",
            "2|2024-01-02 10:00+é|null",
            "3|null|null",
            "4|100%|null",
            "5|new|null");
  }

  @Test
  @DisplayName("F44 a directory and a field of one name are refused until one is chosen")
  void aDirectoryAndAFieldOfOneNameAreRefusedUntilOneIsChosen() throws IOException {
    Path file = directory.resolve("dt=2024-01-01/x.csv");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "a,dt\n1,2024-12-31\n");

    assertThatThrownBy(
            () -> list(source(Format.CSV, UnknownField.REJECT, column("dt"), column("a"))))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("lies in a directory dt=…, and dt is a column of the file, too")
        .hasMessageContaining("dt { …, field = dt } or dt { …, directory = dt }")
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.INPUT_UNUSABLE);

    SourceDefinition field =
        source(Format.CSV, UnknownField.REJECT, column("dt", Origin.FILE), column("a"));
    assertThat(RawFiles.read(field).get(0).shown()).isEqualTo("2024-12-31|1");
    SourceDefinition both =
        source(Format.CSV, UnknownField.IGNORE, column("dt", Origin.DIRECTORY), column("a"));
    assertThat(RawFiles.read(both).get(0).shown()).isEqualTo("1|2024-01-01");
    SourceDefinition rejecting =
        source(Format.CSV, UnknownField.REJECT, column("dt", Origin.DIRECTORY), column("a"));
    assertThatThrownBy(() -> RawFiles.read(rejecting))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("has header column 'dt', which the contract does not name");
  }

  @Test
  void aFileOutsideADeclaredDirectoryIsRefused() throws IOException {
    put(Format.CSV, "dt=1", "1");
    put(Format.CSV, "elsewhere", "2");

    assertThatThrownBy(
            () ->
                list(
                    source(
                        Format.CSV,
                        UnknownField.REJECT,
                        column("dt", Origin.DIRECTORY),
                        column("a"))))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("elsewhere/x.csv: lies in no directory dt=…");
  }

  @Test
  void rescuedFieldsAndPlainValuesStandBesideThoseOfDirectories() throws IOException {
    Path file = directory.resolve("n=7/x.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"a\":\"x\",\"more\":1}\n");
    RawColumn number =
        new RawColumn(
            "n",
            "n",
            new ColumnType.Int(),
            false,
            Optional.empty(),
            false,
            ValueRules.NONE,
            Origin.DIRECTORY,
            false);
    SourceDefinition source = source(Format.JSON, UnknownField.RESCUE, number, column("a"));

    Row row =
        new SourceReader(SparkTest.session())
            .read(source, list(source))
            .select("a", "_rescued", "_plain_n")
            .first();

    assertThat(row.mkString("|")).isEqualTo("x|{\"more\":1}|7");
  }

  private void put(Format format, String folder, String value) throws IOException {
    Path target = directory.resolve(folder);
    if (format == Format.CSV || format == Format.JSON) {
      Files.createDirectories(target);
      RawFiles.write(
          target,
          "x." + format.name().toLowerCase(Locale.ROOT),
          (format == Format.CSV ? "a\n" + value + "\n" : "{\"a\":" + value + "}\n")
              .getBytes(UTF_8));
      return;
    }
    Path written = directory.resolve("_written");
    SparkTest.session()
        .sql("SELECT '%s' AS a".formatted(value))
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .format(format.name().toLowerCase(Locale.ROOT))
        .save(written.toString());
    Files.createDirectories(target);
    try (var files = Files.list(written)) {
      for (Path file :
          files.filter(one -> one.getFileName().toString().startsWith("part-")).toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
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

  private static RawColumn column(String name) {
    return column(name, Origin.UNSAID);
  }

  private static RawColumn column(String name, Origin origin) {
    return new RawColumn(
        name,
        name,
        new ColumnType.Varchar(30),
        true,
        Optional.empty(),
        false,
        ValueRules.NONE,
        origin,
        false);
  }

  private static List<InputFile> list(SourceDefinition source) {
    return new InputLister(RawFiles.CONF).list(source).files();
  }
}
