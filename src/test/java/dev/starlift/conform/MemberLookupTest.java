package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.StarliftException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemberLookupTest {
  private static final ColumnType BIGINT = new ColumnType.BigInt();
  private static final TableName CUSTOMER = TableName.of("dw", "dim_customer");

  private static Star customers() {
    return Star.table("dw.dim_customer")
        .required("customer_key", BIGINT)
        .required("customer_id", new ColumnType.Varchar(6))
        .required("region", new ColumnType.Char(2))
        .required("name", new ColumnType.Varchar(5))
        .column("tier", new ColumnType.Varchar(10))
        .withDefault("active", new ColumnType.Bool(), false, "TRUE")
        .required("since", new ColumnType.Date())
        .primaryKey("customer_key")
        .unique("customer_id", "region");
  }

  private static Star facts(MissingMember missing) {
    return Star.table("dw.fact")
        .required("customer_key", BIGINT)
        .column("amount", new ColumnType.Int())
        .lookup(
            "customer_key",
            "dw.dim_customer",
            Map.of("customer_id", "customer", "region", "upper(region)"),
            missing);
  }

  private static final String MEMBERS =
      "select 'C1' as customer_id, 'EU' as region, 'Ann' as name, DATE'2020-01-01' as since"
          + " union all select 'C2 ', 'EU', 'Bob', DATE'2020-01-01'"
          + " union all select 'C1', 'US', 'Cyd', DATE'2020-01-01'";

  private static Dataset<Row> members() {
    return customers().judge(MEMBERS).accepted();
  }

  private static Judged judge(MissingMember missing, String select) {
    Table dimension = customers().declared();
    return facts(missing).judge(select, Map.of(CUSTOMER, members()), Map.of(CUSTOMER, dimension));
  }

  @Test
  void aRowGetsTheKeyOfItsMemberWhateverTheTrailingBlanks() {
    Dataset<Row> rows =
        judge(
                MissingMember.REJECT,
                "select * from values ('C1', 'eu', 1), ('C1 ', 'US', 2), ('C2', 'EU', 3)"
                    + " as t(customer, region, amount)")
            .accepted();

    assertThat(named(rows)).containsExactlyInAnyOrder("Ann 1", "Cyd 2", "Bob 3");
  }

  private static List<String> named(Dataset<Row> facts) {
    return facts
        .join(members().select("customer_key", "name"), "customer_key")
        .selectExpr("concat(name, ' ', amount)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  @DisplayName("V49 a missing member is rejected without its value")
  void aMissingMemberIsRejectedWithoutItsValue() {
    Row row =
        judge(MissingMember.REJECT, "select 'C9' as customer, 'EU' as region, 1 as amount")
            .rows()
            .head();

    assertThat(RawRows.reasons(row)).containsExactly("customer_key: LOOKUP");
    assertThat(RawRows.messages(row))
        .containsExactly("no member of dw.dim_customer has this customer_id, region");
  }

  @Test
  void aKeyWithANullInItNamesNoMember() {
    for (MissingMember missing : MissingMember.values()) {
      Row row =
          judge(missing, "select 'C1' as customer, cast(null as string) as region, 1 as amount")
              .rows()
              .head();

      assertThat(RawRows.reasons(row)).containsExactly("customer_key: NOT_NULL");
    }
  }

  @Test
  @DisplayName("V49 the unknown member stands in for a missing one")
  void theUnknownMemberStandsInForAMissingOne() {
    Row row =
        judge(MissingMember.UNKNOWN_MEMBER, "select 'much too long' as customer, 'EU' as region")
            .accepted()
            .head();

    assertThat(row.getLong(0)).isEqualTo(-1L);
  }

  @Test
  @DisplayName("V49 an inferred member has the key that a real one gets later")
  void anInferredMemberHasTheKeyThatARealOneGetsLater() {
    Judged facts =
        judge(
            MissingMember.INFER,
            "select * from values ('C9 ', 'EU', 1), ('C9', 'eu', 2), ('C1', 'EU', 3),"
                + " ('toolong', 'EU', 4) as t(customer, region, amount)");

    Row inferred =
        Members.inferred(facts, facts(MissingMember.INFER).load(), lookup(), customers().declared())
            .collectAsList()
            .get(0);
    Row real =
        customers()
            .judge(
                "select 'C9' as customer_id, 'EU' as region, 'Zoe' as name, DATE'2021-01-01' as since")
            .accepted()
            .head();

    assertThat(inferred.getLong(0)).isEqualTo(real.getLong(0));
    assertThat(inferred.mkString("|"))
        .isEqualTo(real.getLong(0) + "|C9|EU|Unkno|null|true|0001-01-01");
    assertThat(facts.accepted().collectAsList())
        .extracting(row -> row.getInt(1) + " " + (row.getLong(0) == real.getLong(0)))
        .containsExactlyInAnyOrder("1 true", "2 true", "3 false");
    assertThat(facts.rejected().collectAsList())
        .extracting(RawRows::reasons)
        .containsExactly(List.of("customer_key: TOO_LONG"));
  }

  @Test
  void eachMissingMemberIsInferredOnce() {
    Judged facts =
        judge(
            MissingMember.INFER,
            "select concat('N', id % 3) as customer, 'EU' as region, 1 as amount from range(30)");

    Dataset<Row> inferred =
        Members.inferred(
            facts, facts(MissingMember.INFER).load(), lookup(), customers().declared());

    assertThat(inferred.count()).isEqualTo(3);
    assertThat(inferred.schema().simpleString())
        .isEqualTo(
            "struct<customer_key:bigint,customer_id:string,region:string,name:string,tier:string,"
                + "active:boolean,since:date>");
  }

  @Test
  void aBusinessKeyThatIsThereTwiceDoesNotMultiplyRows() {
    Dataset<Row> twice = members().union(members().withColumn("customer_key", lit(5L)));

    Judged judged =
        facts(MissingMember.REJECT)
            .judge(
                "select 'C1' as customer, 'EU' as region, 1 as amount",
                Map.of(CUSTOMER, twice),
                Map.of(CUSTOMER, customers().declared()));

    assertThat(judged.rows().count()).isEqualTo(1);
  }

  private static Column lit(Object value) {
    return org.apache.spark.sql.functions.lit(value);
  }

  @Test
  void noUserFunctionAndNoShuffleOfFactsButForTheJoin() {
    String plan =
        judge(MissingMember.INFER, "select 'C1' as customer, 'EU' as region, 1 as amount")
            .accepted()
            .queryExecution()
            .optimizedPlan()
            .toString();

    assertThat(plan).doesNotContainIgnoringCase("udf").doesNotContain("Window");
    assertThat(plan.split("\\bJoin LeftOuter", -1)).hasSize(2);
    assertThat(plan.split("\\bAggregate ", -1)).hasSize(2);
  }

  @ParameterizedTest
  @DisplayName("V49 rows without a member are counted or rejected")
  @EnumSource(MissingMember.class)
  void rowsWithoutAMemberAreCountedOrRejected(MissingMember missing) {
    String select =
        "select if(id < 4, 'C1', 'X9') as customer, 'EU' as region, 1 as amount from range(10)";

    Judged judged = judge(missing, select);

    // A column that must have a value cannot be left empty.
    boolean rejects = missing == MissingMember.REJECT || missing == MissingMember.LEAVE_EMPTY;
    assertThat(judged.rejected().count()).isEqualTo(rejects ? 6 : 0);
    Map<String, Column> counts = Rejects.missing(facts(missing).load());
    assertThat(counts.keySet())
        .isEqualTo(missing == MissingMember.REJECT ? Set.of() : Set.of("missing_customer_key"));
    counts.forEach(
        (name, count) ->
            assertThat(judged.accepted().select(functions.sum(count)).head().getLong(0))
                .isEqualTo(rejects ? 0 : 6));
  }

  @Test
  void withoutDeclarationsAMemberHasTheSameKey() {
    String select = "select 'C9' as customer, 'EU' as region, 1 as amount";

    Row row =
        TableConformer.judge(
                RawRows.spark().sql(select),
                facts(MissingMember.INFER).load(),
                Map.of(CUSTOMER, members()))
            .accepted()
            .head();

    assertThat(row.getLong(0))
        .isEqualTo(judge(MissingMember.INFER, select).accepted().head().getLong(0));
  }

  @Test
  void onlyAHashedKeyOfTheWholeBusinessKeyCanBeInferred() {
    Star facts =
        Star.table("dw.fact")
            .column("customer_key", new ColumnType.Int())
            .lookup(
                "customer_key",
                "dw.dim_customer",
                Map.of("customer_id", "customer"),
                MissingMember.INFER);

    assertThatThrownBy(
            () ->
                facts.judge(
                    "select 'C1' as customer",
                    Map.of(CUSTOMER, members()),
                    Map.of(CUSTOMER, customers().declared())))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("jobs/sample.conf:20: lookup customer_key infers members")
        .hasMessageContaining("its business key is [customer_id, region]")
        .hasMessageContaining("BIGINT");
  }

  @Test
  void theUnknownMemberIsARowOfItsDimension() {
    Row row = Members.unknown(RawRows.spark(), customers().declared()).head();

    assertThat(row.mkString("|")).isEqualTo("-1|Unknow|?|Unkno|null|true|0001-01-01");
  }

  @Test
  void theUnknownMemberHasNoBusinessKeyThatARealOneMayHave() {
    Row row =
        Members.unknown(
                RawRows.spark(),
                Star.table("dw.dim")
                    .required("k", BIGINT)
                    .required("number", new ColumnType.SmallInt())
                    .required("rate", new ColumnType.Decimal(5, 2))
                    .primaryKey("k")
                    .unique("number")
                    .declared())
            .head();

    assertThat(row.mkString("|")).isEqualTo("-1|-1|0.00");
  }

  private static TableLoad.Lookup lookup() {
    return facts(MissingMember.INFER).load().lookups().get(0);
  }
}
