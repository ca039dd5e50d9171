package dev.starlift.job;

import dev.starlift.job.Environment.Storage;
import dev.starlift.job.Environment.Writer;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small shop: orders of customers, by region, and a summary per day. */
final class JobExample {
  static final String FILE = "shop/jobs/shop.conf";

  static final String MINIMAL =
      """
      job = shop
      schemas = "schemas"
      sources {
        orders {
          path = ${raw}"/orders/"
          format = csv
          columns {
            id = "bigint not null"
            customer = "varchar(20) not null"
            amount = "decimal(10,2)"
          }
        }
      }
      tables {
        "shop.orders" { from = orders, mode = append, columns { customer_key = 1, day = 20260101 } }
      }
      """;

  private JobExample() {}

  static Environment environment() {
    return environment(Map.of());
  }

  static Environment environment(Map<String, String> variables) {
    return new Environment(
        "test",
        "conf/test.conf",
        Map.of(),
        "producer",
        Optional.empty(),
        new Storage("s3://raw-bucket/in", "s3://stage-bucket", "s3://reject-bucket", "runs"),
        Writer.COPY,
        List.of(),
        Map.of(),
        Optional.empty(),
        variables);
  }

  static MemoryFiles schemas() {
    return new MemoryFiles()
        .with(
            "shop/schemas/customers.sql",
            """
            CREATE TABLE shop.customers (
              customer_key BIGINT NOT NULL PRIMARY KEY,
              customer VARCHAR(20) NOT NULL UNIQUE,
              name VARCHAR(50)
            );
            """)
        .with(
            "shop/schemas/orders.sql",
            """
            CREATE TABLE shop.orders (
              id BIGINT NOT NULL PRIMARY KEY,
              customer_key BIGINT NOT NULL REFERENCES shop.customers (customer_key),
              day INTEGER NOT NULL,
              amount DECIMAL(10,2),
              status VARCHAR(10) DEFAULT 'new'
            );
            """)
        .with(
            "shop/schemas/days.sql",
            """
            CREATE TABLE shop.days (
              day INTEGER NOT NULL,
              region VARCHAR(10) NOT NULL,
              amount DECIMAL(12,2),
              PRIMARY KEY (day, region)
            );
            """)
        .with(
            "shop/schemas/notes.sql",
            """
            CREATE TABLE shop.notes (id BIGINT, text VARCHAR(100));
            """)
        .with("shop/queries/days.sql", "SELECT day, region, sum(amount) AS amount FROM orders");
  }

  static MemoryFiles withJob(String job) {
    return schemas().with(FILE, job);
  }

  static JobDefinition parse(String job) {
    return JobFile.parse(withJob(job), FILE, environment());
  }

  /** The problems of a job, each as the user sees it. */
  static List<String> problems(String job) {
    return problems(withJob(job), environment());
  }

  static List<String> problems(TextFiles files, Environment environment) {
    Problems problems = new Problems();
    JobFile.parse(files, FILE, Optional.of(environment), Settings.NONE, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }
}
