package dev.starlift.job;

import dev.starlift.job.ValueRules.EpochUnit;
import dev.starlift.model.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what a raw column { … } says of its values, and refuses what its type has no use for. */
final class ValueRuleSections {
  private final Findings findings;

  ValueRuleSections(Findings findings) {
    this.findings = findings;
  }

  ValueRules read(Section column, ColumnType type) {
    List<String> trueWords = column.texts("true");
    List<String> falseWords = column.texts("false");
    boolean number = isDecimal(type) || isFloating(type);
    boolean timestamp =
        type instanceof ColumnType.Timestamp || type instanceof ColumnType.TimestampWithZone;
    boolean words = column.has("true") || column.has("false");
    require(column, "true", type instanceof ColumnType.Bool || !words, "BOOLEAN");
    if (words && (trueWords.isEmpty() || falseWords.isEmpty())) {
      findings.add(column.where(), "which texts mean TRUE and which FALSE must both be said.", "");
    }
    if (trueWords.stream().anyMatch(falseWords::contains)) {
      findings.add(column.at("true"), "a text cannot mean both TRUE and FALSE.", "");
    }
    Optional<EpochUnit> epoch =
        column.choice(
            "epoch",
            Map.of(
                "seconds", EpochUnit.SECONDS,
                "milliseconds", EpochUnit.MILLISECONDS,
                "microseconds", EpochUnit.MICROSECONDS));
    require(column, "epoch", timestamp, "TIMESTAMP");
    if (epoch.isPresent() && (column.has("format") || column.has("zone"))) {
      findings.add(column.at("epoch"), "an epoch has neither a format nor a zone.", "");
    }
    Optional<ZoneId> zone = column.text("zone").flatMap(name -> zone(name, column));
    require(column, "zone", timestamp, "TIMESTAMP");
    Optional<Character> separator =
        column.text("decimal-separator").flatMap(text -> separator(text, column));
    require(column, "decimal-separator", number, "DECIMAL");
    Optional<Boolean> exact = column.flag("exact");
    require(
        column,
        "exact",
        timestamp || type instanceof ColumnType.Time || isDecimal(type),
        "DECIMAL or TIMESTAMP");
    boolean notFinite = column.flag("not-finite").orElse(false);
    require(column, "not-finite", isFloating(type), "DOUBLE PRECISION");
    Optional<String> pattern = column.text("pattern");
    pattern.ifPresent(text -> requirePattern(text, column));
    return new ValueRules(
        bound(column, "min", type),
        bound(column, "max", type),
        pattern,
        column.texts("values"),
        epoch,
        separator,
        trueWords,
        falseWords,
        zone,
        exact,
        notFinite,
        column.texts("null"));
  }

  /** Only what can be said of a value that is not read from a file. */
  ValueRules limits(Section value, ColumnType type) {
    Optional<String> pattern = value.text("pattern");
    pattern.ifPresent(text -> requirePattern(text, value));
    ValueRules none = ValueRules.NONE;
    return new ValueRules(
        bound(value, "min", type),
        bound(value, "max", type),
        pattern,
        value.texts("values"),
        none.epoch(),
        none.decimalSeparator(),
        none.trueWords(),
        none.falseWords(),
        none.zone(),
        none.exact(),
        none.notFinite());
  }

  private void require(Section column, String key, boolean fits, String type) {
    if (column.has(key) && !fits) {
      findings.add(column.at(key), "%s is for %s.".formatted(key, type), "");
    }
  }

  private Optional<ZoneId> zone(String name, Section column) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      findings.add(
          column.at("zone"), "%s is not a time zone.".formatted(name), "Write America/New_York.");
      return Optional.empty();
    }
  }

  private Optional<Character> separator(String text, Section column) {
    if (text.equals(",") || text.equals(".")) {
      return Optional.of(text.charAt(0));
    }
    findings.add(column.at("decimal-separator"), "decimal-separator is ',' or '.'.", "");
    return Optional.empty();
  }

  private void requirePattern(String pattern, Section column) {
    try {
      Pattern unused = Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      findings.add(
          column.at("pattern"),
          "'%s' is not a regular expression: %s.".formatted(pattern, e.getDescription()),
          "");
    }
  }

  private Optional<String> bound(Section column, String key, ColumnType type) {
    Optional<String> text = column.scalar(key);
    if (text.isPresent() && !isValue(text.get(), type)) {
      findings.add(
          column.at(key),
          "%s = %s is no value that a %s could be compared with."
              .formatted(key, text.get(), type.ddl()),
          "");
      return Optional.empty();
    }
    return text;
  }

  private static boolean isValue(String text, ColumnType type) {
    try {
      if (type instanceof ColumnType.Date) {
        return !LocalDate.parse(text).toString().isEmpty();
      }
      if (type instanceof ColumnType.Timestamp || type instanceof ColumnType.TimestampWithZone) {
        return !LocalDateTime.parse(text.replace(' ', 'T')).toString().isEmpty();
      }
      boolean number =
          isDecimal(type)
              || isFloating(type)
              || type instanceof ColumnType.SmallInt
              || type instanceof ColumnType.Int
              || type instanceof ColumnType.BigInt;
      return number && new BigDecimal(text).precision() <= 38;
    } catch (DateTimeException | NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDecimal(ColumnType type) {
    return type instanceof ColumnType.Decimal;
  }

  private static boolean isFloating(ColumnType type) {
    return type instanceof ColumnType.Real || type instanceof ColumnType.DoublePrecision;
  }
}
