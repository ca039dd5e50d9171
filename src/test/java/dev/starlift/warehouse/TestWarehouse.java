package dev.starlift.warehouse;

import dev.starlift.ddl.SchemaParser;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadId;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Problems;
import dev.starlift.sandbox.Sandbox;
import dev.starlift.sandbox.SandboxOptions;
import dev.starlift.sandbox.s3.S3Endpoint;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sql.CopyStatements;
import dev.starlift.sql.Statement;
import dev.starlift.stage.StagedTable;
import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import dev.starlift.warehouse.Publication.TablePublication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A schema of its own in the one sandbox of this JVM, with tables and staged rows for it. */
public final class TestWarehouse {
  public static final Instant NOW = Instant.parse("2024-03-01T02:03:04.123456Z");

  private static final PublishSettings IMPATIENT =
      new PublishSettings(5, Duration.ofMillis(20), Duration.ofSeconds(30), Duration.ofSeconds(30));

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String schema = "dw_" + COUNTER.incrementAndGet();
  private final List<Statement> journal = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Table> tables;

  private TestWarehouse(String ddl) {
    Problems problems = new Problems();
    Map<String, String> files =
        Stream.of(ddl.replace("dw.", schema + ".").split(";(?=\\s*(CREATE|$))"))
            .filter(text -> !text.isBlank())
            .collect(Collectors.toMap(text -> text, text -> text));
    tables =
        SchemaParser.parse(files, problems).stream()
            .collect(Collectors.toMap(table -> table.name().table().value(), table -> table));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
  }

  /** With the tables created. */
  public static TestWarehouse with(String ddl) {
    TestWarehouse warehouse = new TestWarehouse(ddl);
    warehouse.open().prepare(warehouse.tables.values());
    return warehouse;
  }

  /** With nothing created. */
  public static TestWarehouse bare(String ddl) {
    return new TestWarehouse(ddl);
  }

  public Table table(String name) {
    return tables.get(name);
  }

  public List<Table> tables() {
    return List.copyOf(tables.values());
  }

  public TableName name(String table) {
    return TableName.of(schema, table);
  }

  public String schema() {
    return schema;
  }

  public RedshiftWarehouse open() {
    return open(connections("producer"));
  }

  public RedshiftWarehouse open(Connections connections) {
    return new RedshiftWarehouse(
        connections,
        Optional.of(sandbox().iamRole()),
        journal::add,
        IMPATIENT,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Everything sent so far. */
  public List<String> journal() {
    synchronized (journal) {
      return journal.stream().map(Statement::text).toList();
    }
  }

  public static Connections connections(String namespace) {
    return connections(namespace, sandbox().jdbcUrl(namespace));
  }

  public static Connections connections(String namespace, String url) {
    return new Connections(namespace, url, TestWarehouse::login);
  }

  private static Properties login() {
    Properties login = new Properties();
    login.setProperty("user", sandbox().user());
    login.setProperty("password", sandbox().password());
    return login;
  }

  /**
   * Rows as COPY gets them.
   *
   * @param rows fields of each row with bars between them, {@code null} for NULL: as {@link #rows}
   *     shows them
   */
  public StagedTable staged(String table, String... rows) {
    if (rows.length == 0) {
      return StagedTable.empty(table(table), Format.CSV_GZIP);
    }
    String folder = "s3://test/stage/%s/%d".formatted(schema, COUNTER.incrementAndGet());
    String manifest = folder + "/manifest.json";
    String mark = CopyStatements.nullMark(manifest);
    String csv =
        Stream.of(rows)
            .map(
                row ->
                    Stream.of(row.split("\\|", -1))
                        .map(field -> field.equals("null") ? mark : '"' + field + '"')
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n", "", "\n"));
    String file = folder + "/rows/part-0.csv.gz";
    byte[] content = gzip(csv);
    put(file, content);
    put(
        manifest,
        "{\"entries\":[{\"url\":\"%s\",\"mandatory\":true,\"meta\":{\"content_length\":%d}}]}"
            .formatted(file, content.length)
            .getBytes(StandardCharsets.UTF_8));
    return new StagedTable(
        table(table),
        Format.CSV_GZIP,
        manifest,
        List.of(new StagedFile(file, content.length)),
        rows.length);
  }

  public TablePublication publish(String table, LoadMode mode, String... rows) {
    return new TablePublication(
        table(table),
        mode,
        List.of(),
        List.of(),
        staged(table, rows),
        Map.of("source", List.of(new InputFile("s3://raw/" + table, "etag", 10))),
        rows.length,
        0);
  }

  public static Publication release(int load, TablePublication... tables) {
    return new Publication(
        load(load), "job", "run-" + load, Arrays.asList(tables), List.of(), Map.of());
  }

  public static LoadId load(int number) {
    return new LoadId("%064x".formatted(number));
  }

  /** Rows of a table as text, sorted. */
  public List<String> rows(String table) {
    return query("SELECT * FROM " + name(table).sql());
  }

  public static List<String> query(String sql) {
    try (Connection connection =
            DriverManager.getConnection(sandbox().jdbcUrl("producer"), login());
        java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
      Collections.sort(rows);
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(sandbox().jdbcUrl("producer"), login());
        java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(String uri, byte[] content) {
    try (var out = Holder.OBJECTS.create(S3Location.parse(uri))) {
      out.write(content, 0, content.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static Sandbox sandbox() {
    return Holder.SANDBOX;
  }

  private static final class Holder {
    static final Sandbox SANDBOX = start();

    static final S3Objects OBJECTS =
        new S3Objects(
            new S3Endpoint(
                SANDBOX.s3Endpoint(), SANDBOX.region(), SANDBOX.accessKey(), SANDBOX.secretKey()));

    private static Sandbox start() {
      try {
        Path directory = Files.createTempDirectory("starlift-warehouse-test");
        Sandbox sandbox = Sandbox.start(SandboxOptions.in(directory).withBuckets(List.of("test")));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sandbox, directory)));
        return sandbox;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(Sandbox sandbox, Path directory) {
      try (Stream<Path> files = Files.walk(directory)) {
        sandbox.close();
        for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
