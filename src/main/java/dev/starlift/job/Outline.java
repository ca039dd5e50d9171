package dev.starlift.job;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a HOCON text, read before the configuration library sees it: keys in the order of
 * the file, and references. The library keeps neither, follows includes, merges what is written
 * twice, and overflows the stack on deep nesting; so what Starlift refuses is found here. Never
 * fails: syntax errors are left to the library.
 */
final class Outline {
  /** Levels of braces and brackets, and parts of a key. A job needs six. */
  static final int MAX_DEPTH = 32;

  /** Beyond this the file is no honest mistake, and the library would take minutes over it. */
  private static final int MAX_REFUSED = 20;

  private static final int MAX_REFERENCES = 1_000;
  private static final int MAX_KEYS = 10_000;

  /** Quoted texts, braces and characters outside quotes that make up one value. */
  private static final int MAX_PIECES = 4_096;

  private final String file;
  private final String text;
  private final Findings findings;
  private final Map<List<String>, Integer> lines = new HashMap<>();
  private final Map<List<String>, Integer> positions = new HashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private int at;
  private int line = 1;
  private int refused;
  private boolean stopped;

  /**
   * @param path the parts between the braces of <code>${a.b}</code>
   */
  record Reference(List<String> path, Location where) {}

  private Outline(String file, String text, Findings findings) {
    this.file = file;
    this.text = text;
    this.findings = findings;
  }

  /** Adds includes, keys given twice, and nesting beyond measure to the findings. */
  static Outline of(String file, String text, Findings findings) {
    Outline outline = new Outline(file, text, findings);
    while (outline.at < text.length() && !outline.stopped) {
      outline.object(List.of(), 0);
    }
    return outline;
  }

  /** Must the text be kept from the configuration library? */
  boolean isStopped() {
    return stopped;
  }

  List<Reference> references() {
    return List.copyOf(references);
  }

  /** Orders the paths of keys as the file does; {@code a} stands where {@code a.b} stands. */
  int position(List<String> path) {
    return positions.getOrDefault(path, Integer.MAX_VALUE);
  }

  /** The line of a key; 0 when the file has no such key. */
  int line(List<String> path) {
    return lines.getOrDefault(path, 0);
  }

  private void object(List<String> path, int depth) {
    requireDepth(depth);
    while (!stopped) {
      skipTo(true);
      if (at >= text.length()) {
        return;
      }
      if (peek() == '}') {
        at++;
        return;
      }
      if (depth == 0 && peek() == '{') {
        at++;
        object(path, depth + 1);
        continue;
      }
      entry(path, depth);
    }
  }

  private void entry(List<String> path, int depth) {
    int keyLine = line;
    int start = at;
    String key = key();
    if (key.matches("(?s)include([\\s\"(].*)?")) {
      refuse(
          keyLine,
          "include is not allowed: a job is one file.",
          "Write what it needs into the file.");
      return;
    }
    skipBlank(true);
    char c = peek();
    if (text.startsWith("+=", at)) {
      refuse(line, "+= is not allowed.", "Write the whole list after '='.");
      at += 2;
    } else if (c == '=' || c == ':') {
      at++;
    } else if (c != '{') {
      at = Math.max(at, start + (key.isEmpty() ? 1 : 0));
      return;
    }
    List<String> full = append(path, split(key));
    define(full, keyLine);
    skipBlank(true);
    value(full, depth);
  }

  private void define(List<String> path, int keyLine) {
    for (int i = 1; i <= path.size(); i++) {
      positions.putIfAbsent(List.copyOf(path.subList(0, i)), positions.size());
    }
    Integer first = lines.putIfAbsent(path, keyLine);
    if (lines.size() > MAX_KEYS) {
      stop("the file has more than %,d keys.".formatted(MAX_KEYS));
    }
    if (first != null) {
      refuse(
          keyLine,
          "'%s' is given twice, first in line %d.".formatted(String.join(".", path), first),
          "Keep one of them.");
    }
  }

  private void refuse(int where, String what, String fix) {
    findings.add(Location.of(file, where), what, fix);
    refused++;
    if (refused == MAX_REFUSED) {
      stop("the rest of the file is not read: too much of it is not allowed.");
    }
  }

  private void requireDepth(int depth) {
    if (depth > MAX_DEPTH) {
      stop("the file is nested more than %d levels deep here.".formatted(MAX_DEPTH));
    }
  }

  private void stop(String what) {
    if (!stopped) {
      findings.add(Location.of(file, line), what, "");
    }
    stopped = true;
  }

  private String key() {
    int start = at;
    while (at < text.length()) {
      char c = peek();
      if (c == '"') {
        string();
      } else if ("=:{}[],\n#".indexOf(c) >= 0
          || text.startsWith("+=", at)
          || text.startsWith("//", at)) {
        break;
      } else {
        at++;
      }
    }
    return text.substring(start, at).strip();
  }

  private List<String> split(String key) {
    requireDepth((int) key.chars().filter(c -> c == '.').count());
    if (stopped) {
      return List.of("");
    }
    try {
      return ConfigUtil.splitPath(key);
    } catch (ConfigException e) {
      return List.of(key); // the library says what is wrong with it
    }
  }

  /** A value with all its pieces, to the comma, line end or bracket behind it. */
  private void value(List<String> path, int depth) {
    for (int pieces = 0; at < text.length() && !stopped; pieces++) {
      if (pieces > MAX_PIECES) {
        stop("this value is longer than %,d characters outside quotes.".formatted(MAX_PIECES));
      }
      skipBlank(false);
      char c = peek();
      if (c == '\n' || c == ',' || c == '}' || c == ']' || c == '\0') {
        return;
      }
      if (c == '{') {
        at++;
        object(path, depth + 1);
      } else if (c == '[') {
        at++;
        list(path, depth + 1);
      } else if (c == '"') {
        string();
      } else if (text.startsWith("${", at)) {
        reference();
      } else {
        at++;
      }
    }
  }

  private void list(List<String> path, int depth) {
    requireDepth(depth);
    for (int i = 0; !stopped; i++) {
      skipTo(true);
      if (at >= text.length()) {
        return;
      }
      if (peek() == ']') {
        at++;
        return;
      }
      if (i == MAX_KEYS) {
        stop("this list has more than %,d elements.".formatted(MAX_KEYS));
      }
      int before = at;
      value(append(path, List.of("[" + i + "]")), depth);
      if (at == before) {
        at++; // a stray brace
      }
    }
  }

  private void reference() {
    int close = text.indexOf('}', at);
    int end = close < 0 ? text.length() : close;
    String inside = text.substring(at + 2, end);
    String path = inside.startsWith("?") ? inside.substring(1) : inside;
    if (references.size() == MAX_REFERENCES) {
      stop("the file has more than %,d references.".formatted(MAX_REFERENCES));
    }
    references.add(new Reference(split(path.strip()), Location.of(file, line)));
    at = Math.min(end + 1, text.length());
  }

  private void string() {
    if (text.startsWith("\"\"\"", at)) {
      int close = text.indexOf("\"\"\"", at + 3);
      int end = close < 0 ? text.length() : close + 3;
      while (end < text.length() && text.charAt(end) == '"') {
        end++; // further quotes belong to the text
      }
      for (; at < end; at++) {
        countLine();
      }
      return;
    }
    at++;
    while (at < text.length() && peek() != '"' && peek() != '\n') {
      at += peek() == '\\' ? 2 : 1;
    }
    at = Math.min(text.length(), peek() == '"' ? at + 1 : at);
  }

  /** Skips blanks, comments and commas. */
  private void skipTo(boolean lineEnds) {
    skipBlank(lineEnds);
    while (at < text.length() && peek() == ',') {
      at++;
      skipBlank(lineEnds);
    }
  }

  private void skipBlank(boolean lineEnds) {
    while (at < text.length()) {
      char c = peek();
      if (c == '#' || text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '\n' ? lineEnds : Character.isWhitespace(c)) {
        countLine();
        at++;
      } else {
        return;
      }
    }
  }

  private void countLine() {
    if (text.charAt(at) == '\n') {
      line++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static List<String> append(List<String> path, List<String> more) {
    List<String> full = new ArrayList<>(path);
    full.addAll(more);
    return List.copyOf(full);
  }
}
