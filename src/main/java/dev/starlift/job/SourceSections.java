package dev.starlift.job;

import dev.starlift.ddl.ColumnText;
import dev.starlift.ddl.DdlParser;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.ColumnType;
import dev.starlift.problem.Location;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code sources { … }}. A source with problems is still read, so that tables can use it. */
final class SourceSections {
  /**
   * Stands for a type that cannot be read: the job is refused, but its other problems are found.
   */
  private static final ColumnText UNREADABLE = new ColumnText(new ColumnType.Varchar(1), true);

  private static final Map<String, Format> FORMATS =
      Map.of(
          "csv", Format.CSV,
          "json", Format.JSON,
          "parquet", Format.PARQUET,
          "avro", Format.AVRO,
          "orc", Format.ORC);
  private static final Map<String, Charset> ENCODINGS =
      Map.of(
          "utf-8", StandardCharsets.UTF_8,
          "us-ascii", StandardCharsets.US_ASCII,
          "iso-8859-1", StandardCharsets.ISO_8859_1,
          "windows-1252", Charset.forName("windows-1252"),
          "utf-16", StandardCharsets.UTF_16,
          "utf-16le", StandardCharsets.UTF_16LE,
          "utf-16be", StandardCharsets.UTF_16BE);

  private final Optional<Environment> environment;
  private final Findings findings;
  private final Map<String, RejectLimit> maxRejects = new HashMap<>();

  SourceSections(Optional<Environment> environment, Findings findings) {
    this.environment = environment;
    this.findings = findings;
  }

  List<SourceDefinition> read(Section sources) {
    return sources.keys().stream()
        .map(name -> sources.section(name).map(section -> source(name, section)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** By source, what those say that have a limit of their own. */
  Map<String, RejectLimit> maxRejects() {
    return Map.copyOf(maxRejects);
  }

  private SourceDefinition source(String name, Section section) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
      findings.add(
          section.where(),
          "'%s' is not a name for a source.".formatted(name),
          "Use letters, digits and underscores, a letter first.");
    }
    Optional<Format> format =
        section.require("format", "Say format = csv, json, parquet, avro or orc.")
            ? section.choice("format", FORMATS)
            : Optional.empty();
    List<RawColumn> columns = columns(section);
    SourceDefinition source =
        new SourceDefinition(
            name,
            section.where(),
            path(section),
            format.orElse(Format.CSV),
            section
                .choice("files", Map.of("new", FileSelection.NEW, "all", FileSelection.ALL))
                .orElse(FileSelection.NEW),
            csv(section, format),
            json(section, format),
            columns,
            columnNames(section, "key", columns),
            columnNames(section, "order", columns),
            section
                .choice(
                    "on-unknown-field",
                    Map.of(
                        "reject", UnknownField.REJECT,
                        "ignore", UnknownField.IGNORE,
                        "rescue", UnknownField.RESCUE))
                .orElse(UnknownField.REJECT));
    RejectLimit.read(section, findings).ifPresent(limit -> maxRejects.put(name, limit));
    if (section.has("order") && !section.has("key")) {
      findings.add(
          section.at("order"), "'order' says which row of a key wins, and there is no key.", "");
    }
    section.refuseUnknownKeys();
    return source;
  }

  private String path(Section section) {
    Optional<String> path = section.requiredText("path", "Name a file, a prefix, or a glob.");
    if (path.isEmpty()) {
      return "";
    }
    boolean local = environment.map(one -> one.sandbox().isPresent()).orElse(true);
    Optional<String> fault = StorageUri.fault(path.get(), local);
    if (fault.isPresent()) {
      findings.add(section.at("path"), "path %s.".formatted(fault.get()), "");
    } else if (environment.isPresent()
        && !StorageUri.isWithin(path.get(), environment.get().storage().raw())) {
      findings.add(
          section.at("path"),
          "path is outside the storage.raw of the environment, %s."
              .formatted(environment.get().storage().raw()),
          "Begin it with ${raw}.");
    }
    return path.get();
  }

  private CsvDialect csv(Section source, Optional<Format> format) {
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
    char quote = character(csv, "quote").orElse(standard.quote());
    if (delimiter == quote) {
      findings.add(csv.where(), "delimiter and quote are the same.", "");
    }
    CsvDialect dialect =
        new CsvDialect(
            delimiter,
            quote,
            csv.flag("header").orElse(standard.header()),
            csv.text("null"),
            encoding(csv).orElse(standard.encoding()),
            csv.flag("line-breaks-in-fields").orElse(standard.lineBreaksInFields()));
    csv.refuseUnknownKeys();
    return dialect;
  }

  private JsonLayout json(Section source, Optional<Format> format) {
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

  private List<RawColumn> columns(Section source) {
    Optional<Section> found =
        source.require("columns", "Declare the columns, as in columns { id = \"int not null\" }.")
            ? source.section("columns")
            : Optional.empty();
    List<RawColumn> columns = new ArrayList<>();
    Map<String, String> spelled = new HashMap<>();
    for (Section contract : found.stream().toList()) {
      for (String name : contract.keys()) {
        columns.add(column(name, contract));
        requireUsableName(name, contract.at(name));
        String other = spelled.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (other != null) {
          findings.add(
              contract.at(name),
              "columns '%s' and '%s' differ in case only.".formatted(other, name),
              "Give one of them another name and say field = \"%s\".".formatted(name));
        }
      }
      if (contract.keys().isEmpty()) {
        findings.add(contract.where(), "the source declares no columns.", "");
      }
    }
    return columns;
  }

  private void requireUsableName(String name, Location where) {
    if (name.startsWith("_")) {
      findings.add(
          where,
          "column '%s': names that begin with '_' are Starlift's own.".formatted(name),
          "Give it another name and say field = \"%s\".".formatted(name));
    } else if (name.isBlank() || name.contains("`") || name.chars().anyMatch(c -> c < ' ')) {
      findings.add(where, "'%s' is not a name for a column.".formatted(name), "");
    }
  }

  private RawColumn column(String name, Section contract) {
    if (!contract.isSection(name)) {
      ColumnText text =
          contract
              .text(name)
              .flatMap(written -> columnText(written, contract.at(name)))
              .orElse(UNREADABLE);
      return new RawColumn(name, name, text.type(), text.nullable(), Optional.empty(), false);
    }
    Section column = contract.section(name).orElseThrow();
    ColumnText text =
        column
            .requiredText("type", "Say type = \"varchar(20) not null\" or the like.")
            .flatMap(written -> columnText(written, column.at("type")))
            .orElse(UNREADABLE);
    RawColumn raw =
        new RawColumn(
            name,
            column.text("field").orElse(name),
            text.type(),
            text.nullable(),
            format(column, text),
            column.flag("trim").orElse(false),
            new ValueRuleSections(findings).read(column, text.type()));
    column.refuseUnknownKeys();
    return raw;
  }

  private Optional<ColumnText> columnText(String written, Location where) {
    List<ColumnText> parsed = new ArrayList<>();
    findings.addAll(
        where,
        problems -> DdlParser.parseColumnText(written, where, problems).ifPresent(parsed::add));
    return parsed.stream().findFirst();
  }

  private Optional<String> format(Section column, ColumnText text) {
    Optional<String> format = column.text("format");
    if (format.isEmpty()) {
      return Optional.empty();
    }
    boolean temporal =
        text.type() instanceof ColumnType.Date
            || text.type() instanceof ColumnType.Time
            || text.type() instanceof ColumnType.Timestamp
            || text.type() instanceof ColumnType.TimestampWithZone;
    if (!temporal && !text.equals(UNREADABLE)) {
      findings.add(
          column.at("format"),
          "format is the pattern of a date, time or timestamp, and the type is %s."
              .formatted(text.type().ddl()),
          "");
    }
    try {
      new DateTimeFormatterBuilder().appendPattern(format.get());
    } catch (IllegalArgumentException e) {
      findings.add(
          column.at("format"),
          "'%s' is not a pattern: %s.".formatted(format.get(), e.getMessage()),
          "Write it as in yyyy-MM-dd HH:mm:ss.");
    }
    return format;
  }

  private List<String> columnNames(Section section, String key, List<RawColumn> columns) {
    List<String> declared = columns.stream().map(RawColumn::name).toList();
    List<String> names = section.texts(key);
    for (String name : names) {
      if (!declared.contains(name)) {
        findings.add(
            section.at(key),
            "%s names column '%s', which the source does not declare.".formatted(key, name),
            Suggestion.among(name, declared));
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      findings.add(section.at(key), "%s names a column twice.".formatted(key), "");
    }
    return names;
  }
}
