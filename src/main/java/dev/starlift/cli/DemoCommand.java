package dev.starlift.cli;

import dev.starlift.generate.AirlineGenerator;
import dev.starlift.generate.AirlineOptions;
import dev.starlift.generate.GenerationReport;
import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.Settings;
import dev.starlift.problem.ExitCode;
import dev.starlift.report.Progress;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "demo",
    description =
        "Generates raw airline files, loads and publishes them, shares the tables and queries them"
            + " as a consumer, all on this machine.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String JOB = "jobs/airline.conf";

  /** Fixed, so that a second demo makes the same files and finds them loaded already. */
  private static final LocalDate AS_OF = LocalDate.of(2026, 6, 30);

  private static final double DIRTY = 0.002;

  @ParentCommand private Main main;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "1",
      description = "5,000 bookings times N (default: ${DEFAULT-VALUE}).")
  private int scale;

  @Override
  public Integer call() {
    PrintStream out = main.console().out();
    try (Wiring wiring = Wiring.of(main)) {
      JobDefinition job = wiring.job(JOB, Settings.NONE);
      String raw = wiring.environment().storage().raw();
      out.println("Raw airline files into " + raw + ", as a source system would leave them.");
      generate(wiring, raw);
      out.println();
      out.println("The job " + JOB + " into the producer namespace, in one transaction.");
      ExitCode code = wiring.loads().run(job);
      out.println();
      out.println("The same tables, read-only, in the consumer namespaces:");
      wiring.environment().shares().forEach(share -> query(wiring, share, out));
      out.println();
      out.println("Try next:");
      out.println("  ./starlift demo                    again: everything is loaded already");
      out.println("  ./starlift rejects " + JOB + "      the broken rows and why");
      out.println("  ./starlift history " + JOB + "      the ledger");
      out.println("  ./starlift sandbox                 keep S3 and Redshift running, for psql");
      return code.code();
    }
  }

  private void generate(Wiring wiring, String raw) {
    Progress.Step step = wiring.progress().begin("generate scale " + scale);
    try {
      GenerationReport report =
          new AirlineGenerator(wiring.spark()).run(new AirlineOptions(raw, scale, 1, AS_OF, DIRTY));
      step.done(
          "%,d rows in %,d files, %,d rows broken on purpose"
              .formatted(report.rows(), report.files(), report.broken()));
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }

  private static void query(Wiring wiring, ShareDefinition share, PrintStream out) {
    Map<String, String> queries = new TreeMap<>();
    share
        .consumers()
        .forEach(
            (namespace, database) ->
                queries.put(
                    namespace, "select count(*) from " + database + ".airline_dw.fact_bookings"));
    queries.forEach(
        (namespace, sql) -> {
          out.println("  " + namespace + "> " + sql);
          wiring.query(namespace).print(sql, QueryPrinter.Format.TABLE, out);
        });
  }
}
