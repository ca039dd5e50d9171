package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.job.TableLoad.Check;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.job.TableLoad.Rows;
import dev.starlift.job.TableLoad.SourceRead;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileTest {
  private static final String FULL =
      """
      job = shop
      schemas = "schemas"
      sources {
        customers {
          path = ${raw}"/customers/"${env.REGION}"/*.csv"
          format = csv
          files = all, manifest = true, no-files = ok, min-rows = 3
          csv { delimiter = ";", quote = "'", escape = "^", comment = "#", header = skip, null = "NA", encoding = iso-8859-1, blank-lines = record, line-breaks-in-fields = false }
          columns {
            number  = { type = "varchar(20) not null", field = "Customer No", trim = true }
            changed = { type = "timestamp", format = "dd.MM.yyyy HH:mm" }
            name    = "varchar(50)"
          }
          key = [number], order = [changed]
          on-unknown-field = ignore
        }
        orders {
          path = ${raw}"/orders/"
          format = json, json { layout = array }
          columns { id = "bigint not null", customer = "varchar(20)", day = date, amount = "decimal(10,2)" }
        }
      }
      tables {
        "shop.customers" {
          from = customers
          mode = scd1
          columns { customer = number }
        }
        "shop.orders" {
          from = orders
          mode = append
          columns { day = "date_key(day)", status = "'done'" }
          lookups {
            customer_key {
              table = "shop.customers"
              on { customer = "upper(customer)" }
              take = customer_key
              missing = infer
            }
          }
          checks { positive = "amount > 0" }
        }
        "shop.days" {
          query = "queries/days.sql"
          reads {
            orders { table = "shop.orders", rows = all, slice { day = day } }
            fresh  { table = "shop.customers", rows = release }
            raw    { source = orders }
          }
          mode = replace-slice, slice = [day]
        }
      }
      max-rejects = "0.25%"
      """;

  private static JobDefinition full() {
    return JobFile.parse(
        JobExample.withJob(FULL), JobExample.FILE, JobExample.environment(Map.of("REGION", "eu")));
  }

  private static Location line(int line) {
    return Location.of(JobExample.FILE, line);
  }

  private static Identifier name(String text) {
    return Identifier.of(text);
  }

  private static final SourceDefinition CUSTOMERS =
      new SourceDefinition(
          "customers",
          line(4),
          "s3://raw-bucket/in/customers/eu/*.csv",
          Format.CSV,
          FileSelection.ALL,
          true,
          new CsvDialect(
              ';',
              '\'',
              Optional.of('^'),
              Optional.of('#'),
              CsvDialect.Header.SKIPPED,
              Optional.of("NA"),
              StandardCharsets.ISO_8859_1,
              true,
              false),
          JsonLayout.LINES,
          List.of(
              new RawColumn(
                  "number",
                  "Customer No",
                  new ColumnType.Varchar(20),
                  false,
                  Optional.empty(),
                  true,
                  ValueRules.NONE,
                  RawColumn.Origin.FILE,
                  false),
              new RawColumn(
                  "changed",
                  "changed",
                  new ColumnType.Timestamp(),
                  true,
                  Optional.of("dd.MM.yyyy HH:mm"),
                  false),
              new RawColumn(
                  "name", "name", new ColumnType.Varchar(50), true, Optional.empty(), false)),
          List.of("number"),
          List.of("changed"),
          UnknownField.IGNORE,
          new SourceDefinition.Expected(true, 3),
          Optional.empty());

  @Test
  void everyKeyOfASourceIsRead() {
    assertThat(full().sources().get(0)).isEqualTo(CUSTOMERS);
    assertThat(full().sources().get(1).json()).isEqualTo(JsonLayout.ARRAY);
  }

  @Test
  void everyKeyOfATableIsRead() {
    JobDefinition job = full();

    assertThat(job.tables())
        .containsExactly(
            new TableLoad(
                job.schema().get(TableName.of("shop", "customers")),
                line(24),
                new FromSource("customers"),
                LoadMode.UPSERT,
                List.of(),
                Map.of(name("customer"), "number"),
                List.of(),
                List.of()),
            new TableLoad(
                job.schema().get(TableName.of("shop", "orders")),
                line(29),
                new FromSource("orders"),
                LoadMode.APPEND,
                List.of(),
                Map.of(name("day"), "date_key(day)", name("status"), "'done'"),
                List.of(
                    new Lookup(
                        name("customer_key"),
                        line(34),
                        TableName.of("shop", "customers"),
                        Map.of(name("customer"), "upper(customer)"),
                        name("customer_key"),
                        MissingMember.INFER)),
                List.of(new Check("positive", line(41), "amount > 0"))),
            new TableLoad(
                job.schema().get(TableName.of("shop", "days")),
                line(43),
                new FromQuery(
                    "shop/queries/days.sql",
                    "SELECT day, region, sum(amount) AS amount FROM orders",
                    Map.of(
                        "orders",
                        new TableRead(
                            TableName.of("shop", "orders"),
                            Rows.ALL,
                            Map.of(name("day"), name("day"))),
                        "fresh",
                        new TableRead(TableName.of("shop", "customers"), Rows.RELEASE, Map.of()),
                        "raw",
                        new SourceRead("orders"))),
                LoadMode.REPLACE_SLICE,
                List.of(name("day")),
                Map.of(),
                List.of(),
                List.of()));
  }

  @Test
  void theJobItselfIsRead() {
    JobDefinition job = full();

    assertThat(job.name()).isEqualTo("shop");
    assertThat(job.file()).isEqualTo(JobExample.FILE);
    assertThat(job.fingerprint()).matches("[0-9a-f]{64}");
    assertThat(job.maxRejects()).isEqualTo(new RejectLimit.Percent(new BigDecimal("0.25")));
    assertThat(job.schema()).hasSize(4);
  }

  /** Fails when a component is added to a record and the full job leaves it at its default. */
  @Test
  void theFullJobSetsEveryKeyToSomethingElseThanItsDefault() throws Exception {
    SourceDefinition minimal = JobExample.parse(JobExample.MINIMAL).sources().get(0);

    assertDiffers(full().sources().get(0), minimal, "where", "format", "json", "table");
    assertDiffers(full().sources().get(0).csv(), minimal.csv());
    RawColumn plain = minimal.columns().get(0);
    assertDiffers(
        full().sources().get(0).columns().get(0), plain, "nullable", "format", "rules", "optional");
    assertThat(full().maxRejects()).isNotEqualTo(new RejectLimit.Rows(0));
  }

  private static void assertDiffers(Record full, Record minimal, String... shownElsewhere)
      throws ReflectiveOperationException {
    for (RecordComponent component : full.getClass().getRecordComponents()) {
      if (!List.of(shownElsewhere).contains(component.getName())) {
        assertThat(component.getAccessor().invoke(full))
            .as(component.getName())
            .isNotEqualTo(component.getAccessor().invoke(minimal));
      }
    }
  }

  @Test
  void whatIsLeftOutHasTheSafeDefault() {
    JobDefinition job = JobExample.parse(JobExample.MINIMAL);

    SourceDefinition source = job.sources().get(0);
    assertThat(source.files()).isEqualTo(FileSelection.NEW);
    assertThat(source.csv()).isEqualTo(CsvDialect.STANDARD);
    assertThat(source.onUnknownField()).isEqualTo(UnknownField.REJECT);
    assertThat(job.maxRejects()).isEqualTo(new RejectLimit.Rows(0));
  }

  @Test
  void columnsOfAHeaderlessFileKeepTheirOrderOnOneLine() {
    JobDefinition job =
        JobExample.parse(
            JobExample.MINIMAL.replace(
                "id = \"bigint not null\"", "zone = int, b = int, a = int, id = bigint"));

    assertThat(job.sources().get(0).columns())
        .extracting(RawColumn::name)
        .containsExactly("zone", "b", "a", "id", "customer", "amount");
  }

  @ParameterizedTest
  @CsvSource({
    "jobs/shop.conf, schemas/shop, schemas/shop",
    "/srv/etl/jobs/eu/shop.conf, schemas/shop, /srv/etl/schemas/shop",
    "s3://bucket/etl/jobs/shop.conf, schemas/shop, s3://bucket/etl/schemas/shop",
    "jobs/old/jobs/shop.conf, schemas/shop, jobs/old/schemas/shop",
    "shop.conf, schemas/shop, schemas/shop",
    "/tmp/shop.conf, schemas/shop, /tmp/schemas/shop",
    "jobs/shop.conf, /srv/schemas, /srv/schemas",
    "jobs/shop.conf, s3://bucket/schemas, s3://bucket/schemas",
  })
  void relativePathsBeginAtTheFolderThatHoldsTheJobs(String job, String path, String resolved) {
    assertThat(ProjectFolder.of(job).resolve(path)).isEqualTo(resolved);
  }

  @Test
  void fiveMistakesAreFiveProblemsWithFileAndLine() {
    String job =
        """
        job = shop
        schemas = "schemas"
        sources {
          orders {
            path = ${raw}"/orders/"
            fromat = csv
            columns {
              id = "bigint not null"
              amount = "decimal(99,2)"
            }
          }
        }
        tables {
          "shop.orders" {
            from = oders
            mode = append
            columns { customer_kee = 1 }
          }
        }
        """;

    assertThatThrownBy(() -> JobExample.parse(job))
        .isInstanceOfSatisfying(
            StarliftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE);
              assertThat(e.problems())
                  .extracting(problem -> problem.where() + " " + problem.what())
                  .satisfiesExactly(
                      p -> assertThat(p).startsWith("shop/jobs/shop.conf:4 'format' is missing"),
                      p -> assertThat(p).startsWith("shop/jobs/shop.conf:6 unknown key 'fromat'"),
                      p -> assertThat(p).startsWith("shop/jobs/shop.conf:9 'decimal(99,2)'"),
                      p ->
                          assertThat(p)
                              .startsWith("shop/jobs/shop.conf:15 the job has no source 'oders'"),
                      p ->
                          assertThat(p)
                              .startsWith(
                                  "shop/jobs/shop.conf:17 shop.orders has no column"
                                      + " 'customer_kee'"));
              assertThat(e).hasMessageContainingAll("Did you mean 'format'?", "'orders'?");
            });
  }

  @Test
  void problemsOfJobSchemaAndQueryAreFoundTogether() {
    MemoryFiles files =
        JobExample.withJob(JobExample.MINIMAL.replace("mode = append", "mode = cdc"))
            .with("shop/schemas/bad.sql", "CREATE TABLE shop.bad (\n  id WHATEVER\n);");

    assertThat(JobExample.problems(files, JobExample.environment()))
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "shop/jobs/shop.conf:15: this version does not know mode = cdc. One of:"
                            + " append, replace, replace-slice, scd1, scd2, upsert."),
            problem -> assertThat(problem).startsWith("shop/schemas/bad.sql:2:6: "));
  }

  @Test
  void aJobIsCheckedEvenWithoutItsEnvironment() {
    Problems problems = new Problems();

    Optional<JobDefinition> job =
        JobFile.parse(
            JobExample.withJob(JobExample.MINIMAL.replace("from = orders", "from = nothing")),
            JobExample.FILE,
            Optional.empty(),
            Settings.NONE,
            problems);

    assertThat(job).isEmpty();
    assertThat(problems.all()).hasSize(1);
  }
}
