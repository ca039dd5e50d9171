package dev.starlift.sandbox.dialect;

import dev.starlift.sandbox.dialect.QueryTree.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long the texts can get that a query computes: the length of the VARCHAR column in a table
 * that is made from it, where PostgreSQL has texts without end.
 */
final class TextLengths {
  private static final int TEXT = 25;
  private static final int VARCHAR = 1043;
  private static final int CHAR = 1042;

  /** PostgreSQL counts the four bytes of a length word in modifiers and values. */
  private static final int LENGTH_WORD = 4;

  /** Their result is no longer than their first argument. */
  private static final Set<String> SHORTENING =
      Set.of(
          "upper",
          "lower",
          "initcap",
          "reverse",
          "btrim",
          "ltrim",
          "rtrim",
          "substring",
          "substr",
          "left",
          "right",
          "split_part",
          "text",
          "varchar",
          "min",
          "max",
          "any_value");

  private final Map<String, String> names;

  /**
   * @param names of functions ({@code f1234}) and operators ({@code o1234})
   */
  TextLengths(Map<String, String> names) {
    this.names = names;
  }

  static boolean isText(int type) {
    return type == TEXT;
  }

  /** In bytes, from 1 to the most that a column takes. */
  int of(Node node) {
    return Math.max(1, Math.min(TypeNames.MAX_VARCHAR_BYTES, length(node)));
  }

  private int length(Node node) {
    return switch (node.name()) {
      case "CONST" ->
          node.get("constisnull").is("true")
              ? 0
              : Integer.parseInt(node.all("constvalue").get(0).name()) - LENGTH_WORD;
      case "VAR" -> declared(node.number("vartype"), node.number("vartypmod"));
      case "RELABELTYPE" -> length(node.get("arg"));
      case "COALESCEEXPR", "MINMAXEXPR" -> longest(node.list("args").stream());
      case "CASEEXPR" ->
          longest(
              Stream.concat(
                  node.list("args").stream().map(when -> when.get("result")),
                  Stream.of(node.get("defresult")).filter(other -> !other.isNothing())));
      case "OPEXPR" -> concatenation(node);
      case "FUNCEXPR" -> function(names.get("f" + node.get("funcid").name()), node.list("args"));
      case "AGGREF" -> function(names.get("f" + node.get("aggfnoid").name()), node.list("args"));
      case "TARGETENTRY" -> length(node.get("expr"));
      default -> TypeNames.MAX_VARCHAR_BYTES;
    };
  }

  private int longest(Stream<Node> nodes) {
    return nodes.mapToInt(this::length).max().orElse(TypeNames.MAX_VARCHAR_BYTES);
  }

  private int concatenation(Node node) {
    boolean joins =
        "||".equals(names.get("o" + node.get("opno").name())) && node.list("args").size() == 2;
    return joins
        ? length(node.list("args").get(0)) + length(node.list("args").get(1))
        : TypeNames.MAX_VARCHAR_BYTES;
  }

  private int function(String name, List<Node> arguments) {
    return name != null && SHORTENING.contains(name) && !arguments.isEmpty()
        ? length(arguments.get(0))
        : TypeNames.MAX_VARCHAR_BYTES;
  }

  private static int declared(int type, int modifier) {
    return (type == VARCHAR || type == CHAR) && modifier > LENGTH_WORD
        ? modifier - LENGTH_WORD
        : TypeNames.MAX_VARCHAR_BYTES;
  }
}
