package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.Input;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.job.TableLoad.Read;
import dev.starlift.job.TableLoad.Rows;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOrderTest {
  /** {@code a:l=b,r=c,f=d}: table a looks up b, its query reads c, and it references d. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "a b c                 | a b c   | a b c   | -",
        "a:l=b b               | b a     | b a     | -",
        "a:r=b b               | b a     | a b     | -",
        "a:f=b b               | a b     | b a     | -",
        "fact:l=dim dim cal:r=fact | dim fact cal | dim fact cal | -",
        // A calendar over the facts that reference it.
        "cal:r=fact fact:f=cal,l=dim dim | dim fact cal | cal dim fact | -",
        // A snowflake.
        "f:l=d d:l=e e         | e d f   | e d f   | -",
        // What another job fills does not count.
        "a:l=elsewhere b       | a b     | a b     | -",
        // References to each other, or to itself, are legal and leave the order of the file.
        "a:f=b b:f=a c         | a b c   | c a b   | -",
        "a:f=a b               | a b     | a b     | -",
        "a:l=b b:l=c c:l=a     | a c b   | a c b   | a b c",
        "x a:r=b b:l=a         | x a b   | x a b   | a b",
        "a:r=a                 | a       | a       | a",
      })
  void tablesComeAfterThoseTheyNeed(
      String tables, String staging, String publishing, String circle) {
    List<TableLoad> loads = Arrays.stream(tables.split(" ")).map(LoadOrderTest::load).toList();

    LoadOrder order = LoadOrder.of(job(loads));

    assertThat(names(order.staging())).isEqualTo(staging.strip());
    assertThat(names(order.publishing())).isEqualTo(publishing.strip());
    assertThat(LoadOrder.circle(loads).map(LoadOrderTest::joined))
        .isEqualTo(Optional.ofNullable(circle).map(String::strip));
  }

  private static JobDefinition job(List<TableLoad> loads) {
    return new JobDefinition(
        "job", "job.conf", "0", "", Map.of(), List.of(), loads, new RejectLimit.Rows(0), Map.of());
  }

  private static TableLoad load(String text) {
    String[] parts = text.split(":", -1);
    Map<String, Read> reads = new HashMap<>();
    Table table = table(parts[0], List.of());
    Input input = new FromSource("source");
    List<Lookup> lookups = List.of();
    for (String need : parts.length > 1 ? parts[1].split(",", -1) : new String[0]) {
      TableName other = TableName.of("s", need.substring(2));
      if (need.startsWith("l=")) {
        lookups =
            List.of(
                new Lookup(
                    Identifier.of("id"),
                    Location.of("job.conf"),
                    other,
                    Map.of(),
                    Identifier.of("id"),
                    MissingMember.REJECT));
      } else if (need.startsWith("r=")) {
        reads.put("view", new TableRead(other, Rows.ALL, Map.of()));
        input = new FromQuery("q.sql", "SELECT 1", reads);
      } else {
        table =
            table(
                parts[0], List.of(new ForeignKey(List.of(Identifier.of("id")), other, List.of())));
      }
    }
    return new TableLoad(
        table,
        Location.of("job.conf"),
        input,
        LoadMode.APPEND,
        List.of(),
        Map.of(),
        lookups,
        List.of());
  }

  private static Table table(String name, List<ForeignKey> references) {
    return new Table(
        TableName.of("s", name),
        List.of(Column.of("id", new ColumnType.BigInt(), false)),
        List.of(),
        List.of(),
        references,
        new Distribution.Auto(),
        new SortKey.None(),
        false,
        true,
        Optional.empty());
  }

  private static String names(List<TableLoad> loads) {
    return joined(loads.stream().map(load -> load.table().name()).toList());
  }

  private static String joined(List<TableName> names) {
    return String.join(" ", names.stream().map(name -> name.table().value()).toList());
  }
}
