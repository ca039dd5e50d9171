package dev.starlift.sql;

import static dev.starlift.sql.DeclaredTables.SHOP;
import static dev.starlift.sql.DeclaredTables.names;
import static dev.starlift.sql.DeclaredTables.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.model.TableName;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishStatementsTest {
  private static final TempTable ROWS = TempTable.forRows(SHOP);

  @Test
  void upsertChangesOnlyWhatDiffersAndNoKey() {
    assertThat(PublishStatements.updateChanged(ROWS))
        .singleElement()
        .extracting(Statement::text)
        .isEqualTo(
            """
            UPDATE "dw"."dim_shop"
            SET "city" = "starlift_stage_dw__dim_shop"."city",
              "opened" = "starlift_stage_dw__dim_shop"."opened"
            FROM "starlift_stage_dw__dim_shop"
            WHERE "dim_shop"."shop_id" = "starlift_stage_dw__dim_shop"."shop_id"
              AND (("dim_shop"."city" <> "starlift_stage_dw__dim_shop"."city" OR OCTET_LENGTH("dim_shop"."city") <> OCTET_LENGTH("starlift_stage_dw__dim_shop"."city") OR ("dim_shop"."city" IS NULL AND "starlift_stage_dw__dim_shop"."city" IS NOT NULL) OR ("dim_shop"."city" IS NOT NULL AND "starlift_stage_dw__dim_shop"."city" IS NULL))
              OR ("dim_shop"."opened" <> "starlift_stage_dw__dim_shop"."opened" OR ("dim_shop"."opened" IS NULL AND "starlift_stage_dw__dim_shop"."opened" IS NOT NULL) OR ("dim_shop"."opened" IS NOT NULL AND "starlift_stage_dw__dim_shop"."opened" IS NULL)))""");
  }

  @Test
  void aTableOfKeysOnlyHasNothingToChange() {
    assertThat(
            PublishStatements.updateChanged(
                TempTable.forRows(parse("CREATE TABLE dw.k (a INTEGER NOT NULL PRIMARY KEY)"))))
        .isEmpty();
  }

  @Test
  void upsertInsertsWhereTheBusinessKeyIsAbsent() {
    assertThat(PublishStatements.insertAbsent(ROWS).text())
        .isEqualTo(
            """
            INSERT INTO "dw"."dim_shop" ("shop_key", "shop_id", "city", "opened")
            SELECT "starlift_stage_dw__dim_shop"."shop_key", "starlift_stage_dw__dim_shop"."shop_id", "starlift_stage_dw__dim_shop"."city", "starlift_stage_dw__dim_shop"."opened"
            FROM "starlift_stage_dw__dim_shop"
            LEFT JOIN "dw"."dim_shop"
              ON "dim_shop"."shop_id" = "starlift_stage_dw__dim_shop"."shop_id"
            WHERE "dim_shop"."shop_id" IS NULL""");
  }

  @Test
  void stagedSlicesAreDeletedWithTheirNulls() {
    assertThat(PublishStatements.deleteSlices(ROWS, names("city")).text())
        .isEqualTo(
            """
            DELETE FROM "dw"."dim_shop"
            USING "starlift_stage_dw__dim_shop"
            WHERE ("dim_shop"."city" = "starlift_stage_dw__dim_shop"."city" OR ("dim_shop"."city" IS NULL AND "starlift_stage_dw__dim_shop"."city" IS NULL))""");
  }

  @Test
  void touchedSlicesAreDeletedByTheirValues() {
    assertThat(
            PublishStatements.deleteTouchedSlices(
                SHOP,
                names("city", "opened"),
                List.of(List.of("'Rome'", "NULL"), List.of("'Oslo'", "'2024-01-01'"))))
        .extracting(Statement::text)
        .containsExactly(
            """
            DELETE FROM "dw"."dim_shop"
            WHERE ("city" = 'Rome' AND "opened" IS NULL)
              OR ("city" = 'Oslo' AND "opened" = '2024-01-01')""");
  }

  @Test
  void manyTouchedSlicesAreSpreadOverStatements() {
    assertThat(
            PublishStatements.deleteTouchedSlices(
                SHOP, names("shop_key"), Collections.nCopies(401, List.of("1"))))
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1) OR (1 = 1",
        "'a' OR TRUE",
        "'a''",
        "'it's'",
        "x",
        "",
        "'\\'",
        "1; DROP TABLE t"
      })
  void whatIsNoLiteralIsRefused(String text) {
    assertThatThrownBy(
            () ->
                PublishStatements.deleteTouchedSlices(SHOP, names("city"), List.of(List.of(text))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1.50",
        "1E+10",
        "TRUE",
        "'a'",
        "'it''s'",
        "''",
        "'\\\\'",
        "DATE '2024-01-01'"
      })
  void literalsAreTaken(String text) {
    assertThat(
            PublishStatements.deleteTouchedSlices(SHOP, names("city"), List.of(List.of(text)))
                .get(0)
                .text())
        .endsWith("WHERE \"city\" IN (" + text + ")");
  }

  @Test
  void namesOfTablesNeverMeet() {
    List<TableName> tables =
        List.of(
            TableName.of("a", "b"),
            TableName.of("a_b", "c"),
            TableName.of("a", "b_c"),
            TableName.of("a__b", "c"),
            TableName.of("a", "b__c"),
            TableName.of("a_", "b"),
            TableName.of("a", "_b"),
            TableName.of("s".repeat(100), "t".repeat(100)),
            TableName.of("s".repeat(100), "t".repeat(101)),
            TableName.of("é".repeat(60), "é".repeat(60)));

    assertThat(
            tables.stream()
                .flatMap(
                    table ->
                        Stream.of(
                            LedgerTables.ledger(table),
                            LedgerTables.inputs(table),
                            LedgerTables.lock(table))))
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name.schema()).isEqualTo(LedgerTables.SCHEMA));
    assertThat(LedgerTables.ledger(TableName.of("airline_dw", "fact_bookings")))
        .isEqualTo(TableName.of("starlift", "ledger_airline_dw__fact_bookings"));
  }
}
