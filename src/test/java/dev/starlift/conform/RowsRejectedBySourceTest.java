package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.Selection;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Rows that a source rejects go through its first table with the others, and change nothing there.
 */
class RowsRejectedBySourceTest {
  private static final ColumnType INTEGER = new ColumnType.Int();

  private static RawRows source() {
    return new RawRows()
        .column("name", new ColumnType.Varchar(9))
        .column("at", INTEGER)
        .column("level", new ColumnType.Char(4))
        .row("a", "1", "free")
        .row("a", "9", "too long");
  }

  @Test
  void noExpressionIsEvaluatedOnThem() {
    TableLoad load =
        Star.table("dw.users")
            .column("level", new ColumnType.Char(4))
            .column("ratio", INTEGER)
            .fill("ratio", "10 div (9 - at)")
            .load();

    List<Row> ratios =
        TableConformer.judge(source().judge().marked(Map.of()), load, Map.of(), Map.of())
            .rows()
            .select("ratio", Judged.SOURCE_REASONS)
            .collectAsList();

    assertThat(ratios).hasSize(2);
    assertThat(ratios)
        .allMatch(row -> row.getList(1).isEmpty() ? row.getInt(0) == 1 : row.isNullAt(0));
  }

  @Test
  void theyDoNotCompeteForAKey() {
    TableLoad all =
        Star.table("dw.users")
            .required("name", new ColumnType.Varchar(9))
            .column("at", INTEGER)
            .column("level", new ColumnType.Char(4))
            .primaryKey("name")
            .mode(LoadMode.UPSERT)
            .load();
    TableLoad load =
        new TableLoad(
            all.table(),
            all.where(),
            all.input(),
            all.mode(),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            all.keys(),
            List.of(),
            new Selection(Optional.empty(), List.of(Identifier.of("at"))));
    Judged judged =
        TableConformer.judge(source().judge().marked(Map.of()), load, Map.of(), Map.of());

    List<Row> kept =
        TableRows.last(
                judged, load, RawRows.spark().sql("select 'x' as name, 1 as at from range(0)"))
            .acceptedBySource()
            .accepted()
            .collectAsList();

    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).getInt(1)).isEqualTo(1);
  }
}
