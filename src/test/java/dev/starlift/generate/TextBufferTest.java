package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextBufferTest {
  @ParameterizedTest
  @CsvSource({"0", "7", "10", "999", "1000", "9223372036854775807"})
  void numbers(long number) {
    assertThat(new TextBuffer().number(number).textFrom(0)).isEqualTo(Long.toString(number));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.00", "5, 0.05", "3500, 35.00", "123456, 1234.56"})
  void cents(long cents, String text) {
    assertThat(new TextBuffer().cents(cents).textFrom(0)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-28, 86399, 2024-02-28 23:59:59",
    "2024-02-28, 86400, 2024-02-29 00:00:00",
    "2024-12-31, 90061, 2025-01-01 01:01:01",
    "2024-03-01, -60, 2024-02-29 23:59:00",
  })
  void timestampsRunOverTheEndOfTheDay(LocalDate day, int second, String text) {
    assertThat(new TextBuffer().timestamp(day.toEpochDay(), second).textFrom(0)).isEqualTo(text);
  }

  @Test
  void growsAndDrains() throws IOException {
    TextBuffer buffer = new TextBuffer();
    String text = "é漢".repeat(50_000);
    buffer.utf8(text).ascii("end");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    buffer.drainTo(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text + "end");
    assertThat(buffer.size()).isZero();
  }
}
