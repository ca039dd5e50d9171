package dev.starlift.sql;

import static dev.starlift.sql.DeclaredTables.SHOP;
import static dev.starlift.sql.DeclaredTables.names;
import static dev.starlift.sql.DeclaredTables.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Table;
import org.junit.jupiter.api.Test;

class VerificationQueriesTest {
  private static final Table SALE =
      parse(
          """
          CREATE TABLE dw.sale (
            sale_key BIGINT NOT NULL PRIMARY KEY,
            shop_key BIGINT REFERENCES dw.dim_shop (shop_key),
            a INTEGER NOT NULL, b INTEGER,
            UNIQUE (a, b)
          )""");

  private static final TempTable ROWS = TempTable.forRows(SALE);

  @Test
  void everyDeclaredKeyIsVerifiedOnce() {
    assertThat(VerificationQueries.keys(SALE)).containsExactly(names("sale_key"), names("a", "b"));
  }

  @Test
  void keysWithNullAreNobodys() {
    assertThat(VerificationQueries.stagedTwice(ROWS, names("a", "b")).text())
        .isEqualTo(
            """
            SELECT COUNT(*) FROM (
              SELECT "a", "b"
              FROM "starlift_stage_dw__sale"
              WHERE "starlift_stage_dw__sale"."a" IS NOT NULL
              AND "starlift_stage_dw__sale"."b" IS NOT NULL
              GROUP BY "a", "b"
              HAVING COUNT(*) > 1
            ) AS repeated""");
  }

  @Test
  void appendedKeysMustBeNew() {
    assertThat(VerificationQueries.inTargetAlready(ROWS, names("a", "b")).text())
        .isEqualTo(
            """
            SELECT COUNT(*) FROM "starlift_stage_dw__sale"
            INNER JOIN "dw"."sale"
              ON "sale"."a" = "starlift_stage_dw__sale"."a"
              AND "sale"."b" = "starlift_stage_dw__sale"."b\"""");
  }

  @Test
  void aSurrogateKeyMustNotChange() {
    assertThat(
            VerificationQueries.surrogateDisagrees(
                    TempTable.forRows(SHOP), SHOP.surrogateKey().orElseThrow())
                .text())
        .isEqualTo(
            """
            SELECT COUNT(*) FROM "starlift_stage_dw__dim_shop"
            INNER JOIN "dw"."dim_shop"
              ON "dim_shop"."shop_id" = "starlift_stage_dw__dim_shop"."shop_id"
            WHERE "dim_shop"."shop_key" <> "starlift_stage_dw__dim_shop"."shop_key\"""");
  }

  @Test
  void aNullRefersToNothingByRight() {
    assertThat(
            VerificationQueries.dangling(ROWS, SALE.foreignKeys().get(0), names("shop_key")).text())
        .isEqualTo(
            """
            SELECT COUNT(*) FROM "starlift_stage_dw__sale"
            LEFT JOIN "dw"."dim_shop" AS referenced
              ON referenced."shop_key" = "starlift_stage_dw__sale"."shop_key"
            WHERE referenced."shop_key" IS NULL
              AND "starlift_stage_dw__sale"."shop_key" IS NOT NULL""");
  }
}
