package dev.starlift.sandbox.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL's parse tree of a query, as the text that it keeps of a view's: nodes with named
 * fields, lists, and words.
 */
final class QueryTree {
  private final String text;
  private int at;

  private QueryTree(String text) {
    this.text = text;
  }

  /**
   * A node, a list, or a word.
   *
   * @param name of a node; empty for a list; the word itself
   * @param fields of a node, each with one item or more
   * @param items of a list
   */
  record Node(String name, Map<String, List<Node>> fields, List<Node> items) {
    private static final Node NONE = word("<>");

    private static Node word(String word) {
      return new Node(word, Map.of(), List.of());
    }

    boolean is(String other) {
      return name.equals(other);
    }

    boolean isNothing() {
      return name.equals("<>");
    }

    /** The first item of a field; nothing if there is none. */
    Node get(String field) {
      List<Node> values = all(field);
      return values.isEmpty() ? NONE : values.get(0);
    }

    /** All that a field holds. */
    List<Node> all(String field) {
      return fields.getOrDefault(field, List.of());
    }

    /** The items of the list in a field. */
    List<Node> list(String field) {
      return get(field).items();
    }

    int number(String field) {
      return Integer.parseInt(get(field).name());
    }
  }

  /** The one query of a rule's text. */
  static Node query(String text) {
    Node rule = new QueryTree(text).value();
    return rule.items().isEmpty() ? Node.NONE : rule.items().get(0);
  }

  private Node value() {
    skipBlanks();
    char first = text.charAt(at);
    return switch (first) {
      case '{' -> node();
      case '(' -> list(')');
      case '[' -> list(']');
      default -> Node.word(word());
    };
  }

  private Node node() {
    at++;
    String name = word();
    Map<String, List<Node>> fields = new TreeMap<>();
    List<Node> values = new ArrayList<>();
    while (!isNext('}')) {
      if (isNext(':')) {
        at++;
        values = new ArrayList<>();
        fields.put(word(), values);
      } else {
        values.add(value());
      }
    }
    at++;
    return new Node(name, fields, List.of());
  }

  private Node list(char end) {
    at++;
    List<Node> items = new ArrayList<>();
    while (!isNext(end)) {
      items.add(value());
    }
    at++;
    return new Node("", Map.of(), items);
  }

  /** Up to a blank or a bracket; a backslash takes its meaning from the character behind it. */
  private String word() {
    skipBlanks();
    StringBuilder word = new StringBuilder();
    while (at < text.length() && " \n\t(){}".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      word.append(text.charAt(at));
      at++;
    }
    if (word.isEmpty()) {
      throw new IllegalArgumentException("A parse tree breaks off at " + at);
    }
    return word.toString();
  }

  private boolean isNext(char c) {
    skipBlanks();
    if (at >= text.length()) {
      throw new IllegalArgumentException("A parse tree breaks off");
    }
    return text.charAt(at) == c;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
