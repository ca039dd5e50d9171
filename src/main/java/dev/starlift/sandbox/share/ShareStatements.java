package dev.starlift.sandbox.share;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.TokenCursor;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The producer's statements about data shares, as calls of the catalog's functions: they run in the
 * client's transaction and roll back with it.
 */
final class ShareStatements {
  private final TokenCursor cursor;

  ShareStatements(List<Token> tokens) {
    this.cursor = new TokenCursor(tokens);
  }

  /** Statements of PostgreSQL, to be run in this order. */
  List<String> calls() throws SqlError {
    if (cursor.accept("CREATE", "DATASHARE")) {
      return List.of(create());
    }
    if (cursor.accept("DROP", "DATASHARE")) {
      String share = cursor.expectName();
      cursor.expectEnd();
      return List.of(call("share_drop", Sql.literal(share)));
    }
    if (cursor.accept("ALTER", "DATASHARE")) {
      return alter();
    }
    throw cursor.syntaxError();
  }

  private String create() throws SqlError {
    String share = cursor.expectName();
    boolean publicly = false;
    boolean set = cursor.accept("SET");
    if (cursor.at("PUBLICACCESSIBLE")) {
      publicly = publicAccess();
    } else if (set) {
      throw cursor.syntaxError();
    }
    boolean more = cursor.acceptSymbol(",");
    if (cursor.accept("MANAGEDBY")) {
      cursor.acceptSymbol("=");
      cursor.expect("ADX");
    } else if (more) {
      throw cursor.syntaxError();
    }
    cursor.expectEnd();
    return call("share_create", Sql.literal(share), Boolean.toString(publicly));
  }

  private boolean publicAccess() throws SqlError {
    cursor.expect("PUBLICACCESSIBLE");
    cursor.acceptSymbol("=");
    return flag();
  }

  private boolean flag() throws SqlError {
    if (cursor.accept("TRUE")) {
      return true;
    }
    cursor.expect("FALSE");
    return false;
  }

  private List<String> alter() throws SqlError {
    String share = Sql.literal(cursor.expectName());
    if (cursor.accept("SET")) {
      return List.of(set(share));
    }
    boolean adds = cursor.accept("ADD");
    if (!adds) {
      cursor.expect("REMOVE");
    }
    String verb = adds ? "share_add_" : "share_remove_";
    List<String> calls = new ArrayList<>();
    if (cursor.accept("SCHEMA")) {
      do {
        calls.add(call(verb + "schema", share, Sql.literal(cursor.expectName())));
      } while (cursor.acceptSymbol(","));
    } else if (cursor.accept("ALL", "TABLES", "IN", "SCHEMA")) {
      do {
        calls.add(call(verb + "all", share, Sql.literal(cursor.expectName())));
      } while (cursor.acceptSymbol(","));
    } else if (cursor.accept("TABLE")) {
      do {
        calls.add(call(verb + "table", share, regclass(cursor.expectQualifiedName())));
      } while (cursor.acceptSymbol(","));
    } else if (cursor.accept("ALL", "FUNCTIONS", "IN", "SCHEMA")) {
      do {
        calls.add(call(verb + "functions", share, Sql.literal(cursor.expectName())));
      } while (cursor.acceptSymbol(","));
    } else if (cursor.accept("FUNCTION")) {
      do {
        calls.add(call(verb + "function", share, function()));
      } while (cursor.acceptSymbol(","));
    } else {
      throw cursor.syntaxError();
    }
    cursor.expectEnd();
    return calls;
  }

  private String set(String share) throws SqlError {
    if (cursor.at("PUBLICACCESSIBLE")) {
      boolean publicly = publicAccess();
      cursor.expectEnd();
      return call("share_set_public", share, Boolean.toString(publicly));
    }
    cursor.expect("INCLUDENEW");
    cursor.acceptSymbol("=");
    boolean include = flag();
    cursor.expect("FOR", "SCHEMA");
    String schema = Sql.literal(cursor.expectName());
    cursor.expectEnd();
    return call("share_include_new", share, schema, Boolean.toString(include));
  }

  /** {@code s.f(int, varchar)}. */
  private String function() throws SqlError {
    StringBuilder signature = new StringBuilder(qualified(cursor.expectQualifiedName()));
    cursor.expectSymbol("(");
    signature.append('(');
    while (!cursor.acceptSymbol(")")) {
      if (cursor.isAtEnd()) {
        throw cursor.syntaxError();
      }
      signature.append(cursor.next().text()).append(' ');
    }
    return Sql.literal(signature.append(')').toString()) + "::regprocedure";
  }

  static String regclass(List<String> parts) {
    return Sql.literal(qualified(parts)) + "::regclass";
  }

  private static String qualified(List<String> parts) {
    List<String> local = parts.size() > 2 ? parts.subList(1, parts.size()) : parts;
    return local.stream().map(Sql::name).collect(Collectors.joining("."));
  }

  static String call(String function, String... arguments) {
    return "SELECT starlift_sandbox." + function + "(" + String.join(", ", arguments) + ")";
  }
}
