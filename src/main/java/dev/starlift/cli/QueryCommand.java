package dev.starlift.cli;

import dev.starlift.problem.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "query",
    description = "Runs one SQL statement in a namespace and prints its rows.",
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "A namespace of the environment (default: the producer).")
  private Optional<String> namespace;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; JSON prints one object per line.")
  private QueryPrinter.Format format;

  @Parameters(paramLabel = "SQL", description = "One statement.")
  private String sql;

  @Override
  public Integer call() {
    try (Wiring wiring = Wiring.of(main)) {
      String name = namespace.orElse(wiring.environment().producer());
      wiring.query(name).print(sql, format, main.console().out());
      return ExitCode.DONE.code();
    }
  }
}
