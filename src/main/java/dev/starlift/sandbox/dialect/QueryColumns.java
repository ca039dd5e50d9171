package dev.starlift.sandbox.dialect;

import dev.starlift.sandbox.dialect.QueryTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a query's result, as PostgreSQL's parse tree has them. */
final class QueryColumns {
  /** Where the kinds of nodes have the type of their value. */
  private static final List<String> TYPE_FIELDS =
      List.of(
          "vartype",
          "consttype",
          "opresulttype",
          "funcresulttype",
          "aggtype",
          "wintype",
          "coalescetype",
          "casetype",
          "minmaxtype",
          "resulttype");

  private static final int SCALAR_SUBQUERY = 4;

  private QueryColumns() {}

  /**
   * @param cast the type that Redshift gives it; empty if it is as PostgreSQL says, or cannot be
   *     told
   */
  record Column(String name, Optional<String> cast) {}

  /**
   * The columns of a query. What needs a cast: decimals that PostgreSQL has without precision, and
   * texts without length.
   *
   * @param tree the text of the parse tree of {@code SELECT … FROM (query)}
   * @param names of functions ({@code f1234}) and operators ({@code o1234})
   * @param withTexts whether texts get a length too, as in a table that is made from the query
   */
  static List<Column> of(String tree, Map<String, String> names, boolean withTexts) {
    NumberTypes.Scope outer = new NumberTypes.Scope(QueryTree.query(tree), Optional.empty());
    NumberTypes.Scope scope =
        NumberTypes.inner(outer.query().list("rtable").get(0).get("subquery"), outer);
    NumberTypes types = new NumberTypes(names);
    TextLengths lengths = new TextLengths(names);
    List<Column> columns = new ArrayList<>();
    int index = 0;
    for (Node entry : scope.query().list("targetList")) {
      if (!entry.get("resjunk").is("true")) {
        Node expression = entry.get("expr");
        Optional<String> cast = Optional.empty();
        if (isOpenDecimal(expression)) {
          cast = types.column(scope, index).map(NumberType::sql);
        } else if (withTexts && TextLengths.isText(type(expression))) {
          cast = Optional.of("varchar(" + lengths.of(expression) + ")");
        }
        columns.add(new Column(entry.get("resname").name(), cast));
      }
      index++;
    }
    return columns;
  }

  private static boolean isOpenDecimal(Node expression) {
    boolean declared = expression.is("VAR") && expression.number("vartypmod") >= 0;
    return type(expression) == NumberTypes.NUMERIC && !declared;
  }

  /** Is it a subquery in the place of a value, and not EXISTS, IN or ARRAY? */
  static boolean isScalar(Node subquery) {
    return subquery.number("subLinkType") == SCALAR_SUBQUERY;
  }

  /** PostgreSQL's number of the type of an expression's value; 0 if it is none of interest. */
  private static int type(Node expression) {
    if (expression.is("SUBLINK")) {
      List<Node> targets = expression.get("subselect").list("targetList");
      return isScalar(expression) && !targets.isEmpty() ? type(targets.get(0).get("expr")) : 0;
    }
    for (String field : TYPE_FIELDS) {
      if (!expression.get(field).isNothing()) {
        return expression.number(field);
      }
    }
    return 0;
  }
}
