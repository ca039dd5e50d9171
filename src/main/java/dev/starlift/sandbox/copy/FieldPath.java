package dev.starlift.sandbox.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from a record to one of its values: the part of JSONPath that Redshift knows, which is
 * names and positions.
 *
 * @param steps empty for the record itself
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html">COPY
 *     from JSON format</a>
 */
record FieldPath(List<Step> steps) {
  /** One level down. */
  sealed interface Step {
    record Name(String name) implements Step {}

    record Index(int index) implements Step {}
  }

  FieldPath {
    steps = List.copyOf(steps);
  }

  static FieldPath ofName(String name) {
    return new FieldPath(List.of(new Step.Name(name)));
  }

  /** Reads {@code $['a']['b'][0]} or {@code $.a.b[0]}; empty if the text is neither. */
  static Optional<FieldPath> parse(String text) {
    if (!text.startsWith("$")) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    boolean dots = text.startsWith("$.");
    int at = 1;
    while (at < text.length()) {
      int end =
          text.charAt(at) == '.' && dots
              ? dotted(text, at + 1, steps)
              : bracketed(text, at, dots, steps);
      if (end < 0) {
        return Optional.empty();
      }
      at = end;
    }
    return Optional.of(new FieldPath(steps));
  }

  /** Returns where the step ends, or -1. */
  private static int dotted(String text, int from, List<Step> steps) {
    int end = from;
    while (end < text.length() && ".[]'".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    steps.add(new Step.Name(text.substring(from, end)));
    return end == from || text.charAt(from) == '*' ? -1 : end;
  }

  private static int bracketed(String text, int from, boolean dots, List<Step> steps) {
    int close = text.indexOf(']', from);
    if (text.charAt(from) != '[' || close < 0) {
      return -1;
    }
    if (text.startsWith("['", from) && !dots) {
      int end = text.indexOf("']", from);
      if (end < from + 3) {
        return -1;
      }
      steps.add(new Step.Name(text.substring(from + 2, end)));
      return end + 2;
    }
    String index = text.substring(from + 1, close);
    if (index.isEmpty()
        || index.length() > 9
        || !index.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    steps.add(new Step.Index(Integer.parseInt(index)));
    return close + 1;
  }
}
