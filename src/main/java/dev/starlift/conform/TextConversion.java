package dev.starlift.conform;

import static dev.starlift.conform.Names.tryCast;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.char_length;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.unhex;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.ValueRules;
import dev.starlift.model.ColumnType;
import dev.starlift.model.RejectCode;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * Text becomes a value of a column type. Stricter than Spark's casts, which trim, round, and take
 * {@code 1d}, {@code yes} or {@code 2024-1-1}:
 *
 * <ul>
 *   <li>Numbers are ASCII digits without blanks, separators or suffixes. A DECIMAL with more digits
 *       after the point than the type holds is rejected, unless those are zeros: rounding would
 *       change the value. REAL and DOUBLE PRECISION take the nearest value they have.
 *   <li>A text that is too long in bytes is rejected, unless only trailing blanks are too many:
 *       those are cut, as Redshift does.
 *   <li>Fractions of a second beyond microseconds are cut off.
 *   <li>BOOLEAN is {@code true} or {@code false} in any case; VARBYTE is hexadecimal; SUPER is one
 *       JSON value.
 * </ul>
 *
 * <p>The tests that every value runs through compare bytes; regular expressions see only what those
 * have not settled, because they cost several times as much.
 */
final class TextConversion {
  /** Redshift holds DECIMALs of up to 19 digits in 64 bits. */
  private static final int LONG_DECIMAL_DIGITS = 19;

  /** More text than this is no number that a column could hold, and slow to find out about. */
  private static final int MAX_NUMBER_BYTES = 400;

  private static final String NUMBER =
      "\\A[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?\\z";
  private static final String NUMBER_OF_ANY_SIZE =
      "\\A[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?\\z";
  private static final String NOT_FINITE = "(?i)\\A[+-]?(nan|inf|infinity)\\z";

  private final String input;
  private final Column text;
  private final String column;
  private final ColumnType type;
  private final ValueRules rules;

  private TextConversion(String input, String column, ColumnType type, ValueRules rules) {
    this.rules = rules;
    this.input = input;
    this.text = Names.column(input);
    this.column = column;
    this.type = type;
  }

  /**
   * @param input the STRING column to convert
   * @param column what reasons call the column
   * @param type a type that {@link SparkTypes} knows
   */
  static Conversion of(String input, String column, ColumnType type) {
    return of(input, column, type, ValueRules.NONE);
  }

  /**
   * The same with what a contract says of digits, truth values and infinities.
   *
   * @param rules of which nothing else is looked at
   */
  static Conversion of(String input, String column, ColumnType type, ValueRules rules) {
    return new TextConversion(input, column, type, rules).conversion();
  }

  /** Is the text a number with more digits after the point than the type holds? */
  static Column hasMoreDigits(String input, ColumnType.Decimal type) {
    TextConversion conversion = new TextConversion(input, input, type, ValueRules.NONE);
    return conversion.text.rlike(NUMBER).and(conversion.lastDigit().lt(-type.scale()));
  }

  private Conversion conversion() {
    if (type instanceof ColumnType.SmallInt) {
      return integer("SMALLINT");
    }
    if (type instanceof ColumnType.Int) {
      return integer("INT");
    }
    if (type instanceof ColumnType.BigInt) {
      return integer("BIGINT");
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return decimal(decimal);
    }
    if (type instanceof ColumnType.Real) {
      return floating("FLOAT");
    }
    if (type instanceof ColumnType.DoublePrecision) {
      return floating("DOUBLE");
    }
    if (type instanceof ColumnType.Bool) {
      return bool();
    }
    if (type instanceof ColumnType.Varchar varchar) {
      return varchar(varchar.length());
    }
    if (type instanceof ColumnType.Char fixed) {
      return character(fixed.length());
    }
    if (type instanceof ColumnType.Varbyte varbyte) {
      return binary(varbyte.length());
    }
    if (type instanceof ColumnType.Super) {
      return SuperText.of(text, column);
    }
    return TemporalText.of(input, column, type, Optional.empty());
  }

  private Conversion integer(String sparkType) {
    Column value = when(beginsLikeNumber().and(endsWithDigit()), tryCast(input, sparkType));
    Column whole = text.rlike("\\A[+-]?[0-9]+\\z");
    return new Conversion(
        value, when(whole, outOfRange()).otherwise(notA(RejectCode.INT, type.ddl())));
  }

  private Conversion decimal(ColumnType.Decimal decimal) {
    Column cast = tryCast(input, decimal.ddl());
    Column point = instr(text, ".");
    Column plain =
        beginsLikeNumber()
            .and(endsWithDigit())
            // Java reads the digits of every script.
            .and(octet_length(text).equalTo(char_length(text)))
            .and(octet_length(text).leq(MAX_NUMBER_BYTES))
            .and(not(text.contains("e")))
            .and(not(text.contains("E")));
    Column fits =
        point.equalTo(0).or(octet_length(text).minus(point).leq(decimal.scale())).and(plain);
    Column number = octet_length(text).leq(MAX_NUMBER_BYTES).and(text.rlike(NUMBER));
    Column exact = rules.exact().orElse(true) ? lastDigit().geq(-decimal.scale()) : lit(true);
    Column value = when(fits, cast).when(number.and(exact), cast);
    if (decimal.precision() == LONG_DECIMAL_DIGITS) {
      BigDecimal max = BigDecimal.valueOf(Long.MAX_VALUE, decimal.scale());
      value = when(abs(value).leq(lit(max)), value);
    }
    return new Conversion(
        value,
        when(number.and(cast.isNotNull()).and(not(exact)), tooFine(decimal.scale()))
            .when(text.rlike(NUMBER_OF_ANY_SIZE), outOfRange())
            .otherwise(notA(RejectCode.DECIMAL, type.ddl())));
  }

  private Column tooFine(int scale) {
    return Reasons.reason(
        column, RejectCode.DECIMAL, "more than " + scale + " digits after the point");
  }

  /** The power of ten of the last digit of a number that is not zero; 0 for zero. */
  private Column lastDigit() {
    Column digits =
        regexp_replace(regexp_extract(text, "\\A[+-]?([0-9.]*)", 1), lit("\\."), lit(""));
    Column fraction = length(regexp_extract(text, "\\.([0-9]*)", 1));
    Column exponent =
        coalesce(
            when(
                text.rlike("[eE]"),
                regexp_replace(
                        regexp_extract(text, "[eE]([+-]?[0-9]{1,3})\\z", 1),
                        lit("\\A\\z"),
                        lit("0"))
                    .cast(DataTypes.IntegerType)),
            lit(0));
    Column significant = rtrim(digits, "0");
    return when(significant.equalTo(""), lit(0))
        .otherwise(exponent.minus(fraction).plus(length(digits)).minus(length(significant)));
  }

  private Conversion floating(String sparkType) {
    Column cast = tryCast(input, sparkType);
    // Java reads 1d, 1f and 0x1p3 as numbers.
    Column plain =
        beginsLikeNumber()
            .and(endsWithDigit().or(text.endsWith(".")))
            .and(not(text.contains("x")))
            .and(not(text.contains("X")));
    Column finite =
        abs(cast).leq(sparkType.equals("FLOAT") ? lit(Float.MAX_VALUE) : lit(Double.MAX_VALUE));
    Column vanished = cast.equalTo(0).and(text.rlike("\\A[^eE]*[1-9]"));
    Column value = when(plain.and(finite).and(not(vanished)), cast);
    if (rules.notFinite()) {
      value = value.when(text.rlike(NOT_FINITE), cast);
    }
    return new Conversion(
        value,
        when(text.rlike(NUMBER_OF_ANY_SIZE), outOfRange())
            .when(
                text.rlike(NOT_FINITE),
                Reasons.reason(column, RejectCode.NONFINITE, "not a finite number"))
            .otherwise(notA(RejectCode.FLOAT, type.ddl())));
  }

  private Conversion bool() {
    if (!rules.trueWords().isEmpty()) {
      return new Conversion(
          when(text.isin(rules.trueWords().toArray()), lit(true))
              .when(text.isin(rules.falseWords().toArray()), lit(false)),
          Reasons.reason(column, RejectCode.BOOL, "none of the texts that mean TRUE or FALSE"));
    }
    Column folded = lower(text);
    return new Conversion(
        when(folded.equalTo("true"), lit(true)).when(folded.equalTo("false"), lit(false)),
        Reasons.reason(column, RejectCode.BOOL, "neither TRUE nor FALSE"));
  }

  private Conversion varchar(int bytes) {
    return new Conversion(
        when(not(text.contains("\0")), cut(bytes)),
        when(text.contains("\0"), nul()).otherwise(tooLong(octet_length(rtrim(text)), bytes)));
  }

  private Conversion character(int bytes) {
    Column singleByte = octet_length(text).equalTo(char_length(text));
    return new Conversion(
        when(not(text.contains("\0")).and(singleByte), cut(bytes)),
        when(text.contains("\0"), nul())
            .when(
                not(singleByte),
                Reasons.reason(
                    column,
                    RejectCode.CHAR_MULTIBYTE,
                    "a character of more than one byte, which CHAR cannot hold"))
            .otherwise(tooLong(octet_length(rtrim(text)), bytes)));
  }

  /** The text in at most that many bytes, if trailing blanks are all there is to cut. */
  private Column cut(int bytes) {
    return when(octet_length(text).leq(bytes), text)
        .when(
            octet_length(rtrim(text)).leq(bytes),
            text.substr(lit(1), char_length(text).minus(octet_length(text)).plus(bytes)));
  }

  private Conversion binary(int bytes) {
    Column decoded = when(octet_length(text).mod(2).equalTo(0), unhex(text));
    return new Conversion(
        when(octet_length(decoded).leq(bytes), decoded),
        when(decoded.isNull(), Reasons.reason(column, RejectCode.BINARY, "not hexadecimal"))
            .otherwise(tooLong(octet_length(decoded), bytes)));
  }

  /** The first byte is one of {@code + , - . / 0-9}; the cast refuses the two odd ones. */
  private Column beginsLikeNumber() {
    return text.geq("+").and(text.lt(":"));
  }

  private Column endsWithDigit() {
    return substring(text, -1, 1).between("0", "9");
  }

  private Column outOfRange() {
    return Reasons.reason(column, RejectCode.RANGE, "outside the range of " + type.ddl());
  }

  private Column notA(RejectCode code, String kind) {
    return Reasons.reason(column, code, "not " + (kind.startsWith("I") ? "an " : "a ") + kind);
  }

  private Column nul() {
    return Reasons.reason(column, RejectCode.NUL, "the character NUL, which no text can hold");
  }

  private Column tooLong(Column bytes, int max) {
    return Reasons.reason(
        column,
        RejectCode.TOO_LONG,
        concat(bytes.cast(DataTypes.StringType), lit(" bytes, " + type.ddl() + " holds " + max)));
  }
}
