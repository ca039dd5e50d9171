package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import dev.starlift.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are rejected, shown, repaired, and loaded once; fields that nobody expected. */
class RejectWorkflowTest {
  private static final String DDL =
      """
      CREATE TABLE dw.small (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(5), _rescued SUPER);
      CREATE TABLE dw.even (id INTEGER NOT NULL PRIMARY KEY);
      """;

  private static final String JOB =
      """
      sources.csv {
        path = ${raw}"/csv/"
        format = csv
        columns { id = "integer not null", name = "varchar(5)" }
        on-unknown-field = rescue
        max-rejects = 10
      }
      sources.json {
        path = ${raw}"/json/"
        format = json
        columns { id = "integer not null", name = "varchar(5)" }
        on-unknown-field = rescue
        max-rejects = "70%"
      }
      tables."dw.small" { from = csv, mode = append }
      tables."dw.even" { from = json, mode = append, checks { even = "id % 2 = 0" } }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"parquet, 2", "avro, 0", "orc, 0"})
  void rejectedRowsOfColumnarFilesComeWithTheirValues(String format, long line) {
    String job = JOB.replace("rescue", "ignore").replace("format = csv", "format = " + format);
    ReleaseBed bed = ReleaseBed.with(DDL, job).put("json/1.json", "{\"id\":2}");
    bed.spark()
        .sql("SELECT * FROM VALUES (1, 'fits'), (2, 'too \"long\"'), (3, NULL) AS rows (id, name)")
        .coalesce(1)
        .write()
        .format(format)
        .save(bed.environment().storage().raw() + "/csv/");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT id, name FROM dw.small")).containsExactly("1|fits", "3|null");
    assertThat(
            RejectListing.rejects(bed.spark(), listing(bed).folder())
                .select("line", "raw")
                .collectAsList())
        .containsExactly(RowFactory.create(line, "{\"id\":\"2\",\"name\":\"too \\\"long\\\"\"}"));
  }

  @Test
  void rejectedRowsAreRepairedAndLoadedExactlyOnce() throws Exception {
    ReleaseBed bed =
        ReleaseBed.with(DDL, JOB.replace("rescue", "ignore"))
            .put("csv/1.csv", "name,id", "a,1", "toolong,2", "\"b\nb\",x")
            .put("json/1.json", "{\"id\":2}", "{\"id\":3}", "{\"id\":\"four\",\"name\":\"JoÉ7\"}");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.said())
        .anySatisfy(line -> assertThat(line).contains("csv rejected 1 row for INT", "1.csv:4 (id:"))
        .anySatisfy(line -> assertThat(line).contains("dw_", ".even rejected 1 row for CHECK"));
    RejectListing listing = listing(bed);
    assertThat(listing.groups())
        .extracting(RejectListing.Group::code, RejectListing.Group::maskedExample)
        .contains(
            org.assertj.core.groups.Tuple.tuple("TOO_LONG", "xxxxxxx,9"),
            org.assertj.core.groups.Tuple.tuple("INT", "{\"xx\":\"xxxx\",\"xxxx\":\"XxX9\"}"));

    Path file = folder.resolve("rejects.jsonl");
    assertThat(new RejectExport(bed.spark(), bed.job()).write(listing.folder(), file.toString()))
        .isEqualTo(4);
    String exported = Files.readString(file);
    assertThat(exported.lines()).hasSize(4).allMatch(line -> line.contains("\"reasons\":[{"));
    Files.writeString(
        file,
        exported
            .replace("toolong,2", "fits,2")
            .replace("\"b\\nb\\\",x", "\"b\\nb\\\",5")
            .replace("{\\\"id\\\":3}", "{\\\"id\\\":30}")
            .replace("\\\"four\\\"", "4"));

    assertThat(replay(bed, file)).isEqualTo(ExitCode.DONE);

    List<String> small = List.of("1|a", "2|fits", "5|b\nb");
    assertThat(bed.query("SELECT id, name FROM dw.small")).isEqualTo(small);
    assertThat(bed.query("SELECT id FROM dw.even")).containsExactly("2", "30", "4");

    assertThat(replay(bed, file)).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).last().asString().contains("Already loaded");
    // The same rows in another file.
    Path other = folder.resolve("other.jsonl");
    Files.writeString(other, "\n" + Files.readString(file).replace("fits,2", "fits,20"));
    assertThat(replay(bed, other)).isEqualTo(ExitCode.DONE);
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT id, name FROM dw.small")).isEqualTo(small);
    assertThat(bed.query("SELECT id FROM dw.even")).hasSize(3);
  }

  @Test
  void aReplayedRowKeepsTheValueOfItsDirectory() throws Exception {
    ReleaseBed bed =
        ReleaseBed.with(
                "CREATE TABLE dw.t (id INTEGER NOT NULL PRIMARY KEY, day DATE);",
                """
                sources.s {
                  path = ${raw}"/s/", format = csv, csv { comment = "#" }, max-rejects = 2
                  columns { id = "integer not null", day { type = date, directory = day } }
                }
                tables."dw.t" { from = s, mode = append }
                """)
            .put("s/day=2026-06-29/1.csv", "# made by hand", "id", "1", "two")
            .put("s/day=2026-06-30/1.csv", "id", "three");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    Path file = folder.resolve("rejects.jsonl");
    new RejectExport(bed.spark(), bed.job()).write(listing(bed).folder(), file.toString());
    assertThat(Files.readString(file)).contains("\"header\":\"id\"");
    Files.writeString(file, Files.readString(file).replace("two", "2").replace("three", "3"));

    assertThat(replay(bed, file)).isEqualTo(ExitCode.DONE);
    assertThat(replay(bed, file)).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT id, day FROM dw.t"))
        .containsExactly("1|2026-06-29", "2|2026-06-29", "3|2026-06-30");
  }

  @Test
  void whatCannotBeReplayedIsToldLineByLine() throws IOException {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB.replace("rescue", "ignore"));
    Path file = folder.resolve("wrong.jsonl");
    Files.writeString(
        file,
        """
        nonsense
        {"source":"csv","table":"","file":"f"}
        {"source":"xml","table":"","file":"f","raw":"x"}
        {"source":"csv","table":"","file":"f","raw":"x"}
        {"source":"json","table":"dw.none","file":"f","raw":"x"}
        """);

    assertThatThrownBy(
            () ->
                new RepairedRows(bed.job(), bed.environment().storage(), bed.hadoop())
                    .inputs(file.toString(), java.util.Set.of()))
        .isInstanceOf(StarliftException.class)
        .hasMessageContainingAll(
            ":1: is not JSON",
            ":2: has no text 'raw'",
            ":3: names a source that the job does not have",
            ":4: has no header",
            ":5: names a table that the job does not fill");
  }

  @Test
  void fieldsThatTheContractDoesNotNameAreRescuedAsTheyCameAndReported() {
    ReleaseBed bed =
        ReleaseBed.with(
            DDL.replace("dw.even (id", "dw.even (_rescued SUPER, id"),
            JOB.replace("checks { even = \"id % 2 = 0\" }", ""));
    bed.put(
            "csv/1.csv",
            "id,name,\"more \"\"x\"\"\"",
            "1,a,0.1234567890123456789",
            "2,b,",
            "3,c,\"q\"\"\\\"")
        .put("csv/2.csv", "id,name", "4,d")
        .put("json/1.json", "{\"id\":1,\"x\":{\"a\":[1.50,null]},\"y\":\"\\u00e9\",\"z\":1e2}");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(rescued(bed, "SELECT id, _rescued FROM dw.small"))
        .containsExactly(
            "1|{\"more \\\"x\\\"\":\"0.1234567890123456789\"}",
            "2|{\"more \\\"x\\\"\":null}",
            "3|{\"more \\\"x\\\"\":\"q\\\"\\\\\"}",
            "4|null");
    assertThat(rescued(bed, "SELECT _rescued FROM dw.even"))
        .singleElement()
        .asString()
        .contains("\"x\":{\"a\":[1.50,null]}", "\"y\":\"é\"", "\"z\":100");
    assertThat(bed.newest("report.json"))
        .contains("field 'more \\\"x\\\"' is not in the contract; 3 rows of 1 of 2 files have it");
  }

  /** With the blanks taken out that the sandbox shows between the parts of a SUPER. */
  private static List<String> rescued(ReleaseBed bed, String sql) {
    return bed.query(sql).stream().map(row -> row.replaceAll("([:,]) ", "$1")).toList();
  }

  private static ExitCode replay(ReleaseBed bed, Path file) {
    try (Warehouse open = bed.warehouse().open()) {
      return bed.loads(open).replay(bed.job(), file.toString());
    }
  }

  private static RejectListing listing(ReleaseBed bed) {
    return RejectListing.find(bed.spark(), bed.environment().storage(), "small", Optional.empty())
        .orElseThrow();
  }
}
