package dev.starlift.source;

import dev.starlift.job.CsvDialect.Header;
import dev.starlift.model.RejectCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The records of a CSV file, matched with the contract. */
final class CsvRecords implements Records {
  /** A quote that swallows this much has swallowed rows: the file is not what it should be. */
  private static final int MAX_UNCLOSED_BYTES = 1 << 20;

  private final RawFormat format;
  private final CsvFormat csv;
  private final String uri;
  private final ByteWindow window;
  private final RawRow row;
  private final ReadMeter meter;
  private final byte[] nullMark;

  private final CsvScanner scanner;
  private final int fields;

  /** The header's names; null without one. */
  private byte[][] header;

  /** For each column that is asked for: its field in the file, its place in the contract. */
  private final int[] wantedFields;

  private final int[] wantedColumns;

  /** Fields that the contract does not name, where they are asked for. */
  private final int[] unknownFields;

  private final RescuedFields rescued = new RescuedFields();

  private int next;
  private long line = 1;
  private long recordLine;
  private byte[] undoubled = new byte[1024];

  /** Opens a file and reads its header. The window stands at the start. */
  CsvRecords(RawFormat format, String uri, ByteWindow window, RawRow row, ReadMeter meter)
      throws IOException {
    this.format = format;
    this.csv = format.csv();
    this.uri = uri;
    this.window = window;
    this.row = row;
    this.meter = meter;
    nullMark = csv.nullMark() == null ? null : csv.nullMark().getBytes(StandardCharsets.UTF_8);
    scanner = new CsvScanner(csv);
    next = FileStart.skipMark(window, uri);
    int[] columns =
        csv.header() == Header.NONE
            ? IntStream.range(0, format.fields().size()).toArray()
            : readHeader();
    fields = columns.length;
    wantedFields =
        IntStream.range(0, fields)
            .filter(field -> columns[field] >= 0 && row.wants(columns[field]))
            .toArray();
    wantedColumns = Arrays.stream(wantedFields).map(field -> columns[field]).toArray();
    unknownFields =
        format.rescues(row)
            ? IntStream.range(0, fields).filter(field -> columns[field] < 0).toArray()
            : new int[0];
  }

  @Override
  public void goOn(long lineNumber) {
    next = 0;
    line = lineNumber;
  }

  /** Empty when the file has no record at all. */
  private int[] readHeader() throws IOException {
    int begin = nextRecord(true);
    if (begin < 0) {
      return new int[0];
    }
    byte[] bytes = window.bytes();
    if (scanner.isDamaged()
        || scanner.hasNul()
        || !Utf8.isValid(bytes, begin, scanner.recordEnd())) {
      throw new UnusableInput(
          uri + ":" + recordLine,
          "has a header that is no CSV in " + format.encoding() + ".",
          "Check delimiter, quote and encoding of the source.");
    }
    if (scanner.count() > CsvScanner.MAX_FIELDS) {
      throw new UnusableInput(
          uri + ":" + recordLine,
          "has %,d columns; %,d are the most that is read."
              .formatted(scanner.count(), CsvScanner.MAX_FIELDS),
          "Check the delimiter, or split the file.");
    }
    List<String> names = new ArrayList<>();
    byte[] name = new byte[scanner.recordEnd() - begin];
    for (int field = 0; field < scanner.count(); field++) {
      int length = scanner.copyMeant(bytes, field, name, 0);
      names.add(new String(name, 0, length, StandardCharsets.UTF_8));
    }
    header =
        names.stream().map(field -> field.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    CsvHeader matched = new CsvHeader(format, uri + ":" + recordLine);
    return csv.header() == Header.SKIPPED ? matched.positions(names) : matched.match(names);
  }

  /**
   * Scans to the next record that is neither a comment nor, where that means nothing, blank; its
   * start, or -1 at the end of the file.
   */
  private int nextRecord(boolean blankMeansNothing) throws IOException {
    while (true) {
      if (next == window.limit() && window.hasEnded()) {
        return -1;
      }
      int after = CsvScanner.MORE;
      if (next < window.limit()) {
        if (window.bytes()[next] == csv.comment()) {
          passLine();
          continue;
        }
        after = scanner.scan(window, next);
      }
      if (after == CsvScanner.MORE) {
        if (window.isFullFrom(next)) {
          return next;
        }
        window.refill(next);
        next = 0;
        continue;
      }
      int begin = next;
      recordLine = line;
      line += scanner.lineEnds();
      next = after;
      if (!(blankMeansNothing && scanner.isBlank(begin))) {
        return begin;
      }
      meter.addBlankLine();
    }
  }

  /** Passes over a comment, however long. */
  private void passLine() throws IOException {
    line++;
    byte last = 0;
    while (true) {
      if (next == window.limit()) {
        if (window.hasEnded()) {
          return;
        }
        window.refill(next);
        next = 0;
        continue;
      }
      byte here = window.bytes()[next];
      if (last == '\r' && here != '\n') {
        return;
      }
      next++;
      if (here == '\n') {
        return;
      }
      last = here;
    }
  }

  @Override
  public boolean next() throws IOException {
    int begin = nextRecord(!csv.blankLinesAreRecords());
    if (begin < 0) {
      return false;
    }
    if (begin == next) {
      rejectOverlong(begin);
      return true;
    }
    byte[] bytes = window.bytes();
    int end = scanner.recordEnd();
    row.start(recordLine);
    if (scanner.hasHighBytes() && !Utf8.isValid(bytes, begin, end)) {
      row.reject(RejectCode.BAD_UTF8, null, "bytes that are not " + format.encoding());
      row.setDamagedRaw(bytes, begin, end);
      return true;
    }
    row.setRaw(bytes, begin, end);
    if (end - begin > ByteWindow.MAX_RECORD_BYTES) {
      rejectLength(bytes, begin, end);
    } else if (scanner.hasNul()) {
      row.reject(RejectCode.NUL, null, "a NUL character");
    } else if (scanner.isDamaged()) {
      rejectQuote(begin);
    } else if (scanner.count() != fields) {
      rejectCount();
    } else if (header != null && repeatsHeader(bytes)) {
      row.reject(RejectCode.HEADER_REPEAT, null, "the header again");
    } else {
      fill(bytes);
    }
    return true;
  }

  private void fill(byte[] bytes) {
    if (unknownFields.length > 0) {
      rescue(bytes);
    }
    int copied = 0;
    for (int i = 0; i < wantedFields.length; i++) {
      int field = wantedFields[i];
      int from = scanner.start(field);
      int to = scanner.end(field);
      if (isAbsent(bytes, field, from, to)) {
        continue;
      }
      if (scanner.isMarked(field)) {
        if (undoubled.length - copied < to - from) {
          // Columns set before keep the old array.
          undoubled = new byte[Math.max(2 * undoubled.length, to - from)];
          copied = 0;
        }
        int end = scanner.copyMeant(bytes, field, undoubled, copied);
        row.set(wantedColumns[i], undoubled, copied, end);
        copied = end;
      } else {
        row.set(wantedColumns[i], bytes, from, to);
      }
    }
  }

  private void rescue(byte[] bytes) {
    rescued.clear();
    for (int field : unknownFields) {
      int from = scanner.start(field);
      int to = scanner.end(field);
      if (isAbsent(bytes, field, from, to)) {
        rescued.addText(header[field], null, 0, 0);
      } else if (scanner.isMarked(field)) {
        byte[] plain = new byte[to - from];
        int end = scanner.copyMeant(bytes, field, plain, 0);
        rescued.addText(header[field], plain, 0, end);
      } else {
        rescued.addText(header[field], bytes, from, to);
      }
    }
    row.set(format.fields().size(), rescued.bytes(), 0, rescued.size());
  }

  private boolean isAbsent(byte[] bytes, int field, int from, int to) {
    return !scanner.isQuoted(field) && (from == to || isNullMark(bytes, from, to));
  }

  private boolean isNullMark(byte[] bytes, int from, int to) {
    return nullMark != null && Arrays.equals(bytes, from, to, nullMark, 0, nullMark.length);
  }

  private boolean repeatsHeader(byte[] bytes) {
    for (int field = 0; field < fields; field++) {
      byte[] name = header[field];
      if (!Arrays.equals(bytes, scanner.start(field), scanner.end(field), name, 0, name.length)) {
        return false;
      }
    }
    return true;
  }

  private void rejectCount() {
    row.reject(
        scanner.count() < fields ? RejectCode.COLUMNS_FEW : RejectCode.COLUMNS_MANY,
        null,
        "%d fields instead of %d".formatted(scanner.count(), fields));
  }

  private void rejectQuote(int begin) throws UnusableInput {
    if (scanner.isUnclosed()) {
      requireShortUnclosed(scanner.recordEnd() - begin);
      row.reject(RejectCode.QUOTE, null, "a quote that is never closed");
    } else if (scanner.isBroken()) {
      row.reject(
          RejectCode.QUOTE,
          null,
          "a line break in a field, and line-breaks-in-fields = false, or nothing after an escape");
    } else {
      row.reject(
          RejectCode.QUOTE, null, "a quote that neither begins a field, ends it, nor is doubled");
    }
  }

  private void requireShortUnclosed(long bytes) throws UnusableInput {
    if (bytes > MAX_UNCLOSED_BYTES) {
      throw new UnusableInput(
          uri + ":" + recordLine,
          "opens a quote that is never closed and swallows the rest of the file.",
          "Correct the file, or declare its quote character.");
    }
  }

  /** Passes over a record that does not fit the window. */
  private void rejectOverlong(int begin) throws IOException {
    recordLine = line;
    row.start(line);
    rejectLength(window.bytes(), begin, window.limit());
    OverlongCsv rest = new OverlongCsv(window, csv);
    next = rest.pass(begin);
    line += rest.lineEnds();
    if (rest.endsInQuotes()) {
      requireShortUnclosed(Long.MAX_VALUE);
    }
  }

  private void rejectLength(byte[] bytes, int begin, int end) {
    row.reject(
        RejectCode.TOO_LONG,
        null,
        "a record of more than %,d bytes".formatted(ByteWindow.MAX_RECORD_BYTES));
    row.setDamagedRaw(bytes, begin, Math.min(end, begin + 1000));
  }
}
