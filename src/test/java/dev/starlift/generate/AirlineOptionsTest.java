package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirlineOptionsTest {
  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> new AirlineOptions(" ", 0, 1, LocalDate.of(2019, 1, 1), 1.5))
        .isInstanceOfSatisfying(
            StarliftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE);
              assertThat(e.problems())
                  .extracting(problem -> problem.where())
                  .containsExactly("--to", "--scale", "--as-of", "--dirty");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2024-06-30, 0, --scale",
    "500001, 2024-06-30, 0, --scale",
    "1, 2020-03-31, 0, --as-of",
    "1, 3000-01-01, 0, --as-of",
    "1, , 0, --as-of",
    "1, 2024-06-30, -0.1, --dirty",
    "1, 2024-06-30, NaN, --dirty",
  })
  void limitsAreChecked(int scale, LocalDate asOf, double dirty, String where) {
    assertThatThrownBy(() -> new AirlineOptions("raw", scale, 1, asOf, dirty))
        .isInstanceOfSatisfying(
            StarliftException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.where()).isEqualTo(where)));
  }

  @ParameterizedTest
  @CsvSource({"1, 2020-04-01, 0", "500000, 2999-12-31, 1"})
  void limitsThemselvesAreFine(int scale, LocalDate asOf, double dirty) {
    assertThat(new AirlineOptions("raw", scale, -1, asOf, dirty).scale()).isEqualTo(scale);
  }
}
