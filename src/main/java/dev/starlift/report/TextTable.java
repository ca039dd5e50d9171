package dev.starlift.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows as aligned text: numbers to the right, everything else to the left. Immutable input. */
public final class TextTable {
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    this(Arrays.asList(header));
  }

  public TextTable(List<String> header) {
    this.header = List.copyOf(header);
  }

  /** Adds a row of as many cells as the header has. */
  public TextTable row(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "A row of %d cells in a table of %d columns.".formatted(cells.size(), header.size()));
    }
    rows.add(cells.stream().map(TextTable::printable).toList());
    return this;
  }

  public TextTable row(Object... cells) {
    return row(Arrays.stream(cells).map(TextTable::text).toList());
  }

  public String render() {
    int[] widths = header.stream().mapToInt(String::length).toArray();
    boolean[] numeric = new boolean[header.size()];
    Arrays.fill(numeric, !rows.isEmpty());
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
        numeric[i] &= isNumber(row.get(i));
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, header, widths, numeric);
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
    }
    text.append('\n');
    rows.forEach(row -> line(text, row, widths, numeric));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - width(cells.get(i)));
      line.append(i == 0 ? "" : "  ")
          .append(right[i] ? blanks + cells.get(i) : cells.get(i) + blanks);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String text(Object cell) {
    return cell instanceof Long || cell instanceof Integer
        ? "%,d".formatted(((Number) cell).longValue())
        : String.valueOf(cell);
  }

  /** Control characters could move the cursor or forge a line. */
  private static String printable(String cell) {
    return cell.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static boolean isNumber(String cell) {
    return cell.isEmpty() || cell.matches("[-+]?[0-9][0-9,]*(\\.[0-9]+)?%?");
  }
}
