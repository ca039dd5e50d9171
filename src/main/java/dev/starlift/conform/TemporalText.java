package dev.starlift.conform;

import static dev.starlift.conform.Names.tryCast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.locate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.rpad;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.to_utc_timestamp;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.ValueRules;
import dev.starlift.job.ValueRules.EpochUnit;
import dev.starlift.model.ColumnType;
import dev.starlift.model.RejectCode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * Text becomes a date, time or timestamp: in ISO form with two-digit months, days and hours, or in
 * the declared format. Years are 0001 to 9999. A TIMESTAMP has no offset; a TIMESTAMPTZ must have
 * one ({@code Z} or hours), because a region's clock repeats and skips hours.
 */
final class TemporalText {
  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String CLOCK = "[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?";
  private static final String LOCAL = "\\A" + DAY + "[ T]" + CLOCK + "\\z";
  private static final String WITH_OFFSET =
      "\\A" + DAY + "[ T]" + CLOCK + " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)\\z";
  private static final String WITH_ZONE = "\\A" + DAY + "[ T]" + CLOCK + " ?[A-Za-z+-].*\\z";
  private static final String TIME_OF_DAY =
      "\\A([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?\\z";

  /** What looks like a date of a year that is not 0001 to 9999. */
  private static final String ODD_YEAR =
      "\\A(0000|[+-][0-9]{4,}|[0-9]{5,})-[0-9]{2}-[0-9]{2}([ T].*)?\\z|\\A[0-9].* BC\\z";

  /** {@code HH:mm:ss.SSSSSS}; every longer text is looked at. */
  private static final int MICROSECOND_TIME_BYTES = 15;

  private static final String FINER_THAN_MICROSECONDS = "\\.[0-9]{6}[0-9]*[1-9]";

  /** An epoch in the wrong unit is far off; all that are meant lie before. */
  private static final Instant EPOCH_AGE_END = Instant.parse("2201-01-01T00:00:00Z");

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final String input;
  private final Column text;
  private final String column;
  private final ColumnType type;

  private TemporalText(String input, String column, ColumnType type) {
    this.input = input;
    this.text = Names.column(input);
    this.column = column;
    this.type = type;
  }

  /**
   * @param input the STRING column to convert
   * @param column what reasons call the column
   * @param format empty for ISO; otherwise one that {@link TemporalFormat} finds no fault with
   */
  static Conversion of(String input, String column, ColumnType type, Optional<String> format) {
    return of(input, column, type, format, ValueRules.NONE);
  }

  /**
   * The same with what a contract says of epochs, zones and fractions of a second.
   *
   * @param rules of which nothing else is looked at
   */
  static Conversion of(
      String input, String column, ColumnType type, Optional<String> format, ValueRules rules) {
    TemporalText text = new TemporalText(input, column, type);
    if (rules.epoch().isPresent()) {
      return text.epoch(rules.epoch().get());
    }
    Conversion conversion;
    if (rules.zone().isPresent()) {
      conversion = text.inZone(rules.zone().get(), format);
    } else {
      conversion = format.isPresent() ? text.formatted(format.get()) : text.iso();
    }
    return rules.exact().orElse(false) ? text.exact(conversion) : conversion;
  }

  /** Does the text tell more of a second than microseconds? */
  static Column hasFinerFraction(Column text) {
    // The length settles it for nearly all values.
    return octet_length(text).gt(MICROSECOND_TIME_BYTES).and(text.rlike(FINER_THAN_MICROSECONDS));
  }

  private Conversion exact(Conversion conversion) {
    Column finer = hasFinerFraction(text);
    RejectCode code = type instanceof ColumnType.Time ? RejectCode.TIME : RejectCode.TIMESTAMP;
    return new Conversion(
        when(not(finer), conversion.value()),
        when(
                finer.and(conversion.value().isNotNull()),
                Reasons.reason(column, code, "more than 6 digits after the second"))
            .otherwise(conversion.reason()));
  }

  private Conversion epoch(EpochUnit unit) {
    Column number = when(text.rlike("\\A-?[0-9]{1,19}\\z"), tryCast(input, "BIGINT"));
    Column inAge =
        number.between(lit(0L), lit(EPOCH_AGE_END.getEpochSecond() * unit.perSecond() - 1));
    Column instant =
        switch (unit) {
          case SECONDS -> timestamp_seconds(number);
          case MILLISECONDS -> timestamp_millis(number);
          case MICROSECONDS -> timestamp_micros(number);
        };
    return new Conversion(
        when(inAge, instant),
        when(
                text.rlike("\\A-?[0-9]+\\z"),
                Reasons.reason(
                    column,
                    RejectCode.EPOCH_UNIT,
                    "no time from 1970 to 2200 in " + unit.name().toLowerCase(Locale.ROOT)))
            .otherwise(
                Reasons.reason(
                    column,
                    RejectCode.TIMESTAMP,
                    "not a whole number of " + unit.name().toLowerCase(Locale.ROOT))));
  }

  private Conversion inZone(ZoneId zone, Optional<String> format) {
    boolean offsetInFormat =
        format.filter(pattern -> TemporalFormat.hasOffset(pattern)).isPresent();
    Conversion instant =
        format.isPresent()
            ? formatted(format.get())
            : new TemporalText(input, column, new ColumnType.TimestampWithZone()).instant();
    if (offsetInFormat) {
      return instant;
    }
    Conversion local =
        format.isPresent()
            ? instant
            : new TemporalText(input, column, new ColumnType.Timestamp()).timestamp();
    Column shown = local.value();
    Column utc = to_utc_timestamp(shown, zone.getId());
    Column there = from_utc_timestamp(utc, zone.getId()).equalTo(shown);
    Column value = when(there.and(inRange(utc)), utc);
    return new Conversion(
        format.isPresent() ? value : coalesce(value, instant.value()),
        when(
                shown.isNotNull().and(not(there)),
                Reasons.reason(
                    column, RejectCode.DST_GAP, "clocks in " + zone.getId() + " skipped this time"))
            .when(
                shown.isNotNull(),
                Reasons.reason(column, RejectCode.DATE_RANGE, "not in the years 0001 to 9999"))
            .otherwise(format.isPresent() ? local.reason() : instant.reason()));
  }

  /** Did clocks of the zone show the time that became this instant twice? */
  static Column isShownTwice(Column utc, ZoneId zone) {
    Column shown = from_utc_timestamp(utc, zone.getId());
    Column shownAgain = lit(false);
    for (String later : List.of("INTERVAL 1 HOUR", "INTERVAL 30 MINUTES")) {
      shownAgain =
          shownAgain.or(from_utc_timestamp(utc.plus(expr(later)), zone.getId()).equalTo(shown));
    }
    return shownAgain;
  }

  /** Does the text say how far it is from UTC? */
  static Column hasOffset(Column text) {
    return text.rlike(WITH_OFFSET);
  }

  static boolean takes(ColumnType type) {
    return type instanceof ColumnType.Date
        || type instanceof ColumnType.Time
        || type instanceof ColumnType.Timestamp
        || type instanceof ColumnType.TimestampWithZone;
  }

  private Conversion iso() {
    if (type instanceof ColumnType.Date) {
      return date();
    }
    if (type instanceof ColumnType.Time) {
      return time();
    }
    if (type instanceof ColumnType.Timestamp) {
      return timestamp();
    }
    if (type instanceof ColumnType.TimestampWithZone) {
      return instant();
    }
    throw new AssertionError(type);
  }

  private Conversion date() {
    return new Conversion(
        when(
            octet_length(text).equalTo(10).and(beginsWithDay()).and(endsWithDigit()),
            tryCast(input, "DATE")),
        notA(RejectCode.DATE));
  }

  private Conversion timestamp() {
    Column seconds =
        octet_length(text)
            .equalTo(19)
            .and(beginsWithDay())
            .and(substring(text, 11, 1).isin("T", " "))
            .and(locate(":", text, 12).equalTo(14))
            .and(locate(":", text, 15).equalTo(17))
            .and(endsWithDigit());
    Column local = text.rlike(LOCAL).and(text.geq("0001"));
    Column cast = tryCast(input, "TIMESTAMP");
    return new Conversion(
        when(seconds, cast).when(local, cast),
        when(
                text.rlike(WITH_ZONE),
                Reasons.reason(
                    column, RejectCode.TZ, "an offset or zone, which TIMESTAMP does not have"))
            .otherwise(notA(RejectCode.TIMESTAMP)));
  }

  private Conversion instant() {
    Column cast = tryCast(input, "TIMESTAMP");
    return new Conversion(
        when(text.rlike(WITH_OFFSET).and(inRange(cast)), cast),
        when(
                text.rlike(WITH_OFFSET).and(cast.isNotNull()),
                Reasons.reason(column, RejectCode.DATE_RANGE, "not in the years 0001 to 9999"))
            .when(
                text.rlike(LOCAL).or(text.rlike(WITH_ZONE)).and(not(text.rlike(WITH_OFFSET))),
                Reasons.reason(column, RejectCode.TZ, "no offset from UTC"))
            .otherwise(notA(RejectCode.TIMESTAMP)));
  }

  private Conversion time() {
    Column padded =
        when(octet_length(text).equalTo(5), concat(text, lit(":00.000000")))
            .when(octet_length(text).equalTo(8), concat(text, lit(".000000")))
            .otherwise(rpad(substring(text, 1, 15), 15, "0"));
    return new Conversion(when(text.rlike(TIME_OF_DAY), padded), notA(RejectCode.TIME));
  }

  private Conversion formatted(String format) {
    Column parsed = try_to_timestamp(text, lit(format));
    if (type instanceof ColumnType.Time) {
      return new Conversion(date_format(parsed, "HH:mm:ss.SSSSSS"), notFormatted(RejectCode.TIME));
    }
    boolean date = type instanceof ColumnType.Date;
    Column value = when(inRange(parsed), date ? parsed.cast(DataTypes.DateType) : parsed);
    return new Conversion(
        value,
        when(
                parsed.isNotNull(),
                Reasons.reason(column, RejectCode.DATE_RANGE, "not in the years 0001 to 9999"))
            .otherwise(notFormatted(date ? RejectCode.DATE : RejectCode.TIMESTAMP)));
  }

  /** {@code yyyy-MM-dd} as far as hyphens go; the cast that follows looks at the digits. */
  private Column beginsWithDay() {
    return text.geq("0001")
        .and(text.lt(":"))
        .and(instr(text, "-").equalTo(5))
        .and(locate("-", text, 6).equalTo(8));
  }

  private Column endsWithDigit() {
    return substring(text, -1, 1).between("0", "9");
  }

  static Column inRange(Column instant) {
    return instant.between(lit(FIRST), lit(LAST));
  }

  private Column notA(RejectCode code) {
    return when(
            text.rlike(ODD_YEAR),
            Reasons.reason(column, RejectCode.DATE_RANGE, "not in the years 0001 to 9999"))
        .otherwise(Reasons.reason(column, code, "not a " + type.ddl()));
  }

  private Column notFormatted(RejectCode code) {
    return Reasons.reason(column, code, "not a " + type.ddl() + " in the declared format");
  }
}
