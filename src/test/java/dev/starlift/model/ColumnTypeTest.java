package dev.starlift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.starlift.model.ColumnType.IntervalUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnTypeTest {
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "38, 0", "38, 37", "18, 18"})
  void aDecimalWithinTheLimitsIsKept(int precision, int scale) {
    assertThat(new ColumnType.Decimal(precision, scale).ddl())
        .isEqualTo("DECIMAL(%d,%d)".formatted(precision, scale));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "39, 0", "38, 38", "5, 6", "5, -1"})
  void aDecimalBeyondTheLimitsIsRefused(int precision, int scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColumnType.Decimal(precision, scale))
        .withMessageContaining("between");
  }

  @Test
  void lengthsAreInBytesAndLimited() {
    assertThat(new ColumnType.Char(4096).ddl()).isEqualTo("CHAR(4096)");
    assertThat(new ColumnType.Varchar(65535).ddl()).isEqualTo("VARCHAR(65535)");
    assertThat(new ColumnType.Varbyte(1_024_000).ddl()).isEqualTo("VARBYTE(1024000)");
    assertThatIllegalArgumentException().isThrownBy(() -> new ColumnType.Char(4097));
    assertThatIllegalArgumentException().isThrownBy(() -> new ColumnType.Varchar(65536));
    assertThatIllegalArgumentException().isThrownBy(() -> new ColumnType.Varchar(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ColumnType.Varbyte(1_024_001));
  }

  static Stream<Arguments> intervals() {
    return Stream.of(
        Arguments.of(new ColumnType.IntervalYearToMonth(), "INTERVAL YEAR TO MONTH"),
        Arguments.of(
            new ColumnType.IntervalYearToMonth(IntervalUnit.MONTH, IntervalUnit.MONTH),
            "INTERVAL MONTH"),
        Arguments.of(new ColumnType.IntervalDayToSecond(6), "INTERVAL DAY TO SECOND(6)"),
        Arguments.of(
            new ColumnType.IntervalDayToSecond(IntervalUnit.SECOND, IntervalUnit.SECOND, 0),
            "INTERVAL SECOND(0)"),
        Arguments.of(
            new ColumnType.IntervalDayToSecond(IntervalUnit.DAY, IntervalUnit.MINUTE, 0),
            "INTERVAL DAY TO MINUTE"));
  }

  @ParameterizedTest
  @MethodSource("intervals")
  void anIntervalKeepsItsUnits(ColumnType type, String ddl) {
    assertThat(type.ddl()).isEqualTo(ddl);
  }

  @ParameterizedTest
  @CsvSource({"DAY, SECOND, 7", "DAY, MINUTE, 3", "SECOND, DAY, 0", "MONTH, DAY, 0"})
  void anIntervalOfUnitsThatDoNotGoTogetherIsRefused(
      IntervalUnit first, IntervalUnit last, int precision) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColumnType.IntervalDayToSecond(first, last, precision));
  }

  @Test
  void monthsAndDaysDoNotMix() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColumnType.IntervalYearToMonth(IntervalUnit.YEAR, IntervalUnit.DAY))
        .withMessage("INTERVAL YEAR TO DAY is not within YEAR TO MONTH.");
  }
}
