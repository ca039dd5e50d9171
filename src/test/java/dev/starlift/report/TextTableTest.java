package dev.starlift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void numbersAlignToTheRightAndTextToTheLeft() {
    String text = new TextTable("name", "rows").row("a", 12_345).row("longer", 7).render();

    assertThat(text)
        .isEqualTo(
            """
            name    rows
            ------  ------
            a       12,345
            longer       7
            """
                .replace("name    rows", "name      rows"));
  }

  @Test
  void controlCharactersCannotForgeALine() {
    assertThat(new TextTable("value").row("a\nb\u001b[2J").render())
        .isEqualTo("value\n--------\na\uFFFDb\uFFFD[2J\n".replace("--------", "-------"));
  }

  @Test
  void aRowMustHaveACellForEveryColumn() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A row of 1 cells in a table of 2 columns.");
  }
}
