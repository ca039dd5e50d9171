package dev.starlift.generate;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A flat JSON object, its names in the order of the columns. Reused for many; not thread-safe. */
final class JsonLine {
  private final byte[][] names;
  private TextBuffer out = new TextBuffer();
  private int next;

  JsonLine(List<String> columns) {
    names = new byte[columns.size()][];
    for (int i = 0; i < names.length; i++) {
      String name = (i == 0 ? "{\"" : ",\"") + columns.get(i) + "\":";
      names[i] = name.getBytes(StandardCharsets.US_ASCII);
    }
  }

  void begin(TextBuffer buffer) {
    out = buffer;
    next = 0;
  }

  /** Writes the next name; the caller writes the value, a number or a boolean. */
  TextBuffer value() {
    return out.encoded(names[next++]);
  }

  /** As {@link #value}; the caller writes a value that needs no escape, then a quote. */
  TextBuffer quoted() {
    return value().ascii('"');
  }

  void text(String value) {
    quoted().ascii(value).ascii('"');
  }

  void absent() {
    value().ascii("null");
  }

  void end() {
    if (next != names.length) {
      throw new IllegalStateException(next + " values for " + names.length + " columns");
    }
    out.ascii('}');
  }
}
