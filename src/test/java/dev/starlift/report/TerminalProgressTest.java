package dev.starlift.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.report.TerminalProgress.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aLogFileGetsOneLinePerStepWithoutControlCharacters() {
    Progress progress = new TerminalProgress(out, NOON, Style.PLAIN);

    Progress.Step first = progress.begin("stage a");
    Progress.Step second = progress.begin("stage b");
    second.done("2 rows");
    progress.say("a word");
    first.failed();

    assertThat(text().lines().map(String::strip))
        .containsExactly(
            "✓ stage b                                         0.0 s  2 rows",
            "a word",
            "✗ stage a                                         0.0 s  failed");
    assertThat(text()).doesNotContain("\r", "\u001b");
  }

  @Test
  void aTerminalShowsWhatIsGoingOnBelowWhatIsDone() {
    Progress progress = new TerminalProgress(out, NOON, Style.TERMINAL);

    Progress.Step first = progress.begin("stage a");
    progress.begin("stage b");
    first.done("1 row");

    assertThat(shown())
        .isEqualTo("  ✓ stage a                                         0.0 s  1 row\n  … stage b");
  }

  @Test
  void aTerminalLineNeverWraps() {
    Progress progress = new TerminalProgress(out, NOON, Style.TERMINAL);

    for (int i = 0; i < 10; i++) {
      progress.begin("stage a_schema.a_table_" + i);
    }

    assertThat(shown()).hasSizeLessThan(80);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** What is left to see once the lines that were erased are gone. */
  private String shown() {
    StringBuilder shown = new StringBuilder();
    for (String line : text().split("\n", -1)) {
      if (shown.length() > 0) {
        shown.append('\n');
      }
      shown.append(line.substring(line.lastIndexOf("\r\u001b[K") + 1).replace("\u001b[K", ""));
    }
    return shown.toString();
  }
}
