package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;

/** What a contract lets become of a value that its type cannot hold as it came; counted. */
public enum Adjustment {
  FRACTION_CUT("fractions of a second were cut after the sixth digit"),
  ROUNDED("numbers were rounded to the digits of their type"),
  TO_UTC("timestamps with an offset became UTC"),
  SHOWN_TWICE("times that clocks showed twice were taken for the first one");

  private final String meaning;

  Adjustment(String meaning) {
    this.meaning = meaning;
  }

  /** Follows the number of values in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The hidden column that counts such values of a row. */
  String column() {
    return "_" + measure();
  }

  /** Those of all. */
  static String[] columns() {
    return Arrays.stream(values()).map(Adjustment::column).toArray(String[]::new);
  }

  /** The measure of accepted rows that adds them up. */
  public String measure() {
    return "adjusted_" + name().toLowerCase(Locale.ROOT);
  }

  /** Which of them the values of a source may need. */
  public static List<Adjustment> of(SourceDefinition source) {
    List<Adjustment> found = new ArrayList<>();
    for (Adjustment one : values()) {
      if (source.columns().stream().anyMatch(column -> one.condition(column, null).isPresent())) {
        found.add(one);
      }
    }
    return found;
  }

  /**
   * How many values of the row it is about.
   *
   * @param typed by column of the contract, the name of its value
   */
  Column count(SourceDefinition source, List<String> typed) {
    Column count = lit(0L);
    for (int i = 0; i < source.columns().size(); i++) {
      Column value = Names.column(typed.get(i));
      Optional<Column> condition = condition(source.columns().get(i), value);
      if (condition.isPresent()) {
        count = count.plus(when(coalesce(condition.get(), lit(false)), 1L).otherwise(0L));
      }
    }
    return count;
  }

  /**
   * @param value null to ask only whether there is a condition
   */
  private Optional<Column> condition(RawColumn column, Column value) {
    boolean timestamp =
        column.type() instanceof ColumnType.Timestamp
            || column.type() instanceof ColumnType.TimestampWithZone;
    boolean temporal = timestamp || column.type() instanceof ColumnType.Time;
    boolean applies =
        switch (this) {
          case FRACTION_CUT ->
              temporal && column.rules().epoch().isEmpty() && !column.rules().exact().orElse(false);
          case ROUNDED ->
              column.type() instanceof ColumnType.Decimal && !column.rules().exact().orElse(true);
          case TO_UTC ->
              column.type() instanceof ColumnType.Timestamp
                  && column.rules().zone().isPresent()
                  && column.format().isEmpty();
          case SHOWN_TWICE -> timestamp && column.rules().zone().isPresent();
        };
    if (!applies) {
      return Optional.empty();
    }
    if (value == null) {
      return Optional.of(lit(true));
    }
    Column text = Names.column(column.name());
    Column condition =
        switch (this) {
          case FRACTION_CUT -> TemporalText.hasFinerFraction(text);
          case ROUNDED ->
              TextConversion.hasMoreDigits(column.name(), (ColumnType.Decimal) column.type());
          case TO_UTC -> TemporalText.hasOffset(text);
          case SHOWN_TWICE ->
              TemporalText.hasOffset(text)
                  .equalTo(false)
                  .and(TemporalText.isShownTwice(value, column.rules().zone().orElseThrow()));
        };
    return Optional.of(value.isNotNull().and(condition));
  }
}
