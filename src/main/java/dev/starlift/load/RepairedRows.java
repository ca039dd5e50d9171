package dev.starlift.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.job.Environment.Storage;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.model.InputFile;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import dev.starlift.source.InputLister;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of {@link RejectExport} whose records were repaired, made raw files of their sources
 * again. Their place is told by the file's content, so the ledger knows a file that is replayed
 * twice; and each row's origin is kept beside them, so that a row that was in an earlier file, too,
 * is not loaded again.
 */
public final class RepairedRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Origins of the rows; written last, so that what a killed run left behind is written again. */
  private static final String ORIGINS = "_origins";

  /** No name of a job begins like that. */
  private static final String FOLDER = "/_replays/";

  private static final String SOURCE_CONTRACT = "contract";
  private static final int MAX_PROBLEMS = 20;

  private final JobDefinition job;
  private final Configuration hadoop;
  private final Path replays;

  /**
   * Rows that go to the same tables, with the header that they had.
   *
   * @param directories on the way to their file that hold values, each with a slash behind it
   */
  private record Group(String source, String table, String header, String directories) {}

  private record Repaired(Group group, String origin, String raw) {}

  /**
   * @param files by source, what is to be read
   * @param table the only table that the rows are for; empty for all tables of their source
   */
  public record Part(String source, Optional<TableName> table, List<InputFile> files) {
    public Part {
      files = List.copyOf(files);
    }
  }

  /**
   * @param earlier rows left out because an earlier replay has loaded them
   */
  public record Inputs(List<Part> parts, long rows, long earlier) {
    public Inputs {
      parts = List.copyOf(parts);
    }
  }

  public RepairedRows(JobDefinition job, Storage storage, Configuration hadoop) {
    this.job = job;
    this.hadoop = hadoop;
    this.replays = new Path(storage.rejects() + FOLDER + job.name());
  }

  /** Is that input a file of repaired rows, and none that the source itself would list? */
  static boolean wrote(InputFile file, JobDefinition job) {
    return file.uri().contains(FOLDER + job.name() + "/");
  }

  /**
   * @param file a local path or a URI
   * @param loaded the URIs of every input that the ledgers of the job's tables have
   * @throws StarliftException WRONG_USAGE with every line that cannot be replayed
   */
  public Inputs inputs(String file, Set<String> loaded) {
    requireReplayable(file);
    try {
      Path folder = new Path(replays, digest(file));
      FileSystem store = folder.getFileSystem(hadoop);
      store.setWriteChecksum(false);
      long[] counts = new long[2];
      if (!store.exists(new Path(folder, ORIGINS))) {
        counts = write(file, folder, store, earlier(store, folder, loaded));
      }
      return new Inputs(parts(store, folder), counts[0], counts[1]);
    } catch (FileNotFoundException e) {
      throw new StarliftException(
          ExitCode.WRONG_USAGE, new Problem(file, "there is no such file.", ""), e);
    } catch (IOException e) {
      throw new StarliftException(
          ExitCode.UNREACHABLE, new Problem(file, "cannot be replayed: " + e.getMessage(), ""), e);
    }
  }

  /** Looks at every line before anything is written. */
  private void requireReplayable(String file) {
    Problems problems = new Problems();
    int[] found = new int[1];
    try {
      read(
          file,
          (line, number) -> {
            Optional<String> fault = fault(line);
            if (fault.isPresent() && found[0]++ < MAX_PROBLEMS) {
              problems.add(
                  file + ":" + number,
                  fault.get(),
                  "Change nothing but 'raw' in what rejects --export has written.");
            }
          });
    } catch (IOException e) {
      throw new StarliftException(
          ExitCode.WRONG_USAGE, new Problem(file, "cannot be read: " + e.getMessage(), ""), e);
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }

  private Optional<String> fault(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (IOException e) {
      return Optional.of("is not JSON.");
    }
    for (String field : List.of("source", "table", "file", "raw")) {
      if (!node.path(field).isTextual()) {
        return Optional.of("has no text '%s'.".formatted(field));
      }
    }
    Optional<SourceDefinition> source = job.findSource(node.get("source").asText());
    if (source.isEmpty()) {
      return Optional.of("names a source that the job does not have.");
    }
    boolean headed = source.get().format() == Format.CSV && source.get().csv().hasHeader();
    if (headed && !node.path("header").isTextual()) {
      return Optional.of("has no header, without which the fields have no names.");
    }
    String table = node.get("table").asText();
    boolean known =
        table.isEmpty()
            || job.tables().stream()
                .anyMatch(
                    load ->
                        load.table().name().toString().equals(table) && takes(load, source.get()));
    return known
        ? Optional.empty()
        : Optional.of("names a table that the job does not fill from this source.");
  }

  private static boolean takes(TableLoad load, SourceDefinition source) {
    return load.input() instanceof FromSource from && from.source().equals(source.name());
  }

  private long[] write(String file, Path folder, FileSystem store, Set<String> earlier)
      throws IOException {
    store.delete(folder, true);
    Map<Group, Writer> open = new LinkedHashMap<>();
    long[] counts = new long[2];
    Set<String> origins = new TreeSet<>();
    try {
      read(
          file,
          (line, number) -> {
            Repaired row = repaired(JSON.readTree(line));
            if (earlier.contains(row.origin()) || !origins.add(row.origin())) {
              counts[1]++;
              return;
            }
            Writer writer = open.get(row.group());
            if (writer == null) {
              writer = begin(store, folder, row.group(), open.size());
              open.put(row.group(), writer);
            }
            writer.write(row.raw() + "\n");
            counts[0]++;
          });
    } finally {
      for (Closeable writer : open.values()) {
        writer.close();
      }
    }
    try (Writer writer =
        new OutputStreamWriter(
            store.create(new Path(folder, ORIGINS), true), StandardCharsets.UTF_8)) {
      for (String origin : origins) {
        writer.write(origin + "\n");
      }
    }
    return counts;
  }

  private Writer begin(FileSystem store, Path folder, Group group, int number) throws IOException {
    SourceDefinition source = job.findSource(group.source()).orElseThrow();
    boolean csv = source.format() == Format.CSV;
    Charset encoding = csv ? source.csv().encoding() : StandardCharsets.UTF_8;
    Path path =
        new Path(
            folder,
            "%s/%s/%s%d.%s"
                .formatted(
                    group.source(),
                    group.table().isEmpty() ? SOURCE_CONTRACT : group.table(),
                    group.directories(),
                    number,
                    csv ? "csv" : "jsonl"));
    Writer writer = new BufferedWriter(new OutputStreamWriter(store.create(path, true), encoding));
    if (!group.header().isEmpty()) {
      writer.write(group.header() + "\n");
    }
    return writer;
  }

  private Repaired repaired(JsonNode node) {
    String source = node.get("source").asText();
    String table = node.get("table").asText();
    String origin =
        hash(
            String.join(
                "\n", source, table, node.get("file").asText(), node.path("line").asText("0")));
    return new Repaired(
        new Group(
            source,
            table,
            node.path("header").asText(""),
            directories(source, node.get("file").asText())),
        origin,
        node.get("raw").asText());
  }

  private String directories(String source, String file) {
    StringBuilder directories = new StringBuilder();
    for (RawColumn column : job.findSource(source).orElseThrow().directoryColumns()) {
      for (String part : file.split("/", -1)) {
        if (part.startsWith(column.field() + "=")) {
          directories.append(part).append('/');
        }
      }
    }
    return directories.toString();
  }

  /** The origins of rows that other files have brought and that the warehouse has. */
  private Set<String> earlier(FileSystem store, Path own, Set<String> loaded) throws IOException {
    Set<String> origins = new TreeSet<>();
    if (!store.exists(replays)) {
      return origins;
    }
    for (FileStatus other : store.listStatus(replays)) {
      Path path = other.getPath();
      boolean inLedger = loaded.stream().anyMatch(uri -> uri.contains("/" + path.getName() + "/"));
      if (!path.getName().equals(own.getName()) && inLedger) {
        lines(store, new Path(path, ORIGINS), (line, number) -> origins.add(line));
      }
    }
    return origins;
  }

  private List<Part> parts(FileSystem store, Path folder) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (SourceDefinition source : job.sources()) {
      Path ofSource = new Path(folder, source.name());
      if (store.exists(ofSource)) {
        for (FileStatus table : store.listStatus(ofSource)) {
          String name = table.getPath().getName();
          parts.add(
              new Part(
                  source.name(),
                  name.equals(SOURCE_CONTRACT)
                      ? Optional.empty()
                      : Optional.of(TableName.parse(name)),
                  new InputLister(hadoop).list(source.at(table.getPath() + "/")).files()));
        }
      }
    }
    return parts;
  }

  private interface LineReader {
    void read(String line, int number) throws IOException;
  }

  private void read(String file, LineReader reader) throws IOException {
    Path path = new Path(file);
    lines(path.getFileSystem(hadoop), path, reader);
  }

  private static void lines(FileSystem store, Path path, LineReader reader) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(store.open(path), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          reader.read(line, number);
        }
      }
    }
  }

  private String digest(String file) throws IOException {
    MessageDigest digest = sha256();
    read(file, (line, number) -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String hash(String text) {
    return HexFormat.of()
        .formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
        .substring(0, 32);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
