package dev.starlift.conform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.SparkTest;
import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.ColumnType;
import dev.starlift.problem.Location;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that the reader has made is the one that the conversion would have made. */
class ReadValuesTest {
  private static final List<ColumnType> TYPES =
      List.of(
          new ColumnType.SmallInt(),
          new ColumnType.Int(),
          new ColumnType.BigInt(),
          new ColumnType.Decimal(5, 2),
          new ColumnType.Decimal(18, 18),
          new ColumnType.Decimal(18, 0),
          new ColumnType.Date(),
          new ColumnType.Timestamp(),
          new ColumnType.Varchar(6),
          new ColumnType.Char(4));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "-",
          "+",
          ".",
          "0",
          "-0",
          "+5",
          "007",
          " 7",
          "7 ",
          "1.",
          ".5",
          "-.5",
          "1.0",
          "1e2",
          "12.345",
          "-12.30",
          "999.99",
          "1000.00",
          "-999.994",
          "0.1234567890123456789",
          "1d",
          "0x1",
          "32767",
          "32768",
          "-32768",
          "-32769",
          "2147483647",
          "2147483648",
          "-2147483648",
          "999999999999999999",
          "1000000000000000000",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "00000000000000000000001",
          "٣",
          "1\t",
          "2024-02-29",
          "2023-02-29",
          "1900-02-29",
          "2000-02-29",
          "0001-01-01",
          "0000-01-01",
          "9999-12-31",
          "2024-13-01",
          "2024-00-10",
          "2024-04-31",
          "2024-1-1",
          "2024/01/01",
          "1582-10-10",
          "2024-02-29 00:00:00",
          "2024-02-29T23:59:59",
          "2024-02-29 24:00:00",
          "2024-02-29 23:59:60",
          "2024-02-29 23:60:00",
          "2024-02-29 1:00:000",
          "1969-12-31 23:59:59",
          "1582-10-10 12:00:00",
          "2024-02-29 00:00:00Z",
          "2024-02-29 00:00",
          "2024-02-29 00:00:00.5",
          "2024-02-30 00:00:00",
          "abcd",
          "abcd  ",
          "abcdef",
          "abcdef ",
          "abcdefg",
          "é",
          "ééé",
          "éééé",
          "漢漢");

  @TempDir Path directory;

  @ParameterizedTest(name = "columns may be NULL: {0}")
  @ValueSource(booleans = {true, false})
  void isTheSameWithAndWithoutTheReader(boolean nullable) throws IOException {
    SparkSession spark = SparkTest.session();
    SourceDefinition source = source(nullable);
    Path file = directory.resolve("x.csv");
    List<String> texts = new ArrayList<>(TEXTS);
    Random random = new Random(4);
    for (int i = 0; i < 3_000; i++) {
      String digits = "0123456789-:. T0123456789";
      StringBuilder text = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
      for (int edits = random.nextInt(3); edits >= 0 && text.length() > 0; edits--) {
        text.setCharAt(random.nextInt(text.length()), digits.charAt(random.nextInt(25)));
      }
      texts.add(text.toString());
    }
    StringBuilder csv = new StringBuilder();
    for (String text : texts) {
      csv.append(String.join(",", Collections.nCopies(TYPES.size(), '"' + text + '"')));
      csv.append('\n');
    }
    Files.write(file, csv.toString().getBytes(UTF_8));
    Dataset<Row> read =
        new SourceReader(spark)
            .read(
                source,
                new InputLister(spark.sparkContext().hadoopConfiguration()).list(source).files());
    String[] plain =
        source.columns().stream().map(c -> "_plain_" + c.name()).toArray(String[]::new);
    List<Row> with = rows(SourceConformer.judge(read, source));
    assertThat(with)
        .hasSameSizeAs(texts)
        .isEqualTo(rows(SourceConformer.judge(read.drop(plain), source)));
    List<Row> rejected = rows(new Judged(SourceConformer.judge(read, source).rejected()));
    assertThat(rejected)
        .hasSizeGreaterThan(1000)
        .isEqualTo(rows(new Judged(SourceConformer.judgeDoubtful(read, source).rejected())));
    for (String column : plain) {
      assertThat(read.where(col(column).isNotNull()).count()).as(column).isGreaterThan(20);
    }
  }

  @Test
  void isMadeOnlyWhereTheContractSaysNothingButTheType() throws IOException {
    RawColumn formatted =
        new RawColumn("a", "a", new ColumnType.Date(), true, Optional.of("dd.MM.yyyy"), false);
    RawColumn trimmed =
        new RawColumn("b", "b", new ColumnType.Varchar(5), true, Optional.empty(), true);
    RawColumn simple = new RawColumn("c", "c", new ColumnType.Int(), true, Optional.empty(), false);
    Files.writeString(directory.resolve("x.csv"), "1,2,3\n");
    SourceDefinition source = source(List.of(formatted, trimmed, simple));
    SparkSession spark = SparkTest.session();
    assertThat(
            new SourceReader(spark)
                .read(
                    source,
                    new InputLister(spark.sparkContext().hadoopConfiguration())
                        .list(source)
                        .files())
                .columns())
        .contains("_plain_c")
        .doesNotContain("_plain_a", "_plain_b");
  }

  private static List<Row> rows(Judged judged) {
    return judged.rows().drop("_raw").orderBy("_line").collectAsList();
  }

  private SourceDefinition source(boolean nullable) {
    List<RawColumn> columns = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      columns.add(new RawColumn("c" + i, "c" + i, TYPES.get(i), nullable, Optional.empty(), false));
    }
    return source(columns);
  }

  private SourceDefinition source(List<RawColumn> columns) {
    return new SourceDefinition(
        "values",
        Location.of("jobs/values.conf", 1),
        directory + "/",
        Format.CSV,
        FileSelection.NEW,
        new CsvDialect(',', '"', false, Optional.empty(), UTF_8, true),
        JsonLayout.LINES,
        columns,
        List.of(),
        List.of(),
        UnknownField.REJECT);
  }
}
