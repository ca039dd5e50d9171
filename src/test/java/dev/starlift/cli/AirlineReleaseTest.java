package dev.starlift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.cli.CommandProcess.Outcome;
import dev.starlift.sandbox.Sandbox;
import dev.starlift.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The airline job from raw files to consumers, through the real entry point and real clients. */
class AirlineReleaseTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JOB = "jobs/airline.conf";
  private static final List<String> TABLES =
      List.of(
          "dim_date",
          "dim_airport",
          "dim_aircraft",
          "dim_flight",
          "dim_customer",
          "fact_flight_operations",
          "fact_bookings",
          "fact_daily_revenue");

  @TempDir Path folder;
  private Sandbox sandbox;
  private Path environment;

  @BeforeEach
  void startSandbox() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxOptions.in(folder.resolve("sandbox")).withBuckets(List.of("starlift")));
    environment = folder.resolve("test.conf");
    Files.writeString(environment, environment("0"));
  }

  @AfterEach
  void stopSandbox() throws IOException {
    sandbox.close();
  }

  @Test
  void everyRowIsLoadedOrRejectedForTheReasonItWasBrokenFor() throws Exception {
    generate("0.002");

    Outcome run = starlift("run", JOB);

    assertThat(run.code()).as(run.everything()).isZero();
    assertThat(rejects()).isEqualTo(brokenOnPurpose());
    JsonNode report = report();
    for (JsonNode source : report.get("sources")) {
      assertThat(source.get("read").asLong())
          .isEqualTo(source.get("accepted").asLong() + source.get("rejected").asLong());
    }
    assertThat(query("analytics", "select count(*) from airline_shared.airline_dw.fact_bookings"))
        .isEqualTo(List.of("5000"));
    assertThat(query("producer", "select count(*) from airline_dw.fact_flight_operations"))
        .isEqualTo(List.of(Integer.toString(48 * 31)));
    assertThat(revenueThatDiffersFromItsFacts()).isEmpty();
    assertThat(factsWithoutADate()).isEqualTo(List.of("0"));
  }

  @Test
  void theSameInputsChangeNothingAndOneMoreFileIsLoadedAlone() throws Exception {
    generate("0");
    assertThat(starlift("run", JOB).code()).isZero();
    Map<String, String> before = fingerprints();

    Outcome again = starlift("run", JOB);

    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("Already loaded");
    assertThat(fingerprints()).isEqualTo(before);

    addOneMoreBookingOf(firstBooking());
    Outcome more = starlift("run", JOB);

    assertThat(more.code()).as(more.everything()).isZero();
    assertThat(report().get("sources")).hasSize(1);
    assertThat(report().get("sources").get(0).get("files").asInt()).isEqualTo(1);
    assertThat(query("reporting", "select count(*) from airline_shared.airline_dw.fact_bookings"))
        .isEqualTo(List.of("5001"));
    assertThat(
            query(
                "producer",
                "select count(*) from airline_dw.dim_customer where customer_id = 'NEVERSEEN'"))
        .isEqualTo(List.of("1"));
    assertThat(revenueThatDiffersFromItsFacts()).isEmpty();
    assertThat(starlift("share", "verify").code()).isZero();
  }

  @Test
  void aRunThatIsKilledOrMeetsAFileThatChangesIsCompletedByTheNext() throws Exception {
    generate("0.002");
    for (String moment :
        List.of("stage airline_dw.dim_customer", "stage airline_dw.fact_daily_revenue")) {
      CommandProcess run = CommandProcess.start(folder, Map.of(), with("run", JOB));
      if (moment.endsWith("dim_customer")) {
        Outcome stopped = run.stopWhenItSays(moment);
        assertThat(stopped.code()).isEqualTo(143);
        assertThat(stopped.err())
            .contains("stopped by a signal")
            .doesNotContain("bug", "problem", "Exception");
      } else {
        run.killWhenItSays(moment);
      }
      assertThat(
              query(
                  "producer",
                  "select count(*) from svv_tables where table_schema = 'airline_dw'"
                      + " and table_name = 'fact_bookings'"))
          .isNotEmpty();
      assertThat(rowsOf("fact_bookings")).isIn("0", "absent");
    }
    CommandProcess overtaken = CommandProcess.start(folder, Map.of(), with("run", JOB));
    overtaken.waitFor("stage airline_dw.fact_bookings");
    appendBlankLineToAirports();
    Outcome refused = overtaken.outcome();
    assertThat(refused.code()).as(refused.everything()).isEqualTo(65);
    assertThat(refused.err()).contains("/raw/airports/", "changed while the run was going on");
    assertThat(rowsOf("fact_bookings")).isEqualTo("0");

    Outcome run = starlift("run", JOB);

    assertThat(run.code()).as(run.everything()).isZero();
    assertThat(rowsOf("fact_bookings")).isEqualTo("5000");
    Map<String, String> killed = fingerprints();
    assertThat(killed).isEqualTo(fingerprintsOfAnUndisturbedRun());
  }

  @Test
  void moreRejectsThanTheJobAllowsPublishNothing() throws Exception {
    generate("0.05");

    Outcome run = starlift("run", JOB);

    assertThat(run.code()).as(run.everything()).isEqualTo(3);
    assertThat(run.err())
        .contains("rows were rejected and the job allows 1%", "Nothing was published");
    assertThat(rowsOf("fact_bookings")).isEqualTo("0");
    Outcome rejects = starlift("rejects", JOB);
    assertThat(rejects.code()).isZero();
    assertThat(rejects.out()).contains("bookings", "JSON_SYNTAX", ".jsonl:");
  }

  private void generate(String dirty) {
    Outcome generated =
        starlift(
            "generate",
            "airline",
            "--to",
            "s3a://starlift/raw",
            "--as-of",
            "2026-06-30",
            "--dirty",
            dirty);
    assertThat(generated.code()).as(generated.everything()).isZero();
  }

  private Outcome starlift(String... arguments) {
    return CommandProcess.run(folder, with(arguments));
  }

  private String[] with(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--env");
    all.add(environment.toString());
    return all.toArray(String[]::new);
  }

  private String environment(String number) {
    return """
        environment = test
        producer = producer
        namespaces { producer {}, analytics {}, reporting {} }
        storage {
          raw = "s3a://starlift/raw"
          stage = "s3a://starlift/stage"
          rejects = "s3a://starlift/rejects"
          runs = "%s"
        }
        shares {
          airline_share {
            schemas = [airline_dw]
            consumers { analytics = airline_shared, reporting = airline_shared }
          }
        }
        sandbox { directory = "%s", buckets = [starlift] }
        """
        .formatted(folder.resolve("runs" + number), folder.resolve("sandbox"));
  }

  private List<String> query(String namespace, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                sandbox.address().namespace(namespace).jdbcUrl(),
                sandbox.address().user(),
                sandbox.address().password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> first = new ArrayList<>();
      while (rows.next()) {
        first.add(rows.getString(1));
      }
      return first;
    }
  }

  private String rowsOf(String table) throws SQLException {
    boolean exists =
        !query(
                "producer",
                "select table_name from svv_tables where table_schema = 'airline_dw' and table_name = '"
                    + table
                    + "'")
            .isEmpty();
    return exists ? query("producer", "select count(*) from airline_dw." + table).get(0) : "absent";
  }

  /** Row count and a hash over all rows of every table, whatever their order. */
  private Map<String, String> fingerprints() throws SQLException {
    return fingerprints(sandbox);
  }

  private Map<String, String> fingerprints(Sandbox of) throws SQLException {
    Map<String, String> all = new TreeMap<>();
    try (Connection connection =
            DriverManager.getConnection(
                of.address().namespace("producer").jdbcUrl(),
                of.address().user(),
                of.address().password());
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet rows = statement.executeQuery("select * from airline_dw." + table)) {
          int columns = rows.getMetaData().getColumnCount();
          long count = 0;
          long hash = 0;
          while (rows.next()) {
            long row = 17;
            for (int i = 1; i <= columns; i++) {
              row = row * 31 + String.valueOf(rows.getString(i)).hashCode();
            }
            hash += row * 0x9E3779B97F4A7C15L;
            count++;
          }
          all.put(table, count + " rows, " + Long.toHexString(hash));
        }
      }
    }
    return all;
  }

  private Map<String, String> fingerprintsOfAnUndisturbedRun() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    try (Sandbox undisturbed =
        Sandbox.start(
            SandboxOptions.in(other.resolve("sandbox")).withBuckets(List.of("starlift")))) {
      Path its = other.resolve("test.conf");
      Files.writeString(
          its,
          environment("0")
              .replace(folder.resolve("sandbox").toString(), other.resolve("sandbox").toString()));
      for (String[] command :
          List.of(
              new String[] {
                "generate",
                "airline",
                "--to",
                "s3a://starlift/raw",
                "--as-of",
                "2026-06-30",
                "--dirty",
                "0.002",
                "--env",
                its.toString()
              },
              new String[] {"run", JOB, "--env", its.toString()})) {
        Outcome outcome = CommandProcess.run(other, command);
        assertThat(outcome.code()).as(outcome.everything()).isZero();
      }
      return fingerprints(undisturbed);
    }
  }

  private List<String> revenueThatDiffersFromItsFacts() throws SQLException {
    return query(
        "producer",
        """
        select coalesce(r.date_key, b.travel_date_key) || '/' || coalesce(r.flight_key, b.flight_key)
        from (select travel_date_key, flight_key, count(*) as bookings, sum(base_fare_usd) as fares
              from airline_dw.fact_bookings where not is_refunded
              group by travel_date_key, flight_key) b
        left join airline_dw.fact_daily_revenue r
          on r.date_key = b.travel_date_key and r.flight_key = b.flight_key
        where r.date_key is null or r.passenger_count <> b.bookings or r.ticket_revenue_usd <> b.fares
        """);
  }

  private List<String> factsWithoutADate() throws SQLException {
    return query(
        "producer",
        """
        select count(*) from airline_dw.fact_bookings f
        left join airline_dw.dim_date d on d.date_key = f.travel_date_key
        where d.date_key is null
        """);
  }

  private JsonNode report() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("runs0"))) {
      Path newest = files.filter(f -> f.endsWith("report.json")).max(Path::compareTo).orElseThrow();
      return JSON.readTree(newest.toFile());
    }
  }

  /**
   * {@code source file:line code} of every rejected row; the S3 bucket is a folder on this disk.
   */
  private Set<String> rejects() throws IOException {
    return lines(
        s3("rejects"),
        node -> {
          String file = node.get("file").asText();
          return "%s %s:%d %s"
              .formatted(
                  node.get("source").asText(),
                  file.substring(file.indexOf("/raw/") + "/raw/".length()),
                  node.get("line").asLong(),
                  node.get("reasons").get(0).get("code").asText());
        });
  }

  private Set<String> brokenOnPurpose() throws IOException {
    return lines(
        s3("raw/_broken"),
        node ->
            "%s %s:%d %s"
                .formatted(
                    node.get("source").asText(),
                    node.get("file").asText(),
                    node.get("line").asLong(),
                    node.get("code").asText()));
  }

  private Path s3(String prefix) {
    return folder.resolve("sandbox").resolve("s3").resolve("starlift").resolve(prefix);
  }

  private static Set<String> lines(Path under, java.util.function.Function<JsonNode, String> line)
      throws IOException {
    Set<String> all = new TreeSet<>();
    try (Stream<Path> files = Files.walk(under)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith("json") || f.toString().endsWith("jsonl"))
              .toList()) {
        for (String text : Files.readAllLines(file)) {
          all.add(line.apply(JSON.readTree(text)));
        }
      }
    }
    return all;
  }

  private String firstBooking() throws IOException {
    try (Stream<Path> files = Files.list(s3("raw/bookings"))) {
      return Files.readAllLines(files.sorted().findFirst().orElseThrow()).get(0);
    }
  }

  private void appendBlankLineToAirports() throws IOException {
    try (Stream<Path> files = Files.list(s3("raw/airports"))) {
      Path airports = files.findFirst().orElseThrow();
      Path changed = folder.resolve("airports.csv");
      Files.writeString(changed, Files.readString(airports) + "\n");
      S3Copy.put(sandbox.address(), changed, "starlift", "raw/airports/" + airports.getFileName());
    }
  }

  private void addOneMoreBookingOf(String booking) throws IOException {
    var copy = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(booking);
    copy.put("booking_reference", "ONEMORE").put("customer_id", "NEVERSEEN");
    Path file = folder.resolve("more.jsonl");
    Files.writeString(file, copy + "\n");
    S3Copy.put(sandbox.address(), file, "starlift", "raw/bookings/more.jsonl");
  }
}
