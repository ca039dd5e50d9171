package dev.starlift.cli;

import dev.starlift.problem.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private SettingsOption set;

  @Override
  public Integer call() {
    try (Wiring wiring = Wiring.of(main)) {
      ExitCode code = wiring.loads().run(wiring.job(jobFile, set.settings()));
      return code.code();
    }
  }
}
