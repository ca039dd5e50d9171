package dev.starlift.source;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import dev.starlift.problem.StarliftException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The header of a CSV file as it stands there, for whoever takes records out of the file. */
public final class HeaderLine {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private HeaderLine() {}

  /**
   * @return empty when the file is not there any more, or has no header that ends
   */
  public static Optional<String> of(SourceDefinition source, String file, Configuration conf) {
    try {
      InputFile found = new InputLister(conf).list(source.at(file)).files().get(0);
      FrozenFile frozen = FrozenFile.of(found);
      try (Reader reader =
          new BufferedReader(
              new InputStreamReader(
                  PlainBytes.open(frozen, frozen.open(conf), new ReadMeter()),
                  source.csv().encoding()))) {
        return first(reader, source.csv());
      }
    } catch (IOException | StarliftException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> first(Reader reader, CsvDialect csv) throws IOException {
    StringBuilder header = new StringBuilder();
    boolean quoted = false;
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c == csv.quote()) {
        quoted = !quoted;
      }
      if (!quoted && (c == '\n' || c == '\r')) {
        if (!header.toString().isBlank() && !isComment(header, csv)) {
          return Optional.of(header.toString());
        }
        header.setLength(0);
      } else if (c != BYTE_ORDER_MARK) {
        header.append((char) c);
      }
      if (header.length() > MAX_CHARACTERS) {
        return Optional.empty();
      }
    }
    return header.toString().isBlank() ? Optional.empty() : Optional.of(header.toString());
  }

  private static boolean isComment(StringBuilder line, CsvDialect csv) {
    return csv.comment().filter(mark -> line.charAt(0) == mark).isPresent();
  }
}
