package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.ColumnType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SurrogateKeyTest {
  private static final Star COMPOSITE =
      Star.table("dw.dim")
          .required("k", new ColumnType.BigInt())
          .column("a", new ColumnType.Varchar(20))
          .column("b", new ColumnType.Varchar(20))
          .primaryKey("k")
          .unique("a", "b");

  /**
   * Keys are in warehouses: another value here would give every member a second key. The values
   * were computed without Spark: XXH64 with seed 42 of {@code 3:JFK;2:US;} and so on.
   */
  @Test
  void keysAreTheSameForEver() {
    assertThat(keys("select * from values ('JFK', 'US'), ('é漢😀', '') as t(a, b)"))
        .containsExactly(-6831116316295546702L, -8764435361746992044L);
    Star typed =
        Star.table("dw.dim")
            .required("k", new ColumnType.BigInt())
            .required("i", new ColumnType.Int())
            .required("d", new ColumnType.Decimal(10, 2))
            .required("t", new ColumnType.Timestamp())
            .required("f", new ColumnType.DoublePrecision())
            .primaryKey("k")
            .unique("i", "d", "t", "f");
    assertThat(
            typed
                .judge("select 7 as i, 1.5 as d, TIMESTAMP'2024-01-02 03:04:05' as t, 0.0D as f")
                .accepted()
                .head()
                .getLong(0))
        .isEqualTo(-760944875535789439L);
  }

  @Test
  void anotherBusinessKeyHasAnotherKeyAndTrailingBlanksDoNotCount() {
    List<Long> keys =
        keys(
            "select * from values ('a', 'bc'), ('ab', 'c'), ('abc', ''), ('', 'abc'), ('a;1:b', 'c'),"
                + " ('a', 'bc  '), ('A', 'bc') as t(a, b)");

    assertThat(keys.get(5)).isEqualTo(keys.get(0));
    Set<Long> distinct = new HashSet<>(keys);
    assertThat(distinct).hasSize(6).doesNotContain(-1L);
  }

  private static List<Long> keys(String select) {
    return COMPOSITE.judge(select).rows().collectAsList().stream()
        .map((Row row) -> row.getLong(0))
        .toList();
  }
}
