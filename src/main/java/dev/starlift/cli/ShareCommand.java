package dev.starlift.cli;

import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import dev.starlift.report.TextTable;
import dev.starlift.share.ShareService;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "share",
    description = "Data shares as the environment declares them.",
    mixinStandardHelpOptions = true)
final class ShareCommand {
  private static final String SHARES = "Names of shares; all of them if none is given.";

  @ParentCommand private Main main;

  @Command(
      description = "Shows the statements that would make the shares as declared.",
      mixinStandardHelpOptions = true)
  int plan(
      @Parameters(paramLabel = "SHARES", arity = "0..*", description = SHARES) List<String> names) {
    try (Wiring wiring = Wiring.of(main)) {
      for (ShareDefinition share : chosen(wiring, names)) {
        ShareService.Plan plan = wiring.shares().plan(share);
        if (plan.isEmpty()) {
          main.console().out().println(share.name() + " is as declared.");
        }
        plan.steps()
            .forEach(
                step ->
                    main.console()
                        .out()
                        .println(
                            "-- %s: %s%n%s;"
                                .formatted(
                                    step.namespace(),
                                    step.statement().purpose(),
                                    step.statement().text())));
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(
      description = "Makes the shares as declared; a second time changes nothing.",
      mixinStandardHelpOptions = true)
  int apply(
      @Parameters(paramLabel = "SHARES", arity = "0..*", description = SHARES) List<String> names) {
    try (Wiring wiring = Wiring.of(main)) {
      for (ShareDefinition share : chosen(wiring, names)) {
        wiring.applyShare(share);
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(
      description = "Counts every shared table from every consumer, and tries to write there.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(paramLabel = "SHARES", arity = "0..*", description = SHARES) List<String> names) {
    try (Wiring wiring = Wiring.of(main)) {
      Problems broken = new Problems();
      TextTable table =
          new TextTable("share", "consumer", "table", "producer rows", "consumer rows", "writing");
      for (ShareDefinition share : chosen(wiring, names)) {
        for (ShareService.Verification row : wiring.shares().verify(share)) {
          table.row(
              share.name(),
              row.consumer(),
              row.table(),
              row.producerRows(),
              row.consumerRows(),
              row.writeRefused() ? "refused" : "ALLOWED");
          row.problem().ifPresent(broken::add);
        }
      }
      main.console().out().print(table.render());
      broken.throwIfAny(ExitCode.WRONG_USAGE);
      return ExitCode.DONE.code();
    }
  }

  private static List<ShareDefinition> chosen(Wiring wiring, List<String> names) {
    List<ShareDefinition> declared = wiring.environment().shares();
    if (names == null || names.isEmpty()) {
      return declared;
    }
    List<ShareDefinition> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          declared.stream()
              .filter(share -> share.name().value().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new StarliftException(
                          ExitCode.WRONG_USAGE,
                          new Problem(
                              wiring.environment().file(),
                              "there is no share '" + name + "'.",
                              "It declares: "
                                  + declared.stream().map(s -> s.name().value()).toList()))));
    }
    return chosen;
  }
}
