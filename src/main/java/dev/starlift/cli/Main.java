package dev.starlift.cli;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point: {@code ./starlift <command>} and {@code spark-submit … starlift.jar}. */
@Command(
    name = "starlift",
    description =
        "Loads raw files into Amazon Redshift star schemas: one release of many tables at a time,"
            + " exactly once, every bad row accounted for.",
    mixinStandardHelpOptions = true,
    version = "starlift 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      GenerateCommand.class,
      ValidateCommand.class,
      PlanCommand.class,
      RunCommand.class,
      HistoryCommand.class,
      RejectsCommand.class,
      ShareCommand.class,
      QueryCommand.class,
      SandboxCommand.class
    })
public final class Main implements Runnable {
  /** Failures that follow from a signal are no news. */
  private static volatile boolean stopping;

  @Spec private CommandSpec spec;

  @Option(
      names = "--env",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The environment file (default: ${DEFAULT-VALUE}).",
      defaultValue = "conf/sandbox.conf")
  private String environmentFile;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Also show the causes of a problem.")
  private boolean verbose;

  private final Console console;

  Main(Console console) {
    this.console = console;
  }

  public static void main(String[] arguments) {
    Console console =
        new Console(
            utf8(System.out),
            utf8(System.err),
            Clock.systemUTC(),
            Boolean.getBoolean("starlift.terminal"),
            System.getenv());
    AtomicBoolean ended = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> sayIfStopped(console, ended), "say-if-stopped"));
    ExitCode code = run(console, arguments);
    ended.set(true);
    System.exit(code.code());
  }

  /** A signal ends the process; the warehouse rolls back what the connection leaves open. */
  private static void sayIfStopped(Console console, AtomicBoolean ended) {
    if (!ended.get()) {
      stopping = true;
      console
          .err()
          .println("starlift: stopped by a signal; what was not committed is rolled back.");
      console.err().flush();
    }
  }

  /** Runs one command to its end; never exits the process and never throws. */
  static ExitCode run(Console console, String... arguments) {
    Main main = new Main(console);
    CommandLine line =
        new CommandLine(main)
            .setOut(writer(console.out()))
            .setErr(writer(console.err()))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Main::explainUsage)
            .setExecutionExceptionHandler(main::explainFailure);
    line.getCommandSpec().usageMessage().footer(exitCodes());
    int code = execute(line, console, arguments);
    console.out().flush();
    console.err().flush();
    return Arrays.stream(ExitCode.values())
        .filter(known -> known.code() == code)
        .findFirst()
        .orElse(ExitCode.BUG);
  }

  private static int execute(CommandLine line, Console console, String... arguments) {
    try {
      return line.execute(arguments);
    } catch (Error e) {
      // No memory, or a library that does not fit this JVM.
      console.err().println("starlift: the JVM cannot go on: " + e);
      e.printStackTrace(console.err());
      return ExitCode.BUG.code();
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given.");
  }

  Console console() {
    return console;
  }

  String environmentFile() {
    return environmentFile;
  }

  private static int explainUsage(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("starlift: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.WRONG_USAGE.code();
  }

  private int explainFailure(Exception e, CommandLine line, CommandLine.ParseResult result) {
    PrintWriter err = line.getErr();
    if (stopping) {
      return ExitCode.INTERRUPTED.code();
    }
    if (e instanceof StarliftException known) {
      List<Problem> problems = known.problems();
      err.println(
          problems.size() == 1
              ? "starlift: 1 problem"
              : "starlift: %d problems".formatted(problems.size()));
      problems.forEach(problem -> err.println("  " + problem));
      if (verbose) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
          err.println("  caused by " + cause);
        }
      }
      return known.code().code();
    }
    err.println("starlift: this is a bug; please report it with the lines below.");
    e.printStackTrace(err);
    return ExitCode.BUG.code();
  }

  private static String[] exitCodes() {
    List<String> lines = new ArrayList<>();
    lines.add("%nExit codes:");
    for (ExitCode code : ExitCode.values()) {
      lines.add("%3d  %s".formatted(code.code(), code.meaning()));
    }
    return lines.toArray(String[]::new);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
