package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.model.ColumnType;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What SUPER holds: 16 MiB in all, and 65,535 bytes in each text, as what escapes mean. */
class SuperSizeTest {
  private static final int MOST = 65_535;

  static Stream<Arguments> values() {
    return Stream.of(
        fits("a text of 65,535 bytes", () -> text("x".repeat(MOST))),
        broken("a text of 65,536 bytes", () -> text("x".repeat(MOST + 1))),
        broken("in characters it would fit", () -> text("é".repeat(MOST / 2 + 1))),
        broken("deep inside", () -> "{\"a\":[1,{\"b\":" + text("x".repeat(MOST + 1)) + "}]}"),
        broken("as a key", () -> "{" + text("x".repeat(MOST + 1)) + ":1}"),
        fits("long between texts", () -> "[\"a\"," + "1,".repeat(MOST) + "\"b\"]"),
        fits("many texts", () -> "[" + "\"0123456789\",".repeat(MOST) + "1]"),
        fits("escapes count as what they mean", () -> text("\\n\\\"\\\\".repeat(MOST / 3))),
        broken("one escape too many", () -> text("\\n\\\"\\\\".repeat(MOST / 3) + "\\t")),
        fits("two bytes each", () -> text("\\u00e9".repeat(MOST / 2))),
        broken("two bytes each and more", () -> text("\\u00e9".repeat(MOST / 2 + 1))),
        fits("three bytes each", () -> text("\\u8868".repeat(MOST / 3))),
        broken("three bytes each and more", () -> text("\\u8868".repeat(MOST / 3) + "x")),
        fits("four bytes a pair", () -> text("\\ud83d\\ude00".repeat(MOST / 4))),
        broken("four bytes a pair and more", () -> text("\\ud83d\\ude00".repeat(MOST / 4 + 1))),
        broken("more than 16 MiB", () -> "[" + "1234567,".repeat(1 << 21) + "1]"));
  }

  private static Arguments fits(String name, Supplier<String> text) {
    return arguments(name, text, List.of());
  }

  private static Arguments broken(String name, Supplier<String> text) {
    return arguments(name, text, List.of("v: TOO_LONG"));
  }

  private static String text(String content) {
    return '"' + content + '"';
  }

  @ParameterizedTest(name = "V47 {0}")
  @MethodSource("values")
  void isLoadedOrRejectedByItsSize(String name, Supplier<String> text, List<String> reasons) {
    Row row =
        new RawRows()
            .column("v", new ColumnType.Super())
            .row(text.get())
            .judge()
            .rows()
            .collectAsList()
            .get(0);

    assertThat(RawRows.reasons(row)).isEqualTo(reasons);
    assertThat(row.getString(0)).isEqualTo(reasons.isEmpty() ? text.get() : null);
  }
}
