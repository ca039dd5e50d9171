package dev.starlift.conform;

import dev.starlift.model.ColumnType;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What a declared date or time pattern must be so that no part of a value is lost or invented. */
final class TemporalFormat {
  private static final String DATE_LETTERS = "yMLdD";
  private static final String TIME_LETTERS = "HhKkmsSa";
  private static final String OFFSET_LETTERS = "XxZ";

  private TemporalFormat() {}

  /**
   * @param zoneDeclared the contract says where clocks show such times
   * @return what is wrong with the pattern for a column of that type; empty when it can be used
   */
  static Optional<String> fault(String pattern, ColumnType type, boolean zoneDeclared) {
    if (!TemporalText.takes(type)) {
      return Optional.of("a format is for dates and times, not for " + type.ddl());
    }
    Optional<String> malformed = malformed(pattern);
    if (malformed.isPresent()) {
      return malformed;
    }
    String letters = letters(pattern);
    boolean date = containsAny(letters, DATE_LETTERS);
    boolean time = containsAny(letters, TIME_LETTERS);
    boolean offset = containsAny(letters, OFFSET_LETTERS);
    Optional<Character> unknown =
        letters
            .chars()
            .mapToObj(letter -> (char) letter)
            .filter(letter -> (DATE_LETTERS + TIME_LETTERS + OFFSET_LETTERS).indexOf(letter) < 0)
            .findFirst();
    if (unknown.isPresent()) {
      return Optional.of(
          "'%s' holds the letter %s, which is not for reading".formatted(pattern, unknown.get()));
    }
    if (type instanceof ColumnType.Date && (time || offset)) {
      return Optional.of("'" + pattern + "' holds a time of day, which DATE would lose");
    }
    if (type instanceof ColumnType.Time && (date || offset)) {
      return Optional.of("'" + pattern + "' holds a date or an offset, which TIME would lose");
    }
    if (!(type instanceof ColumnType.Time) && letters.indexOf('y') < 0) {
      return Optional.of("'" + pattern + "' has no year");
    }
    if (type instanceof ColumnType.TimestampWithZone && !offset && !zoneDeclared) {
      return Optional.of("'" + pattern + "' has no offset; TIMESTAMPTZ needs X, x or Z");
    }
    return Optional.empty();
  }

  /** Does the pattern read an offset from UTC? */
  static boolean hasOffset(String pattern) {
    return containsAny(letters(pattern), OFFSET_LETTERS);
  }

  private static Optional<String> malformed(String pattern) {
    try {
      DateTimeFormatter unused = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("'" + pattern + "' is not a pattern: " + e.getMessage());
    }
  }

  private static boolean containsAny(String letters, String wanted) {
    return letters.chars().anyMatch(letter -> wanted.indexOf(letter) >= 0);
  }

  /** The pattern's letters outside quotes. */
  private static String letters(String pattern) {
    StringBuilder letters = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && Character.isLetter(c)) {
        letters.append(c);
      }
    }
    return letters.toString();
  }
}
