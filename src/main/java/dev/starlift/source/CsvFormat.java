package dev.starlift.source;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.CsvDialect.Header;
import java.io.Serializable;

/**
 * What a task must know of how CSV is written. A character that there is not is {@link #NONE}.
 *
 * @param nullMark null when there is none
 */
record CsvFormat(
    char delimiter,
    int quote,
    int escape,
    int comment,
    Header header,
    String nullMark,
    boolean blankLinesAreRecords,
    boolean lineBreaksInFields)
    implements Serializable {
  /** Equals no byte. */
  static final int NONE = 1 << 8;

  static CsvFormat of(CsvDialect dialect) {
    return new CsvFormat(
        dialect.delimiter(),
        dialect.quote() == CsvDialect.NO_QUOTE ? NONE : dialect.quote(),
        dialect.escape().map(mark -> (int) mark).orElse(NONE),
        dialect.comment().map(mark -> (int) mark).orElse(NONE),
        dialect.header(),
        dialect.nullMark().orElse(null),
        dialect.blankLinesAreRecords(),
        dialect.lineBreaksInFields());
  }
}
