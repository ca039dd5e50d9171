package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.Environment.Storage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static final String JOB =
      """
      job = shop
      schemas = "schemas"
      sources {
        orders {
          path = ${raw}"/orders/"
          format = csv
          columns { id = "bigint not null", customer = "varchar(20)", day = int, amount = "decimal(10,2)" }
          key = [id], order = [day]
        }
      }
      tables {
        "shop.orders" {
          from = orders
          mode = append
          columns { status = "'a'" }
          lookups { customer_key { table = "shop.customers", on { customer = customer } } }
          checks { positive = "amount > 0" }
        }
        "shop.days" {
          query = "queries/days.sql"
          reads { orders { table = "shop.orders", slice { day = day } } }
          mode = replace-slice, slice = [day]
        }
      }
      """;

  private static String fingerprint(String job) {
    return JobExample.parse(job).fingerprint();
  }

  @Test
  void formattingCommentsAndOrderOfKeysDoNotMatter() {
    String same =
        """
        # The shop.
        job : "shop"
        schemas = "schemas",
        max-rejects = 5
        tables {
          "shop.days" { slice = [ day ], mode = replace-slice
            reads.orders { slice.day = day, table = "SHOP.orders", rows = all }
            query = "queries/days.sql" }
          "shop.orders" {
            checks { positive = "amount > 0" } // must be paid
            columns { status = "'a'" }
            lookups.customer_key {
              missing = reject, take = customer_key
              on { customer = "customer" }, table = "shop.customers"
            }
            mode = append
            from = orders
          }
        }
        sources { orders {
            columns {
              id = "BIGINT  NOT NULL"
              customer = { type = "character varying(20)", field = customer }
              day = integer
              amount = "numeric(10,2) null"
            }
            key = ["id"]
            order = [day]
            format = csv, csv { delimiter = "," }
            path = ${raw}"/orders/"
        } }
        """;

    assertThat(fingerprint(same)).isEqualTo(fingerprint(JOB));
  }

  @Test
  void whatDoesNotDecideTheRowsDoesNotMatter() {
    String allowing = JOB + "max-rejects = \"3%\"\n";
    String elsewhere =
        JOB.replace("/orders/", "/orders/*/2026/")
            .replace("key =", "files = all, manifest = true, no-files = ok, min-rows = 9, key =");
    MemoryFiles withAnotherTable =
        JobExample.withJob(JOB).with("shop/schemas/x.sql", "CREATE TABLE shop.x (a INTEGER)");
    Environment here = JobExample.environment();
    Environment there =
        new Environment(
            "production",
            "conf/production.conf",
            Map.of(),
            "other",
            here.copyRole(),
            new Storage("s3://raw-elsewhere", "s3://stage-elsewhere", "s3://r", "s3://u"),
            Environment.Writer.CONNECTOR,
            here.shares(),
            Map.of("spark.executor.memory", "8g"),
            here.sandbox(),
            Map.of());

    assertThat(fingerprint(allowing)).isEqualTo(fingerprint(JOB));
    assertThat(fingerprint(elsewhere)).isEqualTo(fingerprint(JOB));
    assertThat(JobFile.parse(withAnotherTable, JobExample.FILE, here).fingerprint())
        .isEqualTo(fingerprint(JOB));
    assertThat(JobFile.parse(JobExample.withJob(JOB), JobExample.FILE, there).fingerprint())
        .isEqualTo(fingerprint(JOB));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "job = shop            | job = shop2",
        "format = csv          | format = csv, csv { delimiter = \";\" }",
        "format = csv          | format = csv, csv { null = NA }",
        "format = csv          | format = csv, csv { line-breaks-in-fields = false }",
        "format = csv          | format = csv, csv { escape = \"\\\\\" }",
        "format = csv          | format = csv, csv { comment = \"#\" }",
        "format = csv          | format = csv, csv { header = skip }",
        "format = csv          | format = csv, csv { blank-lines = record }",
        "format = csv          | format = csv, csv { trim = true }",
        "format = csv          | format = json",
        "format = csv          | format = json, json { layout = array }",
        "format = csv          | format = csv, on-unknown-field = ignore",
        "varchar(20)           | varchar(21)",
        "day = int             | day = \"int not null\"",
        "day = int             | day { type = int, field = Day }",
        "day = int             | day { type = int, trim = true }",
        "day = int             | day { type = int, optional = true }",
        "day = int             | day { type = int, directory = day }",
        "day = int             | day { type = int, null = [\"0\"] }",
        "mode = append         | mode = append, where = \"amount > 1\"",
        "mode = append         | mode = upsert, order = [day]",
        "customer } }          | customer }, missing = leave-empty }",
        "customer } }          | customer }, first-by = [name] }",
        "customer } }          | customer }, near { name { to = amount, within = 1 } } }",
        "key = [id]            | key = [id, day]",
        "order = [day]         | order = [amount]",
        "mode = append         | mode = upsert",
        "\"'a'\"               | \"'b'\"",
        "{ customer = customer } | { customer = \"lower(customer)\" }",
        "customer } }          | customer }, missing = infer }",
        "customer } }          | customer }, missing = unknown-member }",
        "amount > 0            | amount >= 0",
        "positive =            | negative =",
        "slice { day = day }   | slice { day = customer_key }",
        "slice { day = day }   | rows = release",
        "slice = [day]         | slice = [day, region]",
      })
  void whatDecidesTheRowsMatters(String from, String to) {
    assertThat(JOB).contains(from);

    assertThat(fingerprint(JOB.replace(from, to))).isNotEqualTo(fingerprint(JOB));
  }

  @Test
  void whereSurrogateKeysComeFromMatters() {
    String hashed =
        JOB.replace("tables {", "tables {\n  \"shop.customers\" { from = orders, mode = upsert }");
    String numbered = hashed.replace("mode = upsert }", "mode = upsert, keys = sequence }");

    assertThat(fingerprint(numbered)).isNotEqualTo(fingerprint(hashed));
  }

  @Test
  void queryTextAndTablesThatAreUsedMatter() {
    MemoryFiles query =
        JobExample.withJob(JOB).with("shop/queries/days.sql", "SELECT day, region FROM orders");
    MemoryFiles dimension =
        JobExample.withJob(JOB)
            .with(
                "shop/schemas/customers.sql",
                """
                CREATE TABLE shop.customers (
                  customer_key BIGINT NOT NULL PRIMARY KEY,
                  customer VARCHAR(21) NOT NULL UNIQUE
                );
                """);

    for (MemoryFiles changed : new MemoryFiles[] {query, dimension}) {
      assertThat(JobFile.parse(changed, JobExample.FILE, JobExample.environment()).fingerprint())
          .isNotEqualTo(fingerprint(JOB));
    }
  }

  /** A ledger holds fingerprints of years ago: this one must never change by accident. */
  @Test
  void theFingerprintOfADefinitionStaysTheSameBetweenVersionsOfStarlift() {
    assertThat(fingerprint(JOB))
        .isEqualTo("0e76d460f17f2cb930c605ddb2e8822788e9b400ee4821258b12b3cdbbc764dc");
  }
}
