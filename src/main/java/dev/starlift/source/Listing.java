package dev.starlift.source;

import dev.starlift.model.InputFile;
import dev.starlift.problem.Problem;
import java.util.List;

/**
 * The inputs of a source, frozen as they were found.
 *
 * @param files sorted, each once; never empty
 * @param ignored files under a prefix that are no input by their name: {@code _SUCCESS}, {@code
 *     .crc}, {@code _temporary/…}, {@code *._COPYING_}
 * @param warnings what looks odd but is loaded: empty files, the same content twice
 */
public record Listing(List<InputFile> files, long ignored, List<Problem> warnings) {
  public Listing {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  public long bytes() {
    return files.stream().mapToLong(InputFile::bytes).sum();
  }
}
