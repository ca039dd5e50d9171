package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.TableLoad.AsOf;
import dev.starlift.job.TableLoad.History;
import dev.starlift.job.ValueRules.EpochUnit;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Validity;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories, the lookups into them, and what a column says of its values. */
class HistoryRulesTest {
  private static final String JOB =
      """
      job = shop
      schemas = "schemas"
      sources.people {
        path = ${raw}"/people/"
        format = csv
        columns { person = "varchar(10) not null", city = "varchar(10)", moved = "date not null" }
        key = [person, moved]
      }
      sources.visits {
        path = ${raw}"/visits/"
        format = csv
        columns { id = "bigint not null", who = "varchar(10)", seen = "timestamp" }
      }
      tables."shop.person" {
        from = people
        mode = scd2
        history { from = moved, valid-from = since, valid-to = until, current = now, first = "1900-01-01" }
      }
      tables."shop.visit" {
        from = visits
        mode = append
        lookups.person_key { table = "shop.person", on { person = who }, as-of = seen, missing = infer }
      }
      """;

  private static final String SCHEMA =
      """
      CREATE TABLE shop.person (
        person_key BIGINT NOT NULL PRIMARY KEY,
        person VARCHAR(10) NOT NULL,
        city VARCHAR(10),
        since DATE NOT NULL,
        until DATE NOT NULL,
        now BOOLEAN NOT NULL,
        UNIQUE (person, since)
      );
      """;

  private static MemoryFiles files(String job, String schema) {
    return new MemoryFiles()
        .with(JobExample.FILE, job)
        .with("shop/schemas/person.sql", schema)
        .with(
            "shop/schemas/visit.sql",
            "CREATE TABLE shop.visit (id BIGINT NOT NULL PRIMARY KEY, person_key BIGINT);");
  }

  @Test
  void aHistoryFillsItsColumnsAndTellsTheLookupsOfOtherTables() {
    JobDefinition job =
        JobFile.parse(files(JOB, SCHEMA), JobExample.FILE, JobExample.environment());

    Validity validity =
        new Validity(Identifier.of("since"), Identifier.of("until"), Identifier.of("now"));
    LocalDate first = LocalDate.of(1900, 1, 1);
    TableLoad person = job.tables().get(0);
    assertThat(person.mode()).isEqualTo(LoadMode.SCD2);
    assertThat(person.history()).contains(new History("moved", validity, Optional.of(first)));
    assertThat(person.columns())
        .containsEntry(validity.from(), "moved")
        .containsEntry(validity.to(), "DATE '9999-12-31'")
        .containsEntry(validity.current(), "true");
    assertThat(job.tables().get(1).lookups().get(0).asOf())
        .contains(new AsOf("seen", validity, Optional.of(first)));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        job("history {", "checks {", "mode = scd2 needs to know when a change happened."),
        job("mode = scd2", "mode = upsert", "history belongs to mode = scd2, and the mode is up"),
        job("from = moved,", "", "'from' is missing in tables.shop.person.history."),
        job(
            "as-of = seen,",
            "",
            "has versions of each member, and the lookup does not say of when"),
        job(", first = \"1900-01-01\"", "", "a member of shop.person that is inferred has no time"),
        job("1900-01-01", "1900", "first = 1900 is not a day."),
        job("key = [person, moved]", "key = [person]", "keeps one row per person, so that"),
        job("valid-to = until", "valid-to = city", "must both be DATE, or both TIMESTAMP."),
        job("current = now", "current = city", "city of shop.person must be BOOLEAN."),
        job("current = now", "current = no", "shop.person has no column 'no'."),
        job(
            "from = people",
            "from = people, columns { until = moved }",
            "is filled by its history"),
        job(
            "from = people",
            "from = people, columns { person_key = 1 }",
            "which Starlift computes"),
        job(
            "{ person = who }",
            "{ person = who, since = seen }",
            "'on' compares since, which as-of"),
        schema("UNIQUE (person, since)", "UNIQUE (person)", "told apart by a business key with"),
        schema("city VARCHAR(10)", "city SUPER", "a table with history can have no SUPER column."),
        rule("format = \"x\"", "format is the pattern of a date"),
        rule("min = many", "min = many is no value that a DECIMAL(10,2) could be compared with."),
        rule("pattern = \"(\"", "'(' is not a regular expression"),
        rule("epoch = seconds", "epoch is for TIMESTAMP."),
        rule("true = [Y]", "true is for BOOLEAN."),
        rule("decimal-separator = \"x\"", "decimal-separator is ',' or '.'."),
        rule("zone = Nowhere", "Nowhere is not a time zone."),
        rule("not-finite = true", "not-finite is for DOUBLE PRECISION."));
  }

  private static Arguments job(String original, String instead, String problem) {
    return Arguments.of(JOB.replace(original, instead), SCHEMA, problem);
  }

  private static Arguments schema(String original, String instead, String problem) {
    return Arguments.of(JOB, SCHEMA.replace(original, instead), problem);
  }

  private static Arguments rule(String rule, String problem) {
    String column = "city = { type = \"decimal(10,2)\", " + rule + " }";
    return Arguments.of(JOB.replace("city = \"varchar(10)\"", column), SCHEMA, problem);
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("broken")
  void whatCannotBeMeantIsAProblem(String job, String schema, String problem) {
    assertThat(JobExample.problems(files(job, schema), JobExample.environment()))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void everyRuleOfAColumnIsRead() {
    String columns =
        """
        a = { type = "decimal(9,2)", min = 1, max = "99.5", exact = false, decimal-separator = "," }
        b = { type = "varchar(9)", pattern = "x+", values = [x, xx] }
        c = { type = boolean, true = [Y, 1], false = [N] }
        d = { type = timestamp, epoch = milliseconds }
        e = { type = timestamptz, zone = "Europe/Rome" }
        f = { type = double precision, not-finite = true }
        """;
    List<RawColumn> read =
        JobExample.parse(JobExample.MINIMAL.replace("columns {\n", "columns {\n" + columns))
            .sources()
            .get(0)
            .columns();

    ValueRules number = read.get(0).rules();
    assertThat(number.min()).contains("1");
    assertThat(number.max()).contains("99.5");
    assertThat(number.exact()).contains(false);
    assertThat(number.decimalSeparator()).contains(',');
    assertThat(read.get(1).rules().pattern()).contains("x+");
    assertThat(read.get(1).rules().values()).containsExactly("x", "xx");
    assertThat(read.get(2).rules().trueWords()).containsExactly("Y", "1");
    assertThat(read.get(2).rules().falseWords()).containsExactly("N");
    assertThat(read.get(3).rules().epoch()).contains(EpochUnit.MILLISECONDS);
    assertThat(read.get(4).rules().zone()).contains(ZoneId.of("Europe/Rome"));
    assertThat(read.get(5).rules().notFinite()).isTrue();
  }

  @Test
  void aSourceMayHaveALimitOfItsOwn() {
    JobDefinition job =
        JobExample.parse(
            JobExample.MINIMAL.replace("format = csv", "format = csv, max-rejects = \"5%\"")
                + "max-rejects = 7\n");

    assertThat(job.maxRejects("orders").text()).isEqualTo("5%");
    assertThat(job.maxRejects("shop.days").text()).isEqualTo("7");
  }
}
