package dev.starlift.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
  @Test
  void allProblemsAreThrownAtOnceInTheOrderInWhichTheyWereFound() {
    Problems problems = new Problems();
    problems.add(new Location("b.conf", 3, 7), "Unknown key 'tabels'.", "Did you mean 'tables'?");
    problems.add("--env a.conf", "There is no such file.", "");

    assertThatThrownBy(() -> problems.throwIfAny(ExitCode.WRONG_USAGE))
        .isInstanceOfSatisfying(
            StarliftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE);
              assertThat(e.problems()).isEqualTo(problems.all()).hasSize(2);
            })
        .hasMessage(
            """
            b.conf:3:7: Unknown key 'tabels'. Did you mean 'tables'?
            --env a.conf: There is no such file.""");
  }

  @Test
  void nothingIsThrownWhenNothingWasFound() {
    Problems problems = new Problems();

    assertThat(problems.isEmpty()).isTrue();
    assertThatCode(() -> problems.throwIfAny(ExitCode.WRONG_USAGE)).doesNotThrowAnyException();
  }

  @Test
  void aFailureOfTheOutsideWorldKeepsItsCause() {
    Exception refused = new Exception("Connection refused");

    StarliftException thrown =
        new StarliftException(
            ExitCode.UNREACHABLE, new Problem("s3://raw", "Cannot list it.", ""), refused);

    assertThat(thrown).hasMessage("s3://raw: Cannot list it.").hasCause(refused);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, a.sql", "4, 0, a.sql:4", "4, 9, a.sql:4:9", "0, 9, a.sql"})
  void aLocationShowsWhatIsKnown(int line, int column, String shown) {
    assertThat(new Location("a.sql", line, column)).hasToString(shown);
  }

  @Test
  void everyExitCodeTellsOneThing() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::meaning))
        .doesNotHaveDuplicates()
        .noneMatch(String::isBlank);
  }
}
