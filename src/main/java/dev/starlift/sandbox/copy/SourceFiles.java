package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the files of a COPY, with Redshift's traps left in: a prefix matches more than a folder, a
 * manifest that lists a file twice loads it twice, and one that is not mandatory may be missing.
 */
final class SourceFiles {
  private static final String IO_ERROR = "58030";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final S3Objects objects;

  SourceFiles(S3Objects objects) {
    this.objects = objects;
  }

  /** At least one file; empty objects, such as folder markers, are left out. */
  List<S3Object> find(CopyStatement copy) throws SqlError, IOException {
    List<S3Object> found =
        copy.manifest()
            ? fromManifest(copy.source(), copy.format().isColumnar())
            : fromPrefix(copy.source());
    return found.stream().filter(file -> file.size() > 0).toList();
  }

  private List<S3Object> fromPrefix(S3Location prefix) throws SqlError, IOException {
    List<S3Object> found;
    try {
      found = objects.list(prefix);
    } catch (FileNotFoundException e) {
      throw new SqlError(
          IO_ERROR,
          "S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket: "
              + prefix.bucket());
    }
    if (found.isEmpty()) {
      throw new SqlError(
          IO_ERROR,
          "The specified S3 prefix '%s' does not exist".formatted(prefix.key()),
          "No object of %s begins with it. code: 8001".formatted(prefix.bucket()),
          "",
          0);
    }
    return found;
  }

  private List<S3Object> fromManifest(S3Location manifest, boolean columnar)
      throws SqlError, IOException {
    JsonNode entries = entries(manifest);
    List<S3Object> found = new ArrayList<>();
    for (JsonNode entry : entries) {
      S3Location url = url(manifest, entry);
      Optional<S3Object> file = objects.find(url);
      if (file.isPresent()) {
        if (columnar) {
          requireLength(manifest, entry, file.get());
        }
        found.add(file.get());
      } else if (isMandatory(manifest, entry)) {
        throw new SqlError(
            IO_ERROR,
            "S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey: "
                + url,
            "The manifest %s lists it as mandatory.".formatted(manifest),
            "",
            0);
      }
    }
    if (found.isEmpty()) {
      throw new SqlError(
          IO_ERROR,
          "COPY found no file: none of the files in manifest %s exists".formatted(manifest));
    }
    return found;
  }

  private JsonNode entries(S3Location manifest) throws SqlError, IOException {
    JsonNode root;
    try (InputStream in = objects.open(manifest)) {
      root = JSON.readTree(in);
    } catch (FileNotFoundException e) {
      throw new SqlError(
          IO_ERROR,
          "Problem reading manifest file - S3ServiceException:The specified key does not"
              + " exist.,Status 404,Error NoSuchKey: "
              + manifest,
          "COPY with MANIFEST requires the full path of an Amazon S3 object. code: 8001",
          "",
          0);
    } catch (JsonProcessingException e) {
      throw malformed(manifest, e.getOriginalMessage());
    }
    JsonNode entries = root.path("entries");
    if (!entries.isArray()) {
      throw malformed(manifest, "there is no list 'entries'");
    }
    return entries;
  }

  private static S3Location url(S3Location manifest, JsonNode entry) throws SqlError {
    JsonNode url = entry.path("url");
    if (!url.isTextual()) {
      throw malformed(manifest, "an entry has no text 'url'");
    }
    try {
      return S3Location.parse(url.textValue());
    } catch (IllegalArgumentException e) {
      throw malformed(manifest, e.getMessage());
    }
  }

  private static boolean isMandatory(S3Location manifest, JsonNode entry) throws SqlError {
    JsonNode mandatory = entry.path("mandatory");
    if (!mandatory.isMissingNode() && !mandatory.isBoolean()) {
      throw malformed(manifest, "'mandatory' is neither true nor false");
    }
    return mandatory.booleanValue();
  }

  private static void requireLength(S3Location manifest, JsonNode entry, S3Object file)
      throws SqlError {
    JsonNode length = entry.path("meta").path("content_length");
    if (!length.isIntegralNumber()) {
      throw malformed(
          manifest,
          "entry %s has no meta.content_length, which columnar formats need"
              .formatted(file.location()));
    }
    if (length.longValue() != file.size()) {
      throw malformed(
          manifest,
          "entry %s has meta.content_length %s, but the object has %d bytes"
              .formatted(file.location(), length, file.size()));
    }
  }

  private static SqlError malformed(S3Location manifest, String why) {
    return new SqlError(IO_ERROR, "Problem reading manifest file %s: %s".formatted(manifest, why));
  }
}
