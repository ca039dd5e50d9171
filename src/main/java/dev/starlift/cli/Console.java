package dev.starlift.cli;

import dev.starlift.report.Progress;
import dev.starlift.report.TerminalProgress;
import dev.starlift.report.TerminalProgress.Style;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * The world as a command sees it.
 *
 * @param terminal is {@code out} a terminal? Then progress lines are completed in place
 * @param environment environment variables
 */
record Console(
    PrintStream out,
    PrintStream err,
    Clock clock,
    boolean terminal,
    Map<String, String> environment) {
  Console {
    environment = Map.copyOf(environment);
  }

  Progress progress() {
    return new TerminalProgress(out, clock, terminal ? Style.TERMINAL : Style.PLAIN);
  }
}
