package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.NaughtyStrings;
import dev.starlift.ddl.DdlParser;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import dev.starlift.warehouse.TestWarehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that have broken other programs: as values they arrive exactly, as names they are quoted or
 * refused, and nothing in them is ever executed.
 */
class NaughtyStringsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  @DisplayName("V54 V35 V46 as values of CSV and JSON they arrive exactly")
  void asValuesTheyArriveExactly() {
    ReleaseBed bed =
        ReleaseBed.with(
            """
            CREATE TABLE dw.from_csv (id INTEGER NOT NULL PRIMARY KEY, v VARCHAR(100) NOT NULL);
            CREATE TABLE dw.from_json (id INTEGER NOT NULL PRIMARY KEY, v VARCHAR(100) NOT NULL);
            """,
            """
            sources.csv {
              path = ${raw}"/csv/", format = csv
              columns { id = "integer not null", v = "varchar(100) not null" }
            }
            sources.json {
              path = ${raw}"/json/", format = json
              columns { id = "integer not null", v = "varchar(100) not null" }
            }
            tables."dw.from_csv" { from = csv, mode = append }
            tables."dw.from_json" { from = json, mode = append }
            """);
    StringBuilder csv = new StringBuilder("id,v\n");
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < NaughtyStrings.ALL.size(); i++) {
      csv.append("%d,\"%s\"\n".formatted(i, NaughtyStrings.ALL.get(i).replace("\"", "\"\"")));
      json.append("{\"id\":%d,\"v\":%s}\n".formatted(i, quoted(NaughtyStrings.ALL.get(i))));
    }
    bed.putText("csv/1.csv", csv.toString()).putText("json/1.json", json.toString());

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    List<String> expected =
        IntStream.range(0, NaughtyStrings.ALL.size())
            .mapToObj(i -> i + "|" + NaughtyStrings.ALL.get(i))
            .sorted()
            .toList();
    assertThat(bed.query("SELECT id, v FROM dw.from_csv")).isEqualTo(expected);
    assertThat(bed.query("SELECT id, v FROM dw.from_json")).isEqualTo(expected);
    assertThat(bed.query("SELECT COUNT(*) FROM canary")).containsExactly("1");
  }

  @Test
  @DisplayName(
      "V45 V46 V54 as names of columns and tables they are quoted, and nothing else happens")
  void asNamesOfColumnsAndTablesTheyAreQuoted() {
    Map<Identifier, String> names = new TreeMap<>();
    for (String string : NaughtyStrings.ALL) {
      if (catchThrowable(() -> Identifier.of(string)) == null) {
        names.put(Identifier.of(string), string);
      }
    }
    assertThat(names).hasSizeGreaterThan(60);
    String columns =
        names.keySet().stream()
            .map(name -> name.sql() + " INTEGER")
            .collect(Collectors.joining(", "));
    String fills =
        names.values().stream()
            .map(name -> quoted(name) + " = id")
            .collect(Collectors.joining("\n"));
    ReleaseBed bed =
        ReleaseBed.with(
            """
            CREATE TABLE dw."x""; DROP TABLE canary; --" (%s);
            """
                .formatted(columns),
            """
            sources.json { path = ${raw}"/json/", format = json, columns { id = "integer not null" } }
            tables."dw.x\\"; DROP TABLE canary; --" { from = json, mode = append, columns { %s } }
            """
                .formatted(fills));
    bed.putText("json/1.json", "{\"id\":7}\n");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT * FROM dw.\"x\"\"; DROP TABLE canary; --\""))
        .containsExactly(names.keySet().stream().map(name -> "7").collect(Collectors.joining("|")));
    assertThat(bed.query("SELECT COUNT(*) FROM canary")).containsExactly("1");
  }

  static Stream<Arguments> refusedNames() {
    return Stream.of(
        Arguments.of("V45 empty", "", "must not be empty"),
        Arguments.of("V45 128 bytes", "x".repeat(128), "is 128 bytes long; Redshift allows 127"),
        Arguments.of("V45 43 characters of 129 bytes", "\u8868".repeat(43), "is 129 bytes long"),
        Arguments.of("V54 line feed", "a\nb", "must not hold control characters"),
        Arguments.of("V54 escape", "\u001b[31m", "must not hold control characters"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedNames")
  void aNameThatRedshiftWouldChangeIsRefused(String id, String name, String reason) {
    assertThatThrownBy(() -> Identifier.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("V45 names that Redshift takes for one are refused as a collision")
  void namesThatRedshiftTakesForOneAreRefused() {
    Problems problems = new Problems();
    Optional<Table> parsed =
        DdlParser.parse("t.sql", "CREATE TABLE dw.t (\"Total\" INTEGER, total INTEGER);", problems);

    assertThat(problems.isEmpty()).as(parsed.toString()).isFalse();
  }

  /** Where a statement that was smuggled in would look for it. */
  @BeforeAll
  static void putCanary() {
    TestWarehouse.execute("CREATE TABLE IF NOT EXISTS canary (id INTEGER)");
    TestWarehouse.execute("DELETE FROM canary");
    TestWarehouse.execute("INSERT INTO canary VALUES (1)");
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
