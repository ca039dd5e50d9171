package dev.starlift.cli;

import dev.starlift.problem.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "run",
    description = "Loads what is new, publishes it in one transaction and shares it.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "JOB", description = "The job file.")
  private String jobFile;

  @Override
  public Integer call() {
    try (Wiring wiring = Wiring.of(main)) {
      ExitCode code = wiring.loads().run(wiring.job(jobFile));
      return code.code();
    }
  }
}
