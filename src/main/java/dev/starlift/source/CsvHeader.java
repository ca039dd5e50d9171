package dev.starlift.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Matches the header of one CSV file with the contract, by name: the order is free. */
final class CsvHeader {
  private final RawFormat format;
  private final String where;

  CsvHeader(RawFormat format, String where) {
    this.format = format;
    this.where = where;
  }

  /**
   * The contract's columns in its order, whatever the header calls them.
   *
   * @throws UnusableInput when there are more or fewer
   */
  int[] positions(List<String> header) throws UnusableInput {
    requireOtherDelimiterUnlikely(header);
    if (header.size() != format.fields().size()) {
      throw wrong(
          "has %d header columns, and the contract %d."
              .formatted(header.size(), format.fields().size()),
          "With header = skip the columns of the file are those of the contract, in its order.");
    }
    return IntStream.range(0, header.size()).toArray();
  }

  /**
   * The contract's column of each field of the file; -1 for a field that is ignored.
   *
   * @throws UnusableInput when the names do not fit
   */
  int[] match(List<String> header) throws UnusableInput {
    requireOtherDelimiterUnlikely(header);
    requireDistinct(header);
    int[] columns = new int[header.size()];
    List<String> extra = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = format.fields().indexOf(header.get(i));
      if (columns[i] < 0) {
        extra.add(header.get(i));
      }
    }
    List<String> missing = new ArrayList<>(format.fields());
    missing.removeAll(header);
    missing.removeAll(format.optional());
    if (!missing.isEmpty()) {
      throw wrong(
          "has no header column %s%s.".formatted(names(missing), besides(extra)),
          "Header names must be those of the contract, upper and lower case included.");
    }
    if (!extra.isEmpty() && format.rejectsUnknownFields()) {
      throw wrong(
          "has header column %s, which the contract does not name.".formatted(names(extra)),
          "Add it to the contract, or set on-unknown-field = ignore or rescue.");
    }
    return columns;
  }

  private void requireOtherDelimiterUnlikely(List<String> header) throws UnusableInput {
    if (header.size() != 1 || format.fields().size() < 2) {
      return;
    }
    for (char other : new char[] {',', ';', '\t', '|'}) {
      List<String> parts = Arrays.asList(header.get(0).split(Pattern.quote(String.valueOf(other))));
      if (other != format.csv().delimiter() && parts.size() > 1) {
        throw wrong(
            "has a header of one column; it seems to be delimited by %s, not by %s."
                .formatted(show(other), show(format.csv().delimiter())),
            "Declare the delimiter of the source.");
      }
    }
  }

  private void requireDistinct(List<String> header) throws UnusableInput {
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (name.isBlank()) {
        throw wrong(
            "has a header column without a name.",
            "Name every column, or set csv.header = skip and declare all columns in order.");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw wrong(
            "has header column %s twice (upper and lower case do not tell columns apart)."
                .formatted(names(List.of(name))),
            "Rename one of them, or set csv.header = skip and declare all columns in order.");
      }
    }
  }

  private UnusableInput wrong(String what, String fix) {
    return new UnusableInput(where, what, fix);
  }

  private static String besides(List<String> extra) {
    return extra.isEmpty() ? "" : ", but has " + names(extra) + " besides";
  }

  /** A file may hold anything in its first line: show little of it, and no control characters. */
  private static String names(List<String> names) {
    List<String> shown =
        names.stream()
            .limit(10)
            .map(name -> "'" + (name.length() > 60 ? name.substring(0, 60) + "…" : name) + "'")
            .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
            .toList();
    return String.join(", ", shown) + (names.size() > 10 ? ", …" : "");
  }

  private static String show(char delimiter) {
    return delimiter == '\t' ? "tab" : "'" + delimiter + "'";
  }
}
