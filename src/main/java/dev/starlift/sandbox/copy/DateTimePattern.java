package dev.starlift.sandbox.copy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One DATEFORMAT or TIMEFORMAT text, ready to read values: {@code YYYY-MM-DD HH:MI:SS}. Seconds may
 * have a fraction of up to six digits; what is no element of a date stands for itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/r_DATEFORMAT_and_TIMEFORMAT_strings.html">DATEFORMAT
 *     and TIMEFORMAT strings</a>
 */
final class DateTimePattern {
  private static final String[] MONTHS = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december"
  };
  private static final int SHORT_MONTH = 3;
  private static final long MICROS = 1_000_000L;

  /** A year of two digits below this is after 2000. */
  private static final int PIVOT_YEAR = 70;

  private enum Element {
    YYYY,
    YY,
    MON,
    MM,
    MI,
    DDD,
    DD,
    HH24,
    HH12,
    HH,
    SS,
    AM,
    PM,
    OF
  }

  /** An element, or a character that stands for itself when {@code element} is null. */
  private record Part(Element element, char literal) {}

  /**
   * @param epochDay 1970-01-01 when the pattern has no date
   * @param offsetSeconds east of UTC
   */
  record Value(long epochDay, long microsOfDay, boolean hasOffset, int offsetSeconds) {
    long epochMicros() {
      return localMicros() - offsetSeconds * MICROS;
    }

    /** As if the text had no offset. */
    long localMicros() {
      return epochDay * 86_400 * MICROS + microsOfDay;
    }
  }

  private final List<Part> parts;

  private DateTimePattern(List<Part> parts) {
    this.parts = parts;
  }

  static DateTimePattern of(String pattern) {
    List<Part> parts = new ArrayList<>();
    String upper = pattern.toUpperCase(Locale.ROOT);
    int at = 0;
    while (at < upper.length()) {
      Element found = null;
      for (Element element : Element.values()) {
        if (upper.startsWith(element.name(), at)) {
          found = element;
          break;
        }
      }
      parts.add(new Part(found, pattern.charAt(at)));
      at += found == null ? 1 : found.name().length();
    }
    return new DateTimePattern(List.copyOf(parts));
  }

  boolean hasDay() {
    return parts.stream().anyMatch(part -> part.element() == Element.DD);
  }

  boolean hasOffset() {
    return parts.stream().anyMatch(part -> part.element() == Element.OF);
  }

  /** Empty if the text does not follow the pattern to its end, or is no real date or time. */
  Optional<Value> read(byte[] text, int from, int to) {
    Reading reading = new Reading(text, from, to);
    for (Part part : parts) {
      boolean ok = part.element() == null ? reading.literal(part.literal()) : reading.read(part);
      if (!ok) {
        return Optional.empty();
      }
    }
    return reading.at == to ? reading.value() : Optional.empty();
  }

  private static final class Reading {
    private final byte[] text;
    private final int to;
    private int at;
    private int year = 1970;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private long secondMicros;
    private boolean halfDay;
    private boolean afternoon;
    private boolean hasOffset;
    private int offsetSeconds;

    Reading(byte[] text, int from, int to) {
      this.text = text;
      this.at = from;
      this.to = to;
    }

    boolean literal(char c) {
      return at < to && text[at++] == c;
    }

    boolean read(Part part) {
      return switch (part.element()) {
        case YYYY -> (year = digits(4)) >= 0;
        case YY -> twoDigitYear();
        case MON -> monthName();
        case MM -> (month = digits(2)) >= 0;
        case DD -> (day = digits(2)) >= 0;
        case DDD -> (dayOfYear = digits(3)) > 0;
        case HH, HH24, HH12 -> (hour = digits(2)) >= 0;
        case MI -> (minute = digits(2)) >= 0;
        case SS -> seconds();
        case AM, PM -> meridiem();
        case OF -> offset();
      };
    }

    Optional<Value> value() {
      if (halfDay) {
        if (hour < 1 || hour > 12) {
          return Optional.empty();
        }
        hour = hour % 12 + (afternoon ? 12 : 0);
      }
      if (year < 1 || hour > 23 || minute > 59 || secondMicros >= 60 * MICROS) {
        return Optional.empty();
      }
      try {
        LocalDate date =
            dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
        long epochDay = date.toEpochDay();
        long micros = (hour * 60L + minute) * 60 * MICROS + secondMicros;
        return Optional.of(new Value(epochDay, micros, hasOffset, offsetSeconds));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    /** A number of exactly so many digits, or -1. */
    private int digits(int count) {
      if (at + count > to) {
        return -1;
      }
      int value = 0;
      for (int i = 0; i < count; i++) {
        int digit = text[at++] - '0';
        if (digit < 0 || digit > 9) {
          return -1;
        }
        value = value * 10 + digit;
      }
      return value;
    }

    private boolean twoDigitYear() {
      int two = digits(2);
      year = two + (two < PIVOT_YEAR ? 2000 : 1900);
      return two >= 0;
    }

    private boolean monthName() {
      for (int i = 0; i < MONTHS.length; i++) {
        if (word(MONTHS[i]) || word(MONTHS[i].substring(0, SHORT_MONTH))) {
          month = i + 1;
          return true;
        }
      }
      return false;
    }

    private boolean seconds() {
      int whole = digits(2);
      if (whole < 0) {
        return false;
      }
      long fraction = 0;
      if (at < to && text[at] == '.') {
        at++;
        int first = at;
        long unit = MICROS / 10;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
          fraction += (text[at++] - '0') * unit;
          unit /= 10;
        }
        if (at == first || at - first > 6) {
          return false;
        }
      }
      secondMicros = whole * MICROS + fraction;
      return true;
    }

    private boolean meridiem() {
      halfDay = true;
      afternoon = word("pm");
      return afternoon || word("am");
    }

    /** {@code Z}, {@code +02}, {@code +0230}, {@code +02:30} or the name of a zone. */
    private boolean offset() {
      hasOffset = true;
      for (ZoneName zone : ZoneName.values()) {
        if (word(zone.name().toLowerCase(Locale.ROOT))) {
          offsetSeconds = zone.hours() * 3600;
          return true;
        }
      }
      if (at < to && (text[at] == 'Z' || text[at] == 'z')) {
        at++;
        return true;
      }
      if (at >= to || (text[at] != '+' && text[at] != '-')) {
        return false;
      }
      int sign = text[at++] == '-' ? -1 : 1;
      int hours = digits(2);
      int minutes = 0;
      if (at < to) {
        if (text[at] == ':') {
          at++;
        }
        minutes = digits(2);
      }
      offsetSeconds = sign * (hours * 60 + minutes) * 60;
      return hours >= 0 && hours <= 15 && minutes >= 0 && minutes < 60;
    }

    private boolean word(String word) {
      if (at + word.length() > to) {
        return false;
      }
      for (int i = 0; i < word.length(); i++) {
        if ((text[at + i] | 0x20) != word.charAt(i)) {
          return false;
        }
      }
      at += word.length();
      return true;
    }
  }
}
