package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.Match;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.job.TableLoad.Near;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import dev.starlift.problem.StarliftException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Members that are told by more than their key. */
class MemberMatchTest {
  private static final TableName SONGS = TableName.parse("dw.songs");

  private static final String MEMBERS =
      "select * from values ('S3', 'Tide', 201.5D, 3), ('S2', 'Tide', 201.5D, 2),"
          + " ('S1', 'Tide', 201.6D, null), ('S4', 'Ebb', null, 4), ('S5', 'Flow', 7D, 5)"
          + " as t(song_id, title, duration, rank)";

  private static Table songs() {
    return Star.table("dw.songs")
        .required("song_id", new ColumnType.Varchar(5))
        .required("title", new ColumnType.Varchar(20))
        .column("duration", new ColumnType.DoublePrecision())
        .column("rank", new ColumnType.Int())
        .primaryKey("song_id")
        .declared();
  }

  private static TableLoad plays(Match match, MissingMember missing) {
    TableLoad load =
        Star.table("dw.plays")
            .required("id", new ColumnType.Int())
            .column("song_id", new ColumnType.Varchar(5))
            .load();
    Lookup lookup =
        new Lookup(
            Identifier.of("song_id"),
            Location.of("jobs/sample.conf", 20),
            SONGS,
            Map.of(Identifier.of("title"), "song"),
            Identifier.of("song_id"),
            missing,
            Optional.empty(),
            match);
    return new TableLoad(
        load.table(),
        load.where(),
        load.input(),
        load.mode(),
        List.of(),
        Map.of(),
        List.of(lookup),
        List.of());
  }

  private static Match near(String column, String within, String... first) {
    return new Match(
        Map.of(Identifier.of(column), new Near("length", new BigDecimal(within))),
        List.of(first).stream().map(Identifier::of).toList());
  }

  private static Row judged(Match match, MissingMember missing, String song, String length) {
    Dataset<Row> input =
        RawRows.spark()
            .sql(
                "select 1 as id, '%s' as song, cast(%s as double) as length"
                    .formatted(song, length));
    return judge(match, missing, input).rows().head();
  }

  private static Judged judge(Match match, MissingMember missing, Dataset<Row> input) {
    return TableConformer.judge(
        input,
        plays(match, missing),
        Map.of(SONGS, RawRows.spark().sql(MEMBERS)),
        Map.of(SONGS, songs()));
  }

  @Test
  void theMemberIsNearAndTheFirstOfThose() {
    Dataset<Row> cases =
        RawRows.spark()
            .sql(
                """
                select * from values
                  ('Tide', 201.5D, 'S2'),
                  ('Tide  ', 201.5D, 'S2'),
                  -- Exactly a thousandth away, which binary fractions do not know of.
                  ('Tide', 201.501D, 'S2'),
                  ('Tide', 201.499D, 'S2'),
                  ('Tide', 201.5011D, null),
                  ('Tide', 201.4989D, null),
                  ('Tide', 201.6D, 'S1'),
                  ('Tide', 201.55D, null),
                  ('Tide', 1e300D, null),
                  ('Tide', cast(null as double), null),
                  ('Ebb', 201.5D, null),
                  ('Foam', 201.5D, null)
                as t(song, length, expected)
                """);
    Judged judged =
        judge(
            near("duration", "0.001", "song_id"),
            MissingMember.LEAVE_EMPTY,
            cases.selectExpr(
                "1 as id",
                "song",
                "length",
                "'f' as _file",
                "1L as _line",
                "concat_ws(' ', song, length, 'is', expected) as _raw"));

    assertThat(judged.rows().collectAsList())
        .hasSize(12)
        .allSatisfy(
            row -> {
              String found = row.getAs("song_id");
              assertThat(RawRows.reasons(row)).isEmpty();
              assertThat(row.<String>getAs("_raw")).endsWith(found == null ? "is" : "is " + found);
            });
  }

  @Test
  void whoHasNoValueIsTheLastByIt() {
    assertThat(
            judged(near("duration", "1", "rank"), MissingMember.REJECT, "Tide", "201.5")
                .<String>getAs("song_id"))
        .isEqualTo("S2");
  }

  @Test
  void withoutAnOrderTheLeastValueIsTaken() {
    assertThat(
            judged(near("duration", "1"), MissingMember.REJECT, "Tide", "201.5")
                .<String>getAs("song_id"))
        .isEqualTo("S1");
  }

  @Test
  void noNearMemberIsAMissingOneUnlessNothingSaysWhatItMustBeNearTo() {
    Match match = near("duration", "0.001");

    assertThat(RawRows.reasons(judged(match, MissingMember.REJECT, "Tide", "1")))
        .containsExactly("song_id: LOOKUP");
    assertThat(RawRows.reasons(judged(match, MissingMember.REJECT, "Tide", "null"))).isEmpty();
  }

  @Test
  void onlyNumbersAreNear() {
    assertThatThrownBy(() -> judged(near("title", "1"), MissingMember.REJECT, "Tide", "1"))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("jobs/sample.conf:20: lookup song_id, near: title of dw.songs is no");
  }
}
