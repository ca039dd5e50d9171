package dev.starlift.source;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Expected;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.job.Trigger;
import dev.starlift.model.InputFile;
import dev.starlift.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The word that a job's inputs are complete: files that match its trigger. One with nothing in it
 * is enough. One with text lists inputs as {@link ManifestFile} describes; {@code meta} may tell
 * their {@code content_length} and their {@code record_count}.
 *
 * @param files that were found
 * @param announced by place
 */
public record Notification(List<InputFile> files, Map<String, Announced> announced) {
  private static final String FIX = "Write the notification again.";

  public Notification {
    files = List.copyOf(files);
    announced = new TreeMap<>(announced);
  }

  /**
   * @param by the notification that lists it
   */
  public record Announced(String by, String uri, Optional<Long> bytes, Optional<Long> rows) {}

  /**
   * @return empty when there is none yet
   * @throws dev.starlift.problem.StarliftException INPUT_UNUSABLE when one is there and cannot be
   *     read, UNREACHABLE
   */
  public static Optional<Notification> find(Configuration conf, Trigger trigger) {
    SourceDefinition source = asSource(trigger);
    List<InputFile> files = new InputLister(conf).list(source).files();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Store store = new Store(conf, source);
    Map<String, Announced> announced = new HashMap<>();
    for (InputFile file : files) {
      Path path = new Path(file.uri());
      FileSystem from = store.connect(path);
      try {
        for (ManifestFile.Entry entry : listed(from, path, file.uri())) {
          String uri = entry.path().toString();
          announced.put(place(uri), new Announced(file.uri(), uri, entry.bytes(), entry.rows()));
        }
      } catch (IOException e) {
        throw store.failure(e);
      }
    }
    return Optional.of(new Notification(files, announced));
  }

  private static List<ManifestFile.Entry> listed(FileSystem store, Path path, String uri)
      throws IOException {
    try (var in = store.open(path)) {
      if (new String(in.readNBytes(1_000), java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
        return List.of();
      }
    }
    return ManifestFile.read(uri, FIX, store, path);
  }

  /** Where files are listed, a notification may be absent, and its columns are nobody's concern. */
  private static SourceDefinition asSource(Trigger trigger) {
    return new SourceDefinition(
        "trigger",
        trigger.where(),
        trigger.path(),
        Format.JSON,
        FileSelection.ALL,
        false,
        CsvDialect.STANDARD,
        JsonLayout.LINES,
        List.of(),
        List.of(),
        List.of(),
        UnknownField.IGNORE,
        new Expected(true, 0),
        Optional.empty());
  }

  public Optional<Announced> find(InputFile file) {
    return Optional.ofNullable(announced.get(place(file.uri())));
  }

  /**
   * What was announced and is not so.
   *
   * @param found every file of the sources
   * @param loading those that a run is going to read
   */
  public List<Problem> differences(List<InputFile> found, List<InputFile> loading) {
    List<Problem> differences = new ArrayList<>();
    if (announced.isEmpty()) {
      return differences;
    }
    Map<String, InputFile> there = new HashMap<>();
    found.forEach(file -> there.put(place(file.uri()), file));
    announced.forEach(
        (place, one) -> {
          InputFile file = there.get(place);
          if (file == null) {
            differences.add(
                new Problem(
                    one.uri(),
                    "is in %s, and no source has found it.".formatted(one.by()),
                    "Upload it, or look at the paths of the sources."));
          } else if (one.bytes().filter(bytes -> bytes != file.bytes()).isPresent()) {
            differences.add(
                new Problem(
                    one.uri(),
                    "has %,d bytes, and %s says %,d."
                        .formatted(file.bytes(), one.by(), one.bytes().get()),
                    "It may still be written. Run again when it is complete."));
          }
        });
    for (InputFile file : loading) {
      if (find(file).isEmpty()) {
        differences.add(
            new Problem(
                file.uri(),
                "was found, and is not in %s.".formatted(files.get(0).uri()),
                "List it there, or take it away."));
      }
    }
    return differences;
  }

  /** A file under whichever name it is given. */
  private static String place(String uri) {
    return uri.replaceFirst("^s3a?://", "s3://").replaceFirst("^file:/+", "/");
  }
}
