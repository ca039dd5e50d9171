package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.sandbox.session.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Functions whose calls PostgreSQL writes otherwise. */
final class CallSyntax {
  private static final Set<String> TYPES =
      Set.of(
          "BIGINT",
          "BOOLEAN",
          "BOOL",
          "CHAR",
          "CHARACTER",
          "DATE",
          "DEC",
          "DECIMAL",
          "DOUBLE",
          "FLOAT",
          "FLOAT4",
          "FLOAT8",
          "INT",
          "INT2",
          "INT4",
          "INT8",
          "INTEGER",
          "NUMERIC",
          "NVARCHAR",
          "REAL",
          "SMALLINT",
          "SUPER",
          "TEXT",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMPTZ",
          "VARBYTE",
          "VARCHAR");

  private final SourceStatement statement;
  private final Nesting nesting;
  private final Edits edits;
  private boolean changed;

  CallSyntax(SourceStatement statement, Nesting nesting, Edits edits) {
    this.statement = statement;
    this.nesting = nesting;
    this.edits = edits;
  }

  /** A call and its arguments, as indexes of tokens. */
  private record Call(int name, int open, int close, List<Argument> arguments) {}

  private record Argument(int first, int last) {}

  /**
   * @return whether there was anything to do
   */
  boolean rewrite() {
    for (int i = 0; i < nesting.size(); i++) {
      Token token = nesting.at(i);
      if (token.isWord("APPROXIMATE")
          && (nesting.at(i + 1).isWord("COUNT") || nesting.at(i + 1).isWord("PERCENTILE_DISC"))) {
        edits.delete(token, token);
        changed = true;
      } else if (token.kind() == Kind.WORD
          && nesting.at(i + 1).isSymbol("(")
          && nesting.partner(i + 1) > 0
          && !nesting.at(i - 1).isSymbol(".")
          && !nesting.at(i - 1).isWord("FUNCTION")) {
        call(call(i));
      }
    }
    return changed;
  }

  private Call call(int name) {
    int open = name + 1;
    int close = nesting.partner(open);
    List<Argument> arguments = new ArrayList<>();
    int first = open + 1;
    for (int comma : nesting.commas(open)) {
      arguments.add(new Argument(first, comma - 1));
      first = comma + 1;
    }
    if (close > first) {
      arguments.add(new Argument(first, close - 1));
    }
    return new Call(name, open, close, arguments);
  }

  private void call(Call call) {
    int count = call.arguments().size();
    switch (nesting.at(call.name()).keyword()) {
      case "NVL2" -> when(count == 3, () -> nvl2(call));
      case "DECODE" -> when(count >= 3, () -> decode(call));
      case "CONCAT" -> when(count >= 2, () -> concat(call));
      case "CONVERT" ->
          when(
              count == 2 && TYPES.contains(nesting.at(call.open() + 1).keyword()),
              () -> convert(call));
      case "EXTRACT" -> extract(call);
      case "AVG" -> rename(call, "starlift_sandbox.avg");
      case "ARRAY" ->
          when(
              !nesting.at(call.open() + 1).isWord("SELECT")
                  && !nesting.at(call.open() + 1).isWord("WITH"),
              () -> rename(call, "jsonb_build_array"));
      case "OBJECT" -> rename(call, "jsonb_build_object");
      case "DATEADD" -> timestamps(call, 2, 2);
      case "DATEDIFF" -> timestamps(call, 1, 2);
      case "DATE_PART", "DATE_TRUNC" -> timestamps(call, 1, 1);
      case "ADD_MONTHS", "LAST_DAY", "NEXT_DAY" -> timestamps(call, 0, 0);
      case "MONTHS_BETWEEN" -> timestamps(call, 0, 1);
      case "CONVERT_TIMEZONE" -> timestamps(call, count - 1, count - 1);
      case "LISTAGG" -> when(count == 1 || count == 2, () -> listAggregation(call));
      case "RATIO_TO_REPORT" -> when(count == 1, () -> ratioToReport(call));
      case "FIRST_VALUE", "LAST_VALUE" -> when(count == 1, () -> ignoreNulls(call));
      case "JSON_EXTRACT_PATH_TEXT" -> when(count >= 2, () -> pathText(call));
      default -> {}
    }
  }

  private void when(boolean condition, Runnable rewriting) {
    if (condition) {
      rewriting.run();
      changed = true;
    }
  }

  private void rename(Call call, String name) {
    edits.replace(nesting.at(call.name()), name);
    changed = true;
  }

  private Token first(Argument argument) {
    return nesting.at(argument.first());
  }

  private Token last(Argument argument) {
    return nesting.at(argument.last());
  }

  private String text(Argument argument) {
    return Nesting.text(statement.sql(), first(argument), last(argument));
  }

  private Token comma(Argument behind) {
    return nesting.at(behind.first() - 1);
  }

  private void replaceHead(Call call, String text) {
    edits.replace(nesting.at(call.name()), nesting.at(call.open()), text);
  }

  private void replaceEnd(Call call, String text) {
    edits.replace(nesting.at(call.close()), text);
  }

  private void nvl2(Call call) {
    replaceHead(call, "(CASE WHEN (");
    edits.replace(comma(call.arguments().get(1)), ") IS NOT NULL THEN (");
    edits.replace(comma(call.arguments().get(2)), ") ELSE (");
    replaceEnd(call, ") END)");
  }

  /** A string among these arguments is a timestamp, for which PostgreSQL has too many types. */
  private void timestamps(Call call, int first, int last) {
    for (int i = Math.max(0, first); i <= last && i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      if (argument.first() == argument.last() && first(argument).kind() == Kind.STRING) {
        edits.insertAfter(first(argument), "::timestamp");
        changed = true;
      }
    }
  }

  /** Two NULLs are equal here, so a simple CASE will not do. */
  private void decode(Call call) {
    List<Argument> arguments = call.arguments();
    String value = text(arguments.get(0));
    replaceHead(call, "(CASE WHEN (");
    for (int i = 1; i + 1 < arguments.size(); i += 2) {
      String before = i == 1 ? "" : ") WHEN (" + value;
      edits.replace(comma(arguments.get(i)), before + ") IS NOT DISTINCT FROM (");
      edits.replace(comma(arguments.get(i + 1)), ") THEN (");
    }
    if (arguments.size() % 2 == 0) {
      edits.replace(comma(arguments.get(arguments.size() - 1)), ") ELSE (");
    }
    replaceEnd(call, ") END)");
  }

  /** With NULL there is nothing to be had, unlike in PostgreSQL. */
  private void concat(Call call) {
    replaceHead(call, "((");
    for (Argument argument : call.arguments().subList(1, call.arguments().size())) {
      edits.replace(comma(argument), ") || (");
    }
    replaceEnd(call, "))");
  }

  private void convert(Call call) {
    Argument type = call.arguments().get(0);
    edits.replace(nesting.at(call.name()), "CAST");
    edits.delete(first(type), comma(call.arguments().get(1)));
    edits.insertBefore(nesting.at(call.close()), " AS " + text(type));
  }

  private void extract(Call call) {
    Token part = nesting.at(call.open() + 1);
    Token from = nesting.at(call.open() + 2);
    if (!from.isWord("FROM")) {
      return;
    }
    String name = DateParts.canonical(part.value());
    if (name.equals("epoch")) {
      replaceHead(call, "trunc(date_part(");
      replaceEnd(call, "))::bigint");
    } else {
      replaceHead(call, "starlift_sandbox.extract_part(");
    }
    edits.replace(part, Sql.literal(name));
    edits.replace(from, ",");
    changed = true;
  }

  private void listAggregation(Call call) {
    List<Argument> arguments = call.arguments();
    String separator = arguments.size() == 2 ? text(arguments.get(1)) : "''";
    Argument value = arguments.get(0);
    boolean distinct = first(value).isWord("DISTINCT");
    if (distinct || first(value).isWord("ALL")) {
      value = new Argument(value.first() + 1, value.last());
    }
    int last = call.close();
    String order = "";
    if (nesting.at(last + 1).isWord("WITHIN") && nesting.at(last + 2).isWord("GROUP")) {
      int close = nesting.partner(last + 3);
      order = " " + Nesting.text(statement.sql(), nesting.at(last + 4), nesting.at(close - 1));
      last = close;
    }
    boolean window = nesting.at(last + 1).isWord("OVER") && nesting.at(last + 2).isSymbol("(");
    String expression = text(value);
    String aggregate;
    if (distinct) {
      aggregate =
          "array_to_string(array_agg(DISTINCT %s%s) FILTER (WHERE (%s) IS NOT NULL), %s)"
              .formatted(expression, order, expression, separator);
    } else {
      aggregate =
          "string_agg((%s)::varchar, %s%s)".formatted(expression, separator, window ? "" : order);
    }
    edits.replace(nesting.at(call.name()), nesting.at(last), aggregate);
    if (window && !order.isEmpty()) {
      edits.insertBefore(
          nesting.at(nesting.partner(last + 2)),
          order + " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
    }
  }

  private void ratioToReport(Call call) {
    Argument value = call.arguments().get(0);
    int over = call.close() + 1;
    int close = nesting.at(over).isWord("OVER") ? nesting.partner(over + 1) : -1;
    if (close < 0) {
      rename(call, "ratio_to_report_without_over");
      return;
    }
    String window = Nesting.text(statement.sql(), nesting.at(over), nesting.at(close));
    edits.replace(
        nesting.at(call.name()),
        nesting.at(close),
        "((%1$s)::float8 / nullif(sum(%1$s) %2$s, 0))".formatted(text(value), window));
  }

  /** {@code FIRST_VALUE(x IGNORE NULLS)} and {@code FIRST_VALUE(x) IGNORE NULLS}. */
  private void ignoreNulls(Call call) {
    boolean inside =
        nesting.at(call.close() - 1).isWord("NULLS")
            && Set.of("IGNORE", "RESPECT").contains(nesting.at(call.close() - 2).keyword());
    boolean behind =
        nesting.at(call.close() + 2).isWord("NULLS")
            && Set.of("IGNORE", "RESPECT").contains(nesting.at(call.close() + 1).keyword());
    if (!inside && !behind) {
      // Only so that the same call is not looked at again; PostgreSQL does not mind the schema.
      rename(call, "pg_catalog." + nesting.at(call.name()).text());
      return;
    }
    int word = inside ? call.close() - 2 : call.close() + 1;
    String name = nesting.at(call.name()).text();
    rename(
        call,
        nesting.at(word).isWord("IGNORE")
            ? "starlift_sandbox." + name + "_ignore_nulls"
            : "pg_catalog." + name);
    edits.delete(nesting.at(word), nesting.at(word + 1));
  }

  /** The last argument may say what to do about invalid JSON. */
  private void pathText(Call call) {
    Argument end = call.arguments().get(call.arguments().size() - 1);
    boolean flag =
        end.first() == end.last() && (first(end).isWord("TRUE") || first(end).isWord("FALSE"));
    if (flag) {
      replaceHead(call, "starlift_sandbox.json_path_text(" + first(end).text() + ", ");
      edits.delete(comma(end), last(end));
    } else {
      rename(call, "pg_catalog.json_extract_path_text");
    }
  }
}
