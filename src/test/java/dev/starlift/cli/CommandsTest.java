package dev.starlift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.cli.CommandProcess.Outcome;
import dev.starlift.problem.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of commands that cannot do what they were asked for. */
class CommandsTest {
  private static final String JOB = "jobs/airline.conf";
  private static final String SECRET = "hunter2-of-the-test";

  @TempDir Path folder;

  @Test
  void aWrongOptionIsAWrongCommandLine() {
    Outcome outcome = here("run", JOB, "--enviroment", "x");

    assertThat(outcome.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
    assertThat(outcome.err()).contains("Unknown option", "--enviroment", "run --help");
  }

  @Test
  void validateShowsTheProblemsOfTheEnvironmentAndOfTheJobAtOnce() throws IOException {
    String environment =
        write(
            "env.conf",
            """
            environment = test
            namespaces { producer {} }
            producer = producers
            storage { raw = "s3://raw", stage = "s3://stage", rejects = "s3://rejects", runs = "s3://runs" }
            sandbox { directory = ".starlift", buckets = [raw, lake] }
            """);
    String job =
        write(
            "jobs/broken.conf",
            """
            job = broken
            schemas = "schemas/nowhere"
            sources {
              a {
                path = ${raw}"/a/"
                formt = csv
                columns { id = "intt not null" }
                on-unknown-field = perhaps
              }
            }
            max-rejects = "many"
            """);

    Outcome outcome = here("validate", job, "--env", environment);

    assertThat(outcome.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
    assertThat(outcome.err())
        .contains(
            environment + ":3: ",
            job + ":2: ",
            job + ":6: unknown key 'formt'",
            job + ":7: ",
            job + ":8: ",
            job + ":11: ")
        .doesNotContain("\tat ");
  }

  @Test
  void parametersAreCheckedBeforeAnythingElse() {
    Outcome missing = here("validate", "jobs/market-data.conf");
    Outcome wrong = here("validate", "jobs/market-data.conf", "--set", "dat=2019-06-28");

    assertThat(missing.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
    assertThat(missing.err())
        .contains("jobs/market-data.conf:9: parameter 'date' has no value.", "--set date=");
    assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
    assertThat(wrong.err())
        .contains("2 problems", "--set: the job has no parameter 'dat'. Did you mean 'date'?");
  }

  @Test
  void aWarehouseThatIsDownIsNamedAndTheCommandGivesUp() throws IOException {
    Outcome outcome = here("history", JOB, "--env", write("down.conf", down("")));

    assertThat(outcome.code()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(outcome.err())
        .contains("producer at 127.0.0.1:1: the warehouse cannot be reached")
        .doesNotContain(SECRET);
  }

  @Test
  void anS3ThatIsDownIsNamedAndTheCommandGivesUp() throws IOException {
    String environment =
        write(
            "down.conf",
            down(
                """
                spark."hadoop.fs.s3a.endpoint" = "http://127.0.0.1:1"
                spark."hadoop.fs.s3a.endpoint.region" = us-east-1
                spark."hadoop.fs.s3a.aws.credentials.provider" =
                  software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider
                """));

    Outcome outcome =
        CommandProcess.start(
                folder,
                Map.of(
                    "AWS_ACCESS_KEY_ID",
                    "nobody",
                    "AWS_SECRET_ACCESS_KEY",
                    SECRET,
                    "WAREHOUSE_USER",
                    "nobody",
                    "WAREHOUSE_PASSWORD",
                    SECRET),
                "run",
                JOB,
                "--env",
                environment)
            .outcome();

    assertThat(outcome.code()).as(outcome.everything()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(outcome.err())
        .contains(JOB + ":", "cannot reach S3 at http://127.0.0.1:1 for s3://raw/airports/")
        .doesNotContain(SECRET, "\tat ");
  }

  @Test
  void theSandboxServesUntilItIsStoppedAndAPrefixWithoutFilesIsUnusable() throws IOException {
    String environment =
        write(
            "sandbox.conf",
            """
            environment = test
            namespaces { producer {} }
            producer = producer
            storage { raw = "s3://raw", stage = "s3://lake/stage", rejects = "s3://lake/rejects", runs = "%s" }
            sandbox { directory = "%s", buckets = [raw, lake] }
            """
                .formatted(folder.resolve("runs"), folder.resolve("data")));
    CommandProcess sandbox =
        CommandProcess.start(folder, Map.of(), "sandbox", "--env", environment);
    sandbox.waitFor("Ctrl-C stops it");

    Outcome run = CommandProcess.run(folder, "run", JOB, "--env", environment);
    Outcome query = here("query", "select 40 + 2 as answer", "--env", environment);
    String twoRows = "select 1 as n, 'a,\"b' as t union all select 2, null order by 1";
    Outcome csv = here("query", twoRows, "--format", "csv", "--env", environment);
    Outcome json = here("query", twoRows, "--format", "json", "--env", environment);
    String password = Files.readString(folder.resolve("data/password")).strip();
    Outcome stopped = sandbox.stopWhenItSays("Ctrl-C stops it");

    assertThat(run.code()).as(run.everything()).isEqualTo(ExitCode.INPUT_UNUSABLE.code());
    assertThat(run.err())
        .contains(
            "starlift: 6 problems",
            "Source airports: there is no file at s3://raw/airports/",
            "Source bookings: there is no file at s3://raw/bookings/");
    assertThat(query.out()).contains("answer", "42");
    assertThat(csv.out().lines()).containsExactly("n,t", "1,\"a,\"\"b\"", "2,");
    assertThat(json.out().lines())
        .containsExactly("{\"n\":1,\"t\":\"a,\\\"b\"}", "{\"n\":2,\"t\":null}");
    assertThat(stopped.out())
        .containsPattern("psql -h localhost -p \\d+ -U admin dev\\R")
        .contains(folder.resolve("data/password").toString())
        .doesNotContain(password);
    assertThat(folder.resolve("data/postgres/postmaster.pid")).doesNotExist();
  }

  private static String down(String more) {
    return """
    environment = down
    namespaces {
      producer {
        url = "jdbc:redshift://127.0.0.1:1/dev"
        credentials { user-variable = WAREHOUSE_USER, password-variable = WAREHOUSE_PASSWORD }
      }
    }
    producer = producer
    copy-role = "arn:aws:iam::123456789012:role/copy"
    storage { raw = "s3://raw", stage = "s3://stage", rejects = "s3://rejects", runs = "s3://runs" }
    """
        + more;
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return file.toString();
  }

  /** A command that starts no Spark, in this JVM. */
  private static Outcome here(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.systemUTC(),
            false,
            Map.of("WAREHOUSE_USER", "nobody", "WAREHOUSE_PASSWORD", SECRET));
    ExitCode code = Main.run(console, arguments);
    return new Outcome(
        code.code(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
