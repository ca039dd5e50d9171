package dev.starlift.cli;

import dev.starlift.generate.AirlineGenerator;
import dev.starlift.generate.AirlineOptions;
import dev.starlift.generate.GenerationReport;
import dev.starlift.generate.StreamingGenerator;
import dev.starlift.generate.StreamingOptions;
import dev.starlift.problem.ExitCode;
import dev.starlift.report.Progress;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "generate",
    description = "Makes mock raw files; the same arguments give the same bytes.",
    mixinStandardHelpOptions = true,
    subcommands = {GenerateCommand.Airline.class, GenerateCommand.Streaming.class})
final class GenerateCommand {
  @ParentCommand private Main main;

  @Command(
      name = "airline",
      description = "Airports, aircraft, flights, customers, bookings and flight operations.",
      mixinStandardHelpOptions = true)
  static final class Airline implements Callable<Integer> {
    @ParentCommand private GenerateCommand parent;

    @Option(
        names = "--to",
        paramLabel = "URI",
        required = true,
        description = "Folder to write to; s3://, s3a:// or local.")
    private String to;

    @Option(
        names = "--scale",
        paramLabel = "N",
        defaultValue = "1",
        description = "5,000 bookings times N (default: ${DEFAULT-VALUE}).")
    private int scale;

    @Option(
        names = "--seed",
        paramLabel = "S",
        defaultValue = "1",
        description = "Another seed gives other rows (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--as-of",
        paramLabel = "DATE",
        required = true,
        description = "The last day with flight operations, yyyy-MM-dd.")
    private LocalDate asOf;

    @Option(
        names = "--dirty",
        paramLabel = "RATE",
        defaultValue = "0",
        description =
            "Rows that break the contract, per clean row, mixed in; _broken/ lists them"
                + " (default: ${DEFAULT-VALUE}).")
    private double dirty;

    @Override
    public Integer call() {
      try (Wiring wiring = Wiring.of(parent.main)) {
        Progress progress = wiring.progress();
        Progress.Step step = progress.begin("generate " + to);
        GenerationReport report;
        try {
          report =
              new AirlineGenerator(wiring.spark())
                  .run(new AirlineOptions(to, scale, seed, asOf, dirty));
        } catch (RuntimeException e) {
          step.failed();
          throw e;
        }
        step.done(
            "%,d rows in %,d files, %,d KB, %,d of the rows broken"
                .formatted(report.rows(), report.files(), report.bytes() / 1024, report.broken()));
        return ExitCode.DONE.code();
      }
    }
  }

  @Command(
      name = "streaming",
      description = "Songs and events of an audio service: very many small files, and one per day.",
      mixinStandardHelpOptions = true)
  static final class Streaming implements Callable<Integer> {
    @ParentCommand private GenerateCommand parent;

    @Option(
        names = "--to",
        paramLabel = "URI",
        required = true,
        description = "Folder to write to; s3://, s3a:// or local.")
    private String to;

    @Option(
        names = "--songs",
        paramLabel = "N",
        defaultValue = "" + StreamingOptions.SONGS,
        description = "Songs, one file each (default: ${DEFAULT-VALUE}).")
    private int songs;

    @Option(
        names = "--events",
        paramLabel = "N",
        defaultValue = "" + StreamingOptions.EVENTS,
        description = "Events, in 30 files (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
        names = "--seed",
        paramLabel = "S",
        defaultValue = "1",
        description = "Another seed gives other rows (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--as-of",
        paramLabel = "DATE",
        required = true,
        description = "The last day with events, yyyy-MM-dd.")
    private LocalDate asOf;

    @Override
    public Integer call() {
      try (Wiring wiring = Wiring.of(parent.main)) {
        Progress progress = wiring.progress();
        Progress.Step step = progress.begin("generate " + to);
        GenerationReport report;
        try {
          report =
              new StreamingGenerator(wiring.spark())
                  .run(new StreamingOptions(to, songs, events, seed, asOf));
        } catch (RuntimeException e) {
          step.failed();
          throw e;
        }
        step.done(
            "%,d rows in %,d files, %,d KB"
                .formatted(report.rows(), report.files(), report.bytes() / 1024));
        return ExitCode.DONE.code();
      }
    }
  }
}
