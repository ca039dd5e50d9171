package dev.starlift.warehouse;

import static dev.starlift.warehouse.TestWarehouse.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Validity;
import dev.starlift.problem.StarliftException;
import dev.starlift.warehouse.CommitOutcome.Committed;
import dev.starlift.warehouse.Publication.OfMembers;
import dev.starlift.warehouse.Publication.Referrer;
import dev.starlift.warehouse.Publication.TablePublication;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryPublicationTest {
  private final TestWarehouse dw =
      TestWarehouse.with(
          """
          CREATE TABLE dw.dim_shop (
            shop_key BIGINT NOT NULL PRIMARY KEY,
            shop_id VARCHAR(20) NOT NULL,
            city VARCHAR(40),
            valid_from DATE NOT NULL,
            valid_to DATE NOT NULL,
            is_current BOOLEAN NOT NULL,
            UNIQUE (shop_id, valid_from)
          );
          CREATE TABLE dw.fact_sale (
            sale_key BIGINT NOT NULL PRIMARY KEY,
            shop_key BIGINT REFERENCES dw.dim_shop (shop_key)
          );
          """);

  @Test
  void onlyVersionsThatDifferAreTouchedAndFormerOnesGo() {
    publish(
        1,
        "1|a|Rome|2024-01-01|2024-02-01|false",
        "2|a|Bonn|2024-02-01|9999-12-31|true",
        "3|b|Oslo|2024-01-01|9999-12-31|true");

    Committed second =
        publish(2, "1|a|Rome|2024-01-01|2024-01-15|false", "4|a|Bonn|2024-01-15|9999-12-31|true");

    assertThat(dw.rows("dim_shop"))
        .containsExactly(
            "1|a|Rome|2024-01-01|2024-01-15|f",
            "3|b|Oslo|2024-01-01|9999-12-31|t",
            "4|a|Bonn|2024-01-15|9999-12-31|t");
    assertThat(second.counts().get(dw.name("dim_shop")))
        .isEqualTo(new CommitOutcome.RowCounts(2, 1, 1, 1));
  }

  @Test
  void factsFollowTheVersionThatCoversTheirFormerOne() {
    publish(1, "2|a|Bonn|2024-02-01|9999-12-31|true");
    dw.open().publish(release(2, dw.publish("fact_sale", LoadMode.APPEND, "7|2", "8|null")));

    publish(3, "4|a|Bonn|2024-01-15|9999-12-31|true");

    assertThat(dw.rows("fact_sale")).containsExactly("7|4", "8|null");
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    // They overlap.
    "1|a|x|2024-01-01|2024-03-01|false, 2|a|y|2024-02-01|9999-12-31|true",
    // A gap.
    "1|a|x|2024-01-01|2024-01-15|false, 2|a|y|2024-02-01|9999-12-31|true",
    // Two are current.
    "1|a|x|2024-01-01|2024-02-01|true, 2|a|y|2024-02-01|9999-12-31|true",
    // None is.
    "1|a|x|2024-01-01|2024-02-01|false, 2|a|y|2024-02-01|9999-12-31|false",
    // The wrong one is.
    "1|a|x|2024-01-01|2024-02-01|true, 2|a|y|2024-02-01|9999-12-31|false",
    // It ends before it begins.
    "1|a|x|2024-01-01|2023-12-31|false, 2|a|y|2024-02-01|9999-12-31|true",
  })
  void brokenHistoriesArePublishedByNoRelease(String one, String other) {
    assertThatThrownBy(() -> publish(1, one, other))
        .isInstanceOf(StarliftException.class)
        .hasMessageMatching("(?s).*(overlap|current).*");
    assertThat(dw.rows("dim_shop")).isEmpty();
  }

  private Committed publish(int load, String... versions) {
    TablePublication plain = dw.publish("dim_shop", LoadMode.SCD2, versions);
    TablePublication shops =
        new TablePublication(
            plain.table(),
            plain.mode(),
            plain.slice(),
            plain.touchedSlices(),
            plain.staged(),
            plain.inputs(),
            plain.read(),
            plain.rejected(),
            Optional.of(
                new OfMembers(
                    Validity.CUSTOMARY,
                    List.of(new Referrer(dw.table("fact_sale"), Identifier.of("shop_key"))))));
    return (Committed) dw.open().publish(release(load, shops));
  }
}
