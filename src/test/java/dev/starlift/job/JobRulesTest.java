package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule broken alone, in a job that is otherwise fine: one problem, at its line. */
class JobRulesTest {
  private static final String JOB =
      """
      job = shop
      schemas = "schemas"
      sources {
        orders {
          path = ${raw}"/orders/"
          format = csv
          csv { header = true }
          columns {
            id = "bigint not null"
            customer = "varchar(20)"
            day = "date"
            amount = "decimal(10,2)"
          }
          key = [id]
          order = [day]
        }
      }
      tables {
        "shop.customers" {
          from = orders
          mode = upsert
        }
        "shop.orders" {
          from = orders
          mode = append
          columns { day = "date_key(day)" }
          lookups {
            customer_key { table = "shop.customers", on { customer = customer } }
          }
          checks { positive = "amount > 0" }
        }
        "shop.days" {
          query = "queries/days.sql"
          reads {
            orders { table = "shop.orders", slice { day = day } }
            raw { source = orders }
          }
          mode = replace-slice
          slice = [day]
        }
      }
      max-rejects = 10
      """;

  @Test
  void theJobIsFineAsItIs() {
    assertThat(JobExample.problems(JOB)).isEmpty();
  }

  static List<Arguments> brokenRules() {
    return List.of(
        // The file itself.
        broken("job = shop", "job = \"a b\"", "1: 'a b' is not a name for a job."),
        broken(
            "job = shop", "jobb = shop", ": 'job' is missing.", "1: unknown key 'jobb'. Did you"),
        broken("max-rejects = 10", "max-rejects = \"101%\"", "42: max-rejects = 101% is neither"),
        broken("max-rejects = 10", "max-rejects = -1", "42: max-rejects = -1 is neither"),
        broken(
            "max-rejects = 10", "max-rejects = [1]", "42: 'max-rejects' must be a text, not list"),
        broken("max-rejects = 10", "max-rejects = 10 }", "42: "),
        broken("\"schemas\"", "\"nowhere\"", "2: there is no .sql file in shop/nowhere."),
        // Sources.
        broken(
            "orders {\n    path", "_orders {\n    path", "4: '_orders' is not a name for a source"),
        broken("format = csv", "format = jdbc", "6: this version does not know format = jdbc."),
        broken(
            "format = csv", "format = 3", "6: 'format' in sources.orders must be a text, not num"),
        broken("format = csv", "format = json", "7: 'csv' says how CSV is written; the format is"),
        broken("format = csv", "format = csv, json {}", "6: 'json' says how JSON is laid out; the"),
        broken("format = csv", "format = csv, files = some", "6: this version does not know files"),
        broken(
            "format = csv",
            "format = csv, on-unknown-field = keep",
            "6: this version does not know on-unknown-field = keep. One of: ignore, reject, rescue."),
        broken("header = true", "header = yess", "7: header = yess is not known. One of: false"),
        broken("header = true", "delimiter = \"||\"", "7: delimiter must be one ASCII character."),
        broken("header = true", "delimiter = \"\\\"\"", "7: delimiter and quote are the same."),
        broken("header = true", "encoding = ebcdic", "7: encoding = ebcdic is not known."),
        broken("bigint not null", "bigint not nul", "9: 'bigint not nul': "),
        broken(
            "varchar(20)\"", "varchar(20)) ; drop table x\"", "10: 'varchar(20)) ; drop table x'"),
        broken("day = \"date\"", "_day = \"date\"", "11: column '_day': names that begin with"),
        broken(
            "day = \"date\"", "ID = \"date\", day = date", "11: columns 'id' and 'ID' differ in"),
        broken(
            "day = \"date\"", "day { type = date, form = x }", "11: unknown key 'form' in sources"),
        broken("day = \"date\"", "day { field = x }", "11: 'type' is missing in sources.orders"),
        broken(
            "day = \"date\"", "day { type = date, format = yyyy-QQQQQQ }", "11: 'yyyy-QQQQQQ' is"),
        broken(
            "day = \"date\"", "day { type = int, format = yyyy }", "11: format is the pattern of"),
        broken(
            "key = [id]", "key = [idd]", "14: key names column 'idd', which the source does not"),
        broken("key = [id]", "key = id", "14: 'key' in sources.orders must be a list such as"),
        broken("key = [id]", "key = [id, id]", "14: key names a column twice."),
        broken(
            "  key = [id]\n", "", "14: 'order' says which row of a key wins, and there is no key"),
        // Tables.
        broken(
            "\"shop.customers\" {", "customers {", "19: 'customers' is not the name of a table."),
        broken(
            "\"shop.customers\" {", "shop.customers {", "19: 'shop' is not the name of a table."),
        broken(
            "\"shop.customers\" {", "\"SHOP.days\" {", "32: shop.days is listed twice, first in"),
        broken(
            "mode = upsert", "mode = upsert, mode = upsert", "21: 'tables.shop.customers.mode' is"),
        broken(
            "mode = upsert", "mode = cdc", "21: this version does not know mode = cdc. One of: "),
        broken(
            "mode = upsert", "mode = upsert, slice = [name]", "21: slice belongs to mode = replac"),
        broken(
            "mode = upsert", "mode = upsert, query = \"q.sql\"", "19: 'from' and 'query' are both"),
        broken("mode = upsert", "mode = upsert, reads {}", "21: 'reads' belongs to a query."),
        broken(
            "    mode = upsert\n", "", "19: 'mode' is missing in tables.shop.customers. Say mode"),
        broken(
            "from = orders\n    mode = upsert", "mode = upsert", "19: neither 'from' nor 'query'"),
        broken("\"date_key(day)\"", "\"  \"", "26: the expression is empty."),
        broken(
            "\"date_key(day)\"", "\"\", dey = 1", "26: shop.orders has no column 'dey'. Did you"),
        broken(
            "\"date_key(day)\"", "1, customer_key = 1", "28: column 'customer_key' is filled by"),
        broken("columns { day = \"date_key(day)\" }", "checks { a = [] }", "26: 'a' in tables"),
        // Lookups.
        broken(
            "table = \"shop.customers\"",
            "table = \"shop.custom\"",
            "28: the schema folder has no"),
        broken(
            "table = \"shop.customers\"", "tabel = \"shop.customers\"", "28: 'table' is missing"),
        broken(
            "{ customer = customer }",
            "{ customers = customer }",
            "28: shop.customers has no colu"),
        broken("{ customer = customer }", "{}", "28: 'on' compares nothing."),
        broken(
            "customer } }", "customer }, take = nam }", "28: shop.customers has no column 'nam'."),
        broken("customer } }", "customer }, missing = inferr }", "28: this version does not know"),
        broken(
            "table = \"shop.customers\"",
            "table = \"shop.orders\"",
            "28: shop.orders looks itself"),
        broken(
            "table = \"shop.customers\"", "table = \"shop.notes\"", "28: shop.notes has no column"),
        // Queries.
        broken(
            "\"queries/days.sql\"",
            "\"queries/none.sql\"",
            "33: there is no file shop/queries/none"),
        broken(
            "raw { source = orders }",
            "raw { source = order }",
            "36: the job has no source 'order'"),
        broken(
            "raw { source = orders }", "raw { rows = all }", "36: neither 'source' nor 'table' is"),
        broken(
            "raw { source = orders }",
            "\"r w\" { source = orders }",
            "36: 'r w' is not a name for a"),
        broken(
            "raw { source = orders }", "raw { source = orders, rows = all }", "36: 'rows' belongs"),
        broken(
            "raw { source = orders }",
            "raw { table = \"shop.notes\", rows = release }",
            "32: the query reads the rows of this release of shop.notes"),
        broken(
            "slice { day = day }", "slice { region = day }", "35: 'region' is not a slice column"),
        broken(
            "slice { day = day }", "slice { day = days }", "35: shop.orders has no column 'days'."),
        broken("slice { day = day }", "rows = some", "35: this version does not know rows = some."),
        broken(
            "    slice = [day]\n", "", "38: mode = replace-slice needs to know what a slice is."),
        broken("slice = [day]", "slice = []", "39: slice names no column."),
        broken("slice = [day]", "slice = [dey]", "39: shop.days has no column 'dey'."));
  }

  private static Arguments broken(String good, String bad, String... problems) {
    return Arguments.of(good, bad, List.of(problems));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("brokenRules")
  void aBrokenRuleIsAProblemAtItsLine(String good, String bad, List<String> expected) {
    assertThat(JOB).contains(good);

    List<String> problems =
        JobExample.problems(JOB.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)));

    for (String problem : expected) {
      assertThat(problems)
          .as(String.join("\n", problems))
          .anySatisfy(found -> assertThat(found).contains("shop/jobs/shop.conf" + at(problem)));
    }
  }

  private static String at(String problem) {
    return problem.startsWith(": ") ? problem : ":" + problem;
  }

  @Test
  void aRequiredColumnThatNothingFillsIsAProblem() {
    assertThat(JobExample.problems(JOB.replace("columns { day = \"date_key(day)\" }", "")))
        .isEmpty(); // the source has a column of its name

    assertThat(JobExample.problems(JOB.replace("    customer = \"varchar(20)\"\n", "")))
        .contains(
            "shop/jobs/shop.conf:18: nothing fills customer of shop.customers, which must have a"
                + " value. Give it an expression in columns, a lookup, or a column of its name in"
                + " source 'orders'.");
  }

  @Test
  void aHashedSurrogateKeyAndADefaultFillThemselves() {
    assertThat(JobExample.problems(JOB)).noneMatch(problem -> problem.contains("customer_key"));
    assertThat(JobExample.problems(JOB)).noneMatch(problem -> problem.contains("status"));
  }

  @Test
  void upsertNeedsAKey() {
    String job = JOB.replace("\"shop.customers\" {", "\"shop.notes\" {");

    assertThat(JobExample.problems(job))
        .anyMatch(
            problem ->
                problem.startsWith(
                    "shop/jobs/shop.conf:19: mode = upsert needs a key, and shop.notes declares"
                        + " neither UNIQUE nor PRIMARY KEY."));
  }

  @Test
  void tablesThatNeedEachOtherAreAProblem() {
    String job =
        JOB.replace(
            "from = orders\n    mode = upsert",
            "query = \"queries/days.sql\", mode = upsert\n"
                + "    reads { days { table = \"shop.days\" } }");

    assertThat(JobExample.problems(job))
        .containsExactly(
            "shop/jobs/shop.conf:19: these tables need each other: shop.customers needs shop.days"
                + " needs shop.orders needs shop.customers. Let one of them do without a lookup or"
                + " a query.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://other/orders/",
        "s3://raw-bucket/input/",
        "s3://raw-bucket/in/../secret/",
        "file:///etc/",
        "/etc/",
        "http://raw-bucket/in/",
        "s3a://AKIAEXAMPLE:wJalr@raw-bucket/in/",
        "",
        "${raw}/orders/"
      })
  void aSourceLiesUnderTheRawPrefixOfTheEnvironment(String path) {
    List<String> problems =
        JobExample.problems(JOB.replace("${raw}\"/orders/\"", '"' + path + '"'));

    assertThat(problems).singleElement().asString().startsWith("shop/jobs/shop.conf:5: path ");
    assertThat(problems.get(0)).doesNotContain("wJalr");
  }

  @Test
  void bothSchemesOfS3AreTheSamePlace() {
    String job = JOB.replace("${raw}\"/orders/\"", "\"s3a://raw-bucket/in/orders/\"");

    assertThat(JobExample.problems(job)).isEmpty();
  }

  @Test
  void onlyVariablesThatTheEnvironmentListsStandForSomething() {
    String job = JOB.replace("\"amount > 0\"", "\"amount > \"${env.LEAST}");
    Environment environment = JobExample.environment(Map.of("LEAST", "5"));

    JobDefinition parsed = JobFile.parse(JobExample.withJob(job), JobExample.FILE, environment);

    assertThat(parsed.tables().get(1).checks().get(0).expression()).isEqualTo("amount > 5");
    assertThat(JobExample.problems(job))
        .containsExactly(
            "shop/jobs/shop.conf:30: ${env.LEAST} stands for nothing here. List 'LEAST' in the"
                + " variables of the environment file, and set it.");
  }
}
