package dev.starlift.cli;

import dev.starlift.job.JobDefinition;
import dev.starlift.load.ExpressionCheck;
import dev.starlift.problem.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "validate",
    description =
        "Shows every problem in a job, its schemas and its environment; touches no warehouse.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "JOB", description = "The job file.")
  private String jobFile;

  @Mixin private SettingsOption set;

  @Override
  public Integer call() {
    Wiring.requireValidFiles(main, jobFile, set.settings());
    try (Wiring wiring = Wiring.withoutSandbox(main)) {
      JobDefinition job = wiring.job(jobFile, set.settings());
      new ExpressionCheck(wiring.spark()).require(job);
      main.console()
          .out()
          .printf(
              "%s is valid: %d sources, %d tables.%n",
              jobFile, job.sources().size(), job.tables().size());
      return ExitCode.DONE.code();
    }
  }
}
