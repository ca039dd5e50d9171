package dev.starlift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @Test
  void namesFoldAsRedshiftFoldsThemTheAsciiLettersOnly() {
    assertThat(Identifier.of("Flight_KEY")).isEqualTo(Identifier.of("flight_key"));
    assertThat(Identifier.of("ÄRA").value()).isEqualTo("Ära");
  }

  @Test
  void aNameIsQuotedSoThatItCannotEndTheQuotes() {
    assertThat(Identifier.of("a\"; drop table b; --").sql())
        .isEqualTo("\"a\"\"; drop table b; --\"");
  }

  @Test
  void aNameIsAtMost127BytesLongNotCharacters() {
    assertThat(Identifier.of("a".repeat(127)).value()).hasSize(127);
    assertThat(Identifier.of("é".repeat(63)).value()).hasSize(63);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identifier.of("é".repeat(64)))
        .withMessageContaining("128 bytes")
        .withMessageContaining("allows 127");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\0b"})
  void aNameIsNotEmptyAndHoldsNoControlCharacters(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of(name));
  }

  @Test
  void aTableIsNamedWithItsSchema() {
    TableName name = TableName.parse("Airline_DW . dim_Date");

    assertThat(name).isEqualTo(TableName.of("airline_dw", "dim_date"));
    assertThat(name).hasToString("airline_dw.dim_date");
    assertThat(name.sql()).isEqualTo("\"airline_dw\".\"dim_date\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dim_date", "db.airline_dw.dim_date", "airline_dw.", ".dim_date", ""})
  void aTableNameHasExactlyTwoParts(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TableName.parse(text));
  }

  @Test
  void tablesSortBySchemaThenName() {
    assertThat(TableName.of("a", "z")).isLessThan(TableName.of("b", "a"));
    assertThat(TableName.of("a", "b")).isLessThan(TableName.of("a", "c"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"it's, 'it''s'", "a\\b, 'a\\\\b'", "\\', '\\\\'''", "~~, ''"})
  void aLiteralSaysTheTextAndNothingElse(String text, String sql) {
    assertThat(Literal.sql(text)).isEqualTo(sql);
  }

  @Test
  void aLiteralCannotHoldNul() {
    assertThatIllegalArgumentException().isThrownBy(() -> Literal.sql("a\0"));
  }

  @Test
  void aLoadIdIsASha256() {
    assertThat(new LoadId("0123456789abcdef".repeat(4)).abbreviated()).isEqualTo("0123456789ab");
    assertThatIllegalArgumentException().isThrownBy(() -> new LoadId("0123"));
    assertThatIllegalArgumentException().isThrownBy(() -> new LoadId("A".repeat(64)));
  }

  @Test
  void inputsSortByNameThenVersion() {
    InputFile early = new InputFile("s3://raw/a", "1", 10);

    assertThat(early).isLessThan(new InputFile("s3://raw/a", "2", 5));
    assertThat(early).isLessThan(new InputFile("s3://raw/b", "0", 5));
  }
}
