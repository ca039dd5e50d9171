package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.copy.DateTimePattern.Value;
import dev.starlift.sandbox.session.SqlError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The formats in which a COPY takes dates and times. */
final class DateTimeFormats {
  private static final String DEFAULT_DATE = "YYYY-MM-DD";
  private static final String DEFAULT_TIME = "HH:MI:SS";
  private static final List<String> AUTO_DATES =
      List.of(
          "YYYY-MM-DD",
          "YYYYMMDD",
          "YYYY/MM/DD",
          "YYYY.MM.DD",
          "MM/DD/YYYY",
          "MM-DD-YYYY",
          "YYYY.DDD",
          "DD-MON-YYYY",
          "DD MON YYYY",
          "MON DD, YYYY",
          "YYYY MON DD",
          "YYYY-MON-DD",
          "YYMMDD");
  private static final List<String> AUTO_TIMES =
      List.of("HH:MI:SS", "HH:MI", "HHMISS", "HH12:MI:SS AM", "HH12:MI AM");

  private final List<DateTimePattern> dates;
  private final List<DateTimePattern> timestamps;
  private final List<DateTimePattern> times;

  /** 0, or how many of the value's units make a second. */
  private final int epochUnits;

  private final String timestampFormat;

  private DateTimeFormats(
      List<DateTimePattern> dates,
      List<DateTimePattern> timestamps,
      List<DateTimePattern> times,
      int epochUnits,
      String timestampFormat) {
    this.dates = dates;
    this.timestamps = timestamps;
    this.times = times;
    this.epochUnits = epochUnits;
    this.timestampFormat = timestampFormat;
  }

  /**
   * @throws SqlError if a format text is not one
   */
  static DateTimeFormats of(ValueOptions options) throws SqlError {
    return new DateTimeFormats(
        dates(options.dateFormat()),
        timestamps(options.timeFormat()),
        times(options.timeFormat()),
        epochUnits(options.timeFormat()),
        options.timeFormat().isEmpty() ? "YYYY-MM-DD HH24:MI:SS" : options.timeFormat());
  }

  /** Days since 1970. */
  long date(byte[] text, int from, int to) throws FieldError {
    Optional<Value> value = read(dates, text, from, to);
    if (value.isEmpty()) {
      throw new FieldError(
          FieldError.DATE_FORMAT,
          to - from < DEFAULT_DATE.length()
              ? "Invalid Date Format - length must be 10 or more"
              : "Invalid Date Format");
    }
    return value.get().epochDay();
  }

  /**
   * Microseconds since 1970; without an offset the text is UTC.
   *
   * @param mayHaveOffset otherwise 'auto' reads an offset and leaves it out of account, and any
   *     other format refuses it
   */
  long timestamp(byte[] text, int from, int to, boolean mayHaveOffset) throws FieldError {
    if (epochUnits > 0) {
      return epoch(text, from, to);
    }
    Optional<Value> value = read(timestamps, text, from, to);
    if (value.isEmpty()
        || (value.get().hasOffset() && !mayHaveOffset && !isAuto(timestampFormat))) {
      throw new FieldError(
          FieldError.TIMESTAMP_FORMAT,
          "Invalid timestamp format or value [" + timestampFormat + "]");
    }
    return mayHaveOffset ? value.get().epochMicros() : value.get().localMicros();
  }

  /** A time of the day; the day of the value means nothing. */
  Value time(byte[] text, int from, int to, boolean mayHaveOffset) throws FieldError {
    Optional<Value> value = read(times, text, from, to);
    if (value.isEmpty() || (value.get().hasOffset() && !mayHaveOffset)) {
      throw new FieldError(FieldError.TIMESTAMP_FORMAT, "Invalid time format or value");
    }
    return value.get();
  }

  private long epoch(byte[] text, int from, int to) throws FieldError {
    try {
      return new BigDecimal(new String(text, from, to - from, StandardCharsets.ISO_8859_1))
          .multiply(BigDecimal.valueOf(1_000_000L / epochUnits))
          .setScale(0, RoundingMode.FLOOR)
          .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new FieldError(
          FieldError.TIMESTAMP_FORMAT,
          "Invalid timestamp format or value [" + timestampFormat + "]");
    }
  }

  private static Optional<Value> read(
      List<DateTimePattern> patterns, byte[] text, int from, int to) {
    for (DateTimePattern pattern : patterns) {
      Optional<Value> value = pattern.read(text, from, to);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  private static List<DateTimePattern> dates(String format) throws SqlError {
    if (format.isEmpty()) {
      return patterns(List.of(DEFAULT_DATE));
    }
    if (isAuto(format)) {
      List<DateTimePattern> patterns = new ArrayList<>(patterns(AUTO_DATES));
      // A time behind the date is left out of account.
      patterns.addAll(timestamps(format));
      return patterns;
    }
    DateTimePattern pattern = DateTimePattern.of(format);
    if (!pattern.hasDay()) {
      throw new SqlError(TokenCursor.BAD_VALUE, "DATEFORMAT '" + format + "' has no day");
    }
    return List.of(pattern);
  }

  private static List<DateTimePattern> timestamps(String format) throws SqlError {
    List<String> patterns = new ArrayList<>();
    if (format.isEmpty()) {
      patterns.add(DEFAULT_DATE + " " + DEFAULT_TIME);
      patterns.add(DEFAULT_DATE + " " + DEFAULT_TIME + "OF");
      return patterns(patterns);
    }
    if (epochUnits(format) > 0) {
      return List.of();
    }
    if (!isAuto(format)) {
      DateTimePattern pattern = DateTimePattern.of(format);
      if (pattern.hasOffset()) {
        throw new SqlError(
            TokenCursor.BAD_VALUE,
            "TIMEFORMAT '" + format + "' has a time zone, which only 'auto' can read");
      }
      return List.of(pattern);
    }
    patterns.add("DD MON HH:MI:SS YYYY");
    patterns.add("DD MON HH:MI:SS YYYY OF");
    for (String date : AUTO_DATES) {
      for (String time : AUTO_TIMES) {
        for (String between : List.of(" ", "T")) {
          patterns.add(date + between + time);
          patterns.add(date + between + time + "OF");
          patterns.add(date + between + time + " OF");
        }
      }
      patterns.add(date);
    }
    return patterns(patterns);
  }

  private static List<DateTimePattern> times(String format) {
    if (format.isEmpty()) {
      return patterns(List.of(DEFAULT_TIME, DEFAULT_TIME + "OF"));
    }
    if (!isAuto(format)) {
      return List.of(DateTimePattern.of(format));
    }
    List<String> patterns = new ArrayList<>(AUTO_TIMES);
    AUTO_TIMES.forEach(time -> patterns.add(time + "OF"));
    return patterns(patterns);
  }

  private static List<DateTimePattern> patterns(List<String> texts) {
    return texts.stream().map(DateTimePattern::of).toList();
  }

  private static boolean isAuto(String format) {
    return format.equals("auto");
  }

  private static int epochUnits(String format) {
    return switch (format) {
      case "epochsecs" -> 1;
      case "epochmillisecs" -> 1000;
      default -> 0;
    };
  }
}
