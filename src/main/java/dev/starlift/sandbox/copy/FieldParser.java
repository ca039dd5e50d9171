package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.session.SqlError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the text of one field as its column's type and writes it: Redshift's rules, exactly. */
@FunctionalInterface
interface FieldParser {
  void write(byte[] text, int from, int to, BinaryRows rows) throws FieldError;

  /**
   * @throws SqlError if COPY cannot load such a column from text
   */
  static FieldParser of(TargetColumn column, ValueOptions options, DateTimeFormats formats)
      throws SqlError {
    ColumnType type = column.type();
    if (type instanceof ColumnType.Char || type instanceof ColumnType.Varchar) {
      TextRules rules = new TextRules(type, options.truncateColumns(), options.replacement());
      return (text, from, to, rows) -> rules.write(text, from, to - from, rows);
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return new DecimalParser(decimal, options.roundDecimals());
    }
    if (type instanceof ColumnType.Date) {
      return (text, from, to, rows) -> rows.writeDate(formats.date(text, from, to));
    }
    if (type instanceof ColumnType.Timestamp) {
      return (text, from, to, rows) ->
          rows.writeTimestamp(formats.timestamp(text, from, to, false));
    }
    if (type instanceof ColumnType.TimestampWithZone) {
      return (text, from, to, rows) -> rows.writeTimestamp(formats.timestamp(text, from, to, true));
    }
    if (type instanceof ColumnType.Time) {
      return (text, from, to, rows) ->
          rows.writeTime(formats.time(text, from, to, false).microsOfDay());
    }
    if (type instanceof ColumnType.TimeWithZone) {
      return (text, from, to, rows) -> {
        DateTimePattern.Value time = formats.time(text, from, to, true);
        rows.writeTimeWithZone(time.microsOfDay(), time.offsetSeconds());
      };
    }
    if (type instanceof ColumnType.Super) {
      return superValue(column.storage());
    }
    return number(column);
  }

  private static FieldParser number(TargetColumn column) throws SqlError {
    ColumnType type = column.type();
    if (type instanceof ColumnType.SmallInt) {
      return (text, from, to, rows) ->
          rows.writeShort((int) integer(text, from, to, "Short", Short.MIN_VALUE, Short.MAX_VALUE));
    }
    if (type instanceof ColumnType.Int) {
      return (text, from, to, rows) ->
          rows.writeInt(
              (int) integer(text, from, to, "Integer", Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    if (type instanceof ColumnType.BigInt) {
      return (text, from, to, rows) ->
          rows.writeLong(integer(text, from, to, "Long", Long.MIN_VALUE, Long.MAX_VALUE));
    }
    if (type instanceof ColumnType.Real) {
      return (text, from, to, rows) -> {
        float value = (float) floating(text, from, to, "Float");
        requireFinite(value, text, from, to, "Float");
        rows.writeFloat(value);
      };
    }
    if (type instanceof ColumnType.DoublePrecision) {
      return (text, from, to, rows) -> {
        double value = floating(text, from, to, "Double");
        requireFinite(value, text, from, to, "Double");
        rows.writeDouble(value);
      };
    }
    if (type instanceof ColumnType.Bool) {
      return (text, from, to, rows) -> rows.writeBoolean(bool(text, from, to));
    }
    if (type instanceof ColumnType.Varbyte) {
      return FieldParser::hex;
    }
    throw new SqlError(
        TokenCursor.NOT_SUPPORTED,
        "COPY of column \"%s\" of type %s from text is not implemented in the sandbox"
            .formatted(column.name(), type.ddl()));
  }

  private static long integer(byte[] text, int from, int to, String type, long min, long max)
      throws FieldError {
    int at = from;
    boolean negative = at < to && text[at] == '-';
    if (negative || (at < to && text[at] == '+')) {
      at++;
    }
    if (at == to) {
      throw invalidDigit(text, from, from, to, type, FieldError.INVALID_DIGIT);
    }
    long value = 0;
    boolean overflow = false;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        throw invalidDigit(text, from, at, to, type, FieldError.INVALID_DIGIT);
      }
      // Negative, because Long.MIN_VALUE has no positive counterpart.
      overflow |= value < (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    if (overflow || (negative ? value < min : value < -max)) {
      throw new FieldError(
          FieldError.INTEGER_OVERFLOW,
          "Overflow, Value '%s', Type: %s".formatted(string(text, from, to), type));
    }
    return negative ? value : -value;
  }

  private static double floating(byte[] text, int from, int to, String type) throws FieldError {
    for (int at = from; at < to; at++) {
      byte b = text[at];
      if ((b < '0' || b > '9') && "+-.eE".indexOf(b) < 0) {
        throw invalidDigit(text, from, at, to, type, FieldError.FLOAT_FORMAT);
      }
    }
    try {
      return Double.parseDouble(string(text, from, to));
    } catch (NumberFormatException e) {
      throw invalidDigit(text, from, from, to, type, FieldError.FLOAT_FORMAT);
    }
  }

  private static void requireFinite(double value, byte[] text, int from, int to, String type)
      throws FieldError {
    if (Double.isInfinite(value)) {
      throw new FieldError(
          FieldError.OUT_OF_RANGE,
          "Overflow, Value '%s', Type: %s".formatted(string(text, from, to), type));
    }
  }

  private static boolean bool(byte[] text, int from, int to) throws FieldError {
    return switch (string(text, from, to).toLowerCase(Locale.ROOT)) {
      case "t", "true", "y", "yes", "1" -> true;
      case "f", "false", "n", "no", "0" -> false;
      default -> throw new FieldError(FieldError.BOOLEAN_FORMAT, "Unknown boolean format");
    };
  }

  private static void hex(byte[] text, int from, int to, BinaryRows rows) throws FieldError {
    if ((to - from) % 2 != 0) {
      throw new FieldError(FieldError.HEX_DIGIT, "Odd number of hexadecimal digits");
    }
    byte[] bytes = new byte[(to - from) / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(text[from + 2 * i], 16);
      int low = Character.digit(text[from + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        throw new FieldError(
            FieldError.HEX_DIGIT,
            "Invalid hexadecimal digit, Pos " + (high < 0 ? 2 * i : 2 * i + 1));
      }
      bytes[i] = (byte) ((high << 4) | low);
    }
    rows.writeBytes(bytes, 0, bytes.length);
  }

  private static FieldParser superValue(String storage) {
    ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    return (text, from, to, rows) -> {
      String value = new String(text, from, to - from, StandardCharsets.UTF_8);
      try {
        if (json.readTree(value).isMissingNode()) {
          throw new FieldError(FieldError.INVALID_JSON, "Invalid JSON for SUPER: nothing there");
        }
      } catch (JsonProcessingException e) {
        throw new FieldError(
            FieldError.INVALID_JSON, "Invalid JSON for SUPER: " + e.getOriginalMessage());
      }
      rows.writeJson(value, storage);
    };
  }

  /** Names the character at fault, as Redshift does. */
  static FieldError invalidDigit(byte[] text, int from, int at, int to, String type, int code) {
    String value = at < to ? new String(text, at, 1, StandardCharsets.ISO_8859_1) : "";
    return new FieldError(
        code, "Invalid digit, Value '%s', Pos %d, Type: %s".formatted(value, at - from, type));
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** DECIMAL: surplus digits of the fraction are cut, or rounded with ROUNDEC. */
  final class DecimalParser implements FieldParser {
    /** So many digits fit a long whatever they are. */
    private static final int SAFE_DIGITS = 18;

    private final int precision;
    private final int scale;
    private final boolean round;

    DecimalParser(ColumnType.Decimal type, boolean round) {
      this.precision = type.precision();
      this.scale = type.scale();
      this.round = round;
    }

    @Override
    public void write(byte[] text, int from, int to, BinaryRows rows) throws FieldError {
      int at = from;
      boolean negative = at < to && text[at] == '-';
      if (negative || (at < to && text[at] == '+')) {
        at++;
      }
      int digits = 0;
      int point = -1;
      long unscaled = 0;
      for (int i = at; i < to; i++) {
        byte b = text[i];
        if (b == '.' && point < 0) {
          point = i;
        } else if (b >= '0' && b <= '9') {
          digits++;
          unscaled = unscaled * 10 + (b - '0');
        } else {
          throw invalidDigit(text, from, i, to, "Decimal", FieldError.INVALID_DIGIT);
        }
      }
      if (digits == 0) {
        throw new FieldError(FieldError.DECIMAL_FORMAT, "Invalid decimal: it has no digit");
      }
      int fraction = point < 0 ? 0 : to - point - 1;
      if (fraction == scale && digits <= SAFE_DIGITS && digits <= precision) {
        rows.writeDecimal(negative ? -unscaled : unscaled, scale);
      } else {
        writeFitted(new BigDecimal(string(text, from, to)), rows, text, from, to);
      }
    }

    private void writeFitted(BigDecimal value, BinaryRows rows, byte[] text, int from, int to)
        throws FieldError {
      BigDecimal fitted = value.setScale(scale, round ? RoundingMode.HALF_UP : RoundingMode.DOWN);
      if (fitted.precision() > precision) {
        throw new FieldError(
            FieldError.OUT_OF_RANGE,
            "Overflow, Value '%s', Type: Decimal(%d,%d)"
                .formatted(string(text, from, to), precision, scale));
      }
      rows.writeDecimal(fitted.unscaledValue(), scale);
    }
  }
}
