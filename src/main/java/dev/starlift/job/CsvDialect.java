package dev.starlift.job;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a CSV file is written. An unquoted empty field is NULL, a quoted one is an empty text.
 *
 * @param quote around fields that hold what would end them; {@link #NO_QUOTE} where nothing does
 * @param escape makes the character after it stand for itself, in quotes and outside; empty where
 *     only a doubled quote does
 * @param comment a record that begins with it is none
 * @param nullMark a further unquoted text that means NULL
 * @param blankLinesAreRecords an empty line is a record of one empty field; otherwise it is nothing
 * @param lineBreaksInFields a quoted field may hold line breaks; where it may not, large files are
 *     read by several tasks
 */
public record CsvDialect(
    char delimiter,
    char quote,
    Optional<Character> escape,
    Optional<Character> comment,
    Header header,
    Optional<String> nullMark,
    Charset encoding,
    boolean blankLinesAreRecords,
    boolean lineBreaksInFields) {
  /** Stands for a quote in files that have none: readers let no NUL through. */
  public static final char NO_QUOTE = '\0';

  /** RFC 4180 with a header, in UTF-8. */
  public static final CsvDialect STANDARD =
      new CsvDialect(',', '"', true, Optional.empty(), StandardCharsets.UTF_8, true);

  /** What the first record of a file is. */
  public enum Header {
    /** It names the columns, in any order. */
    NAMES,
    /** It names columns, and they come in the contract's order whatever it says. */
    SKIPPED,
    /** It is a row; columns come in the contract's order. */
    NONE
  }

  /** A dialect without escapes and comments, in which empty lines are nothing. */
  public CsvDialect(
      char delimiter,
      char quote,
      boolean header,
      Optional<String> nullMark,
      Charset encoding,
      boolean lineBreaksInFields) {
    this(
        delimiter,
        quote,
        Optional.empty(),
        Optional.empty(),
        header ? Header.NAMES : Header.NONE,
        nullMark,
        encoding,
        false,
        lineBreaksInFields);
  }

  /** Does a file begin with a record that is no row? */
  public boolean hasHeader() {
    return header != Header.NONE;
  }
}
