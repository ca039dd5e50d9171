package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.problem.ExitCode;
import org.junit.jupiter.api.Test;

/** A table that keeps the last row of each key, over several releases. */
class OrderReleaseTest {
  private static final String DDL =
      "CREATE TABLE dw.users (name VARCHAR(10) NOT NULL PRIMARY KEY, level CHAR(4), at INTEGER);";

  private static final String JOB =
      """
      sources.s {
        path = ${raw}"/s/", format = csv
        columns { name = "varchar(10)", level = "char(4)", at = { type = integer, null = ["?"] } }
      }
      tables."dw.users" { from = s, mode = upsert, order = [at] }
      max-rejects = "50%"
      """;

  private static ReleaseBed bed() {
    return ReleaseBed.with(DDL, JOB)
        .put(
            "s/1.csv", "name,level,at", "a,free,1", "a,paid,3", "b,free,?", "b,paid,x", "c,free,5");
  }

  @Test
  void rejectedRowsDoNotCompeteAndThoseThatLoseAreNoRejects() {
    ReleaseBed bed = bed();

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT name, level, at FROM dw.users"))
        .containsExactly("a|paid|3", "b|free|null", "c|free|5");
    assertThat(bed.said())
        .anyMatch(line -> line.matches("s +1 +5 +4 +1 +0 +INT 1"))
        .anyMatch(line -> line.matches("\\S+\\.users +upsert +3 +0 .* SUPERSEDED 1"))
        .noneMatch(line -> line.contains("rejected 1 row for SUPERSEDED"));
  }

  @Test
  void whatIsOlderThanTheTableChangesNothingAndWhatIsNewerDoes() {
    ReleaseBed bed = bed();
    bed.run();
    bed.put("s/2.csv", "name,level,at", "a,free,2", "b,paid,1", "c,paid,4", "c,gone,?", "d,free,9");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT name, level, at FROM dw.users"))
        .containsExactly("a|paid|3", "b|paid|1", "c|free|5", "d|free|9");
    assertThat(bed.said())
        .anyMatch(line -> line.matches("\\S+\\.users +upsert +2 +0 .* SUPERSEDED 3"));
  }

  @Test
  void aReleaseThatAnotherRunHasOvertakenIsComputedAgain() {
    ReleaseBed bed = bed();
    bed.run();
    ReleaseBed other = bed.alsoWith(JOB, "other");
    bed.put("s/2.csv", "name,level,at", "a,free,4");
    bed.beforeStep("publish", () -> newer(bed, other));

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT level, at FROM dw.users WHERE name = 'a'"))
        .containsExactly("gold|9");
  }

  /** The other run finds the file of this one, too, and a newer one. */
  private static void newer(ReleaseBed bed, ReleaseBed other) {
    bed.put("s/3.csv", "name,level,at", "a,gold,9");
    other.run();
  }
}
