package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import dev.starlift.model.RejectCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Adds broken lines after clean ones and notes what each must be rejected with. Decided row by row
 * from draws of its own, so the clean rows are the same with and without dirt.
 */
final class Dirt {
  private final RawFile file;
  private final double rate;
  private final Draws draws;
  private final List<Fault> faults;
  private final Map<RejectCode, Long> counts = new EnumMap<>(RejectCode.class);
  private final TextBuffer notes = new TextBuffer();

  Dirt(RawFile file, long seed, double rate) {
    this.file = file;
    this.rate = rate;
    this.draws = new Draws(seed);
    this.faults = Faults.of(file.source());
  }

  /** Are lines added after this row? */
  boolean strikes(long row) {
    return rate > 0 && draws.of(Subject.DIRT, row, file.name().hashCode()).fraction() < rate;
  }

  /**
   * Adds lines for the row that {@link #strikes} was asked about.
   *
   * @param line number of the clean line, from 1
   * @return how many lines were added
   */
  int add(long row, String clean, long line, TextBuffer out) {
    Fault fault = faults.get(draws.below(faults.size()));
    RawLine parsed = RawLine.parse(file.source(), clean);
    List<String> lines = fault.lines(parsed, withUnusedKey(parsed, row));
    for (String added : lines) {
      out.utf8(added).ascii('\n');
    }
    for (int rejected : fault.rejected()) {
      note(fault, line + rejected);
    }
    counts.merge(fault.code(), (long) fault.rejected().size(), Long::sum);
    return lines.size();
  }

  Map<RejectCode, Long> counts() {
    return counts;
  }

  /** One JSON object for each line that must be rejected. */
  TextBuffer notes() {
    return notes;
  }

  private void note(Fault fault, long line) {
    notes.ascii("{\"source\":\"").ascii(file.source().text);
    notes.ascii("\",\"file\":\"").ascii(file.name());
    notes.ascii("\",\"line\":").number(line);
    notes.ascii(",\"code\":\"").ascii(fault.code().name());
    notes.ascii("\",\"column\":\"").ascii(fault.column()).ascii("\"}\n");
  }

  /** No clean key begins like these, nor does any other row of a source have them. */
  private RawLine withUnusedKey(RawLine line, long row) {
    TextBuffer key = new TextBuffer();
    switch (file.source()) {
      case AIRPORTS -> key.ascii('Q').number(row, 2);
      case AIRCRAFT -> key.ascii('X').number(row);
      case FLIGHTS -> key.ascii("SX").number(row + 1);
      case OPERATIONS -> key.ascii("SY").number(row + 1);
      case CUSTOMERS -> key.ascii('X').number(row, 10);
      case BOOKINGS -> key.ascii('X').ascii(Long.toString(row, Character.MAX_RADIX));
    }
    return line.withText(file.source().lastOfKey(), key.textFrom(0));
  }
}
