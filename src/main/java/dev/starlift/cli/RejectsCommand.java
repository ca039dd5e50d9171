package dev.starlift.cli;

import dev.starlift.job.JobDefinition;
import dev.starlift.load.RejectListing;
import dev.starlift.problem.ExitCode;
import dev.starlift.report.TextTable;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "rejects",
    description = "Shows the rejected rows of a run by reason, without their values.",
    mixinStandardHelpOptions = true)
final class RejectsCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "JOB", description = "The job file.")
  private String jobFile;

  @Option(
      names = "--load",
      paramLabel = "ID",
      description = "A load id or its beginning; the newest run with rejects if not given.")
  private Optional<String> load;

  @Override
  public Integer call() {
    try (Wiring wiring = Wiring.of(main)) {
      JobDefinition job = wiring.job(jobFile);
      Optional<RejectListing> listing =
          RejectListing.find(wiring.spark(), wiring.environment().storage(), job.name(), load);
      if (listing.isEmpty()) {
        main.console().out().println("No run of the job " + job.name() + " has rejected rows.");
        return ExitCode.DONE.code();
      }
      TextTable table =
          new TextTable("source", "table", "code", "column", "rows", "first at", "reason");
      listing
          .get()
          .groups()
          .forEach(
              group ->
                  table.row(
                      group.source(),
                      group.table(),
                      group.code(),
                      group.column(),
                      group.rows(),
                      group.first(),
                      group.message()));
      main.console().out().println("Run " + listing.get().run());
      main.console().out().print(table.render());
      main.console().out().println("Files: " + listing.get().folder());
      return ExitCode.DONE.code();
    }
  }
}
