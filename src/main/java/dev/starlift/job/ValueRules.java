package dev.starlift.job;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a raw column says of its values beyond their type.
 *
 * @param min the least value, as text of the column's type
 * @param max the greatest value
 * @param pattern a regular expression that the whole text must match
 * @param values the only texts allowed; empty for any
 * @param epoch the number counts these since 1970; empty for a text that tells date and time
 * @param decimalSeparator stands where a number has its point
 * @param trueWords the texts that mean TRUE, letter by letter; empty for {@code true} in any case
 * @param falseWords likewise
 * @param zone where clocks show what a timestamp without an offset says; it becomes UTC
 * @param exact may digits be lost that the type cannot hold? Not said: digits after a decimal point
 *     may not, those of a second beyond the sixth may
 * @param notFinite NaN and infinities are values of REAL and DOUBLE PRECISION
 * @param nullTexts the texts, letter by letter, that mean there is no value
 */
public record ValueRules(
    Optional<String> min,
    Optional<String> max,
    Optional<String> pattern,
    List<String> values,
    Optional<EpochUnit> epoch,
    Optional<Character> decimalSeparator,
    List<String> trueWords,
    List<String> falseWords,
    Optional<ZoneId> zone,
    Optional<Boolean> exact,
    boolean notFinite,
    List<String> nullTexts) {
  /** Nothing but the type. */
  public static final ValueRules NONE =
      new ValueRules(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          List.of());

  public ValueRules {
    values = List.copyOf(values);
    trueWords = List.copyOf(trueWords);
    falseWords = List.copyOf(falseWords);
    nullTexts = List.copyOf(nullTexts);
  }

  /** Rules for columns in which every text is a value. */
  public ValueRules(
      Optional<String> min,
      Optional<String> max,
      Optional<String> pattern,
      List<String> values,
      Optional<EpochUnit> epoch,
      Optional<Character> decimalSeparator,
      List<String> trueWords,
      List<String> falseWords,
      Optional<ZoneId> zone,
      Optional<Boolean> exact,
      boolean notFinite) {
    this(
        min,
        max,
        pattern,
        values,
        epoch,
        decimalSeparator,
        trueWords,
        falseWords,
        zone,
        exact,
        notFinite,
        List.of());
  }

  /** What an epoch counts. */
  public enum EpochUnit {
    SECONDS(1),
    MILLISECONDS(1_000),
    MICROSECONDS(1_000_000);

    private final long perSecond;

    EpochUnit(long perSecond) {
      this.perSecond = perSecond;
    }

    public long perSecond() {
      return perSecond;
    }
  }
}
