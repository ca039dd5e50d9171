package dev.starlift.job;

import dev.starlift.job.CsvDialect.Header;
import dev.starlift.job.SourceDefinition.Format;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code csv { … }} and {@code json { … }} of a source: how its files are written. */
final class DialectSections {
  private static final Map<String, Charset> ENCODINGS =
      Map.of(
          "utf-8", StandardCharsets.UTF_8,
          "us-ascii", StandardCharsets.US_ASCII,
          "iso-8859-1", StandardCharsets.ISO_8859_1,
          "windows-1252", Charset.forName("windows-1252"),
          "utf-16", StandardCharsets.UTF_16,
          "utf-16le", StandardCharsets.UTF_16LE,
          "utf-16be", StandardCharsets.UTF_16BE);

  private static final Map<String, Header> HEADERS =
      Map.of("true", Header.NAMES, "false", Header.NONE, "skip", Header.SKIPPED);
  private static final Map<String, Boolean> BLANK_LINES = Map.of("skip", false, "record", true);

  private final Findings findings;

  DialectSections(Findings findings) {
    this.findings = findings;
  }

  CsvDialect csv(Section source, Optional<Format> format) {
    Optional<Section> found = source.section("csv");
    if (found.isEmpty()) {
      return CsvDialect.STANDARD;
    }
    Section csv = found.get();
    if (format.isPresent() && format.get() != Format.CSV) {
      findings.add(csv.where(), "'csv' says how CSV is written; the format is another.", "");
    }
    CsvDialect standard = CsvDialect.STANDARD;
    char delimiter = character(csv, "delimiter").orElse(standard.delimiter());
    char quote = quote(csv);
    Optional<Character> escape = character(csv, "escape").filter(mark -> mark != quote);
    Optional<Character> comment = character(csv, "comment");
    requireDifferent(csv, delimiter, quote, escape, comment);
    CsvDialect dialect =
        new CsvDialect(
            delimiter,
            quote,
            escape,
            comment,
            word(csv, "header", HEADERS).orElse(standard.header()),
            csv.text("null"),
            encoding(csv).orElse(standard.encoding()),
            word(csv, "blank-lines", BLANK_LINES).orElse(standard.blankLinesAreRecords()),
            csv.flag("line-breaks-in-fields").orElse(standard.lineBreaksInFields()));
    // What it says is read with the columns.
    csv.has("trim");
    csv.refuseUnknownKeys();
    return dialect;
  }

  /** Do blanks around a value not belong to it, unless its column says otherwise? */
  boolean trims(Section source) {
    return source.section("csv").flatMap(csv -> csv.flag("trim")).orElse(false);
  }

  private char quote(Section csv) {
    boolean none = csv.text("quote").filter("none"::equals).isPresent();
    return none ? CsvDialect.NO_QUOTE : character(csv, "quote").orElse(CsvDialect.STANDARD.quote());
  }

  private void requireDifferent(
      Section csv,
      char delimiter,
      char quote,
      Optional<Character> escape,
      Optional<Character> comment) {
    if (delimiter == quote) {
      findings.add(csv.where(), "delimiter and quote are the same.", "");
    }
    if (escape.filter(mark -> mark == delimiter).isPresent()) {
      findings.add(csv.at("escape"), "delimiter and escape are the same.", "");
    }
    if (comment.filter(mark -> mark == delimiter || mark == quote).isPresent()
        || (comment.isPresent() && comment.equals(escape))) {
      findings.add(
          csv.at("comment"), "comment is the same as the delimiter, the quote or the escape.", "");
    }
  }

  private <T> Optional<T> word(Section csv, String key, Map<String, T> words) {
    Optional<String> written = csv.scalar(key);
    if (written.isPresent() && !words.containsKey(written.get())) {
      findings.add(
          csv.at(key),
          "%s = %s is not known.".formatted(key, written.get()),
          "One of: " + String.join(", ", words.keySet().stream().sorted().toList()) + ".");
    }
    return written.map(words::get);
  }

  JsonLayout json(Section source, Optional<Format> format) {
    Optional<Section> found = source.section("json");
    if (found.isEmpty()) {
      return JsonLayout.LINES;
    }
    Section json = found.get();
    if (format.isPresent() && format.get() != Format.JSON) {
      findings.add(json.where(), "'json' says how JSON is laid out; the format is another.", "");
    }
    JsonLayout layout =
        json.choice(
                "layout",
                Map.of(
                    "lines", JsonLayout.LINES,
                    "array", JsonLayout.ARRAY,
                    "objects", JsonLayout.OBJECTS))
            .orElse(JsonLayout.LINES);
    json.refuseUnknownKeys();
    return layout;
  }

  private Optional<Charset> encoding(Section csv) {
    Optional<String> name = csv.text("encoding");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Charset encoding = ENCODINGS.get(name.get().toLowerCase(Locale.ROOT));
    if (encoding == null) {
      findings.add(
          csv.at("encoding"),
          "encoding = %s is not known.".formatted(name.get()),
          "One of: " + String.join(", ", ENCODINGS.keySet().stream().sorted().toList()) + ".");
    }
    return Optional.ofNullable(encoding);
  }

  private Optional<Character> character(Section csv, String key) {
    Optional<String> text = csv.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean usable =
        text.get().length() == 1 && text.get().charAt(0) < 128 && !text.get().matches("[\\r\\n\0]");
    if (!usable) {
      findings.add(csv.at(key), "%s must be one ASCII character.".formatted(key), "");
      return Optional.empty();
    }
    return Optional.of(text.get().charAt(0));
  }
}
