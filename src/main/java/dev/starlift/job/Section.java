package dev.starlift.job;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One <code>{ … }</code> of a file. Every method that finds something wrong says so with file and
 * line and goes on with an empty answer. Keys that were never asked for are unknown keys.
 */
final class Section {
  private final ConfigObject object;
  private final List<String> path;
  private final String file;
  private final Outline outline;
  private final Findings findings;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(
      ConfigObject object, List<String> path, String file, Outline outline, Findings findings) {
    this.object = object;
    this.path = path;
    this.file = file;
    this.outline = outline;
    this.findings = findings;
  }

  static Section root(ConfigObject object, String file, Outline outline, Findings findings) {
    return new Section(object, List.of(), file, outline, findings);
  }

  /** Where it begins; the file as a whole for the root. */
  Location where() {
    return path.isEmpty() ? Location.of(file) : location(object);
  }

  /** The last part of its path. */
  String name() {
    return path.isEmpty() ? file : path.get(path.size() - 1);
  }

  /** Where a key's value is; where the section begins when the key is not there. */
  Location at(String key) {
    ConfigValue value = object.get(key);
    if (value == null) {
      return where();
    }
    // A value of several pieces, as ${raw}"/x", has no line of its own.
    Location known = location(value);
    int line = known.line() > 0 ? known.line() : outline.line(with(key));
    return line > 0 ? Location.of(file, line) : known;
  }

  boolean has(String key) {
    known.add(key);
    return object.containsKey(key);
  }

  /** The keys in the order of the file. */
  List<String> keys() {
    return object.keySet().stream()
        .sorted(
            Comparator.comparingInt((String key) -> outline.position(with(key)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  Optional<String> text(String key) {
    return typed(key, ConfigValueType.STRING, "a text").map(value -> (String) value.unwrapped());
  }

  Optional<String> requiredText(String key, String fix) {
    return require(key, fix) ? text(key) : Optional.empty();
  }

  /** A text, a number or a truth value, as text. */
  Optional<String> scalar(String key) {
    return find(key).flatMap(value -> scalar(key, value));
  }

  Optional<Boolean> flag(String key) {
    return typed(key, ConfigValueType.BOOLEAN, "true or false")
        .map(value -> (Boolean) value.unwrapped());
  }

  /** A list of texts; empty when the key is not there. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    typed(key, ConfigValueType.LIST, "a list such as [a, b]")
        .ifPresent(
            list -> {
              for (ConfigValue element : (ConfigList) list) {
                scalar(key, element).ifPresent(texts::add);
              }
            });
    return texts;
  }

  Optional<Section> section(String key) {
    return typed(key, ConfigValueType.OBJECT, "a section { … }")
        .map(value -> new Section((ConfigObject) value, with(key), file, outline, findings));
  }

  /** Is the key there, as a section? Says nothing when it is something else. */
  boolean isSection(String key) {
    known.add(key);
    return object.containsKey(key) && object.get(key).valueType() == ConfigValueType.OBJECT;
  }

  /** One of a few words. */
  <T> Optional<T> choice(String key, Map<String, T> words) {
    Optional<String> written = text(key);
    if (written.isEmpty() || words.containsKey(written.get())) {
      return written.map(words::get);
    }
    findings.add(
        at(key),
        "this version does not know %s = %s.".formatted(key, written.get()),
        "One of: " + String.join(", ", words.keySet().stream().sorted().toList()) + ".");
    return Optional.empty();
  }

  /** Is the key there? If not, that is a finding. */
  boolean require(String key, String fix) {
    if (!has(key)) {
      findings.add(where(), "'%s' is missing%s.".formatted(key, inThis()), fix);
    }
    return object.containsKey(key);
  }

  void refuseUnknownKeys() {
    for (String key : keys()) {
      if (!known.contains(key)) {
        findings.add(
            at(key), "unknown key '%s'%s.".formatted(key, inThis()), Suggestion.among(key, known));
      }
    }
  }

  private String inThis() {
    return path.isEmpty() ? "" : " in " + String.join(".", path);
  }

  private Optional<String> scalar(String key, ConfigValue value) {
    return switch (value.valueType()) {
      case STRING -> Optional.of((String) value.unwrapped());
      case NUMBER, BOOLEAN -> Optional.of(value.render());
      case NULL, LIST, OBJECT -> {
        wrongType(key, value, "a text");
        yield Optional.empty();
      }
    };
  }

  private Optional<ConfigValue> find(String key) {
    known.add(key);
    return Optional.ofNullable(object.get(key));
  }

  private Optional<ConfigValue> typed(String key, ConfigValueType type, String wanted) {
    Optional<ConfigValue> value = find(key);
    if (value.isPresent() && value.get().valueType() != type) {
      wrongType(key, value.get(), wanted);
      return Optional.empty();
    }
    return value;
  }

  private void wrongType(String key, ConfigValue value, String wanted) {
    findings.add(
        location(value),
        "'%s'%s must be %s, not %s."
            .formatted(key, inThis(), wanted, value.valueType().name().toLowerCase(Locale.ROOT)),
        "");
  }

  private Location location(ConfigValue value) {
    int line = value.origin().lineNumber();
    return line > 0 ? Location.of(file, line) : Location.of(file);
  }

  private List<String> with(String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return List.copyOf(longer);
  }
}
