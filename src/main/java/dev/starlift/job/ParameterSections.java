package dev.starlift.job;

import dev.starlift.ddl.ColumnText;
import dev.starlift.ddl.DdlParser;
import dev.starlift.model.ColumnType;
import dev.starlift.problem.Location;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code parameters { … }} and gives each parameter the value that the caller has set. */
final class ParameterSections {
  private static final Location SET = Location.of("--set");
  private static final String PATH_PART = "[A-Za-z0-9._=-]+(/[A-Za-z0-9._=-]+)*";

  /** As much as a ledger holds of a value. */
  private static final int MAX_BYTES = 1_024;

  private static final ColumnText UNREADABLE =
      new ColumnText(new ColumnType.Varchar(MAX_BYTES), true);

  private final Settings settings;
  private final Findings findings;

  ParameterSections(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  Parameters read(Section root) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Optional<Section> section = root.section("parameters");
    List<String> declared = section.map(Section::keys).orElse(List.of());
    Map<String, String> set = set(declared);
    for (String name : declared) {
      if (!name.matches(Parameters.NAME)) {
        findings.add(
            section.get().at(name),
            "'%s' is not a name for a parameter.".formatted(name),
            "Use letters, digits and underscores, a letter first.");
      }
      parameters.put(name, parameter(name, section.get(), Optional.ofNullable(set.get(name))));
    }
    return new Parameters(parameters, findings);
  }

  private Map<String, String> set(List<String> declared) {
    Map<String, String> set = new TreeMap<>();
    for (String assignment : settings.assignments()) {
      int equals = assignment.indexOf('=');
      String name = equals < 0 ? assignment : assignment.substring(0, equals);
      if (equals < 1) {
        findings.add(
            SET, "'%s' is not NAME=VALUE.".formatted(assignment), "Write date=2024-06-28.");
      } else if (!declared.contains(name)) {
        findings.add(
            SET,
            "the job has no parameter '%s'.".formatted(name),
            declared.isEmpty() ? "It declares no parameters." : Suggestion.among(name, declared));
      } else if (set.put(name, assignment.substring(equals + 1)) != null) {
        findings.add(SET, "parameter '%s' is set more than once.".formatted(name), "");
      }
    }
    return set;
  }

  private Parameter parameter(String name, Section all, Optional<String> set) {
    if (!all.isSection(name)) {
      ColumnText text =
          all.text(name).flatMap(written -> type(written, all.at(name))).orElse(UNREADABLE);
      Optional<String> value =
          value(name, text, set, SET, ValueRules.NONE)
              .or(() -> missing(name, text, set, all.at(name)));
      return new Parameter(name, text.type(), value, inPaths(text.type(), value, Optional.empty()));
    }
    Section section = all.section(name).orElseThrow();
    ColumnText text =
        section
            .requiredText("type", "Say type = \"date not null\" or the like.")
            .flatMap(written -> type(written, section.at("type")))
            .orElse(UNREADABLE);
    ValueRules rules = new ValueRuleSections(findings).limits(section, text.type());
    Optional<String> byDefault =
        value(name, text, section.scalar("default"), section.at("default"), rules);
    Optional<DateTimeFormatter> format = pathFormat(section, text.type());
    section.refuseUnknownKeys();
    Optional<String> value =
        value(name, text, set, SET, rules)
            .or(() -> set.isPresent() ? Optional.empty() : byDefault)
            .or(
                () ->
                    section.has("default")
                        ? Optional.of(ParameterType.standIn(text.type()))
                        : missing(name, text, set, section.where()));
    return new Parameter(name, text.type(), value, inPaths(text.type(), value, format));
  }

  private Optional<ColumnText> type(String written, Location where) {
    List<ColumnText> parsed = new ArrayList<>();
    findings.addAll(
        where,
        problems -> DdlParser.parseColumnText(written, where, problems).ifPresent(parsed::add));
    for (ColumnText text : parsed) {
      if (!ParameterType.isSupported(text.type())) {
        findings.add(
            where,
            "a parameter cannot be %s.".formatted(text.type().ddl()),
            "It can be a text, an integer, a DECIMAL, a BOOLEAN, a DATE or a TIMESTAMP.");
        return Optional.empty();
      }
      if (text.type() instanceof ColumnType.Varchar varchar && varchar.length() > MAX_BYTES) {
        findings.add(where, "a parameter holds at most %d bytes.".formatted(MAX_BYTES), "");
      }
    }
    return parsed.stream().findFirst();
  }

  /** What stands in for a value that must be there; empty where NULL may be. */
  private Optional<String> missing(
      String name, ColumnText text, Optional<String> set, Location where) {
    if (text.nullable() && set.isEmpty()) {
      return Optional.empty();
    }
    if (settings.complete() && set.isEmpty()) {
      findings.add(
          where,
          "parameter '%s' has no value.".formatted(name),
          "Say --set %s=… with a %s.".formatted(name, text.type().ddl()));
    }
    return Optional.of(ParameterType.standIn(text.type()));
  }

  private Optional<String> value(
      String name, ColumnText text, Optional<String> given, Location where, ValueRules rules) {
    if (given.isEmpty() || text.equals(UNREADABLE)) {
      return given;
    }
    Optional<Comparable<?>> value = ParameterType.value(text.type(), given.get());
    if (value.isEmpty()) {
      findings.add(
          where,
          "parameter '%s' = %s is not a %s.".formatted(name, shown(given.get()), text.type().ddl()),
          text.type() instanceof ColumnType.Date ? "Write it as 2024-06-28." : "");
      return Optional.empty();
    }
    for (String fault : faults(text.type(), value.get(), rules)) {
      findings.add(where, "parameter '%s' = %s %s.".formatted(name, shown(given.get()), fault), "");
    }
    return value.map(ParameterType::text);
  }

  private static List<String> faults(ColumnType type, Comparable<?> value, ValueRules rules) {
    List<String> faults = new ArrayList<>();
    String text = ParameterType.text(value);
    rules
        .min()
        .filter(bound -> compare(type, value, bound) < 0)
        .ifPresent(bound -> faults.add("is less than " + bound));
    rules
        .max()
        .filter(bound -> compare(type, value, bound) > 0)
        .ifPresent(bound -> faults.add("is greater than " + bound));
    rules
        .pattern()
        .filter(pattern -> !matches(pattern, text))
        .ifPresent(pattern -> faults.add("does not match " + pattern));
    if (!rules.values().isEmpty() && !rules.values().contains(text)) {
      faults.add("is none of " + String.join(", ", rules.values()));
    }
    return faults;
  }

  @SuppressWarnings("unchecked") // Both are values of one type.
  private static int compare(ColumnType type, Comparable<?> value, String bound) {
    return ParameterType.value(type, bound)
        .map(limit -> ((Comparable<Object>) value).compareTo(limit))
        .orElse(0);
  }

  private static boolean matches(String pattern, String text) {
    try {
      return Pattern.matches(pattern, text);
    } catch (IllegalArgumentException e) {
      // A finding of its own.
      return true;
    }
  }

  private Optional<DateTimeFormatter> pathFormat(Section section, ColumnType type) {
    Optional<String> written = section.text("path-format");
    if (written.isPresent()
        && !(type instanceof ColumnType.Date || type instanceof ColumnType.Timestamp)) {
      findings.add(section.at("path-format"), "path-format is for DATE and TIMESTAMP.", "");
      return Optional.empty();
    }
    try {
      Optional<DateTimeFormatter> format =
          written.map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
      return format.filter(one -> !one.format(LocalDate.EPOCH.atStartOfDay()).isEmpty());
    } catch (IllegalArgumentException | DateTimeException e) {
      findings.add(
          section.at("path-format"),
          "'%s' is not a pattern: %s.".formatted(written.get(), e.getMessage()),
          "Write it as in yyyy/MM/dd.");
      return Optional.empty();
    }
  }

  /** Nothing that a glob, another bucket or a parent folder could be made of. */
  private static Optional<String> inPaths(
      ColumnType type, Optional<String> value, Optional<DateTimeFormatter> format) {
    Optional<String> text =
        format.isEmpty()
            ? value
            : value
                .flatMap(one -> ParameterType.value(type, one))
                .map(
                    one ->
                        format
                            .get()
                            .format(
                                one instanceof LocalDate day
                                    ? day.atStartOfDay()
                                    : (Temporal) (LocalDateTime) one));
    boolean slashes = format.isPresent();
    return text.filter(path -> path.matches(PATH_PART))
        .filter(path -> slashes || !path.contains("/"))
        .filter(path -> !path.matches("(.*/)?\\.\\.?(/.*)?"));
  }

  private static String shown(String given) {
    String line = given.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }
}
