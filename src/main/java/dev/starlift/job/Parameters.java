package dev.starlift.job;

import dev.starlift.problem.Location;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a job with their values, and the texts that refer to them as {@code :name}. In
 * SQL that becomes a constant of the parameter's type, so a value is never more than a value; in
 * paths a plain text.
 */
record Parameters(Map<String, Parameter> byName, Findings findings) {
  static final String NAME = "[A-Za-z][A-Za-z0-9_]*";

  private static final Pattern IN_PATH = Pattern.compile("(?<![A-Za-z0-9]):(" + NAME + ")");

  /** Scheme and bucket of a path: nothing in them is a parameter. */
  private static final Pattern STORE = Pattern.compile("\\A[A-Za-z][A-Za-z0-9+.-]*://[^/]*");

  Parameters {
    byName = Map.copyOf(byName);
  }

  /** What makes a load with these values another than one with others: by name, without NULLs. */
  SortedMap<String, String> values() {
    SortedMap<String, String> values = new TreeMap<>();
    byName.forEach((name, one) -> one.value().ifPresent(text -> values.put(name, text)));
    return values;
  }

  /** An expression or a query of Spark with the values in it. */
  String inSql(String sql, Location where) {
    return inSql(sql, where, Parameter::sparkLiteral);
  }

  /** A condition of Redshift with the values in it. */
  String inRedshift(String sql, Location where) {
    return inSql(sql, where, Parameter::redshiftLiteral);
  }

  private String inSql(String sql, Location where, Function<Parameter, String> literal) {
    SparkTokens tokens = new SparkTokens(sql);
    StringBuilder bound = new StringBuilder();
    int at = 0;
    while (at < sql.length()) {
      int end = tokens.next(at);
      if (isReference(tokens, at)) {
        end = tokens.next(at + 1);
        String name = sql.substring(at + 1, end);
        bound.append(find(name, where).map(literal).orElse("NULL"));
      } else {
        bound.append(sql, at, end);
      }
      at = end;
    }
    return bound.toString();
  }

  /** Not {@code ::}, and not the colon in {@code STRUCT<a:INT>}. */
  private static boolean isReference(SparkTokens tokens, int at) {
    String sql = tokens.sql();
    if (sql.charAt(at) != ':' || at + 1 == sql.length() || !tokens.isWord(at + 1)) {
      return false;
    }
    char before = at == 0 ? ' ' : sql.charAt(at - 1);
    return before != ':' && before != '`' && !Character.isJavaIdentifierPart(before);
  }

  /** A path with the values in it. */
  String inPath(String path, Location where) {
    Matcher store = STORE.matcher(path);
    int begin = store.find() ? store.end() : 0;
    Matcher references = IN_PATH.matcher(path.substring(begin));
    StringBuilder bound = new StringBuilder(path.substring(0, begin));
    while (references.find()) {
      Optional<Parameter> parameter = find(references.group(1), where);
      if (parameter.isPresent() && parameter.get().inPaths().isEmpty()) {
        findings.add(
            where,
            "the value of parameter '%s' cannot be part of a path.".formatted(references.group(1)),
            "Letters, digits, '-', '_', '.' and '=' can, and a slash where path-format has it.");
      }
      String text = parameter.flatMap(Parameter::inPaths).orElse("unresolved");
      references.appendReplacement(bound, Matcher.quoteReplacement(text));
    }
    return references.appendTail(bound).toString();
  }

  /** A parameter; that there is none is a finding. */
  Optional<Parameter> find(String name, Location where) {
    Optional<Parameter> found = Optional.ofNullable(byName.get(name));
    if (found.isEmpty()) {
      findings.add(
          where,
          "the job has no parameter '%s'.".formatted(name),
          byName.isEmpty()
              ? "Declare it in parameters { … }."
              : Suggestion.among(name, byName.keySet().stream().sorted().toList()));
    }
    return found;
  }
}
