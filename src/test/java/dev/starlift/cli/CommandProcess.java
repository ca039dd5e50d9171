package dev.starlift.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starlift in a process of its own, as a user runs it. */
final class CommandProcess {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How a command ended. */
  record Outcome(int code, String out, String err) {
    String everything() {
      return out + err;
    }
  }

  static Outcome run(Path folder, String... arguments) {
    return start(folder, Map.of(), arguments).outcome();
  }

  /**
   * @param folder for the output, and for nothing else
   */
  static CommandProcess start(Path folder, Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile(folder, "out", ".txt");
      Path err = Files.createTempFile(folder, "err", ".txt");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
              .filter(a -> a.startsWith("--add-opens") || a.startsWith("-Djdk.reflect"))
              .toList());
      command.addAll(
          List.of(
              "-Xmx1g",
              // As ./starlift does for small work, with room for Spark's generated code.
              "-XX:TieredStopAtLevel=1",
              "-XX:ReservedCodeCacheSize=240m",
              "-Duser.timezone=UTC",
              "-Dlog4j2.configurationFile=conf/log4j2.properties",
              "-cp",
              System.getProperty("java.class.path"),
              "dev.starlift.cli.Main"));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new CommandProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Outcome outcome() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Still running after " + LIMIT + ":\n" + text(out) + text(err));
      }
      return new Outcome(process.exitValue(), text(out), text(err));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ctrl-C, as soon as the output holds the text. */
  Outcome stopWhenItSays(String text) {
    waitFor(text);
    process.destroy();
    return outcome();
  }

  /** {@code kill -9} as soon as the output holds the text, or when the process ends without it. */
  void killWhenItSays(String text) {
    waitFor(text);
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns, too, when the process has ended without saying it. */
  void waitFor(String text) {
    try {
      while (process.isAlive() && !text(out).contains(text)) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
