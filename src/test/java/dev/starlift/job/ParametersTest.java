package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.model.Identifier;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  private static final String JOB =
      """
      job = shop
      schemas = "schemas"
      parameters {
        date { type = "date not null", min = "2020-01-01", max = "2029-12-31", path-format = "yyyy/MM/dd" }
        region { type = "varchar(10) not null", default = "eu", values = [eu, us] }
        rate = "decimal(5,2)"
      }
      sources {
        orders {
          path = ${raw}"/orders/:region/:date/"
          format = csv
          columns { id = "bigint not null", customer = "varchar(20) not null", amount = "decimal(10,2)" }
        }
      }
      tables {
        "shop.orders" {
          from = orders
          mode = append
          columns { customer_key = 1, day = "date_key(:date)", status = "':date' || :region", amount = ":rate" }
          checks { of_the_day = "day = date_key(:date) -- :date" }
        }
        "shop.days" {
          query = "queries/of_day.sql"
          reads { orders { source = orders } }
          mode = replace-slice, slice = [day]
        }
      }
      """;

  private static MemoryFiles files() {
    return JobExample.withJob(JOB)
        .with(
            "shop/queries/of_day.sql",
            "SELECT 1 AS day, :region AS region, CAST(NULL AS STRUCT<a:INT>) FROM orders -- :x");
  }

  private static JobDefinition parse(String... set) {
    return JobFile.parse(
        files(), JobExample.FILE, JobExample.environment(), Settings.of(List.of(set)));
  }

  private static List<String> problems(MemoryFiles files, String... set) {
    Problems problems = new Problems();
    JobFile.parse(
        files,
        JobExample.FILE,
        Optional.of(JobExample.environment()),
        Settings.of(List.of(set)),
        problems);
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void areTypedConstantsInSqlAndTextsInPaths() {
    JobDefinition job = parse("date=2024-06-28", "rate=1.5");

    assertThat(job.parameters())
        .isEqualTo(Map.of("date", "2024-06-28", "rate", "1.50", "region", "eu"));
    assertThat(job.sources().get(0).path()).isEqualTo("s3://raw-bucket/in/orders/eu/2024/06/28/");
    TableLoad orders = job.tables().get(0);
    assertThat(orders.columns().get(Identifier.of("day")))
        .isEqualTo("date_key(CAST('2024-06-28' AS DATE))");
    assertThat(orders.columns().get(Identifier.of("status")))
        .isEqualTo("':date' || CAST('eu' AS STRING)");
    assertThat(orders.columns().get(Identifier.of("amount")))
        .isEqualTo("CAST('1.50' AS DECIMAL(5,2))");
    assertThat(orders.checks().get(0).expression())
        .isEqualTo("day = date_key(CAST('2024-06-28' AS DATE)) -- :date");
    assertThat(((FromQuery) job.tables().get(1).input()).sql())
        .isEqualTo(
            "SELECT 1 AS day, CAST('eu' AS STRING) AS region, CAST(NULL AS STRUCT<a:INT>)"
                + " FROM orders -- :x");
  }

  @Test
  void oneThatMayBeNullIsNullWhenItIsNotSet() {
    JobDefinition job = parse("date=2024-06-28");

    assertThat(job.parameters()).doesNotContainKey("rate");
    assertThat(job.tables().get(0).columns().get(Identifier.of("amount")))
        .isEqualTo("CAST(NULL AS DECIMAL(5,2))");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date=2024-06-29 | true
          date=2024-06-28;region=us | true
          date=2024-06-28;rate=1 | true
          date=2024-06-28;region=eu | false
          """)
  void anotherValueIsAnotherLoad(String set, boolean another) {
    String before = parse("date=2024-06-28").fingerprint();

    assertThat(parse(set.split(";", -1)).fingerprint().equals(before)).isNotEqualTo(another);
  }

  @Test
  void oneValueIsOneLoadHoweverItIsWritten() {
    assertThat(parse("date=2024-06-28", "rate=1.5").fingerprint())
        .isEqualTo(parse("rate=+1.50", "date=2024-06-28").fingerprint());
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThat(problems(files(), "dat=2024-06-28", "region=mars", "rate=1.234", "region", "=x"))
        .containsExactly(
            "shop/jobs/shop.conf:4: parameter 'date' has no value. Say --set date=… with a DATE.",
            "--set: the job has no parameter 'dat'. Did you mean 'date'?",
            "--set: 'region' is not NAME=VALUE. Write date=2024-06-28.",
            "--set: '=x' is not NAME=VALUE. Write date=2024-06-28.",
            "--set: parameter 'region' = mars is none of eu, us.",
            "--set: parameter 'rate' = 1.234 is not a DECIMAL(5,2).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date=28.06.2024                 | --set: parameter 'date' = 28.06.2024 is not a DATE. Write it as 2024-06-28.
          date=2024-02-30                 | --set: parameter 'date' = 2024-02-30 is not a DATE. Write it as 2024-06-28.
          date=2019-12-31                 | --set: parameter 'date' = 2019-12-31 is less than 2020-01-01.
          date=2030-01-01                 | --set: parameter 'date' = 2030-01-01 is greater than 2029-12-31.
          date=2024-06-28;date=2024-06-29 | --set: parameter 'date' is set more than once.
          date=2024-06-28;rate=1000       | --set: parameter 'rate' = 1000 is not a DECIMAL(5,2).
          date=2024-06-28;rate=1e1        | --set: parameter 'rate' = 1e1 is not a DECIMAL(5,2).
          """)
  void aValueMustBeOneOfItsType(String set, String problem) {
    assertThat(problems(files(), set.split(";", -1))).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          :date, max             | :datum, max            | :10: the job has no parameter 'datum'. There is: date, rate, region.
          ":rate"                  | ":rats"                 | :19: the job has no parameter 'rats'. Did you mean 'rate'?
          varchar(10) not null   | double precision       | :5: a parameter cannot be DOUBLE PRECISION. It can be a text, an integer, a DECIMAL, a BOOLEAN, a DATE or a TIMESTAMP.
          default = "eu"         | default = "mars"       | :5: parameter 'region' = mars is none of eu, us.
          min = "2020-01-01"     | mim = "2020-01-01"     | :4: unknown key 'mim' in parameters.date. Did you mean 'min'?
          path-format = "yyyy/MM/dd" | path-format = "bb" | :4: 'bb' is not a pattern: Unknown pattern letter: b. Write it as in yyyy/MM/dd.
          """)
  void aWrongDeclarationIsToldWithItsLine(String good, String bad, String problem) {
    String job =
        JOB.replace(
            good.replace(":date, max", ":date/\""), bad.replace(":datum, max", ":datum/\""));

    assertThat(problems(files().with(JobExample.FILE, job), "date=2024-06-28"))
        .containsExactly(JobExample.FILE + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a/b", "..", "{a,b}", "a b", "s3://x"})
  void aPathIsNotLedElsewhere(String region) {
    String job = JOB.replace(", values = [eu, us]", "");

    assertThat(problems(files().with(JobExample.FILE, job), "date=2024-06-28", "region=" + region))
        .containsExactly(
            JobExample.FILE
                + ":10: the value of parameter 'region' cannot be part of a path. Letters, digits,"
                + " '-', '_', '.' and '=' can, and a slash where path-format has it.");
  }

  @Test
  void aJobIsReadForItsNamesWithoutAnyValue() {
    JobDefinition job =
        JobFile.parse(files(), JobExample.FILE, JobExample.environment(), Settings.NOT_NEEDED);

    assertThat(job.tables()).hasSize(2);
    assertThat(Arrays.asList(job.name())).containsExactly("shop");
  }
}
