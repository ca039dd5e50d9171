package dev.starlift.generate;

import dev.starlift.generate.Source.Format;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A generated record taken apart, so that it can be broken. Values are as they stand in the file:
 * in JSON with their quotes. Relies on clean values without comma, quote or backslash.
 */
final class RawLine {
  private final Format format;
  private final Map<String, String> values;

  private RawLine(Format format, Map<String, String> values) {
    this.format = format;
    this.values = values;
  }

  static RawLine parse(Source source, String line) {
    boolean json = source.format == Format.JSON;
    String inner = json ? line.substring(1, line.length() - 1) : line;
    List<String> fields = List.of(inner.split(",", -1));
    List<String> columns = source.columns();
    if (fields.size() != columns.size()) {
      throw new IllegalArgumentException(source.text + ": not a clean line: " + line);
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      String column = columns.get(i);
      values.put(column, json ? field.substring(column.length() + 3) : field);
    }
    return new RawLine(source.format, values);
  }

  /** The plain text of a value. */
  String value(String column) {
    String value = values.get(column);
    return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
  }

  /** With text in place of a value: quoted in JSON. */
  RawLine withText(String column, String text) {
    return with(column, format == Format.JSON ? '"' + text + '"' : text);
  }

  /** With no value: null in JSON, nothing in CSV. */
  RawLine withNothing(String column) {
    return with(column, format == Format.JSON ? "null" : "");
  }

  RawLine without(String column) {
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.remove(column);
    return new RawLine(format, fewer);
  }

  String text() {
    if (format == Format.CSV) {
      return String.join(",", values.values());
    }
    return values.entrySet().stream()
        .map(field -> '"' + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private RawLine with(String column, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(column, value);
    return new RawLine(format, changed);
  }
}
