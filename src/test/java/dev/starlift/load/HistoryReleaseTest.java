package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dimension with versions and the facts that look it up, through the sandbox. */
class HistoryReleaseTest {
  private static final String DDL =
      """
      CREATE TABLE dw.dim_customer (
        customer_key BIGINT NOT NULL PRIMARY KEY,
        customer_id VARCHAR(10) NOT NULL,
        tier VARCHAR(10),
        wakes TIME,
        valid_from TIMESTAMP NOT NULL,
        valid_to TIMESTAMP NOT NULL,
        is_current BOOLEAN NOT NULL,
        UNIQUE (customer_id, valid_from)
      );
      CREATE TABLE dw.fact_sale (
        sale_id INTEGER NOT NULL PRIMARY KEY,
        customer_key BIGINT NOT NULL REFERENCES dw.dim_customer (customer_key),
        sold_at TIMESTAMP NOT NULL
      );
      """;

  private static final String CUSTOMERS =
      """
      sources.customers {
        path = ${raw}"/customers/"
        format = csv
        columns {
          customer_id = "varchar(10) not null"
          tier = "varchar(10)"
          wakes = "time"
          changed = "timestamp not null"
        }
        key = [customer_id, changed]
      }
      tables."dw.dim_customer" {
        from = customers
        mode = scd2
        history { from = changed }
      }
      """;

  private static final String SALES =
      """
      sources.sales {
        path = ${raw}"/sales/"
        format = csv
        columns {
          sale_id = "integer not null"
          customer = "varchar(10) not null"
          sold_at = "timestamp not null"
        }
      }
      tables."dw.fact_sale" {
        from = sales
        mode = append
        lookups {
          customer_key {
            table = "dw.dim_customer", on { customer_id = customer }, as-of = sold_at
            missing = %s
          }
        }
      }
      """;

  private static final String HEADER = "customer_id,tier,wakes,changed";

  /** Two changes back and forth, a repetition, and a second customer: three files. */
  private static final List<List<String>> FILES =
      List.of(
          List.of(
              HEADER,
              "a,gold,07:00:00,2024-01-01T00:00:00",
              "a,gold,07:00:00,2024-03-01T00:00:00",
              "b,,08:00:00,2024-01-01T00:00:00"),
          List.of(HEADER, "a,silver,07:00:00,2024-02-01T00:00:00"),
          List.of(
              HEADER,
              "a,gold,07:00:00,2024-04-01T00:00:00",
              "a,tin,07:00:00,2024-05-01T12:30:00.123456",
              "b,,08:00:00,2023-12-01T00:00:00"));

  @Test
  void theTableDependsOnWhatFilesSayAndNotOnTheOrderInWhichTheyCome() {
    List<String> orders = List.of("012", "021", "102", "120", "201", "210");
    // A table for each order, all filled by the same three releases.
    String dimension = DDL.substring(0, DDL.indexOf(';') + 1);
    StringBuilder ddl = new StringBuilder();
    StringBuilder job = new StringBuilder();
    for (String order : orders) {
      ddl.append(dimension.replace("dim_customer", "dim_" + order));
      job.append(
          CUSTOMERS
              .replace("dim_customer", "dim_" + order)
              .replace("/customers/", "/" + order + "/")
              .replace("sources.customers", "sources.s" + order)
              .replace("from = customers", "from = s" + order));
    }
    ReleaseBed bed = ReleaseBed.with(ddl.toString(), job.toString());
    for (int turn = 0; turn < FILES.size(); turn++) {
      for (String order : orders) {
        List<String> lines = FILES.get(order.charAt(turn) - '0');
        bed.put("%s/%d.csv".formatted(order, turn), lines.toArray(String[]::new));
      }
      assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    }

    for (String order : orders) {
      assertThat(versions(bed, "dim_" + order))
          .as(order)
          .containsExactly(
              "a|gold|07:00:00|2024-01-01 00:00:00|2024-02-01 00:00:00|f",
              "a|gold|07:00:00|2024-03-01 00:00:00|2024-05-01 12:30:00.123456|f",
              "a|silver|07:00:00|2024-02-01 00:00:00|2024-03-01 00:00:00|f",
              "a|tin|07:00:00|2024-05-01 12:30:00.123456|9999-12-31 00:00:00|t",
              "b|null|08:00:00|2023-12-01 00:00:00|9999-12-31 00:00:00|t");
      assertThat(bed.query("SELECT customer_key FROM dw.dim_" + order))
          .hasSize(5)
          .isEqualTo(bed.query("SELECT customer_key FROM dw.dim_012"));
    }
  }

  @Test
  void twoValuesOfOneTimeAreRefusedWhicheverComesFirst() {
    ReleaseBed bed = ReleaseBed.with(DDL, CUSTOMERS);
    bed.put("customers/1.csv", HEADER, "a,gold,,2024-01-01T00:00:00").run();
    List<String> before = versions(bed);
    bed.put("customers/2.csv", HEADER, "a,tin,,2024-01-01T00:00:00");

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("other values than were loaded before");
    assertThat(versions(bed)).isEqualTo(before);
  }

  @Test
  void factsFindTheVersionOfTheirOwnTime() {
    ReleaseBed bed = ReleaseBed.with(DDL, CUSTOMERS + SALES.formatted("unknown-member"));
    bed.put("customers/1.csv", HEADER, "a,gold,,2024-01-01T00:00:00", "a,tin,,2024-02-01T00:00:00")
        .put(
            "sales/1.csv",
            "sale_id,customer,sold_at",
            "1,a,2024-01-31T23:59:59.999999",
            "2,a,2024-02-01T00:00:00",
            "3,a,2023-12-31T00:00:00",
            "4,z,2024-02-01T00:00:00");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(sales(bed)).containsExactly("1|gold", "2|tin", "3|null", "4|null");
    assertThat(bed.query("SELECT customer_key FROM dw.fact_sale WHERE sale_id = 3"))
        .containsExactly("-1");
    assertThat(
            bed.query("SELECT valid_to, is_current FROM dw.dim_customer WHERE customer_key = -1"))
        .containsExactly("9999-12-31 00:00:00|t");
  }

  @Test
  void factsFollowAVersionThatTurnsOutToHaveBegunEarlier() {
    ReleaseBed bed = ReleaseBed.with(DDL, CUSTOMERS + SALES.formatted("reject"));
    bed.put("customers/1.csv", HEADER, "a,gold,,2024-02-01T00:00:00")
        .put("sales/1.csv", "sale_id,customer,sold_at", "1,a,2024-02-10T00:00:00");
    bed.run();

    bed.put("customers/2.csv", HEADER, "a,gold,,2024-01-01T00:00:00");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT valid_from FROM dw.dim_customer"))
        .containsExactly("2024-01-01 00:00:00");
    assertThat(sales(bed)).containsExactly("1|gold");
  }

  @Test
  void anInferredMemberIsCompletedInPlaceByTheRowThatComesLate() {
    String job =
        CUSTOMERS.replace("from = changed }", "from = changed, first = \"1900-01-01\" }")
            + SALES.formatted("infer");
    ReleaseBed bed = ReleaseBed.with(DDL, job);
    bed.put("customers/1.csv", HEADER, "b,tin,,2024-01-01T00:00:00")
        .put("sales/1.csv", "sale_id,customer,sold_at", "1,a,2024-02-10T00:00:00");
    bed.run();
    assertThat(sales(bed)).containsExactly("1|null");

    bed.put("customers/2.csv", HEADER, "a,gold,,2024-03-01T00:00:00", "a,tin,,2024-04-01T00:00:00");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(sales(bed)).containsExactly("1|gold");
    assertThat(versions(bed))
        .containsExactly(
            "a|gold|null|1900-01-01 00:00:00|2024-04-01 00:00:00|f",
            "a|tin|null|2024-04-01 00:00:00|9999-12-31 00:00:00|t",
            "b|tin|null|1900-01-01 00:00:00|9999-12-31 00:00:00|t");
  }

  private static List<String> versions(ReleaseBed bed) {
    return versions(bed, "dim_customer");
  }

  private static List<String> versions(ReleaseBed bed, String table) {
    return bed.query(
        "SELECT customer_id, tier, wakes, valid_from, valid_to, is_current FROM dw." + table);
  }

  private static List<String> sales(ReleaseBed bed) {
    return bed.query(
        "SELECT f.sale_id, d.tier FROM dw.fact_sale f"
            + " INNER JOIN dw.dim_customer d ON d.customer_key = f.customer_key");
  }
}
