package dev.starlift.stage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The list of files that a COPY loads: those that committed tasks have written. Whatever else lies
 * in the folder is no part of the load, so nothing is ever listed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html">Manifests</a>
 */
final class Manifest {
  private static final JsonFactory JSON = new JsonFactory();

  private Manifest() {}

  /** A missing file fails the COPY ({@code mandatory}); Parquet needs the lengths. */
  static void write(StoredStream manifest, List<StagedFile> files) throws IOException {
    try (OutputStream out = manifest.open();
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
