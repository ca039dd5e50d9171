package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.model.TableName;
import dev.starlift.problem.Problems;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that is a table of the warehouse. */
class SourceTableRulesTest {
  private static final String JOB =
      """
      job = shop
      schemas = "schemas"
      parameters { day { type = "date not null" }, region { type = "varchar(10)", default = "it's" } }
      sources {
        orders {
          format = redshift, table = "Staging.orders", where = "day = :day AND region <> :region"
          columns { id = "bigint not null", customer = "varchar(20) not null", amount = "decimal(10,2)" }
        }
      }
      tables {
        "shop.orders" { from = orders, mode = append, columns { customer_key = 1, day = 20260101 } }
      }
      """;

  private static JobDefinition parse(String job, String day) {
    return JobFile.parse(
        JobExample.withJob(job),
        JobExample.FILE,
        JobExample.environment(),
        Settings.of(List.of("day=" + day)));
  }

  private static List<String> problems(String job) {
    Problems problems = new Problems();
    JobFile.parse(
        JobExample.withJob(job),
        JobExample.FILE,
        Optional.of(JobExample.environment()),
        Settings.of(List.of("day=2026-01-31")),
        problems);
    return problems.all().stream().map(Object::toString).toList();
  }

  @Test
  void aTableIsReadWithTheValuesOfTheRunInItsCondition() {
    SourceDefinition source = parse(JOB, "2026-01-31").sources().get(0);

    assertThat(source.format()).isEqualTo(Format.REDSHIFT);
    assertThat(source.table())
        .contains(
            new SourceTable(
                TableName.of("staging", "orders"),
                Optional.of("day = DATE '2026-01-31' AND region <> 'it''s'")));
    assertThat(source.path()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "table = \"Staging.orders\", | table = \"staging.others\",",
        "region <> :region           | region = :region",
        ", where = \"day = :day AND region <> :region\" | ``",
      })
  void whatIsReadDecidesTheRows(String from, String to) {
    String other = JOB.replace(from, to);

    assertThat(other).isNotEqualTo(JOB);
    assertThat(parse(other, "2026-01-31").fingerprint())
        .isNotEqualTo(parse(JOB, "2026-01-31").fingerprint());
    assertThat(parse(JOB, "2026-02-01").fingerprint())
        .isNotEqualTo(parse(JOB, "2026-01-31").fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "table = \"Staging.orders\"  | path = ${raw}\"/x\" | 'path' says something of files",
        "table = \"Staging.orders\"  | csv { header = true } | 'csv' says something of files",
        "table = \"Staging.orders\"  | manifest = true     | 'manifest' says something of files",
        "table = \"Staging.orders\", | ``                  | Say table = \"schema.table\".",
        "Staging.orders              | orders              | 'orders' is not the name of a table.",
        "Staging.orders              | shop.orders         | source 'orders' reads shop.orders, which the job fills.",
        "region <> :region           | 1 = 1) OR (1 = 1    | is no condition.",
        "region <> :region           | 1 = 1; DELETE FROM x | is no condition.",
        "region <> :region           | (region = 'a)'      | is no condition.",
        "region <> :region           | region = :area      | the job has no parameter 'area'.",
        "format = redshift           | format = parquet, path = ${raw}\"/x\" | 'table' of a source belongs to format = redshift.",
        "amount = \"decimal(10,2)\"  | amount { type = int, directory = a } | a table has no directories.",
      })
  void whatMakesNoSenseIsRefused(String from, String to, String problem) {
    String broken = JOB.replace(from, to);

    assertThat(broken).isNotEqualTo(JOB);
    assertThat(problems(broken)).anyMatch(line -> line.contains(problem));
  }

  @Test
  void ofAFormatThatIsMistypedNothingElseIsSaid() {
    assertThat(problems(JOB.replace("format = redshift", "format = redshfit")))
        .singleElement()
        .asString()
        .contains("format = redshfit");
  }

  @Test
  void parenthesesAndSemicolonsInTextsAreText() {
    assertThat(problems(JOB.replace("region <> :region", "region IN (';', ')', '((')"))).isEmpty();
  }
}
