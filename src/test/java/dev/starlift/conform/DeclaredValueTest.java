package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.job.ValueRules;
import dev.starlift.job.ValueRules.EpochUnit;
import dev.starlift.model.ColumnType;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a contract may say of values beyond their type. The ids are those of the list of inputs that
 * Starlift was built against; V51 and V52 (change data capture) come with that feature.
 */
class DeclaredValueTest {
  private static final ColumnType DOUBLE = new ColumnType.DoublePrecision();
  private static final ColumnType BOOLEAN = new ColumnType.Bool();
  private static final ColumnType DATE = new ColumnType.Date();
  private static final ColumnType TIME = new ColumnType.Time();
  private static final ColumnType TIMESTAMP = new ColumnType.Timestamp();
  private static final ColumnType TIMESTAMPTZ = new ColumnType.TimestampWithZone();
  private static final ColumnType INTEGER = new ColumnType.Int();
  private static final ColumnType TEXT = new ColumnType.Varchar(20);
  private static final ColumnType MONEY = new ColumnType.Decimal(5, 2);

  /** The parts of {@link ValueRules}, each to be said alone. */
  private static final class Rules {
    private String min;
    private String max;
    private String pattern;
    private List<String> values = List.of();
    private EpochUnit epoch;
    private Character separator;
    private List<String> yes = List.of();
    private List<String> no = List.of();
    private String zone;
    private Boolean exact;
    private boolean notFinite;
    private List<String> nullTexts = List.of();

    ValueRules build() {
      return new ValueRules(
          Optional.ofNullable(min),
          Optional.ofNullable(max),
          Optional.ofNullable(pattern),
          values,
          Optional.ofNullable(epoch),
          Optional.ofNullable(separator),
          yes,
          no,
          Optional.ofNullable(zone).map(ZoneId::of),
          Optional.ofNullable(exact),
          notFinite,
          nullTexts);
    }
  }

  private static ValueRules rules(UnaryOperator<Rules> said) {
    return said.apply(new Rules()).build();
  }

  private static final ValueRules COMMA =
      rules(
          rules -> {
            rules.separator = ',';
            return rules;
          });
  private static final ValueRules ROUNDED = exact(false);
  private static final ValueRules EXACT = exact(true);
  private static final ValueRules NOT_FINITE =
      rules(
          rules -> {
            rules.notFinite = true;
            return rules;
          });
  private static final ValueRules YES_NO =
      rules(
          rules -> {
            rules.yes = List.of("yes", "1", "T");
            rules.no = List.of("no", "0");
            return rules;
          });

  private static ValueRules exact(boolean exact) {
    return rules(
        rules -> {
          rules.exact = exact;
          return rules;
        });
  }

  private static ValueRules zone(String zone) {
    return rules(
        rules -> {
          rules.zone = zone;
          return rules;
        });
  }

  private static ValueRules epoch(EpochUnit unit) {
    return rules(
        rules -> {
          rules.epoch = unit;
          return rules;
        });
  }

  private static ValueRules between(String min, String max) {
    return rules(
        rules -> {
          rules.min = min;
          rules.max = max;
          return rules;
        });
  }

  private static ValueRules form(String pattern, String... values) {
    return rules(
        rules -> {
          rules.pattern = pattern;
          rules.values = List.of(values);
          return rules;
        });
  }

  private static Timestamp utc(String instant) {
    return Timestamp.from(Instant.parse(instant));
  }

  @ParameterizedTest(name = "{0}: {1} <- {3} = {4}")
  @MethodSource("values")
  void becomesTheValueOrTheReasonThatTheContractSays(
      String id, ColumnType type, ValueRules rules, String text, Object expected) {
    Row row =
        new RawRows()
            .column(new RawColumn("value", "value", type, true, Optional.empty(), false, rules))
            .row(text)
            .judge()
            .rows()
            .head();

    Object outcome =
        RawRows.reasons(row).isEmpty() ? row.get(0) : RawRows.reasons(row).get(0).substring(7);
    assertThat(outcome).as(id).isEqualTo(expected);
  }

  @Test
  void aTextThatMeansSoIsNoValue() {
    Rules said = new Rules();
    said.nullTexts = List.of("", "0", "n/a");
    ValueRules empty = said.build();
    RawRows rows =
        new RawRows()
            .column(new RawColumn("number", "number", INTEGER, true, Optional.empty(), true, empty))
            .column(new RawColumn("text", "text", TEXT, true, Optional.empty(), false, empty))
            .row(" 0 ", "")
            .row("n/a", "N/A")
            .row("", " n/a")
            .row("00", null);

    assertThat(rows.judge().accepted().select("number", "text").collectAsList())
        .extracting(Row::mkString)
        .containsExactly("nullnull", "nullN/A", "null n/a", "0null");
  }

  @Test
  void whereAValueIsRequiredATextThatMeansNoneIsNone() {
    Rules said = new Rules();
    said.nullTexts = List.of("n/a");
    ValueRules empty = said.build();
    Row row =
        new RawRows()
            .column(new RawColumn("value", "value", TEXT, false, Optional.empty(), false, empty))
            .row("n/a")
            .judge()
            .rows()
            .head();

    assertThat(RawRows.reasons(row)).containsExactly("value: NOT_NULL");
  }

  static Stream<Arguments> values() {
    String york = "America/New_York";
    return Stream.of(
        arguments("V05", MONEY, COMMA, "1,5", new BigDecimal("1.50")),
        arguments("V05", MONEY, COMMA, "1.5", "DECIMAL"),
        arguments("V05", DOUBLE, COMMA, "-2,25", -2.25),
        arguments("V06", MONEY, ROUNDED, "1.005", new BigDecimal("1.01")),
        arguments("V06", MONEY, ROUNDED, "-1.005", new BigDecimal("-1.01")),
        arguments("V06", MONEY, ROUNDED, "1.0049", new BigDecimal("1.00")),
        arguments("V06", MONEY, EXACT, "1.005", "DECIMAL"),
        // Nothing said: a changed value is never the default.
        arguments("V06", MONEY, ValueRules.NONE, "1.005", "DECIMAL"),
        arguments("V07", MONEY, ROUNDED, "999.999", "RANGE"),
        arguments("V09", MONEY, ROUNDED, "1e2", new BigDecimal("100.00")),
        arguments("V10", DOUBLE, NOT_FINITE, "NaN", Double.NaN),
        arguments("V10", DOUBLE, NOT_FINITE, "-inf", Double.NEGATIVE_INFINITY),
        arguments("V10", DOUBLE, NOT_FINITE, "Infinity", Double.POSITIVE_INFINITY),
        arguments("V11", DOUBLE, NOT_FINITE, "1e309", "RANGE"),
        arguments("V10", DOUBLE, ValueRules.NONE, "NaN", "NONFINITE"),
        arguments("V13", BOOLEAN, YES_NO, "yes", true),
        arguments("V13", BOOLEAN, YES_NO, "0", false),
        arguments("V13", BOOLEAN, YES_NO, "t", "BOOL"),
        arguments("V13", BOOLEAN, YES_NO, "true", "BOOL"),
        arguments("V19", TIMESTAMP, EXACT, "2024-01-01T00:00:00.1234567", "TIMESTAMP"),
        arguments(
            "V19",
            TIMESTAMP,
            EXACT,
            "2024-01-01T00:00:00.123456000",
            utc("2024-01-01T00:00:00.123456Z")),
        arguments(
            "V19",
            TIMESTAMP,
            ValueRules.NONE,
            "2024-01-01T00:00:00.123456789",
            utc("2024-01-01T00:00:00.123456Z")),
        arguments("V19", TIME, EXACT, "07:00:00.1234567", "TIME"),
        arguments("V20", TIMESTAMP, ValueRules.NONE, "2024-01-01T05:00:00+05:00", "TZ"),
        arguments(
            "V20",
            TIMESTAMP,
            zone("UTC"),
            "2024-01-01T05:00:00+05:00",
            utc("2024-01-01T00:00:00Z")),
        arguments(
            "V20", TIMESTAMP, zone("UTC"), "2024-01-01T05:00:00", utc("2024-01-01T05:00:00Z")),
        arguments("V21", TIMESTAMPTZ, zone(york), "2024-03-10 02:30:00", "DST_GAP"),
        arguments("V21", TIMESTAMP, zone(york), "2024-03-10 02:30:00", "DST_GAP"),
        arguments(
            "V21", TIMESTAMPTZ, zone(york), "2024-11-03 01:30:00", utc("2024-11-03T05:30:00Z")),
        arguments(
            "V21", TIMESTAMPTZ, zone(york), "2024-03-10 03:30:00", utc("2024-03-10T07:30:00Z")),
        arguments(
            "V21", TIMESTAMP, ValueRules.NONE, "2024-03-10 02:30:00", utc("2024-03-10T02:30:00Z")),
        arguments(
            "V22", TIMESTAMP, epoch(EpochUnit.SECONDS), "1700000000", utc("2023-11-14T22:13:20Z")),
        arguments(
            "V22",
            TIMESTAMP,
            epoch(EpochUnit.MILLISECONDS),
            "1700000000123",
            utc("2023-11-14T22:13:20.123Z")),
        arguments(
            "V22",
            TIMESTAMPTZ,
            epoch(EpochUnit.MICROSECONDS),
            "1700000000123456",
            utc("2023-11-14T22:13:20.123456Z")),
        arguments("V22", TIMESTAMP, epoch(EpochUnit.SECONDS), "1700000000000", "EPOCH_UNIT"),
        arguments("V22", TIMESTAMP, epoch(EpochUnit.SECONDS), "-1", "EPOCH_UNIT"),
        arguments("V22", TIMESTAMP, epoch(EpochUnit.MICROSECONDS), "9".repeat(30), "EPOCH_UNIT"),
        arguments("V22", TIMESTAMP, epoch(EpochUnit.SECONDS), "1.7e9", "TIMESTAMP"),
        arguments("V22", TIMESTAMP, ValueRules.NONE, "1700000000", "TIMESTAMP"),
        arguments("range", INTEGER, between("1", "9"), "9", 9),
        arguments("range", INTEGER, between("1", "9"), "0", "RANGE"),
        arguments("range", INTEGER, between("1", "9"), "10", "RANGE"),
        arguments("range", MONEY, between("0.5", null), "0.49", "RANGE"),
        arguments(
            "range", DATE, between("2024-01-01", null), "2024-01-01", Date.valueOf("2024-01-01")),
        arguments("range", DATE, between("2024-01-01", null), "2023-12-31", "RANGE"),
        arguments("pattern", TEXT, form("[A-Z]{2}|x"), "AB", "AB"),
        arguments("pattern", TEXT, form("[A-Z]{2}|x"), "ABC", "PATTERN"),
        arguments("pattern", TEXT, form("[A-Z]{2}|x"), "AB\n", "PATTERN"),
        arguments("enumeration", TEXT, form(null, "gold", "tin"), "gold", "gold"),
        arguments("enumeration", TEXT, form(null, "gold", "tin"), "Gold", "ENUMERATION"));
  }

  @Test
  void valuesThatTheContractLetsChangeAreCounted() throws Exception {
    RawRows rows =
        new RawRows()
            .column(column("at", TIMESTAMP, ValueRules.NONE))
            .column(column("seen", TIMESTAMP, zone("America/New_York")))
            .column(column("price", MONEY, ROUNDED))
            .row("2024-01-01T00:00:00.1234567", "2024-11-03 01:30:00", "1.005")
            .row("2024-01-01T00:00:00.123456", "2024-11-03 03:30:00", "1.50")
            .row("2024-01-01T00:00:00.1234567", "2024-11-03T01:30:00-05:00", "x")
            .row("2024-01-01T00:00:00", "2024-11-03T01:30:00-05:00", "0.001");
    Observation seen = new Observation("adjusted");
    List<Column> measures = Rejects.measures(rows.source());
    rows.judge()
        .rows()
        .observe(seen, measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
        .write()
        .format("noop")
        .mode("overwrite")
        .save();

    Map<String, Object> counts = seen.getAsJava();
    assertThat(counts)
        .containsEntry("accepted", 3L)
        .containsEntry(Adjustment.FRACTION_CUT.measure(), 1L)
        .containsEntry(Adjustment.TO_UTC.measure(), 1L)
        .containsEntry(Adjustment.SHOWN_TWICE.measure(), 1L)
        .containsEntry(Adjustment.ROUNDED.measure(), 2L);
  }

  @Test
  void aSourceThatSaysNothingHasNothingToCount() {
    SourceDefinition source =
        new RawRows().column("a", new ColumnType.Int()).column("b", TEXT).source();

    assertThat(Adjustment.of(source)).isEmpty();
    assertThat(source.onUnknownField()).isEqualTo(UnknownField.REJECT);
    assertThat(source.csv()).isEqualTo(CsvDialect.STANDARD);
  }

  private static RawColumn column(String name, ColumnType type, ValueRules rules) {
    return new RawColumn(name, name, type, true, Optional.empty(), false, rules);
  }
}
