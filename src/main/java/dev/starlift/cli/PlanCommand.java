package dev.starlift.cli;

import dev.starlift.job.JobDefinition;
import dev.starlift.load.LoadService;
import dev.starlift.load.Plan;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.report.TextTable;
import dev.starlift.sql.Statement;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "plan",
    description = "Shows what a run would do; changes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  /** Of one statement. */
  private static final int MOST_LINES = 100;

  @ParentCommand private Main main;

  @Parameters(paramLabel = "JOB", description = "The job file.")
  private String jobFile;

  @Mixin private SettingsOption set;

  @Override
  public Integer call() {
    try (Wiring wiring = Wiring.of(main)) {
      JobDefinition job = wiring.job(jobFile, set.settings());
      LoadService loads = wiring.loads();
      Plan plan = loads.plan(job);
      print(plan, loads.statements(plan), main.console().out());
      return ExitCode.DONE.code();
    }
  }

  private static void print(Plan plan, List<Statement> statements, PrintStream out) {
    TextTable sources = new TextTable("source", "files found", "ignored", "KB");
    plan.listings()
        .forEach(
            (name, found) ->
                sources.row(
                    name,
                    found.files().size(),
                    found.ignored(),
                    found.files().stream().mapToLong(InputFile::bytes).sum() / 1024));
    out.println(sources.render());
    if (plan.load().isEmpty()) {
      out.println("Nothing to do: every input is in the ledger already.");
      return;
    }
    TextTable tables = new TextTable("table", "mode", "new files", "KB");
    for (Plan.TablePlan table :
        Stream.concat(plan.tables().stream(), plan.calls().stream()).toList()) {
      tables.row(
          table.name(),
          table.load().mode().keyword(),
          table.inputs().values().stream().mapToInt(List::size).sum(),
          table.inputBytes() / 1024);
    }
    out.println(tables.render());
    plan.job()
        .parameters()
        .forEach((name, value) -> out.println("Parameter " + name + " = " + value));
    out.println("Load " + plan.load().get());
    out.println("-- Statements, in order. COPY is sent only for tables with accepted rows.");
    statements.forEach(
        statement -> out.println("-- " + statement.purpose() + "\n" + shown(statement.text())));
  }

  /** The ledger's list of inputs may go on for pages. */
  private static String shown(String sql) {
    List<String> lines = sql.lines().toList();
    return lines.size() <= MOST_LINES
        ? sql + ";"
        : "%s%n-- and %,d lines more;"
            .formatted(String.join("\n", lines.subList(0, MOST_LINES)), lines.size() - MOST_LINES);
  }
}
