package dev.starlift.cli;

import dev.starlift.job.JobDefinition;
import dev.starlift.job.Settings;
import dev.starlift.load.RejectExport;
import dev.starlift.load.RejectListing;
import dev.starlift.problem.ExitCode;
import dev.starlift.report.TextTable;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "rejects",
    description =
        "Shows the rejected rows of a run by reason, lets them be repaired, and loads them.",
    mixinStandardHelpOptions = true)
final class RejectsCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "JOB", description = "The job file.")
  private String jobFile;

  @Mixin private SettingsOption set;

  @Option(
      names = "--load",
      paramLabel = "ID",
      description = "A load id or its beginning; the newest run with rejects if not given.")
  private Optional<String> load;

  @Option(
      names = "--values",
      description = "Show the examples as they came; otherwise letters and digits are masked.")
  private boolean values;

  @ArgGroup private Repair repair;

  /** One or the other. */
  private static final class Repair {
    @Option(
        names = "--export",
        paramLabel = "FILE",
        description = "Write the rejected rows there, to be repaired: change 'raw'.")
    private Optional<String> export = Optional.empty();

    @Option(
        names = "--replay",
        paramLabel = "FILE",
        description = "Load the repaired rows of an exported file, each once.")
    private Optional<String> replay = Optional.empty();
  }

  @Override
  public Integer call() {
    try (Wiring wiring = Wiring.of(main)) {
      boolean replays = repair != null && repair.replay.isPresent();
      JobDefinition job = wiring.job(jobFile, replays ? set.settings() : Settings.NOT_NEEDED);
      if (replays) {
        return wiring.loads().replay(job, repair.replay.get()).code();
      }
      Optional<RejectListing> listing =
          RejectListing.find(wiring.spark(), wiring.environment().storage(), job.name(), load);
      if (listing.isEmpty()) {
        main.console().out().println("No run of the job " + job.name() + " has rejected rows.");
        return ExitCode.DONE.code();
      }
      if (repair != null && repair.export.isPresent()) {
        long rows =
            new RejectExport(wiring.spark(), job)
                .write(listing.get().folder(), repair.export.get());
        main.console()
            .out()
            .println(
                "%,d rows of run %s written to %s. Change 'raw', then: starlift rejects %s --replay %s"
                    .formatted(
                        rows,
                        listing.get().run(),
                        repair.export.get(),
                        jobFile,
                        repair.export.get()));
        return ExitCode.DONE.code();
      }
      TextTable table =
          new TextTable(
              "source", "table", "code", "column", "rows", "first at", "reason", "example");
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
                      group.message(),
                      values ? group.example() : group.maskedExample()));
      main.console().out().println("Run " + listing.get().run());
      main.console().out().print(table.render());
      main.console().out().println("Files: " + listing.get().folder());
      return ExitCode.DONE.code();
    }
  }
}
