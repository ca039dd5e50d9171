package dev.starlift.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.starlift.sql.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder in which a run leaves its evidence: {@code job.resolved.conf}, {@code sql/}, {@code
 * manifests/}, {@code report.json}. Holds no secrets: what is written here was rendered without
 * them.
 */
public final class RunFolder {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .registerModule(
              new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance));

  private final Configuration hadoop;
  private final Path folder;
  private final AtomicInteger statements = new AtomicInteger();

  /**
   * @param uri a fresh folder; it is created when the first file is written
   */
  public RunFolder(Configuration hadoop, String uri) {
    this.hadoop = hadoop;
    this.folder = new Path(uri);
  }

  /** For the terminal: a local path without its scheme, any other URI as it is. */
  public String location() {
    return "file".equals(folder.toUri().getScheme()) ? folder.toUri().getPath() : folder.toString();
  }

  public void write(String name, String text) {
    Path file = new Path(folder, name);
    try (OutputStream out = store(file).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** Keeps a statement in the order in which it was sent. */
  public void record(Statement statement) {
    String name =
        "sql/%03d-%s.sql".formatted(statements.incrementAndGet(), slug(statement.purpose()));
    write(name, statement.text() + ";\n");
  }

  /** Keeps a copy of a file that a clean-up will delete. */
  public void keep(String uri, String name) {
    Path from = new Path(uri);
    Path to = new Path(folder, name);
    try (InputStream in = from.getFileSystem(hadoop).open(from);
        OutputStream out = store(to).create(to, true)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + from + " to " + to, e);
    }
  }

  /** Writes {@code report.json}. */
  public void write(RunReport report) {
    try {
      write("report.json", JSON.writeValueAsString(report) + "\n");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("A report always has a JSON form.", e);
    }
  }

  private FileSystem store(Path file) throws IOException {
    FileSystem store = file.getFileSystem(hadoop);
    // Hadoop's checksummed files start a process (chmod) for each one that they create.
    return store instanceof LocalFileSystem local ? local.getRawFileSystem() : store;
  }

  private static String slug(String purpose) {
    String slug = purpose.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.length() > 60 ? slug.substring(0, 60) : slug;
  }
}
