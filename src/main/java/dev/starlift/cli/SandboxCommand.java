package dev.starlift.cli;

import dev.starlift.problem.ExitCode;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "sandbox",
    description = "Serves S3 and Redshift on this machine until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the data is kept (default: as the environment says).")
  private Optional<String> directory;

  @Override
  public Integer call() throws InterruptedException {
    LocalSandbox sandbox = LocalSandbox.serve(Wiring.readEnvironment(main), directory);
    // Ctrl-C and SIGTERM run the hook and then end the process; nothing else ends this command.
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "stop-sandbox"));
    print(sandbox.endpoints(), main.console().out());
    new CountDownLatch(1).await();
    return ExitCode.DONE.code();
  }

  private static void print(Endpoints endpoints, PrintStream out) {
    out.println("S3        " + endpoints.s3Endpoint() + "  (path style)");
    List<String> names = endpoints.jdbcUrls().keySet().stream().sorted().toList();
    for (String name : names) {
      String url = endpoints.jdbcUrls().get(name);
      out.printf("%-9s %s  user %s%n", name, url, endpoints.user());
      out.printf(
          "          PGPASSWORD=$(cat %s) psql -h localhost -p %d -U %s %s%n",
          endpoints.passwordFile(),
          endpoints.port(name),
          endpoints.user(),
          url.substring(url.lastIndexOf('/') + 1).replaceFirst("[?;].*", ""));
    }
    out.println(
        "TLS works too: ssl=true&sslmode=verify-full&sslrootcert="
            + endpoints.certificateAuthority());
    out.println("Keys and password are in " + endpoints.passwordFile() + " and beside it.");
    out.println("Ctrl-C stops it; the data stays.");
    out.flush();
  }
}
