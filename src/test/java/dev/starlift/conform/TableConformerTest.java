package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.model.ColumnType;
import dev.starlift.model.LoadMode;
import dev.starlift.model.RejectCode;
import dev.starlift.problem.StarliftException;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableConformerTest {
  private static final ColumnType SMALLINT = new ColumnType.SmallInt();
  private static final ColumnType INTEGER = new ColumnType.Int();
  private static final ColumnType BIGINT = new ColumnType.BigInt();
  private static final ColumnType DATE = new ColumnType.Date();
  private static final ColumnType TIMESTAMP = new ColumnType.Timestamp();

  @ParameterizedTest(name = "{0} <- {1} = {2}")
  @MethodSource("exactValues")
  void anExpressionArrivesExactly(ColumnType type, String expression, Object expected) {
    Row row = filled(type, expression);

    assertThat(RawRows.reasons(row)).isEmpty();
    assertThat(row.get(0)).isEqualTo(expected);
  }

  static Stream<Arguments> exactValues() {
    return Stream.of(
        arguments(SMALLINT, "7", (short) 7),
        arguments(INTEGER, "7BD", 7),
        arguments(INTEGER, "7.0D", 7),
        arguments(BIGINT, "cast(7.000 as decimal(20,3))", 7L),
        arguments(decimal(10, 2), "cast(1.5000 as decimal(20,4))", new BigDecimal("1.50")),
        arguments(decimal(10, 2), "0.1D", new BigDecimal("0.10")),
        arguments(decimal(10, 2), "3", new BigDecimal("3.00")),
        arguments(new ColumnType.DoublePrecision(), "0.1BD", 0.1d),
        arguments(new ColumnType.Real(), "0.1D", 0.1f),
        arguments(new ColumnType.Varchar(5), "12.50BD", "12.50"),
        arguments(new ColumnType.Varchar(10), "DATE'2024-01-02'", "2024-01-02"),
        arguments(new ColumnType.Varchar(3), "'ab    '", "ab "),
        arguments(new ColumnType.Bool(), "1 = 1", true),
        arguments(DATE, "TIMESTAMP'2024-01-02 00:00:00'", Date.valueOf("2024-01-02")),
        arguments(DATE, "'2024-01-02'", Date.valueOf("2024-01-02")),
        arguments(TIMESTAMP, "DATE'2024-01-02'", instant("2024-01-02T00:00:00Z")),
        arguments(TIMESTAMP, "TIMESTAMP_NTZ'2024-01-02 03:04:05'", instant("2024-01-02T03:04:05Z")),
        arguments(new ColumnType.Super(), "named_struct('a', array(1))", "{\"a\":[1]}"),
        arguments(new ColumnType.Super(), "7", "7"),
        arguments(new ColumnType.Varbyte(2), "X'00FF'", new byte[] {0, -1}),
        arguments(INTEGER, "date_key(DATE'2024-03-09')", 20240309),
        arguments(INTEGER, "NULL", null));
  }

  @ParameterizedTest(name = "{0} <- {1} is {2}")
  @MethodSource("wrongValues")
  void anExpressionThatDoesNotFitIsRejected(ColumnType type, String expression, RejectCode code) {
    Row row = filled(type, expression);

    assertThat(RawRows.reasons(row)).containsExactly("value: " + code);
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        arguments(SMALLINT, "32768", RejectCode.RANGE),
        arguments(INTEGER, "7.5BD", RejectCode.INT),
        arguments(INTEGER, "7.5D", RejectCode.INT),
        arguments(INTEGER, "1e10D", RejectCode.RANGE),
        arguments(INTEGER, "double('NaN')", RejectCode.NONFINITE),
        arguments(decimal(10, 2), "cast(1.005 as decimal(20,4))", RejectCode.DECIMAL),
        arguments(decimal(10, 2), "1 / 3D", RejectCode.DECIMAL),
        arguments(decimal(3, 2), "10", RejectCode.RANGE),
        arguments(decimal(19, 0), "9223372036854775808BD", RejectCode.RANGE),
        arguments(new ColumnType.DoublePrecision(), "double('Infinity')", RejectCode.NONFINITE),
        arguments(new ColumnType.Real(), "1e39D", RejectCode.RANGE),
        arguments(new ColumnType.Varchar(3), "'éé'", RejectCode.TOO_LONG),
        arguments(new ColumnType.Char(3), "'é'", RejectCode.CHAR_MULTIBYTE),
        arguments(DATE, "TIMESTAMP'2024-01-02 00:00:01'", RejectCode.DATE),
        arguments(DATE, "DATE'+10000-01-01'", RejectCode.DATE_RANGE),
        arguments(DATE, "'2024-02-30'", RejectCode.DATE),
        arguments(new ColumnType.Varbyte(1), "X'00FF'", RejectCode.TOO_LONG));
  }

  @Test
  void columnsComeInTheTablesOrderWithTheirTypes() {
    Judged judged =
        Star.table("dw.t")
            .column("b", INTEGER)
            .column("a", decimal(10, 2))
            .column("c", new ColumnType.Char(1))
            .fill("a", "b + x")
            .judge("select 1 as x, 2 as B");

    assertThat(judged.accepted().schema().simpleString())
        .isEqualTo("struct<b:int,a:decimal(10,2),c:string,_file:string,_line:bigint,_raw:string>");
    Row row = judged.accepted().head();
    assertThat(row.getInt(0)).isEqualTo(2);
    assertThat(row.getDecimal(1)).isEqualByComparingTo("3");
    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.getString(3)).isEqualTo("query");
    assertThat(row.getLong(4)).isZero();
    assertThat(row.getString(5)).isEqualTo("{\"x\":1,\"B\":2}");
  }

  @Test
  void aUnionInAQueryIsCheckedWhateverItsFirstPartIsKnownToFit() {
    ColumnType type = new ColumnType.Varchar(3);
    RawRows.spark()
        .sql("select 'abc' as a")
        .select(functions.col("a").as("a", KnownType.of(type)))
        .createOrReplaceTempView("known");
    String union = "select a from known union all select 'abcd' as a";

    assertThat(Star.table("dw.t").column("a", type).fromQuery().judge(union).rejected().count())
        .isEqualTo(1);
    assertThat(Star.table("dw.t").column("a", type).judge("select 'abcd' as a").rejected().count())
        .isEqualTo(1);
  }

  @Test
  void aRowKeepsItsPlace() {
    Row row =
        Star.table("dw.t")
            .column("a", INTEGER)
            .judge("select 1 as a, 'f.csv' as _file, 12L as _line, 'raw' as _raw")
            .accepted()
            .head();

    assertThat(row.mkString(",")).isEqualTo("1,f.csv,12,raw");
  }

  @Test
  void aConstantDefaultFillsWhatNothingElseFills() {
    Row row =
        Star.table("dw.t")
            .withDefault("a", INTEGER, true, "0")
            .withDefault("b", new ColumnType.Bool(), true, "FALSE")
            .withDefault("c", DATE, true, "'9999-12-31'::date")
            .withDefault("d", new ColumnType.Varchar(5), false, "('it''s')")
            .withDefault("e", INTEGER, true, "NULL")
            .withDefault("f", INTEGER, true, "5")
            .judge("select 7 as f")
            .accepted()
            .head();

    assertThat(row.mkString("|")).startsWith("0|false|9999-12-31|it's|null|7|");
  }

  @Test
  void aDefaultOfTheClockMustBeReplacedByAnExpression() {
    Star table = Star.table("dw.t").withDefault("valid_from", DATE, true, "CURRENT_DATE");

    assertThatThrownBy(() -> table.judge("select 1 as x"))
        .isInstanceOf(StarliftException.class)
        .hasMessage(
            "jobs/sample.conf:10: column valid_from of dw.t has the DEFAULT CURRENT_DATE, which is"
                + " not a constant: a load must give the same rows every time. Give the column an"
                + " expression in the job.");
    assertThat(
            table.fill("valid_from", "DATE'2024-01-01'").judge("select 1 as x").accepted().count())
        .isEqualTo(1);
  }

  @Test
  void allProblemsOfAJobAreToldAtOnceWithSuggestions() {
    Star table =
        Star.table("dw.t")
            .column("a", INTEGER)
            .column("b", INTEGER)
            .column("c", INTEGER)
            .column("d", INTEGER)
            .column("e", INTEGER)
            .column("f", INTEGER)
            .fill("a", "amuont + 1")
            .fill("b", "amount +")
            .fill("c", "now()")
            .fill("d", "explode(array(1, 2))")
            .fill("e", "DATE'2024-01-01'")
            .fill("f", "date_key(1, 2)");

    assertThatThrownBy(
            () -> table.judge("select 1 as amount, 'f' as _file, 1L as _line, '' as _raw"))
        .isInstanceOf(StarliftException.class)
        .satisfies(
            e ->
                assertThat(((StarliftException) e).problems())
                    .extracting(Object::toString)
                    .satisfiesExactly(
                        a ->
                            assertThat(a)
                                .isEqualTo(
                                    "jobs/sample.conf:10: column a of dw.t: there is no column"
                                        + " `amuont`. Did you mean `amount`?"),
                        b ->
                            assertThat(b)
                                .startsWith("jobs/sample.conf:10: column b of dw.t: Syntax error")
                                .doesNotContain("\n"),
                        c ->
                            assertThat(c)
                                .startsWith(
                                    "jobs/sample.conf:10: column c of dw.t: now gives another value"
                                        + " in every run"),
                        d -> assertThat(d).contains("explode makes several rows of one"),
                        f ->
                            assertThat(f)
                                .contains("column e of dw.t: a value of type DATE does not go into")
                                .endsWith("Write a CAST."),
                        g -> assertThat(g).contains("date_key takes one date or timestamp")));
  }

  @Test
  void aFailingExpressionIsNamedWithItsColumn() {
    Star table =
        Star.table("dw.t").column("a", INTEGER).fill("a", "10 div date_key(d) + x div zero");
    Judged judged =
        table.judge("select id as x, id - id as zero, DATE'2024-01-01' as d from range(3)");

    Throwable failure =
        org.assertj.core.api.Assertions.catchThrowable(() -> judged.rows().collectAsList());

    Optional<StarliftException> told = Expressions.failure(failure, table.load());
    assertThat(told).isPresent();
    assertThat(told.get().getMessage())
        .startsWith("jobs/sample.conf:10: column a of dw.t: DIVIDE_BY_ZERO in x div zero.");
    assertThat(Expressions.failure(new RuntimeException("other"), table.load())).isEmpty();
  }

  @Test
  void aCheckMustBeTrueForARowThatIsFineOtherwise() {
    List<Row> rows =
        Star.table("dw.t")
            .column("a", SMALLINT)
            .column("b", INTEGER)
            .check("adds_up", "a + b = total")
            .check("positive", "b > 0")
            .judge(
                "select * from values (1, 2, 3), (1, 2, 4), (1, -2, 4), (1, null, 1), (99999, 1, 1)"
                    + " as t(a, b, total)")
            .rows()
            .collectAsList();

    assertThat(rows)
        .extracting(RawRows::reasons)
        .containsExactly(
            List.of(),
            List.of("adds_up: CHECK"),
            List.of("adds_up: CHECK", "positive: CHECK"),
            List.of("adds_up: CHECK", "positive: CHECK"),
            List.of("a: RANGE"));
  }

  @Test
  @DisplayName("V37 V48 required columns and keys must have values")
  void requiredColumnsAndKeysMustHaveValues() {
    Star table =
        Star.table("dw.t")
            .required("a", INTEGER)
            .column("k", new ColumnType.Varchar(5))
            .column("c", INTEGER)
            .unique("k")
            .mode(LoadMode.UPSERT);

    Row row = table.judge("select cast(null as string) as k, null as c").rows().head();

    assertThat(RawRows.reasons(row)).containsExactly("a: NOT_NULL", "k: NULL_KEY");
  }

  @Test
  void aSurrogateKeyOfIntegerIsAProblem() {
    Star table =
        Star.table("dw.dim")
            .required("k", INTEGER)
            .required("code", new ColumnType.Char(3))
            .primaryKey("k")
            .unique("code");

    assertThatThrownBy(() -> table.judge("select 'JFK' as code"))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("Make it BIGINT");
    assertThat(table.fill("k", "7").judge("select 'JFK' as code").accepted().head().getInt(0))
        .isEqualTo(7);
  }

  private static Row filled(ColumnType type, String expression) {
    // Not a constant for the optimiser, and generated code as on real rows.
    return Star.table("dw.t")
        .column("value", type)
        .fill("value", expression)
        .judge("select /*+ REPARTITION(2) */ 1 as one")
        .rows()
        .head();
  }

  private static ColumnType decimal(int precision, int scale) {
    return new ColumnType.Decimal(precision, scale);
  }

  private static Timestamp instant(String text) {
    return Timestamp.from(Instant.parse(text));
  }
}
