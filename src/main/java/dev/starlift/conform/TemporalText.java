package dev.starlift.conform;

import static dev.starlift.conform.Names.tryCast;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.locate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.rpad;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import dev.starlift.model.ColumnType;
import dev.starlift.model.RejectCode;
import java.time.Instant;
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
    TemporalText text = new TemporalText(input, column, type);
    return format.isPresent() ? text.formatted(format.get()) : text.iso();
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
