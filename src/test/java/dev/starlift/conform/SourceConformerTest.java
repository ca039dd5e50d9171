package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.RawColumn;
import dev.starlift.model.ColumnType;
import dev.starlift.problem.StarliftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourceConformerTest {
  private static final ColumnType INTEGER = new ColumnType.Int();
  private static final ColumnType TEXT = new ColumnType.Varchar(5);

  @Test
  @DisplayName("V48 names every bad column of a row at once")
  void namesEveryBadColumnOfARowAtOnce() {
    Row row =
        new RawRows()
            .column("a", INTEGER)
            .required("b", TEXT)
            .column("c", new ColumnType.Date())
            .row("x", null, "2024-02-30")
            .judge()
            .rows()
            .head();

    assertThat(RawRows.reasons(row)).containsExactly("a: INT", "b: NOT_NULL", "c: DATE");
    assertThat(RawRows.messages(row))
        .containsExactly("not an INTEGER", "no value where one is required", "not a DATE");
  }

  @Test
  void saysHowLongATextIsAndHowLongItMayBe() {
    Row row = new RawRows().column("a", TEXT).row("éééé").judge().rows().head();

    assertThat(RawRows.messages(row)).containsExactly("8 bytes, VARCHAR(5) holds 5");
  }

  @Test
  void aRowThatCouldNotBeReadHasThatReasonOnly() {
    Judged judged =
        new RawRows().required("a", INTEGER).broken("JSON_SYNTAX", null, "cut off").judge();

    Row row = judged.rejected().head();
    assertThat(RawRows.reasons(row)).containsExactly(": JSON_SYNTAX");
    assertThat(RawRows.messages(row)).containsExactly("cut off");
    assertThat(judged.accepted().count()).isZero();
  }

  @Test
  void columnsMayHaveAnyName() {
    Judged judged =
        new RawRows().column("a.b", INTEGER).column("c`d e", TEXT).row("1", "x").judge();

    Row row = judged.accepted().head();
    assertThat(row.getInt(0)).isEqualTo(1);
    assertThat(row.getString(1)).isEqualTo("x");
  }

  @Test
  void refusesATypeThatCannotBeLoadedAndAFormatThatCannotBeUsed() {
    RawRows rows =
        new RawRows()
            .column("shape", new ColumnType.Geometry())
            .column(
                new RawColumn(
                    "day", "day", new ColumnType.Date(), true, Optional.of("dd HH"), false))
            .row("x", "y");

    assertThatThrownBy(rows::judge)
        .isInstanceOf(StarliftException.class)
        .hasMessage(
            "jobs/sample.conf:7: column shape of source sample has the type GEOMETRY, which"
                + " Starlift does not load. Read it as VARCHAR.\n"
                + "jobs/sample.conf:7: format of column day of source sample: 'dd HH' holds a time"
                + " of day, which DATE would lose.");
  }

  @Test
  void everyRowIsAcceptedOrRejectedWhateverItHolds() {
    RawRows rows = garbage(3000);
    Judged judged = SourceConformer.judge(rows.dataset().repartition(3), rows.source());

    List<Long> accepted = lines(judged.accepted());
    List<Long> rejected = lines(judged.rejected());

    assertThat(accepted).isNotEmpty();
    assertThat(rejected).isNotEmpty();
    List<Long> all = new ArrayList<>(accepted);
    all.addAll(rejected);
    assertThat(all).hasSize(rows.size()).doesNotHaveDuplicates();
  }

  @Test
  void measuresCountEveryRowInThePassThatWritesTheAcceptedOnes() throws InterruptedException {
    RawRows rows = garbage(500);
    Judged judged = rows.judge();
    Observation seen = new Observation("source");
    List<Column> measures = Rejects.measures();

    Dataset<Row> observed =
        judged
            .rows()
            .observe(
                seen, measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new));
    new Judged(observed).accepted().write().format("noop").mode("overwrite").save();

    Map<String, Object> counts = seen.getAsJava();
    assertThat(counts)
        .containsEntry("read", 500L)
        .containsEntry("accepted", judged.accepted().count())
        .containsEntry("superseded", superseded(judged));
    assertThat((long) counts.get("rejected") + (long) counts.get("superseded"))
        .isEqualTo(judged.rejected().count());
    assertThat((long) counts.get("superseded")).isPositive();
  }

  @Test
  void rejectsHaveTheirPlaceReasonsAndTheRowAsItCame() {
    Judged judged = new RawRows().column("a", INTEGER).row("1").row("x").judge();

    List<Row> rejects =
        judged.rejected().select("_file", "_line", "_reasons", "_raw").collectAsList();

    assertThat(rejects).hasSize(1);
    assertThat(rejects.get(0).json())
        .isEqualTo(
            "{\"_file\":\"f\",\"_line\":2,\"_reasons\":"
                + "[{\"column\":\"a\",\"code\":\"INT\",\"message\":\"not an INTEGER\"}],"
                + "\"_raw\":\"raw of 2\"}");
  }

  @Test
  void thePayloadHasTheTypesOfTheContract() {
    Judged judged =
        new RawRows()
            .column("a", new ColumnType.Decimal(12, 3))
            .column("b", new ColumnType.Time())
            .column("c", new ColumnType.TimestampWithZone())
            .row(null, null, null)
            .judge();

    assertThat(judged.accepted().schema().simpleString())
        .isEqualTo(
            "struct<a:decimal(12,3),b:string,c:timestamp,_file:string,_line:bigint,_raw:string>");
  }

  /** Keys that meet, values of all kinds, NULLs everywhere; the same on every run. */
  private static RawRows garbage(int size) {
    Random random = new Random(7);
    String[] values = {
      null,
      "",
      " ",
      "0",
      "7",
      "-1",
      "2147483648",
      "x",
      "2024-01-01",
      "2024-02-30",
      "NaN",
      "é",
      "\u0000",
      "1e5",
      "true",
      "[1]",
      "abcdef",
      "a ",
      "a"
    };
    RawRows rows =
        new RawRows()
            .column("k", TEXT)
            .column("n", INTEGER)
            .column("d", new ColumnType.Decimal(5, 2))
            .column("f", new ColumnType.DoublePrecision())
            .key("k")
            .order("n");
    for (int i = 0; i < size; i++) {
      if (random.nextInt(20) == 0) {
        rows.broken(random.nextBoolean() ? "QUOTE" : "JSON_SYNTAX", null, null);
      } else {
        rows.row(
            random.nextBoolean() ? "k" + random.nextInt(size) : pick(random, values),
            random.nextBoolean() ? "" + random.nextInt(9) : pick(random, values),
            random.nextBoolean() ? "1.50" : pick(random, values),
            random.nextBoolean() ? "0.1" : pick(random, values));
      }
    }
    return rows;
  }

  private static String pick(Random random, String[] values) {
    return values[random.nextInt(values.length)];
  }

  private static List<Long> lines(Dataset<Row> rows) {
    return rows.select(Judged.LINE).collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  private static long superseded(Judged judged) {
    return judged.rejected().collectAsList().stream()
        .filter(row -> RawRows.reasons(row).contains("k: SUPERSEDED"))
        .count();
  }
}
