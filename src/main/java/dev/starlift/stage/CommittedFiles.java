package dev.starlift.stage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What the committed tasks wrote, and the manifest made of it. Whatever else lies in the folder is
 * no part of the load, so nothing is ever listed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html">Manifests</a>
 */
final class CommittedFiles {
  /** Spark's readers skip names with an underscore. */
  private static final String NAME = "_committed.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private CommittedFiles() {}

  /**
   * @param files length by URI
   */
  static void write(FileSystem store, Path folder, Map<String, Long> files) throws IOException {
    try (OutputStream out = store.create(new Path(folder, NAME), false)) {
      JSON.writeValue(out, files);
    }
  }

  static List<StagedFile> read(FileSystem store, Path folder) throws IOException {
    try (InputStream in = store.open(new Path(folder, NAME))) {
      JsonNode files = JSON.readTree(in);
      List<StagedFile> staged = new ArrayList<>();
      files
          .fields()
          .forEachRemaining(
              file -> staged.add(new StagedFile(file.getKey(), file.getValue().asLong())));
      return staged;
    }
  }

  /** A missing file fails the COPY ({@code mandatory}); Parquet needs the lengths. */
  static void writeManifest(FileSystem store, Path manifest, List<StagedFile> files)
      throws IOException {
    try (OutputStream out = store.create(manifest, false);
        JsonGenerator json = JSON.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeArrayFieldStart("entries");
      for (StagedFile file : files) {
        json.writeStartObject();
        json.writeStringField("url", file.uri());
        json.writeBooleanField("mandatory", true);
        json.writeObjectFieldStart("meta");
        json.writeNumberField("content_length", file.bytes());
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
