package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names of PostgreSQL's own catalog that stand for something else in Redshift: tables that know of
 * distribution, sorting and informational keys, and databases under the names that clients know.
 */
final class CatalogNames {
  private static final String PREFIX = "starlift_sandbox.";

  /** A statement with one of these words is about what only Redshift's tables have. */
  private static final Set<String> OF_REDSHIFT =
      Set.of(
          "RELDISTSTYLE",
          "RELEFFECTIVEDISTSTYLE",
          "ATTENCODINGTYPE",
          "ATTSORTKEYORD",
          "ATTISDISTKEY",
          "PG_CONSTRAINT",
          "PG_INDEX",
          "RELHASINDEX");

  /** In whatever statement. */
  private static final Set<String> ALWAYS =
      Set.of(
          "PG_ATTRDEF",
          "PG_DATABASE",
          "PG_DEFAULT_ACL",
          "PG_LOCKS",
          "PG_NAMESPACE",
          "PG_STAT_ACTIVITY");

  private static final Set<String> TABLES =
      Set.of("PG_CLASS", "PG_ATTRIBUTE", "PG_CONSTRAINT", "PG_INDEX", "PG_DEPEND");

  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "PG_GET_CONSTRAINTDEF", "pg_get_constraintdef",
          "PG_GET_INDEXDEF", "pg_get_indexdef",
          "PG_DATABASE_SIZE", "pg_database_size",
          "HAS_DATABASE_PRIVILEGE", "has_database_privilege",
          "FORMAT_TYPE", "format_type");

  private final List<Token> tokens;
  private final Edits edits;
  private final boolean ofRedshift;

  CatalogNames(List<Token> tokens, Edits edits) {
    this.tokens = tokens;
    this.edits = edits;
    this.ofRedshift =
        tokens.stream()
            .filter(Token::isName)
            .map(CatalogNames::upper)
            .anyMatch(OF_REDSHIFT::contains);
  }

  private static String upper(Token name) {
    return name.value().toUpperCase(Locale.ROOT);
  }

  /** Records the edit of the name at an index, if it needs one. */
  void name(int i) {
    Token token = tokens.get(i);
    String name = upper(token);
    boolean table = ALWAYS.contains(name) || (ofRedshift && TABLES.contains(name));
    boolean function = FUNCTIONS.containsKey(name) && peek(i + 1).isSymbol("(");
    if (!table && !function) {
      return;
    }
    boolean qualified = peek(i - 1).isSymbol(".");
    if (qualified && !peek(i - 2).isWord("PG_CATALOG")) {
      return;
    }
    Token first = qualified ? peek(i - 2) : token;
    if (function) {
      edits.replace(first, token, PREFIX + FUNCTIONS.get(name));
    } else if (!peek(i + 1).isSymbol(".") && !peek(i + 1).isSymbol("(")) {
      edits.replace(first, token, PREFIX + name.toLowerCase(Locale.ROOT));
    }
  }

  private Token peek(int index) {
    return index >= 0 && index < tokens.size()
        ? tokens.get(index)
        : new Token(Kind.END, "", 0, 0, 0);
  }
}
