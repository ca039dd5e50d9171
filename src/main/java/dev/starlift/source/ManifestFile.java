package dev.starlift.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.starlift.job.SourceDefinition;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that lists inputs, as COPY and UNLOAD write them: {@code {"entries": [{"url": "s3://…",
 * "mandatory": true, "meta": {"content_length": 1024}}]}}. What it lists must lie beside or below
 * it, or, in S3, in its bucket.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html">
 *     Using a manifest to specify data files</a>
 */
final class ManifestFile {
  private static final int MAX_PROBLEMS = 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build();

  private final String manifest;
  private final String fix;
  private final Problems problems = new Problems();
  private int found;

  /**
   * One line of the list.
   *
   * @param mandatory the file must be there
   * @param bytes how long it must be
   * @param rows how many it must have
   */
  record Entry(Path path, boolean mandatory, Optional<Long> bytes, Optional<Long> rows) {}

  private ManifestFile(String manifest, String fix) {
    this.manifest = manifest;
    this.fix = fix;
  }

  /**
   * @throws StarliftException INPUT_UNUSABLE with everything that is wrong with the manifest
   */
  static List<Entry> read(SourceDefinition source, FileSystem store, Path path) throws IOException {
    return new ManifestFile(
            source.path(), "Correct the manifest of source %s.".formatted(source.name()))
        .read(store, path);
  }

  /**
   * The same for a list that is no input of a source.
   *
   * @param manifest as messages name it
   * @param fix what the user can do about a faulty one
   */
  static List<Entry> read(String manifest, String fix, FileSystem store, Path path)
      throws IOException {
    return new ManifestFile(manifest, fix).read(store, path);
  }

  private List<Entry> read(FileSystem store, Path path) throws IOException {
    JsonNode entries;
    try (InputStream in = store.open(path)) {
      entries = JSON.readTree(in.readAllBytes()).path("entries");
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new StarliftException(
          ExitCode.INPUT_UNUSABLE,
          new Problem(
              manifest + ":" + line,
              "is no manifest: " + e.getOriginalMessage() + ".",
              "It must be JSON in UTF-8, with straight quotes."),
          e);
    }
    if (!entries.isArray()) {
      fault(manifest, "is no manifest: it has no list 'entries'.");
    }
    List<Entry> read = new ArrayList<>();
    for (JsonNode entry : entries) {
      entry(entry, read.size() + found).ifPresent(read::add);
    }
    problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
    return read;
  }

  private Optional<Entry> entry(JsonNode entry, int before) {
    String where = "%s, entry %d".formatted(manifest, before + 1);
    JsonNode url = entry.path("url");
    JsonNode mandatory = entry.path("mandatory");
    JsonNode length = entry.path("meta").path("content_length");
    JsonNode rows = entry.path("meta").path("record_count");
    if (!url.isTextual()) {
      return fault(where, "has no text 'url'.");
    }
    if (!mandatory.isMissingNode() && !mandatory.isBoolean()) {
      return fault(where, "'mandatory' must be true or false.");
    }
    if (!length.isMissingNode() && !length.canConvertToLong()) {
      return fault(where, "'content_length' must be a number of bytes.");
    }
    if (!rows.isMissingNode() && !rows.canConvertToLong()) {
      return fault(where, "'record_count' must be a number of rows.");
    }
    Optional<String> place = place(url.asText());
    if (place.isEmpty()) {
      return fault(
          where,
          "'%s' is not in the %s of the manifest."
              .formatted(
                  url.asText().replaceAll("\\p{Cntrl}", "?"), isRemote() ? "bucket" : "folder"));
    }
    return Optional.of(
        new Entry(
            new Path(place.get()),
            mandatory.asBoolean(false),
            length.isMissingNode() ? Optional.empty() : Optional.of(length.asLong()),
            rows.isMissingNode() ? Optional.empty() : Optional.of(rows.asLong())));
  }

  private Optional<Entry> fault(String where, String what) {
    if (found++ < MAX_PROBLEMS) {
      problems.add(where, what, fix);
    }
    return Optional.empty();
  }

  /** The place as the source writes places; empty when it is none that the manifest may name. */
  private Optional<String> place(String url) {
    if (url.contains("/../") || url.endsWith("/..") || url.endsWith("/") || url.length() < 2) {
      return Optional.empty();
    }
    if (isRemote()) {
      String key = url.replaceFirst("^s3a?://", "");
      String bucket = manifest.split("/", -1)[2];
      boolean within = key.length() < url.length() && key.startsWith(bucket + "/");
      return within && !key.contains("//")
          ? Optional.of(manifest.substring(0, manifest.indexOf("://") + 3) + key)
          : Optional.empty();
    }
    String file = url.replaceFirst("^file:/+", "/");
    String own = manifest.replaceFirst("^file:/+", "/");
    String folder = own.substring(0, own.lastIndexOf('/') + 1);
    return file.startsWith(folder) ? Optional.of(file) : Optional.empty();
  }

  private boolean isRemote() {
    return manifest.startsWith("s3://") || manifest.startsWith("s3a://");
  }
}
