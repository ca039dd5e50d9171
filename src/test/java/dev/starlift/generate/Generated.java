package dev.starlift.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.generate.RawFileTask.Numbered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Generates without Spark, one file after the other, the last first; reads what was generated. */
final class Generated {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private Generated(Path folder) {
    this.folder = folder;
  }

  static Generated in(Path folder) {
    return new Generated(folder);
  }

  static Generated write(AirlineOptions options) {
    List<RawFile> files = RawFile.all(AirlineScale.of(options.scale()), options.asOf());
    List<Numbered> numbered = new ArrayList<>();
    for (RawFile file : files) {
      numbered.add(new Numbered(numbered.size(), file));
    }
    Collections.reverse(numbered);
    RawFileTask task = new RawFileTask(options, new HadoopSettings(new Configuration(false)));
    for (Numbered file : numbered) {
      try {
        task.call(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return in(Path.of(options.to()));
  }

  /** Everything below the folder, by name. */
  Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString().replace('\\', '/'),
            Files.readString(file, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  /** The raw files of a source, by name, as lines. */
  Map<String, List<String>> lines(Source source) {
    String prefix = source == Source.OPERATIONS ? "flight_operations/" : source.text + "/";
    Map<String, List<String>> lines = new TreeMap<>();
    contents()
        .forEach(
            (name, text) -> {
              if (name.startsWith(prefix)) {
                lines.put(name, text.lines().toList());
              }
            });
    return lines;
  }

  /** The rows of a source whose files hold clean rows only. */
  List<Map<String, String>> rows(Source source) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> lines : lines(source).values()) {
      if (source.format == Source.Format.JSON) {
        lines.forEach(line -> rows.add(jsonRow(line)));
      } else {
        List<String> header = List.of(lines.get(0).split(",", -1));
        lines.subList(1, lines.size()).forEach(line -> rows.add(csvRow(header, line)));
      }
    }
    return rows;
  }

  /** What the list of broken rows says. */
  List<Broken> broken() {
    List<Broken> broken = new ArrayList<>();
    contents()
        .forEach(
            (name, text) -> {
              if (name.startsWith("_broken/")) {
                text.lines().forEach(line -> broken.add(Broken.of(jsonRow(line))));
              }
            });
    return broken;
  }

  static Map<String, String> csvRow(List<String> header, String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != header.size()) {
      throw new IllegalArgumentException(fields.length + " fields: " + line);
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i++) {
      row.put(header.get(i), fields[i]);
    }
    return row;
  }

  static Map<String, String> jsonRow(String line) {
    try {
      Map<String, String> row = new LinkedHashMap<>();
      JsonNode object = JSON.readTree(line);
      object.fields().forEachRemaining(field -> row.put(field.getKey(), field.getValue().asText()));
      return row;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + line, e);
    }
  }

  /** One entry of the list of broken rows. */
  record Broken(String source, String file, int line, String code, String column) {
    static Broken of(Map<String, String> row) {
      return new Broken(
          row.get("source"),
          row.get("file"),
          Integer.parseInt(row.get("line")),
          row.get("code"),
          row.get("column"));
    }
  }
}
