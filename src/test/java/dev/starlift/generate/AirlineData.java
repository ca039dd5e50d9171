package dev.starlift.generate;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A clean airline of scale 7, which has flights between and beyond the hubs. */
record AirlineData(
    Map<String, Row> airports,
    Map<String, Row> aircraft,
    Map<String, Row> flights,
    Map<String, Row> customers,
    List<Row> operations,
    List<Row> bookings) {

  static final LocalDate AS_OF = LocalDate.of(2024, 3, 15);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  static final List<String> CABINS = List.of("first", "business", "economy_plus", "economy");

  static AirlineData generate(Path folder, LocalDate asOf) {
    Generated generated = Generated.write(new AirlineOptions(folder.toString(), 7, 42, asOf, 0));
    return new AirlineData(
        byKey(generated, Source.AIRPORTS),
        byKey(generated, Source.AIRCRAFT),
        byKey(generated, Source.FLIGHTS),
        byKey(generated, Source.CUSTOMERS),
        generated.rows(Source.OPERATIONS).stream().map(Row::new).toList(),
        generated.rows(Source.BOOKINGS).stream().map(Row::new).toList());
  }

  /** Fails when a key comes twice. */
  private static Map<String, Row> byKey(Generated generated, Source source) {
    return generated.rows(source).stream()
        .map(Row::new)
        .collect(toMap(row -> row.text(source.lastOfKey()), Function.identity()));
  }

  /** A row with its values as the types that they must be of. */
  record Row(Map<String, String> values) {
    String text(String column) {
      String value = values.get(column);
      assertThat(value).as(column).isNotNull();
      return value;
    }

    int number(String column) {
      return Integer.parseInt(text(column));
    }

    BigDecimal money(String column) {
      assertThat(text(column)).matches("[0-9]+\\.[0-9]+");
      return new BigDecimal(text(column));
    }

    boolean bool(String column) {
      assertThat(text(column)).isIn("true", "false");
      return Boolean.parseBoolean(text(column));
    }

    LocalDate date(String column) {
      return LocalDate.parse(text(column), DATE);
    }

    LocalDateTime timestamp(String column) {
      return LocalDateTime.parse(text(column), TIMESTAMP);
    }

    boolean empty(String column) {
      return text(column).isEmpty();
    }
  }
}
