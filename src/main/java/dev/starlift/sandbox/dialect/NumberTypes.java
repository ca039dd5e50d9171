package dev.starlift.sandbox.dialect;

import dev.starlift.sandbox.dialect.QueryTree.Node;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types that Redshift gives the computed numbers in a query's result, where PostgreSQL knows no
 * precision and scale. Read from PostgreSQL's parse tree.
 */
final class NumberTypes {
  static final int NUMERIC = 1700;
  private static final int INT2 = 21;
  private static final int INT4 = 23;
  private static final int INT8 = 20;
  private static final int FLOAT4 = 700;
  private static final int FLOAT8 = 701;
  private static final int SUBQUERY = 1;
  private static final int JOIN = 2;
  private static final int VALUES = 5;
  private static final int CTE = 6;
  private static final int BASE_BITS = 4;

  /** PostgreSQL computes them in decimals where Redshift gives DOUBLE PRECISION. */
  private static final Set<String> DOUBLES =
      Set.of(
          "stddev",
          "stddev_samp",
          "stddev_pop",
          "variance",
          "var_samp",
          "var_pop",
          "sqrt",
          "power",
          "pow",
          "exp",
          "ln",
          "log",
          "dexp",
          "dlog1",
          "dlog10");

  private static final Set<String> SAME_AS_ARGUMENT =
      Set.of(
          "min",
          "max",
          "abs",
          "uminus",
          "any_value",
          "first_value",
          "last_value",
          "first_value_ignore_nulls",
          "last_value_ignore_nulls",
          "lag",
          "lead",
          "nth_value");

  private static final Set<String> WHOLE = Set.of("ceil", "ceiling", "floor");

  /** Of functions and operators by their numbers, with {@code f} or {@code o} before them. */
  private final Map<String, String> names;

  /**
   * @param names of functions ({@code f1234}) and operators ({@code o1234})
   */
  NumberTypes(Map<String, String> names) {
    this.names = names;
  }

  /** A query, and the one that it stands in. */
  record Scope(Node query, Optional<Scope> outer) {
    Scope up(int levels) {
      Scope scope = this;
      for (int i = 0; i < levels && scope.outer().isPresent(); i++) {
        scope = scope.outer().get();
      }
      return scope;
    }
  }

  /** The type of a column of the scope's query; empty if it cannot be told. */
  Optional<NumberType> column(Scope scope, int index) {
    if (!scope.query().get("setOperations").isNothing()) {
      Optional<NumberType> type = Optional.empty();
      for (Node entry : scope.query().list("rtable")) {
        if (entry.number("rtekind") == SUBQUERY && !isNull(entry.get("subquery"), index)) {
          Optional<NumberType> one = column(inner(entry.get("subquery"), scope), index);
          if (one.isEmpty()) {
            return one;
          }
          type = either(type, one);
        }
      }
      return type;
    }
    List<Node> targets = scope.query().list("targetList");
    return index < targets.size() ? of(targets.get(index).get("expr"), scope) : Optional.empty();
  }

  private static boolean isNull(Node query, int column) {
    List<Node> targets = query.list("targetList");
    return column < targets.size() && isNull(targets.get(column).get("expr"));
  }

  private static boolean isNull(Node node) {
    return node.isNothing() || (node.is("CONST") && node.get("constisnull").is("true"));
  }

  static Scope inner(Node query, Scope outer) {
    return new Scope(query, Optional.of(outer));
  }

  private Optional<NumberType> of(Node node, Scope scope) {
    return switch (node.name()) {
      case "TARGETENTRY" -> of(node.get("expr"), scope);
      case "VAR" -> variable(node, scope);
      case "CONST" -> constant(node);
      case "OPEXPR" -> operation(node, scope);
      case "FUNCEXPR" -> function(names.get("f" + node.get("funcid").name()), node, scope);
      case "AGGREF" -> aggregate(names.get("f" + node.get("aggfnoid").name()), node, scope);
      case "WINDOWFUNC" -> aggregate(names.get("f" + node.get("winfnoid").name()), node, scope);
      case "COALESCE", "MINMAX", "COALESCEEXPR", "MINMAXEXPR" -> any(node.list("args"), scope);
      case "NULLIFEXPR" -> of(node.list("args").get(0), scope);
      case "CASE", "CASEEXPR" -> {
        List<Node> results = new ArrayList<>();
        node.list("args").forEach(when -> results.add(when.get("result")));
        results.add(node.get("defresult"));
        yield any(results, scope);
      }
      case "RELABELTYPE" -> of(node.get("arg"), scope);
      case "SUBLINK" ->
          QueryColumns.isScalar(node)
              ? column(inner(node.get("subselect"), scope), 0)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<NumberType> any(List<Node> nodes, Scope scope) {
    Optional<NumberType> type = Optional.empty();
    for (Node node : nodes) {
      boolean isNull = node.isNothing() || (node.is("CONST") && node.get("constisnull").is("true"));
      if (!isNull) {
        Optional<NumberType> one = of(node, scope);
        if (one.isEmpty()) {
          return one;
        }
        type = either(type, one);
      }
    }
    return type;
  }

  private static Optional<NumberType> either(Optional<NumberType> a, Optional<NumberType> b) {
    return a.isPresent() && b.isPresent() ? Optional.of(a.get().or(b.get())) : a.or(() -> b);
  }

  private Optional<NumberType> variable(Node node, Scope from) {
    int type = node.number("vartype");
    int modifier = node.number("vartypmod");
    if (type != NUMERIC || modifier >= 0) {
      return basic(type, modifier);
    }
    Scope scope = from.up(node.number("varlevelsup"));
    Node entry = scope.query().list("rtable").get(node.number("varno") - 1);
    int column = node.number("varattno") - 1;
    return switch (entry.number("rtekind")) {
      case SUBQUERY -> column(inner(entry.get("subquery"), scope), column);
      case JOIN -> of(entry.list("joinaliasvars").get(column), scope);
      case VALUES ->
          any(entry.list("values_lists").stream().map(r -> r.items().get(column)).toList(), scope);
      case CTE -> common(entry, column, scope.up(entry.number("ctelevelsup")));
      default -> Optional.empty();
    };
  }

  private Optional<NumberType> common(Node entry, int column, Scope scope) {
    for (Node table : scope.query().list("cteList")) {
      boolean recursive = table.get("cterecursive").is("true");
      if (!recursive && table.get("ctename").name().equals(entry.get("ctename").name())) {
        return column(inner(table.get("ctequery"), scope), column);
      }
    }
    return Optional.empty();
  }

  private static Optional<NumberType> basic(int type, int modifier) {
    return switch (type) {
      case INT2 -> Optional.of(NumberType.SMALLINT);
      case INT4 -> Optional.of(NumberType.INTEGER);
      case INT8 -> Optional.of(NumberType.BIGINT);
      case FLOAT4, FLOAT8 -> Optional.of(NumberType.DOUBLE);
      case NUMERIC ->
          modifier >= 0 ? Optional.of(NumberType.ofModifier(modifier)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<NumberType> constant(Node node) {
    int type = node.number("consttype");
    int modifier = node.number("consttypmod");
    if (type != NUMERIC || modifier >= 0 || node.get("constisnull").is("true")) {
      return basic(type, modifier);
    }
    List<Integer> bytes = new ArrayList<>();
    for (Node item : node.all("constvalue").get(1).items()) {
      bytes.add(Integer.parseInt(item.name()) & 0xff);
    }
    return literal(bytes);
  }

  /** A literal has as many digits as it was written with: PostgreSQL's header tells. */
  private static Optional<NumberType> literal(List<Integer> bytes) {
    int header = bytes.get(4) | (bytes.get(5) << 8);
    boolean isShort = (header & 0xc000) == 0x8000;
    if (!isShort) {
      return Optional.empty();
    }
    int scale = (header & 0x1f80) >> 7;
    int weight = (header & 0x40) == 0 ? header & 0x3f : (header & 0x3f) | ~0x3f;
    int digits = 1;
    if (weight >= 0 && bytes.size() > 7) {
      int first = bytes.get(6) | (bytes.get(7) << 8);
      digits = weight * BASE_BITS + Integer.toString(first).length();
    }
    return Optional.of(new NumberType(digits + scale, scale));
  }

  private Optional<NumberType> operation(Node node, Scope scope) {
    int result = node.number("opresulttype");
    if (result != NUMERIC) {
      return basic(result, -1);
    }
    List<Node> arguments = node.list("args");
    Optional<NumberType> left = of(arguments.get(0), scope);
    if (arguments.size() == 1 || left.isEmpty()) {
      return left;
    }
    Optional<NumberType> right = of(arguments.get(1), scope);
    if (right.isEmpty()) {
      return right;
    }
    NumberType a = left.get();
    NumberType b = right.get();
    if (a.isDouble() || b.isDouble()) {
      return Optional.of(NumberType.DOUBLE);
    }
    return switch (names.getOrDefault("o" + node.get("opno").name(), "")) {
      case "+", "-" -> Optional.of(a.plus(b));
      case "*" -> Optional.of(a.times(b));
      case "/" -> Optional.of(a.dividedBy(b));
      case "%" -> Optional.of(b.or(a));
      case "^" -> Optional.of(NumberType.DOUBLE);
      default -> Optional.empty();
    };
  }

  private Optional<NumberType> function(String name, Node node, Scope scope) {
    int result = node.number("funcresulttype");
    List<Node> arguments = node.list("args");
    if (result != NUMERIC || name == null || arguments.isEmpty()) {
      return basic(result, -1);
    }
    Iterator<Node> rest = arguments.iterator();
    Node first = rest.next();
    if (name.equals("numeric") && rest.hasNext()) {
      return wholeNumber(rest.next()).map(NumberType::ofModifier);
    }
    if (DOUBLES.contains(name)) {
      return Optional.of(NumberType.DOUBLE);
    }
    if (name.equals("numeric") || SAME_AS_ARGUMENT.contains(name)) {
      return of(first, scope);
    }
    if (WHOLE.contains(name)) {
      return of(first, scope).map(type -> type.rounded(0));
    }
    if (name.equals("round") || name.equals("trunc")) {
      Optional<Integer> digits = rest.hasNext() ? wholeNumber(rest.next()) : Optional.of(0);
      return of(first, scope).flatMap(type -> digits.map(d -> type.rounded(Math.max(0, d))));
    }
    return Optional.empty();
  }

  private Optional<NumberType> aggregate(String name, Node node, Scope scope) {
    int result = node.number(node.is("AGGREF") ? "aggtype" : "wintype");
    if (result != NUMERIC || name == null || node.list("args").isEmpty()) {
      return basic(result, -1);
    }
    Optional<NumberType> argument = of(node.list("args").get(0), scope);
    return switch (name) {
      case "sum" -> argument.map(NumberType::sum);
      case "avg" -> argument.map(NumberType::average);
      default ->
          DOUBLES.contains(name)
              ? Optional.of(NumberType.DOUBLE)
              : argument.filter(type -> SAME_AS_ARGUMENT.contains(name));
    };
  }

  /** The value of a constant of four bytes. */
  private static Optional<Integer> wholeNumber(Node node) {
    if (!node.is("CONST")
        || node.number("consttype") != INT4
        || node.get("constisnull").is("true")) {
      return Optional.empty();
    }
    int value = 0;
    List<Node> bytes = node.all("constvalue").get(1).items();
    for (int i = 3; i >= 0; i--) {
      value = (value << 8) | (Integer.parseInt(bytes.get(i).name()) & 0xff);
    }
    return Optional.of(value);
  }
}
