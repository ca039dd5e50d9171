package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Procedures that do not do what they should: nothing is published, and their file is named. */
class ProcedureReleaseTest {
  private static final String DDL =
      """
      CREATE TABLE dw.staged (day DATE NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (day, id));
      CREATE TABLE dw.target (day DATE NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (day, id));
      """;
  private static final String JOB =
      """
      parameters { day { type = "date not null", default = "2024-01-02" } }
      sources { a {
        path = ${raw}"/a/", format = csv, files = all
        columns { day = "date not null", id = "bigint not null" }
      } }
      tables {
        "dw.staged" { from = a, mode = replace }
        "dw.target" {
          transform = procedure
          procedure = "procedures/fill.sql"
          arguments { p_day = ":day" }
          reads = ["dw.staged"]
          mode = replace-slice, slice { day = ":day" }
        }
      }
      """;
  private static final String GOOD =
      "INSERT INTO dw.target SELECT day, id FROM dw.staged WHERE day = p_day;";

  private final ReleaseBed bed = ReleaseBed.with(DDL, JOB);

  @BeforeEach
  void firstRelease() {
    procedure("DELETE FROM dw.target WHERE day = p_day;" + GOOD);
    bed.put("a/1.csv", "day,id", "2024-01-01,1", "2024-01-02,2");
  }

  private void procedure(String body) {
    bed.file(
        "procedures/fill.sql",
        "CREATE OR REPLACE PROCEDURE dw.fill(p_day DATE) AS $$ BEGIN %s END; $$ LANGUAGE plpgsql;"
            .formatted(body));
  }

  @Test
  void theProcedureThatRunsIsTheOneOfTheFileAlsoWhenAnotherWasThere() {
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    bed.execute(
        "CREATE OR REPLACE PROCEDURE dw.fill(p_day DATE) AS $$ BEGIN DELETE FROM dw.target; END; $$"
            + " LANGUAGE plpgsql");
    bed.put("a/1.csv", "day,id", "2024-01-02,3");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT * FROM dw.target")).containsExactly("2024-01-02|3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELETE FROM dw.target WHERE true; INSERT INTO dw.target SELECT day, id FROM dw.staged; | 64 | has changed what it must not: rows outside of
          INSERT INTO dw.target SELECT day, id FROM dw.staged WHERE day = p_day; | 65 | values of day + id come more than once after
          RAISE EXCEPTION 'no prices for %', p_day;                              | 65 | has failed: ERROR: no prices for 2024-01-02
          INSERT INTO dw.target SELECT day, id FROM dw.nowhere;                  | 64 | has failed:
          INSERT INTO dw.target SELECT day, 1 / (id - id) FROM dw.staged;        | 65 | has failed:
          """)
  void whatItMustNotDoIsRolledBack(String body, int code, String problem) {
    bed.run();
    bed.put("a/1.csv", "day,id", "2024-01-02,2", "2024-01-03,3", "2024-01-04,4");
    procedure(body);
    bed.execute("INSERT INTO dw.target VALUES ('2023-12-31', 0)");

    StarliftException refused = catchThrowableOfType(StarliftException.class, bed::run);

    assertThat(refused).hasMessageContaining(problem);
    assertThat(refused).hasMessageContaining("procedures/fill.sql");
    assertThat(refused.code().code()).isEqualTo(code);
    assertThat(bed.query("SELECT * FROM dw.target"))
        .containsExactly("2023-12-31|0", "2024-01-02|2");
    assertThat(bed.query("SELECT * FROM dw.staged"))
        .containsExactly("2024-01-01|1", "2024-01-02|2");
  }
}
