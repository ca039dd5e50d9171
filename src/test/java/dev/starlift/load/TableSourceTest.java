package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table of the warehouse as the source of another one. */
class TableSourceTest {
  private static final String DDL =
      """
      CREATE TABLE dw.t (
        id INTEGER NOT NULL PRIMARY KEY,
        whole BIGINT, price DECIMAL(38,10), ratio DOUBLE PRECISION, flag BOOLEAN, code CHAR(3),
        name VARCHAR(100), day DATE, at_time TIME, stamp TIMESTAMP, zoned TIMESTAMPTZ,
        things SUPER);
      """;

  private static final String JOB =
      """
      sources.s {
        format = redshift, table = "dw.raw"
        columns {
          id = "integer not null", whole = bigint, price = "decimal(38,10)"
          ratio = "double precision", flag = boolean, code = "char(3)", name = "varchar(100)"
          day = date, at_time = time, stamp = timestamp, zoned = timestamptz, things = super
        }
        key = [id], order = [whole]
      }
      tables."dw.t" { from = s, mode = upsert }
      max-rejects = 1
      """;

  private static final String ROW =
      "1, 9007199254740993, 1234567890123456789012345678.0123456789, 0.30000000000000004, TRUE,"
          + " 'ab', 'Zoë \"x\", y', '0001-01-01', '23:59:59.999999',"
          + " '2026-03-29 02:30:00.123456', '2026-06-30 12:00:00+02', JSON_PARSE('{\"a\":[1,null]}')";

  private ReleaseBed bed;

  @BeforeEach
  void rawTable() {
    bed = ReleaseBed.with(DDL, JOB);
    bed.execute("CREATE SCHEMA IF NOT EXISTS " + bed.warehouse().schema());
    bed.execute(
        """
        CREATE TABLE dw.raw (
          id INTEGER, whole BIGINT, price DECIMAL(38,10), ratio DOUBLE PRECISION, flag BOOLEAN,
          code CHAR(3), name VARCHAR(100), day DATE DEFAULT CURRENT_DATE, at_time TIME,
          stamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, zoned TIMESTAMPTZ, things SUPER)
        """);
    bed.execute("INSERT INTO dw.raw VALUES (" + ROW + ")");
    bed.execute("INSERT INTO dw.raw (id, day, stamp) VALUES (2, NULL, NULL)");
  }

  private static final String ALL =
      "SELECT id, whole, price, ratio, flag, code, name, day, at_time, stamp, zoned,"
          + " JSON_SERIALIZE(things) FROM dw.";

  @Test
  void everyValueArrivesAsTheTableHasIt() {
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query(ALL + "t")).isEqualTo(bed.query(ALL + "raw")).hasSize(2);
    assertThat(bed.said()).anyMatch(line -> line.matches("unload dw_\\d+\\.raw: 2 rows"));
  }

  @Test
  void theSameRowsAreLoadedOnceAndOthersWhenTheyAreThere() {
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).last().asString().startsWith("Already loaded");

    bed.execute("UPDATE dw.raw SET name = 'changed' WHERE id = 2");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT id, name FROM dw.t"))
        .containsExactly("1|Zoë \"x\", y", "2|changed");
  }

  @Test
  void rowsThatChangeDuringARunAreNotLoaded() {
    bed.beforeStep("unload", () -> bed.execute("UPDATE dw.raw SET code = 'zz' WHERE id = 1"));

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("redshift://")
        .hasMessageContaining("changed while the run was going on")
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.INPUT_UNUSABLE);
    assertThat(bed.query("SELECT COUNT(*) FROM dw.t")).containsExactly("0");
  }

  @Test
  void theContractHoldsForTablesAsItDoesForFiles() {
    bed.change(JOB.replace("whole = bigint", "whole { type = bigint, max = \"9\" }"));
    bed.execute("INSERT INTO dw.raw (id, whole) VALUES (2, 7)");
    bed.execute("INSERT INTO dw.raw (id, whole) VALUES (3, 1)");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT id, whole FROM dw.t")).containsExactly("2|7", "3|1");
    assertThat(bed.said()).anyMatch(line -> line.contains("4 rows"));
    assertThat(
            RejectListing.find(bed.spark(), bed.environment().storage(), "small", Optional.empty())
                .orElseThrow()
                .groups())
        .extracting(group -> group.source() + " " + group.code())
        .contains("s RANGE", "s SUPERSEDED");
  }

  @Test
  void aRejectedRowCanBeFoundByItsRecord() {
    bed.change(JOB.replace("code = \"char(3)\"", "code { type = \"char(3)\", values = [cd] }"));

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    Row reject =
        RejectListing.rejects(bed.spark(), bed.environment().storage().rejects() + "/small/*")
            .select("file", "line", "raw")
            .first();
    assertThat(reject.getString(0)).matches("redshift://dw_\\d+\\.raw/\\w+\\.parquet");
    assertThat(reject.getLong(1)).isEqualTo(1);
    assertThat(reject.getString(2))
        .startsWith("{\"id\":\"1\",\"whole\":\"9007199254740993\"")
        .contains("\"ratio\":\"0.30000000000000004\",\"flag\":\"true\",\"code\":\"ab")
        .contains("\"zoned\":\"2026-06-30 10:00:00+00\"");
  }

  @Test
  void aConditionPicksRowsWhereTheyLie() {
    bed.change(JOB.replace("\"dw.raw\"", "\"dw.raw\", where = \"name LIKE 'Zo%' -- only\""));

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    bed.execute("DELETE FROM dw.raw WHERE id = 2");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.said()).last().asString().startsWith("Already loaded");
    assertThat(bed.query("SELECT id FROM dw.t")).containsExactly("1");
  }

  @Test
  void aConditionThatTheWarehouseRefusesIsAMistakeInTheJob() {
    bed.change(JOB.replace("\"dw.raw\"", "\"dw.raw\", where = \"nmae = 'x'\""));

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining(
            "small.conf:3: Source s: the warehouse refused to tell the contents of")
        .hasMessageContaining("\"nmae\" does not exist. Correct")
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void aViewIsReadLikeATable() {
    bed.execute("CREATE VIEW dw.recent AS SELECT * FROM dw.raw WHERE id = 1");
    bed.change(JOB.replace("\"dw.raw\"", "\"dw.recent\""));

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT id FROM dw.t")).containsExactly("1");
  }

  @Test
  void anEmptyTableHasNoRowsAndOneThatIsNotThereMustBeAllowed() {
    bed.execute("DELETE FROM dw.raw");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.query("SELECT COUNT(*) FROM dw.t")).containsExactly("0");

    bed.change(JOB.replace("\"dw.raw\"", "\"dw.raw\", min-rows = 1"));
    bed.execute("INSERT INTO dw.raw (id) VALUES (NULL)");
    bed.execute("DELETE FROM dw.raw");
    bed.change(JOB.replace("\"dw.raw\"", "\"dw.none\""));
    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageMatching("(?s).*has no table or view dw_\\d+\\.none that its user may read.*");

    bed.change(JOB.replace("\"dw.raw\"", "\"dw.none\", no-files = ok"));
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).last().asString().startsWith("Already loaded");
  }

  @Test
  void tooFewRowsFail() {
    bed.change(JOB.replace("\"dw.raw\"", "\"dw.raw\", min-rows = 3"));

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("Source s has 2 rows in its new files, and min-rows = 3");
  }

  @Test
  void columnsThatTheTableAndTheContractDoNotShareAreAllNamedBeforeAnythingIsRead() {
    bed.execute("ALTER TABLE dw.raw ADD COLUMN extra INTEGER");
    bed.execute("ALTER TABLE dw.raw ADD COLUMN bytes VARBYTE(10)");
    bed.change(JOB.replace("name = \"varchar(100)\"", "title = \"varchar(100)\""));

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("has no column 'title'")
        .hasMessageContaining("has column 'extra', which the contract does not name")
        .hasMessageContaining("has column 'name', which the contract does not name")
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.INPUT_UNUSABLE);

    bed.change(JOB.replace("key = [id]", "on-unknown-field = ignore, key = [id]"));
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.query("SELECT COUNT(*) FROM dw.t")).containsExactly("2");
  }

  @Test
  void nothingThatWasUnloadedStays() throws IOException {
    bed.run();

    Path stage = new Path(bed.environment().storage().stage());
    assertThat(stage.getFileSystem(bed.hadoop()).listFiles(stage, true).hasNext()).isFalse();
  }
}
