package dev.starlift.job;

import dev.starlift.problem.Location;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Reads a whole text file of bounded size, in strict UTF-8. */
final class SourceText {
  /** No job comes near it; a file beyond it is a mistake or an attack. */
  static final int MAX_BYTES = 1 << 20;

  private SourceText() {}

  /**
   * @param named where the file is named, for the problem that it cannot be read
   */
  static Optional<String> read(TextFiles files, String uri, Location named, Findings findings) {
    try (InputStream in = files.open(uri)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        findings.add(
            named,
            "%s is larger than %,d bytes, which no job, schema or query file may be."
                .formatted(uri, MAX_BYTES),
            "");
        return Optional.empty();
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (FileNotFoundException | NoSuchFileException e) {
      findings.add(named, "there is no file %s.".formatted(uri), "");
    } catch (CharacterCodingException e) {
      findings.add(named, "%s is not in UTF-8.".formatted(uri), "Save it as UTF-8.");
    } catch (IOException e) {
      findings.add(named, "%s cannot be read: %s.".formatted(uri, e.getMessage()), "");
    }
    return Optional.empty();
  }
}
