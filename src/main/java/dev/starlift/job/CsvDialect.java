package dev.starlift.job;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a CSV file is written. An unquoted empty field is NULL, a quoted one is an empty text.
 *
 * @param header the first record names the columns; otherwise they come in the contract's order
 * @param nullMark a further unquoted text that means NULL
 * @param lineBreaksInFields a quoted field may hold line breaks; where it may not, large files are
 *     read by several tasks
 */
public record CsvDialect(
    char delimiter,
    char quote,
    boolean header,
    Optional<String> nullMark,
    Charset encoding,
    boolean lineBreaksInFields) {
  /** RFC 4180 with a header, in UTF-8. */
  public static final CsvDialect STANDARD =
      new CsvDialect(',', '"', true, Optional.empty(), StandardCharsets.UTF_8, true);
}
