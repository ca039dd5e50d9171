package dev.starlift.conform;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.RawColumn;
import dev.starlift.job.ValueRules;
import dev.starlift.model.RejectCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/** One column of a raw contract: from the text in the file to a value that the contract allows. */
final class RawValue {
  private final RawColumn column;
  private final ValueRules rules;
  private final Column text;

  RawValue(RawColumn column) {
    this.column = column;
    this.rules = column.rules();
    this.text = Names.column(column.name());
  }

  /**
   * The text without what is only its spelling: blanks around it, another decimal separator. NULL
   * where the contract says that the text means so.
   */
  Column text() {
    Column trimmed = column.trim() ? trim(text) : text;
    Column plain =
        rules.nullTexts().isEmpty()
            ? trimmed
            : when(not(trimmed.isin(rules.nullTexts().toArray())), trimmed);
    // The point must not become a second decimal separator.
    return rules.decimalSeparator().filter(mark -> mark == ',').isPresent()
        ? translate(plain, ",.", ".,").as(column.name())
        : plain.as(column.name());
  }

  /** The value of {@link #text()}, which must be a column of the name by now. */
  Conversion conversion() {
    Conversion conversion =
        TemporalText.takes(column.type())
            ? TemporalText.of(column.name(), column.name(), column.type(), column.format(), rules)
            : TextConversion.of(column.name(), column.name(), column.type(), rules);
    List<Broken> broken = broken(conversion.value());
    if (broken.isEmpty()) {
      return conversion;
    }
    Column value = conversion.value();
    Column reason = when(value.isNull(), conversion.reason());
    Column allowed = lit(true);
    for (Broken rule : broken) {
      allowed = allowed.and(not(rule.condition()));
      reason = reason.when(rule.condition(), rule.reason());
    }
    return new Conversion(when(allowed, value), reason);
  }

  /** A rule of the contract that a value of the type may still break. */
  private record Broken(Column condition, Column reason) {}

  private List<Broken> broken(Column value) {
    List<Broken> broken = new ArrayList<>();
    rules
        .pattern()
        .ifPresent(
            pattern ->
                broken.add(
                    rule(
                        not(text.rlike("\\A(?:" + pattern + ")\\z")),
                        RejectCode.PATTERN,
                        "not of the form that the contract asks for")));
    if (!rules.values().isEmpty()) {
      broken.add(
          rule(
              not(text.isin(rules.values().toArray())),
              RejectCode.ENUMERATION,
              "none of the values that the contract lists"));
    }
    rules
        .min()
        .ifPresent(
            min -> broken.add(rule(value.lt(bound(min)), RejectCode.RANGE, "less than " + min)));
    rules
        .max()
        .ifPresent(
            max -> broken.add(rule(value.gt(bound(max)), RejectCode.RANGE, "greater than " + max)));
    return broken;
  }

  private Broken rule(Column condition, RejectCode code, String message) {
    return new Broken(condition, Reasons.reason(column.name(), code, message));
  }

  private Column bound(String text) {
    DataType type = SparkTypes.of(column.type()).orElseThrow();
    return lit(text).cast(type);
  }
}
