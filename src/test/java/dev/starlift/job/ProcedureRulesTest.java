package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.TableLoad.FromProcedure;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of procedures, fixed slices and triggers broken alone: one problem, at its line. */
class ProcedureRulesTest {
  private static final String JOB =
      """
      job = shop
      schemas = "schemas"
      parameters { day = "int not null", day2 = "date" }
      trigger { path = ${raw}"/done/:day.txt", wait = "2 hours" }
      sources {
        orders {
          path = ${raw}"/orders/"
          format = csv
          columns { id = "bigint not null", text = "varchar(20)" }
        }
      }
      tables {
        "shop.notes" { from = orders, mode = replace }
        "shop.days" {
          transform = procedure
          procedure = "procedures/days.sql"
          arguments { p_day = ":day", p_region = "eu" }
          reads = ["shop.notes"]
          mode = replace-slice
          slice { day = ":day" }
        }
      }
      """;
  private static final String PROCEDURE =
      """
      -- COMMIT is only a word here.
      CREATE OR REPLACE PROCEDURE shop.fill_days(p_day INT, p_region IN VARCHAR(10))
      AS $$
      BEGIN
        DELETE FROM shop.days WHERE day = p_day;
        IF p_day > 0 THEN
          INSERT INTO shop.days SELECT p_day, 'TRUNCATE', 1 FROM shop.notes;
        END IF;
      END;
      $$ LANGUAGE plpgsql;
      """;

  private static MemoryFiles files(String job, String procedure) {
    return JobExample.withJob(job).with("shop/procedures/days.sql", procedure);
  }

  private static List<String> problems(String job, String procedure) {
    Problems problems = new Problems();
    JobFile.parse(
        files(job, procedure),
        JobExample.FILE,
        Optional.of(JobExample.environment()),
        Settings.of(List.of("day=5")),
        problems);
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void theJobIsFineAsItIs() {
    JobDefinition job =
        JobFile.parse(
            files(JOB, PROCEDURE),
            JobExample.FILE,
            JobExample.environment(),
            Settings.of(List.of("day=5")));

    TableLoad days = job.tables().get(1);
    assertThat(days.sliceValues()).containsExactly("5");
    assertThat(days.input())
        .isInstanceOfSatisfying(
            FromProcedure.class,
            call -> {
              assertThat(call.procedure().name()).hasToString("shop.fill_days");
              assertThat(call.arguments()).containsExactly("5", "'eu'");
            });
    assertThat(job.trigger())
        .contains(
            new Trigger(
                job.trigger().orElseThrow().where(),
                "s3://raw-bucket/in/done/5.txt",
                Optional.of(Duration.ofHours(2))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          p_day = ":day"          | p_dayy = ":day"       | 17: %s has no argument 'p_dayy'. Did you mean 'p_day'?; 17: argument 'p_day' of %s is not given. Say arguments { p_day = ":parameter" }.
          p_day = ":day"          | p_day = ":dya"        | 17: the job has no parameter 'dya'. Did you mean 'day'?
          p_day = ":day"          | p_day = "x"           | 17: 'x' does not go into argument 'p_day', a INTEGER.
          p_region = "eu"         | p_region = "too long for it" | 17: 'too long for it' does not go into argument 'p_region', a VARCHAR(10).
          reads = ["shop.notes"]  | reads = ["shop.orders"] | 14: the procedure reads no table that the job stages, so nothing says when to call it. Name one of its staging tables in reads.
          slice { day = ":day" }  | slice = [day]         | 20: which slice the procedure replaces must be known beforehand. Say slice { eod_date = ":date" } or the like, with a parameter of the job.
          slice { day = ":day" }  | slice { day = 5 }     | 20: the value of a slice is a parameter of the job, not '5'. Write ":date" or the like.
          slice { day = ":day" }  | slice { day = ":day2" } | 20: parameter 'day2', a DATE, is no INTEGER, as column day is.
          mode = replace-slice    | mode = upsert         | 19: mode = upsert cannot be verified of a procedure. Say append, replace or replace-slice.; 20: slice belongs to mode = replace-slice, and the mode is upsert.
          procedure = "procedures/days.sql" | procedure = "procedures/dys.sql" | 16: there is no file shop/procedures/dys.sql.
          transform = procedure   | transform = lambda    | 15: this version does not know transform = lambda. One of: procedure, spark.; 14: neither 'from' nor 'query' is given. Say from = a source, or query = a file with a SELECT.; 16: unknown key 'procedure' in tables.shop.days. There is
          reads = ["shop.notes"]  | reads = ["shop.notes"], checks { a = "1 = 1" } | 18: 'checks' is for Spark, and a procedure makes the rows.
          wait = "2 hours"        | wait = "2 ours"       | 4: wait = 2 ours is no time. Write "2 hours", "30 minutes", or none.
          ${raw}"/done            | "s3://elsewhere       | 4: path is outside the storage.raw of the environment, s3://raw-bucket/in. Begin it with ${raw}.
          """)
  void aBrokenRuleOfTheJobIsToldWithItsLine(String good, String bad, String expected) {
    assertThat(JOB).contains(good);
    List<String> problems = problems(JOB.replace(good, bad), PROCEDURE);

    for (String one : expected.split("; ", -1)) {
      assertThat(problems)
          .anyMatch(
              problem ->
                  problem.startsWith(JobExample.FILE + ":" + one.replace("%s", "shop.fill_days")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELETE FROM shop.days WHERE day = p_day; | TRUNCATE shop.days; | 5: TRUNCATE ends the transaction in which the procedure is called, or cannot run in one. Write DELETE FROM.
          DELETE FROM shop.days WHERE day = p_day; | EXECUTE 'truncate shop.days'; | 5: TRUNCATE ends the transaction in which the procedure is called, or cannot run in one. Write DELETE FROM.
          END IF;     | COMMIT; END IF;           | 8: COMMIT ends the transaction in which the procedure is called, or cannot run in one. Leave it out.
          END IF;     | ELSE rollback; END IF;    | 8: ROLLBACK ends the transaction in which the procedure is called, or cannot run in one. Leave it out.
          OR REPLACE  | /* */                     | 2: a procedure's file begins with CREATE OR REPLACE PROCEDURE. Without OR REPLACE it could be run once only.
          shop.fill   | fill                      | 2: the procedure's name has no schema. Write schema.name.
          p_region IN VARCHAR(10) | INOUT p_region VARCHAR(10) | 2: the procedure gives something back, and nobody takes it. Use IN only.
          p_day INT   | p_day SUPER               | 2: an argument of SUPER cannot be given.
          $$ LANGUAGE | $$ NONATOMIC LANGUAGE     | 10: a NONATOMIC procedure commits each statement. Leave it out.
          plpgsql;    | plpgsql; DROP TABLE t;    | 10: the file holds more than the procedure. Keep one statement in it.
          AS $$       | AS $x$                    | 3: this is never closed. Close it.
          """)
  void aBrokenProcedureIsToldWithItsFileAndLine(String good, String bad, String expected) {
    assertThat(PROCEDURE).contains(good);

    assertThat(problems(JOB, PROCEDURE.replace(good, bad)))
        .contains("shop/procedures/days.sql:" + expected);
  }
}
