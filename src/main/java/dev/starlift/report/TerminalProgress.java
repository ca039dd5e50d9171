package dev.starlift.report;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One line per step. On a terminal the line appears when the step begins and is completed in place;
 * elsewhere (a log file, Airflow) it is printed once, when the step has ended.
 */
public final class TerminalProgress implements Progress {
  private static final int WIDTH_OF_STEP = 44;

  private final PrintStream out;
  private final Clock clock;
  private final Style style;

  /** How lines are drawn. */
  public enum Style {
    TERMINAL,
    PLAIN
  }

  public TerminalProgress(PrintStream out, Clock clock, Style style) {
    this.out = out;
    this.clock = clock;
    this.style = style;
  }

  @Override
  public Step begin(String what) {
    Instant began = clock.instant();
    if (style == Style.TERMINAL) {
      out.print("  … " + what);
      out.flush();
    }
    return new Step() {
      @Override
      public double done(String outcome) {
        double seconds = secondsSince(began);
        finish("✓", what, "%7.1f s  %s".formatted(seconds, outcome));
        return seconds;
      }

      @Override
      public void failed() {
        finish("✗", what, "%7.1f s  failed".formatted(secondsSince(began)));
      }
    };
  }

  @Override
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  private double secondsSince(Instant began) {
    return Duration.between(began, clock.instant()).toMillis() / 1000.0;
  }

  private void finish(String mark, String what, String rest) {
    String back = style == Style.TERMINAL ? "\r" : "";
    String line = String.format(Locale.ROOT, "  %s %-" + WIDTH_OF_STEP + "s", mark, what);
    out.println(back + line + rest.stripTrailing());
    out.flush();
  }
}
