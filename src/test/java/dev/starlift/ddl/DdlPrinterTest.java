package dev.starlift.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import org.junit.jupiter.api.Test;

class DdlPrinterTest {
  private static final Table SALES =
      Parsed.table(
          """
          create table dw.sales (
            id bigint identity(0,1) encode az64 primary key,
            code varchar(8) default 'x' collate ci not null unique references codes,
            price decimal(8,2))
          backup no distkey(code) interleaved sortkey(code, price) encode auto;
          comment on table dw.sales is 'what''s sold';
          comment on column dw.sales.code is 'a\\\\b'
          """);

  @Test
  void aTableIsPrintedInOneWay() {
    assertThat(DdlPrinter.print(SALES))
        .isEqualTo(
            """
            CREATE TABLE "dw"."sales" (
              "id" BIGINT NOT NULL IDENTITY(0,1) ENCODE AZ64,
              "code" VARCHAR(8) COLLATE CASE_INSENSITIVE NOT NULL DEFAULT 'x',
              "price" DECIMAL(8,2),
              PRIMARY KEY ("id"),
              UNIQUE ("code"),
              FOREIGN KEY ("code") REFERENCES "dw"."codes"
            )
            BACKUP NO
            DISTKEY ("code")
            INTERLEAVED SORTKEY ("code", "price")
            ENCODE AUTO;
            COMMENT ON TABLE "dw"."sales" IS 'what''s sold';
            COMMENT ON COLUMN "dw"."sales"."code" IS 'a\\\\b';
            """);
  }

  @Test
  void whatIsTheDefaultIsNotPrinted() {
    assertThat(DdlPrinter.print(Parsed.table("create table s.t (c text null) diststyle auto")))
        .isEqualTo("CREATE TABLE \"s\".\"t\" (\n  \"c\" VARCHAR(256)\n);\n");
  }

  @Test
  void statementsCanBeSentOneByOne() {
    assertThat(DdlPrinter.statements(SALES))
        .hasSize(3)
        .noneMatch(statement -> statement.endsWith(";"))
        .first()
        .asString()
        .startsWith("CREATE TABLE");
  }

  @Test
  void aTableThatIsThereCanBeLeftAlone() {
    String create = DdlPrinter.statementsIfMissing(SALES).get(0);

    assertThat(create).startsWith("CREATE TABLE IF NOT EXISTS \"dw\".\"sales\" (");
    assertThat(Parsed.table(create).columnNames()).isEqualTo(SALES.columnNames());
  }

  @Test
  void aTemporaryTableHoldsTheSameValuesInTheSamePlaces() {
    assertThat(DdlPrinter.printTemporary(SALES, Identifier.of("stage")))
        .isEqualTo(
            """
            CREATE TEMP TABLE "stage" (
              "id" BIGINT NOT NULL,
              "code" VARCHAR(8) COLLATE CASE_INSENSITIVE NOT NULL,
              "price" DECIMAL(8,2)
            )
            DISTKEY ("code")
            INTERLEAVED SORTKEY ("code", "price")""");
  }
}
