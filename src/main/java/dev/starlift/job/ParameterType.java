package dev.starlift.job;

import dev.starlift.model.ColumnType;
import dev.starlift.model.Literal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The types that a parameter of a job can have, and what their values are in either SQL. */
final class ParameterType {
  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private ParameterType() {}

  static boolean isSupported(ColumnType type) {
    return isText(type)
        || type instanceof ColumnType.SmallInt
        || type instanceof ColumnType.Int
        || type instanceof ColumnType.BigInt
        || type instanceof ColumnType.Decimal
        || type instanceof ColumnType.Bool
        || type instanceof ColumnType.Date
        || type instanceof ColumnType.Timestamp;
  }

  /**
   * The value of a text, to be compared with others of the type: {@code 2024-06-28}, {@code
   * 2024-06-28 10:15:00}, {@code 1.5}, {@code true}. Nothing is rounded, cut or guessed.
   *
   * @return empty when it is none
   */
  static Optional<Comparable<?>> value(ColumnType type, String text) {
    try {
      return Optional.ofNullable(parsed(type, text));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Comparable<?> parsed(ColumnType type, String text) {
    if (type instanceof ColumnType.Date) {
      LocalDate day = LocalDate.parse(text);
      return day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY) ? null : day;
    }
    if (type instanceof ColumnType.Timestamp) {
      LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'));
      boolean held = time.truncatedTo(ChronoUnit.MICROS).equals(time);
      LocalDate day = time.toLocalDate();
      return held && !day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY) ? time : null;
    }
    if (type instanceof ColumnType.Bool) {
      return text.equals("true") || text.equals("false")
          ? (Comparable<?>) text.equals("true")
          : null;
    }
    if (isText(type)) {
      boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= length(type);
      return fits && text.chars().noneMatch(Character::isISOControl) ? text : null;
    }
    if (!text.matches("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?")) {
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    if (type instanceof ColumnType.Decimal decimal) {
      BigDecimal scaled = number.setScale(decimal.scale());
      return scaled.precision() <= decimal.precision() ? scaled : null;
    }
    BigDecimal whole = number.setScale(0);
    return switch (type.ddl()) {
      case "SMALLINT" -> BigDecimal.valueOf(whole.shortValueExact());
      case "INTEGER" -> BigDecimal.valueOf(whole.intValueExact());
      default -> BigDecimal.valueOf(whole.longValueExact());
    };
  }

  /** The one way in which a value is written, however it was given. */
  static String text(Comparable<?> value) {
    if (value instanceof LocalDateTime time) {
      return TIMESTAMP.format(time);
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  /** For Spark: a constant of the type, whatever the text holds. */
  static String sparkLiteral(ColumnType type, Optional<String> text) {
    String name = isText(type) ? "STRING" : type.ddl();
    return "CAST(%s AS %s)".formatted(text.map(ParameterType::sparkText).orElse("NULL"), name);
  }

  /** For Redshift: {@code DATE '2024-06-28'}, a number, a quoted text. */
  static String redshiftLiteral(ColumnType type, Optional<String> text) {
    if (text.isEmpty()) {
      return "NULL";
    }
    if (type instanceof ColumnType.Date) {
      return "DATE " + Literal.sql(text.get());
    }
    if (type instanceof ColumnType.Timestamp) {
      return "TIMESTAMP " + Literal.sql(text.get());
    }
    return isText(type) ? Literal.sql(text.get()) : text.get().toUpperCase(Locale.ROOT);
  }

  /**
   * Whatever could end the literal, escape in it, or stand for a variable of Spark is written by
   * its number.
   */
  private static String sparkText(String text) {
    StringBuilder literal = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || " _.,:/+-".indexOf(c) >= 0);
      literal.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return literal.append('\'').toString();
  }

  /** Something of the type, for a job that is read although a value is missing. */
  static String standIn(ColumnType type) {
    if (type instanceof ColumnType.Date) {
      return "2000-01-01";
    }
    if (type instanceof ColumnType.Timestamp) {
      return "2000-01-01 00:00:00.000000";
    }
    return type instanceof ColumnType.Bool ? "false" : "0";
  }

  private static boolean isText(ColumnType type) {
    return type instanceof ColumnType.Varchar || type instanceof ColumnType.Char;
  }

  private static int length(ColumnType type) {
    return type instanceof ColumnType.Varchar varchar
        ? varchar.length()
        : ((ColumnType.Char) type).length();
  }
}
