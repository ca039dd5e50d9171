package dev.starlift.problem;

/**
 * A place in a file.
 *
 * @param file path or URI as the user gave it
 * @param line from 1; 0 when the problem concerns the file as a whole
 * @param column from 1; 0 when only the line is known
 */
public record Location(String file, int line, int column) {
  public static Location of(String file) {
    return new Location(file, 0, 0);
  }

  public static Location of(String file, int line) {
    return new Location(file, line, 0);
  }

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
  }
}
