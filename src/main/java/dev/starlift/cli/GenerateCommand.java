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
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
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

  /**
   * @param more what to say besides the numbers
   */
  private Integer generate(
      String to,
      Function<SparkSession, GenerationReport> generator,
      Function<GenerationReport, String> more) {
    try (Wiring wiring = Wiring.of(main)) {
      Progress.Step step = wiring.progress().begin("generate " + to);
      GenerationReport report;
      try {
        report = generator.apply(wiring.spark());
      } catch (RuntimeException e) {
        step.failed();
        throw e;
      }
      step.done(
          "%,d rows in %,d files, %,d KB%s"
              .formatted(report.rows(), report.files(), report.bytes() / 1024, more.apply(report)));
      return ExitCode.DONE.code();
    }
  }

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
      AirlineOptions options = new AirlineOptions(to, scale, seed, asOf, dirty);
      return parent.generate(
          to,
          spark -> new AirlineGenerator(spark).run(options),
          report -> ", %,d of the rows broken".formatted(report.broken()));
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
      StreamingOptions options = new StreamingOptions(to, songs, events, seed, asOf);
      return parent.generate(to, spark -> new StreamingGenerator(spark).run(options), report -> "");
    }
  }
}
