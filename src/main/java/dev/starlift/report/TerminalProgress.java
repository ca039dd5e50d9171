package dev.starlift.report;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line per step, when it has ended. On a terminal the last line names the steps that are going
 * on; elsewhere (a log file, Airflow) there is no such line.
 */
public final class TerminalProgress implements Progress {
  private static final int WIDTH_OF_STEP = 44;

  /** A line that the terminal breaks in two could not be taken back. */
  private static final int WIDTH_OF_LINE = 78;

  private static final String ERASED_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final Clock clock;
  private final Style style;
  private final List<String> going = new ArrayList<>();

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
  public synchronized Step begin(String what) {
    Instant began = clock.instant();
    going.add(what);
    showGoing();
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
  public synchronized void say(String line) {
    eraseGoing();
    out.println(line);
    showGoing();
  }

  private double secondsSince(Instant began) {
    return Duration.between(began, clock.instant()).toMillis() / 1000.0;
  }

  private synchronized void finish(String mark, String what, String rest) {
    going.remove(what);
    String line = String.format(Locale.ROOT, "  %s %-" + WIDTH_OF_STEP + "s", mark, what);
    say(line + rest.stripTrailing());
  }

  private void eraseGoing() {
    if (style == Style.TERMINAL) {
      out.print(ERASED_LINE);
    }
  }

  private void showGoing() {
    if (style == Style.TERMINAL && !going.isEmpty()) {
      String line = "  … " + String.join(", ", going);
      out.print(
          ERASED_LINE + (line.length() > WIDTH_OF_LINE ? line.substring(0, WIDTH_OF_LINE) : line));
    }
    out.flush();
  }
}
