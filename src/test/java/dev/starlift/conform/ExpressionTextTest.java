package dev.starlift.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTextTest {
  private static final String DAY_OF_D = "(year(d) * 10000 + month(d) * 100 + dayofmonth(d))";

  @Test
  void dateKeyIsExpandedWhereverItIsCalled() {
    assertThat(ExpressionText.expand("coalesce(DATE_KEY ( d ), 0)"))
        .isEqualTo("coalesce(" + DAY_OF_D + ", 0)");
    assertThat(ExpressionText.expand("date_key(if(x, f(d, ')'), `a)b`))"))
        .startsWith("(year(if(x, f(d, ')'), `a)b`)) * 10000");
    assertThat(ExpressionText.expand("date_key(to_date(date_key(d)))"))
        .contains("year(to_date(" + DAY_OF_D + "))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'date_key(d)'",
        "\"date_key(d)\"",
        "`date_key`(d)",
        "'it''s date_key(d)'",
        "'it\\'s date_key(d)'",
        "r'\\' || date_key_x(d)",
        "my_date_key(d)",
        "date_key + 1",
        "t.date_key(d)",
        "1 -- date_key(d)",
        "1 /* date_key(d) */"
      })
  void otherTextStaysAsItIs(String sql) {
    assertThat(ExpressionText.expand(sql)).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"date_key()", "date_key(a, b)", "date_key(a"})
  void aWrongCallIsToldOf(String sql) {
    assertThatThrownBy(() -> ExpressionText.expand(sql))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("date_key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "current_date|current_date gives another value in every run",
        "CURRENT_TIMESTAMP()|current_timestamp gives another value in every run",
        "f(rand())|rand gives another value in every run",
        "unix_timestamp()|unix_timestamp gives another value in every run",
        "explode(a)|explode makes several rows of one"
      })
  void whatALoadMustNotUseIsNamed(String sql, String refusal) {
    assertThat(ExpressionText.refusal(sql)).contains(refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"now", "'now()'", "unix_timestamp(t)", "stack + 1", "`rand`", "uuid_of(x)"})
  void columnsAndTextsOfThatNameAreFine(String sql) {
    assertThat(ExpressionText.refusal(sql)).isEmpty();
  }
}
