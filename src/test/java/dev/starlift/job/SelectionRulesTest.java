package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.TableLoad.Match;
import dev.starlift.job.TableLoad.Near;
import dev.starlift.job.TableLoad.Selection;
import dev.starlift.model.Identifier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rows a table is made of, and which member a row means. */
class SelectionRulesTest {
  private static final String JOB =
      """
      job = shop
      schemas = "schemas"
      sources.orders {
        path = ${raw}"/orders/"
        format = csv
        columns {
          id = "bigint not null"
          customer = { type = "varchar(20) not null", null = ["", "n/a"] }
          amount = "decimal(10,2)"
          name = "varchar(50)"
        }
      }
      tables {
        "shop.customers" {
          from = orders
          where = "amount > 0"
          mode = upsert
          order = [name]
        }
        "shop.orders" {
          from = orders
          mode = append
          columns { day = 20260101 }
          lookups.customer_key {
            table = "shop.customers"
            on { customer = customer }
            near { customer_key { to = amount, within = 0.01 } }
            first-by = [name]
            missing = leave-empty
          }
        }
      }
      """;

  @Test
  void aTableSaysWhichRowsAreMeantForItAndWhichOneOfAKeyStays() {
    JobDefinition job = JobExample.parse(JOB);

    Selection selection = job.tables().get(0).selection();
    assertThat(selection.where().orElseThrow().expression()).isEqualTo("amount > 0");
    assertThat(selection.where().orElseThrow().where()).hasToString("shop/jobs/shop.conf:16");
    assertThat(selection.order()).containsExactly(Identifier.of("name"));
    assertThat(job.tables().get(1).selection()).isEqualTo(Selection.ALL);
  }

  @Test
  void aLookupSaysHowNearAMemberMustBeAndWhichOfSeveralIsMeant() {
    assertThat(JobExample.parse(JOB).tables().get(1).lookups().get(0).match())
        .isEqualTo(
            new Match(
                Map.of(Identifier.of("customer_key"), new Near("amount", new BigDecimal("0.01"))),
                List.of(Identifier.of("name"))));
  }

  @Test
  void aColumnSaysWhichTextsMeanThatThereIsNoValue() {
    assertThat(JobExample.parse(JOB).sources().get(0).columns())
        .extracting(column -> column.rules().nullTexts())
        .containsExactly(List.of(), List.of("", "n/a"), List.of(), List.of());
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsBrokenIsOneProblemAtItsLine(String from, String to, String problem) {
    assertThat(JOB).contains(from);

    assertThat(JobExample.problems(JOB.replace(from, to)))
        .singleElement()
        .asString()
        .startsWith("shop/jobs/shop.conf:" + problem);
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("where = \"amount > 0\"", "where = \" \"", "16: the condition is empty."),
        Arguments.of("where =", "wehre =", "16: unknown key 'wehre' in tables."),
        Arguments.of("order = [name]", "order = [nam]", "18: shop.customers has no column 'nam'."),
        Arguments.of("order = [name]", "order = []", "18: order names no column."),
        Arguments.of("order = [name]", "order = [name, name]", "18: order names a column twice."),
        Arguments.of(
            "order = [name]",
            "order = [name, customer]",
            "18: order names customer, which all rows of a key have in common."),
        Arguments.of(
            "mode = append",
            "mode = append, order = [amount]",
            "22: 'order' says which row of a key the table keeps, and the mode is append. Say"),
        Arguments.of("near {", "naer {", "27: unknown key 'naer' in tables."),
        Arguments.of(
            "customer_key { to", "customer_ke { to", "27: shop.customers has no column 'custom"),
        Arguments.of("to = amount, ", "", "27: 'to' is missing in tables.shop.orders.lookups."),
        Arguments.of("within = 0.01", "", "27: 'within' is missing in tables.shop.orders."),
        Arguments.of("within = 0.01", "within = -1", "27: within = -1 is no difference. Write"),
        Arguments.of("within = 0.01", "within = 1, by = 2", "27: unknown key 'by' in tables."),
        Arguments.of("first-by = [name]", "first-by = [nme]", "28: shop.customers has no column"),
        Arguments.of(
            "first-by = [name]\n      missing = leave-empty",
            "missing = leave",
            "28: this version does not know missing = leave. One of: infer, leave-empty, reject,"));
  }

  @Test
  void aQueryPicksItsRowsItself() {
    String job =
        JOB.replace(
            "from = orders\n    where",
            "query = \"queries/days.sql\", reads.orders.source = orders\n    where");

    assertThat(JobExample.problems(job))
        .containsExactly(
            "shop/jobs/shop.conf:16: 'where' picks rows of a source. Write it into the query.",
            "shop/jobs/shop.conf:18: 'order' picks rows of a source. Write it into the query.");
  }

  @Test
  void aMemberThatIsNotToldByItsKeyCannotBeInferred() {
    assertThat(JobExample.problems(JOB.replace("leave-empty", "infer")))
        .hasSize(2)
        .allMatch(problem -> problem.contains("cannot be inferred where the key does not tell"));
    assertThat(JobExample.problems(JOB.replace("leave-empty", "reject, as-of = name")))
        .anyMatch(problem -> problem.contains("27: 'near' and 'as-of' cannot go together."))
        .anyMatch(problem -> problem.contains("28: 'first-by' and 'as-of' cannot go together."));
  }
}
