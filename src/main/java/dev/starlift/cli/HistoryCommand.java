package dev.starlift.cli;

import dev.starlift.job.JobDefinition;
import dev.starlift.job.Settings;
import dev.starlift.model.LoadId;
import dev.starlift.problem.ExitCode;
import dev.starlift.report.TextTable;
import dev.starlift.warehouse.Warehouse.LedgerEntry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "history",
    description = "Shows the ledger of a job, newest first.",
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "JOB", description = "The job file.")
  private String jobFile;

  @Override
  public Integer call() {
    try (Wiring wiring = Wiring.of(main)) {
      JobDefinition job = wiring.job(jobFile, Settings.NOT_NEEDED);
      List<LedgerEntry> entries =
          wiring
              .warehouse()
              .history(job.name(), job.tables().stream().map(load -> load.table().name()).toList());
      if (entries.isEmpty()) {
        main.console().out().println("The job " + job.name() + " has not loaded anything yet.");
        return ExitCode.DONE.code();
      }
      TextTable table =
          new TextTable(
              "committed",
              "load",
              "table",
              "mode",
              "parameters",
              "files",
              "read",
              "rejected",
              "copied",
              "inserted",
              "updated",
              "deleted");
      for (LedgerEntry entry : entries) {
        table.row(
            entry.committedAt(),
            new LoadId(entry.loadId()).abbreviated(),
            entry.table(),
            entry.mode(),
            entry.parameters().entrySet().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ")),
            entry.inputs(),
            entry.read(),
            entry.rejected(),
            entry.copied(),
            entry.inserted(),
            entry.updated(),
            entry.deleted());
      }
      main.console().out().print(table.render());
      return ExitCode.DONE.code();
    }
  }
}
