package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.Check;
import dev.starlift.job.TableLoad.Keys;
import dev.starlift.job.TableLoad.Selection;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.problem.Location;
import dev.starlift.problem.StarliftException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the rows that come in a table is made of. */
class TableRowsTest {
  private static final String NOTHING = "select 'x' as name, 1 as at, 'y' as level from range(0)";

  private static TableLoad users(Optional<String> where, String... order) {
    TableLoad load =
        Star.table("dw.users")
            .required("name", new ColumnType.Varchar(9))
            .column("at", new ColumnType.Int())
            .column("level", new ColumnType.Char(4))
            .primaryKey("name")
            .mode(LoadMode.UPSERT)
            .load();
    return new TableLoad(
        load.table(),
        load.where(),
        load.input(),
        load.mode(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Keys.HASH,
        List.of(),
        new Selection(
            where.map(sql -> new Check("where", Location.of("jobs/sample.conf", 40), sql)),
            Stream.of(order).map(Identifier::of).toList()));
  }

  /** The level of each row, or the code of the reason against it. */
  private static List<String> last(String values, String published, String... order) {
    TableLoad load = users(Optional.empty(), order);
    Dataset<Row> input =
        RawRows.spark()
            .sql(
                "select *, 'f' as _file, monotonically_increasing_id() as _line, 'raw' as _raw from values "
                    + values
                    + " as t(name, at, level)");
    Judged judged = TableConformer.judge(input, load, Map.of(), Map.of());
    return TableRows.last(judged, load, RawRows.spark().sql(published))
        .rows()
        .collectAsList()
        .stream()
        .map(
            row ->
                row.getString(0)
                    + " "
                    + (RawRows.reasons(row).isEmpty()
                        ? row.getString(2)
                        : RawRows.reasons(row).get(0).replaceAll(".*: ", "")))
        .sorted()
        .toList();
  }

  @Test
  void theLastRowOfAKeyStays() {
    assertThat(
            last(
                "('a', 1, 'free'), ('a ', 3, 'paid'), ('a', 2, 'free'), ('b', null, 'free')",
                NOTHING,
                "at"))
        .containsExactly("a  paid", "a SUPERSEDED", "a SUPERSEDED", "b free");
  }

  @Test
  void whereNothingTellsWhichIsLastBothAreRejectedAndEqualRowsAreOne() {
    assertThat(
            last(
                "('a', 1, 'free'), ('a', 1, 'paid'), ('b', 1, 'free'), ('b', 1, 'free')",
                NOTHING,
                "at"))
        .containsExactly("a KEY_TIE", "a KEY_TIE", "b SUPERSEDED", "b free");
    assertThat(last("('a', 1, 'free'), ('a', 1, 'paid')", NOTHING, "at", "level"))
        .containsExactly("a SUPERSEDED", "a paid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"select 'a ' as name, 2 as at", "values ('a', 1), ('a', 2) as t(name, at)"})
  void whatTheTableHasIsOlderOrItStays(String published) {
    assertThat(last("('a', 1, 'free')", published, "at")).containsExactly("a SUPERSEDED");
    assertThat(last("('a', null, 'free')", published, "at")).containsExactly("a SUPERSEDED");
    assertThat(last("('a', 2, 'free'), ('a', 1, 'paid')", published, "at"))
        .containsExactly("a SUPERSEDED", "a free");
    assertThat(last("('a', 3, 'free'), ('b', 1, 'free')", published, "at"))
        .containsExactly("a free", "b free");
  }

  @Test
  void columnsAreComparedFromLeftToRightAndPaddedTextAsRedshiftCompares() {
    String published = "select 'a' as name, 2 as at, 'old ' as level";

    assertThat(last("('a', 2, 'old')", published, "at", "level")).containsExactly("a old");
    assertThat(last("('a', 2, 'new')", published, "at", "level")).containsExactly("a SUPERSEDED");
    assertThat(last("('a', 3, 'new')", published, "at", "level")).containsExactly("a new");
    assertThat(last("('a', 1, 'zzz')", published, "at", "level")).containsExactly("a SUPERSEDED");
    assertThat(last("('a', 2, 'old')", "select 'a' as name, cast(null as int) as at", "at"))
        .containsExactly("a old");
  }

  @Test
  void aRowIsMeantForTheTableOnlyWhereTheConditionIsTrue() {
    Dataset<Row> rows =
        RawRows.spark().sql("select * from values (1, 'x'), (2, 'y'), (3, null) as t(at, page)");

    assertThat(TableRows.meant(rows, users(Optional.of("page <> 'x'"))).collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(2);
    assertThat(TableRows.meant(rows, users(Optional.empty())).count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pages = 'x'", "at + 1", "at > rand()"})
  void aConditionThatCannotBeUsedIsAProblemOfItsLine(String where) {
    Dataset<Row> rows = RawRows.spark().sql("select 1 as at, 'x' as page");

    assertThatThrownBy(() -> TableRows.meant(rows, users(Optional.of(where))))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("jobs/sample.conf:40: where of dw.users: ");
  }
}
