package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.job.CsvDialect.Header;
import dev.starlift.job.RawColumn.Origin;
import dev.starlift.job.SourceDefinition.Expected;
import dev.starlift.job.TableLoad.Keys;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a source says of its files and of where values stand, and surrogate keys that count. */
class SourceRulesTest {
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
            customer { type = "varchar(20) not null", optional = true }
            amount = "decimal(10,2)"
          }
        }
      }
      tables {
        "shop.customers" { from = orders, mode = upsert }
        "shop.orders" {
          from = orders
          mode = append
          columns { day = 20260101 }
          lookups.customer_key { table = "shop.customers", on { customer = customer } }
        }
      }
      """;

  private static SourceDefinition source(String from, String to) {
    assertThat(JOB).contains(from);
    return JobExample.parse(JOB.replace(from, to)).sources().get(0);
  }

  @ParameterizedTest
  @CsvSource({"true, NAMES", "false, NONE", "skip, SKIPPED"})
  void aHeaderNamesColumnsOrIsSkippedOrIsNotThere(String word, Header header) {
    String job = JOB.replace(", optional = true", "").replace("header = true", "header = " + word);

    assertThat(JobExample.parse(job).sources().get(0).csv().header()).isEqualTo(header);
  }

  @Test
  void aDialectMayHaveNoQuotesAndAnEscapeThatIsTheQuoteIsNone() {
    assertThat(source("header = true", "quote = none").csv().quote())
        .isEqualTo(CsvDialect.NO_QUOTE);
    assertThat(source("header = true", "escape = \"\\\"\"").csv().escape()).isEmpty();
  }

  @Test
  void trimmingAllColumnsLeavesThoseAloneThatSayOtherwise() {
    SourceDefinition trimmed =
        JobExample.parse(
                JOB.replace("header = true", "trim = true")
                    .replace("optional = true", "trim = false"))
            .sources()
            .get(0);

    assertThat(trimmed.columns()).extracting(RawColumn::trim).containsExactly(true, false, true);
  }

  @Test
  void aColumnSaysWhereItsValueStands() {
    SourceDefinition source =
        source("amount = \"decimal(10,2)\"", "amount { type = int, directory = total }");

    assertThat(source.columns())
        .extracting(RawColumn::origin)
        .containsExactly(Origin.UNSAID, Origin.UNSAID, Origin.DIRECTORY);
    assertThat(source.directoryColumns()).extracting(RawColumn::field).containsExactly("total");
    assertThat(source.columns())
        .extracting(RawColumn::optional)
        .containsExactly(false, true, false);
  }

  @Test
  @DisplayName("V45 a column may stand for a field of any name")
  void aColumnMayStandForAFieldOfAnyName() {
    String amount = "amount = \"decimal(10,2)\"";

    assertThat(source(amount, "amount { type = int, field = \"\" }").columns())
        .extracting(RawColumn::field)
        .contains("");
    assertThat(source(amount, "amount { type = int, field = \"`a\\\".b\" }").columns())
        .extracting(RawColumn::field)
        .contains("`a\".b");
  }

  @Test
  void whatIsLeftOutIsStrict() {
    SourceDefinition source = JobExample.parse(JOB).sources().get(0);

    assertThat(source.expected()).isEqualTo(Expected.FILES);
    assertThat(source.manifest()).isFalse();
    assertThat(JobExample.parse(JOB).tables()).extracting(TableLoad::keys).containsOnly(Keys.HASH);
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("header = true", "delimiter = \"^\", escape = \"^\"", "7: delimiter and esc"),
        Arguments.of("header = true", "comment = \",\"", "7: comment is the same as the delimit"),
        Arguments.of("header = true", "escape = x, comment = x", "7: comment is the same as the"),
        Arguments.of("header = true", "escape = nul", "7: escape must be one ASCII character."),
        Arguments.of("header = true", "blank-lines = keep", "7: blank-lines = keep is not known."),
        Arguments.of("header = true", "trim = yess", "7: 'trim' in sources.orders.csv must be tr"),
        Arguments.of("header = true", "header = false", "8: column 'customer' cannot be optional"),
        Arguments.of("format = csv", "format = csv, no-files = maybe", "6: this version does not"),
        Arguments.of("format = csv", "format = csv, min-rows = few", "6: min-rows must be a who"),
        Arguments.of("optional = true", "directory = \"a=b\"", "10: directory is the name before"),
        Arguments.of("optional = true", "directory = a, field = b", "10: the value is in a field"),
        Arguments.of("optional = true", "directory = a, optional = true", "10: a directory cannot"),
        Arguments.of("mode = append", "mode = append, keys = sequence", "19: shop.orders has no s"),
        Arguments.of(
            "mode = append", "mode = append, keys = serial", "19: this version does not k"),
        Arguments.of(
            "mode = upsert",
            "mode = upsert, keys = sequence, columns { customer_key = 1 }",
            "16: customer_key of shop.customers is filled already."));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("broken")
  void aBrokenRuleIsAProblemAtItsLine(String good, String bad, String expected) {
    assertThat(JOB).contains(good);

    assertThat(JobExample.problems(JOB.replace(good, bad)))
        .anySatisfy(found -> assertThat(found).contains("shop/jobs/shop.conf:" + expected));
  }

  @Test
  void aNumberedDimensionInfersNoMembers() {
    String job =
        JOB.replace("mode = upsert", "mode = upsert, keys = sequence")
            .replace("customer } }", "customer }, missing = infer }");

    assertThat(JobExample.problems(job))
        .singleElement()
        .asString()
        .contains("shop.customers numbers its members", "keys = hash");
  }

  @Test
  void everyColumnInADirectoryIsNoContract() {
    String job =
        JobExample.MINIMAL.replaceFirst(
            "(?s)columns \\{.*?\\n    \\}", "columns { id { type = bigint, directory = id } }");

    assertThat(JobExample.problems(job))
        .anySatisfy(problem -> assertThat(problem).contains("every column is in a directory"));
  }
}
