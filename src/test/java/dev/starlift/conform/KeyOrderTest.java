package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private static final ColumnType TEXT = new ColumnType.Varchar(10);
  private static final ColumnType INTEGER = new ColumnType.Int();

  @Test
  @DisplayName("V36 the last by order stays")
  void theLastByOrderStays() {
    assertThat(verdicts(keyed().row("k", "1", "old").row("k", "3", "new").row("k", "2", "mid")))
        .isEqualTo(Map.of("f 1", "k: SUPERSEDED", "f 2", "", "f 3", "k: SUPERSEDED"));
  }

  @Test
  void aRowWithoutOrderIsOlderThanAnyOther() {
    assertThat(verdicts(keyed().row("k", null, "a").row("k", "-5", "b")))
        .isEqualTo(Map.of("f 1", "k: SUPERSEDED", "f 2", ""));
  }

  @Test
  void ofIdenticalRowsTheLastByFileAndLineStays() {
    assertThat(
            verdicts(
                keyed()
                    .rowAt("b", 1, "k", "1", "same")
                    .rowAt("a", 9, "k", "1", "same")
                    .rowAt("b", 2, "k", "1", "same")))
        .isEqualTo(Map.of("b 1", "k: SUPERSEDED", "a 9", "k: SUPERSEDED", "b 2", ""));
  }

  /** As those of Parquet files, which have no lines. */
  @Test
  void ofIdenticalRowsAtOnePlaceOneStays() {
    RawRows rows = keyed().rowAt("f", 0, "k", "1", "same").rowAt("f", 0, "k", "1", "same");

    assertThat(SourceConformer.judge(rows.dataset(), rows.source()).accepted().count()).isOne();
  }

  @Test
  @DisplayName("V36 equally new rows that differ are all rejected and older ones are superseded")
  void equallyNewRowsThatDifferAreAllRejectedAndOlderOnesAreSuperseded() {
    assertThat(
            verdicts(
                keyed()
                    .row("k", "2", "one")
                    .row("k", "2", "other")
                    .row("k", "2", "one")
                    .row("k", "1", "old")))
        .isEqualTo(
            Map.of(
                "f 1", "k: KEY_TIE",
                "f 2", "k: KEY_TIE",
                "f 3", "k: KEY_TIE",
                "f 4", "k: SUPERSEDED"));
  }

  @Test
  void withoutAnOrderIdenticalRowsCollapseAndOthersAreTies() {
    RawRows rows =
        new RawRows()
            .column("k", TEXT)
            .column("v", TEXT)
            .key("k")
            .row("a", "same")
            .row("a", "same")
            .row("b", "one")
            .row("b", null)
            .row("c", null)
            .row("c", null);

    assertThat(verdicts(rows))
        .isEqualTo(
            Map.of(
                "f 1", "k: SUPERSEDED",
                "f 2", "",
                "f 3", "k: KEY_TIE",
                "f 4", "k: KEY_TIE",
                "f 5", "k: SUPERSEDED",
                "f 6", ""));
  }

  @Test
  @DisplayName("V32, V33 text keys are compared without trailing blanks and with case")
  void textKeysAreComparedWithoutTrailingBlanksAndWithCase() {
    assertThat(verdicts(keyed().row("a", "1", "x").row("a ", "2", "x").row("A", "3", "x")))
        .isEqualTo(Map.of("f 1", "k: SUPERSEDED", "f 2", "", "f 3", ""));
  }

  @Test
  void onlyRowsThatAreOtherwiseFineCompete() {
    assertThat(
            verdicts(
                keyed()
                    .row("k", "1", "fine")
                    .row("k", "9", "much too long for it")
                    .row("k", "x", "no order")
                    .broken("QUOTE", null, null)))
        .isEqualTo(Map.of("f 1", "", "f 2", "v: TOO_LONG", "f 3", "n: INT", "f 4", ": QUOTE"));
  }

  @Test
  @DisplayName("V37 a key without aValue is rejected")
  void aKeyWithoutAValueIsRejected() {
    assertThat(verdicts(keyed().row(null, "1", "x").row(null, "2", "x").row("", "3", "x")))
        .isEqualTo(Map.of("f 1", "k: NULL_KEY", "f 2", "k: NULL_KEY", "f 3", ""));
  }

  @Test
  void negativeZeroIsZeroInAKey() {
    RawRows rows =
        new RawRows().column("k", new ColumnType.DoublePrecision()).key("k").row("-0.0").row("0");

    assertThat(verdicts(rows)).isEqualTo(Map.of("f 1", "k: SUPERSEDED", "f 2", ""));
  }

  /** 200 orders of arrival of the same rows, told apart by a column of the key. */
  @Test
  void theVerdictDoesNotDependOnTheOrderOfArrival() {
    Random random = new Random(11);
    List<String[]> sample = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sample.add(
          new String[] {
            "k" + random.nextInt(8) + (random.nextBoolean() ? " " : ""),
            random.nextInt(5) == 0 ? null : "" + random.nextInt(3),
            "v" + random.nextInt(2),
            "f" + random.nextInt(3),
            "" + i
          });
    }
    RawRows rows = keyed().column("round", INTEGER).key("k", "round");
    for (int round = 0; round < 200; round++) {
      Collections.shuffle(sample, random);
      for (String[] row : sample) {
        rows.rowAt(row[3] + " " + row[4], round, row[0], row[1], row[2], "" + round);
      }
    }

    for (int partitions : new int[] {1, 2, 7}) {
      Dataset<Row> arrived = rows.dataset().repartition(partitions, functions.rand(partitions));
      Map<String, Set<String>> verdicts = new TreeMap<>();
      Map<String, String> all = verdicts(SourceConformer.judge(arrived, rows.source()));
      Dataset<Row> repeated = atHand(SourceConformer.repeatedKeys(arrived, rows.source()));
      assertThat(verdicts(SourceConformer.judge(arrived, rows.source(), repeated))).isEqualTo(all);
      all.forEach(
          (place, verdict) ->
              verdicts
                  .computeIfAbsent(place.substring(0, place.lastIndexOf(' ')), x -> new HashSet<>())
                  .add(verdict));

      assertThat(verdicts).hasSize(60);
      assertThat(verdicts.values()).allSatisfy(verdict -> assertThat(verdict).hasSize(1));
      assertThat(verdicts.values())
          .contains(Set.of(""), Set.of("k, round: SUPERSEDED"), Set.of("k, round: KEY_TIE"));
    }
  }

  @Test
  void oneShuffleIsEnoughAndTheRawRowDoesNotTravel() {
    RawRows rows = keyed().row("k", "1", "x");
    Dataset<Row> raw = rows.dataset().repartition(2);

    String plan =
        SourceConformer.judge(raw, rows.source())
            .accepted()
            .drop(Judged.RAW)
            .queryExecution()
            .executedPlan()
            .toString();

    assertThat(plan.split("Exchange hashpartitioning", -1)).hasSize(2);
    assertThat(plan).doesNotContain("_raw").doesNotContainIgnoringCase("udf");
  }

  private static RawRows keyed() {
    return new RawRows()
        .column("k", TEXT)
        .column("n", INTEGER)
        .column("v", TEXT)
        .key("k")
        .order("n");
  }

  @Test
  void rowsWhoseKeyIsTheirsAloneAreNotShuffledWhenTheRepeatedKeysAreKnown() {
    RawRows rows = keyed().row("a", "1", "x").row("b ", "1", "x").row("b", "2", "y");
    Dataset<Row> raw = rows.dataset().repartition(2);
    Dataset<Row> repeated = SourceConformer.repeatedKeys(raw, rows.source());

    assertThat(repeated.collectAsList()).extracting(Row::mkString).containsExactly("b");
    assertThat(repeated.queryExecution().optimizedPlan().toString()).doesNotContain("_raw", "v#");
    Dataset<Row> alone =
        SourceConformer.judge(raw, rows.source(), atHand(repeated)).rows().where("k = 'a'");
    assertThat(alone.select("k").collectAsList()).hasSize(1);
  }

  /** Both ways to the verdict, which must be the same. */
  private static Map<String, String> verdicts(RawRows rows) {
    Map<String, String> verdicts = verdicts(rows.judge());
    Dataset<Row> raw = rows.dataset();
    Dataset<Row> repeated = atHand(SourceConformer.repeatedKeys(raw, rows.source()));
    assertThat(verdicts(SourceConformer.judge(raw, rows.source(), repeated))).isEqualTo(verdicts);
    return verdicts;
  }

  private static Dataset<Row> atHand(Dataset<Row> keys) {
    return keys.sparkSession().createDataFrame(keys.collectAsList(), keys.schema());
  }

  /** {@code file line} to the reasons. */
  private static Map<String, String> verdicts(Judged judged) {
    List<Row> rows = judged.rows().collectAsList();
    Map<String, String> verdicts = new TreeMap<>();
    for (Row row : rows) {
      verdicts.put(
          row.getString(row.fieldIndex(Judged.FILE))
              + " "
              + row.getLong(row.fieldIndex(Judged.LINE)),
          String.join(" ", RawRows.reasons(row)));
    }
    assertThat(verdicts).hasSameSizeAs(rows);
    return verdicts;
  }
}
