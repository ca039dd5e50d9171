package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.TableLoad.History;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.Validity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Files, partitions and rows may come in any order. Each shuffle is a group of keys of its own, so
 * that all 200 of them are one Spark job.
 */
class OrderIndependenceTest {
  private static final int SHUFFLES = 200;
  private static final long SEED = 20260630;

  /** id, order, value: late rows, ties with one value and with two, NULLs, trailing blanks. */
  private static final List<String[]> ROWS =
      List.of(
          new String[] {"a", "3", "x"},
          new String[] {"a", "1", "y"},
          new String[] {"a ", "2", "x"},
          new String[] {"b", "1", "x"},
          new String[] {"b", "1", "x"},
          new String[] {"c", "2", "x"},
          new String[] {"c", "2", "y"},
          new String[] {"c", "1", "z"},
          new String[] {"d", null, "x"},
          new String[] {"d", "0", null},
          new String[] {"e", "no number", "x"},
          new String[] {null, "1", "x"});

  @Test
  void whichRowOfAKeyStaysDoesNotDependOnWhereRowsStand() {
    RawRows rows =
        new RawRows()
            .column("run", new ColumnType.Int())
            .column("id", new ColumnType.Varchar(5))
            .column("ord", new ColumnType.Int())
            .column("value", new ColumnType.Varchar(5))
            .key("run", "id")
            .order("ord");
    Random random = new Random(SEED);
    for (int run = 0; run < SHUFFLES; run++) {
      List<String[]> shuffled = new ArrayList<>(ROWS);
      Collections.shuffle(shuffled, random);
      for (int i = 0; i < shuffled.size(); i++) {
        String[] row = shuffled.get(i);
        rows.rowAt(
            "f" + random.nextInt(3), run * 100L + i, Integer.toString(run), row[0], row[1], row[2]);
      }
    }

    Dataset<Row> judged =
        SourceConformer.judge(rows.dataset().repartition(5), rows.source()).rows();

    Map<Integer, List<String>> outcomes = new TreeMap<>();
    for (Row row : judged.collectAsList()) {
      outcomes
          .computeIfAbsent(row.getInt(0), run -> new ArrayList<>())
          .add(row.getString(1) + "|" + row.get(2) + "|" + row.get(3) + "|" + RawRows.reasons(row));
    }
    outcomes.values().forEach(Collections::sort);
    assertThat(outcomes).hasSize(SHUFFLES);
    assertThat(outcomes.get(0)).hasSize(ROWS.size()).anyMatch(row -> row.contains("KEY_TIE"));
    assertThat(new HashSet<>(outcomes.values())).hasSize(1);
  }

  @Test
  void theVersionsOfAMemberDoNotDependOnTheOrderOfWhatIsSaid() {
    Table table =
        Star.table("dw.dim")
            .required("key", new ColumnType.BigInt())
            .required("run", new ColumnType.Int())
            .required("id", new ColumnType.Varchar(5))
            .column("value", new ColumnType.Varchar(5))
            .required("valid_from", new ColumnType.Timestamp())
            .required("valid_to", new ColumnType.Timestamp())
            .required("is_current", new ColumnType.Bool())
            .primaryKey("key")
            .unique("run", "id", "valid_from")
            .declared();
    Random random = new Random(SEED);
    List<Row> said = new ArrayList<>();
    for (int run = 0; run < SHUFFLES; run++) {
      List<Row> one = new ArrayList<>();
      for (int time = 1; time <= 9; time++) {
        String value = List.of("x", "x", "y", "y", "x", "z", "z", "x", "x").get(time - 1);
        one.add(RowFactory.create(run, time % 2 == 0 ? "a " : "a", value, time));
        // The same said twice is said once.
        one.add(RowFactory.create(run, "b", null, time / 3 * 3));
      }
      Collections.shuffle(one, random);
      said.addAll(one);
    }
    Collections.shuffle(said, random);
    Dataset<Row> observations =
        RawRows.spark()
            .createDataFrame(
                said,
                new StructType()
                    .add("run", DataTypes.IntegerType)
                    .add("id", DataTypes.StringType)
                    .add("value", DataTypes.StringType)
                    .add("day", DataTypes.IntegerType))
            .selectExpr("run", "id", "value", "timestamp_seconds(day * 86400L) AS valid_from");
    History history = new History("ignored", Validity.CUSTOMARY, Optional.empty());

    Dataset<Row> versions = MemberVersions.of(observations.repartition(5), table, history);

    Map<Integer, Set<String>> outcomes = new TreeMap<>();
    for (Row row :
        versions
            .selectExpr(
                "run",
                "concat_ws('|', rtrim(id), value, day(valid_from), day(valid_to), is_current)")
            .collectAsList()) {
      outcomes.computeIfAbsent(row.getInt(0), run -> new TreeSet<>()).add(row.getString(1));
    }
    assertThat(outcomes).hasSize(SHUFFLES);
    assertThat(outcomes.get(0))
        .containsExactly(
            "a|x|2|4|false",
            "a|x|6|7|false",
            "a|x|9|31|true",
            "a|y|4|6|false",
            "a|z|7|9|false",
            "b|1|31|true");
    assertThat(new HashSet<>(outcomes.values())).hasSize(1);
    assertThat(versions.select("key").distinct().count()).isEqualTo(6L * SHUFFLES);
    assertThat(table.surrogateKey().map(key -> key.name())).contains(Identifier.of("key"));
  }
}
