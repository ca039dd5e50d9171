package dev.starlift.source;

import dev.starlift.job.RawColumn;
import dev.starlift.job.RawColumn.Origin;
import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import dev.starlift.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Values in the names of directories, as Hive and Spark write them: {@code day=2026-11-21/}, with
 * {@code %3A} for a character that no name should hold. Which directories count is declared.
 */
final class Directories {
  /** What Hive and Spark call the directory of NULL. */
  static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private Directories() {}

  /** The values on the way to a file, in the order of the names; null where there is none. */
  static List<String> values(String uri, List<String> names) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      values.add(
          written(uri, name)
              .filter(text -> !text.equals(NULL))
              .map(Directories::decoded)
              .orElse(null));
    }
    return values;
  }

  /** Files in whose way a declared directory is missing, and columns that have two values. */
  static List<Problem> problems(SourceDefinition source, List<InputFile> files) {
    List<Problem> problems = new ArrayList<>();
    for (RawColumn column : source.columns()) {
      boolean declared = column.isInDirectory();
      if (declared || column.origin() == Origin.UNSAID) {
        files.stream()
            .filter(file -> written(file.uri(), column.field()).isPresent() != declared)
            .findFirst()
            .ifPresent(
                file -> problems.add(declared ? missing(column, file) : twice(column, file)));
      }
    }
    return problems;
  }

  private static Problem missing(RawColumn column, InputFile file) {
    return new Problem(
        file.uri(),
        "lies in no directory %s=…, where column %s has its value."
            .formatted(column.field(), column.name()),
        "Correct the path of the source, or take the file out of it.");
  }

  private static Problem twice(RawColumn column, InputFile file) {
    return new Problem(
        file.uri(),
        "lies in a directory %s=…, and %s is a column of the file, too."
            .formatted(column.field(), column.name()),
        "Say which one counts: %1$s { …, field = %2$s } or %1$s { …, directory = %2$s }."
            .formatted(column.name(), column.field()));
  }

  /** The innermost directory of a name. */
  private static Optional<String> written(String uri, String name) {
    String begin = "/" + name + "=";
    int at = uri.lastIndexOf(begin, uri.lastIndexOf('/') - 1);
    if (at < 0) {
      return Optional.empty();
    }
    int from = at + begin.length();
    return Optional.of(uri.substring(from, uri.indexOf('/', from)));
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) == '%'
          && at + 3 <= text.length()
          && text.substring(at + 1, at + 3).matches("[0-9A-Fa-f]{2}")) {
        bytes.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
        at += 3;
      } else {
        int next = text.offsetByCodePoints(at, 1);
        bytes.writeBytes(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
        at = next;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
