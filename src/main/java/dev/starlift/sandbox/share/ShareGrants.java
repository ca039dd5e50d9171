package dev.starlift.sandbox.share;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.TokenCursor;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;

/**
 * The producer's GRANT and REVOKE about data shares, as calls of the catalog's functions: to
 * consumers, to its own users, and of objects to a share.
 */
final class ShareGrants {
  private final TokenCursor cursor;
  private boolean grants;

  ShareGrants(List<Token> tokens) {
    this.cursor = new TokenCursor(tokens);
  }

  /** Statements of PostgreSQL, to be run in this order. */
  List<String> calls() throws SqlError {
    grants = cursor.accept("GRANT");
    if (!grants) {
      cursor.expect("REVOKE");
      cursor.accept("GRANT", "OPTION", "FOR");
    }
    List<String> privileges = new ArrayList<>();
    do {
      privileges.add(cursor.next().keyword());
      cursor.accept("PRIVILEGES");
    } while (cursor.acceptSymbol(","));
    List<String> calls =
        cursor.accept("ON", "DATASHARE") ? onShare(privileges) : toShare(privileges);
    cursor.expectEnd();
    return calls;
  }

  private void direction() throws SqlError {
    cursor.expect(grants ? "TO" : "FROM");
  }

  private List<String> onShare(List<String> privileges) throws SqlError {
    String share = Sql.literal(cursor.expectName());
    direction();
    if (privileges.equals(List.of("USAGE"))) {
      return List.of(call(grants ? "share_grant" : "share_revoke", share, consumer()));
    }
    List<String> calls = new ArrayList<>();
    List<List<String>> grantees = grantees();
    boolean admin = cursor.accept("WITH", "GRANT", "OPTION");
    for (String privilege : privileges) {
      if (!privilege.equals("ALTER") && !privilege.equals("SHARE")) {
        throw new SqlError(
            SqlStates.SYNTAX_ERROR, "A datashare has ALTER and SHARE for users, not " + privilege);
      }
      for (List<String> grantee : grantees) {
        String kind = Sql.literal(grantee.get(0));
        String name = Sql.literal(grantee.get(1));
        calls.add(
            grants
                ? call(
                    "share_grant_privilege",
                    share,
                    Sql.literal(privilege),
                    kind,
                    name,
                    Boolean.toString(admin))
                : call("share_revoke_privilege", share, Sql.literal(privilege), kind, name));
      }
    }
    return calls;
  }

  private String consumer() throws SqlError {
    if (cursor.accept("ACCOUNT")) {
      String account = cursor.expectString();
      if (cursor.at("VIA")) {
        throw new SqlError(
            SqlStates.FEATURE_NOT_SUPPORTED, "The sandbox has no data catalog to share by.");
      }
      if (account.length() != 12 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new SqlError(
            SqlStates.INVALID_PARAMETER, "An account has 12 digits, not '%s'".formatted(account));
      }
      return Sql.literal("account:" + account);
    }
    cursor.expect("NAMESPACE");
    return Sql.literal(cursor.expectString());
  }

  /** Kind and name of each. */
  private List<List<String>> grantees() throws SqlError {
    List<List<String>> grantees = new ArrayList<>();
    do {
      if (cursor.accept("PUBLIC")) {
        grantees.add(List.of("public", "public"));
      } else {
        String kind = cursor.accept("ROLE") ? "role" : cursor.accept("GROUP") ? "group" : "user";
        grantees.add(List.of(kind, cursor.expectName()));
      }
    } while (cursor.acceptSymbol(","));
    return grantees;
  }

  /** {@code GRANT SELECT ON TABLE s.t TO DATASHARE x}, and for what is in a schema, now or ever. */
  private List<String> toShare(List<String> privileges) throws SqlError {
    requireReading(privileges);
    List<String> functions = new ArrayList<>();
    List<String> objects = new ArrayList<>();
    if (cursor.accept("FOR", "TABLES", "IN", "SCHEMA")) {
      functions.add("scope");
      objects.add(Sql.literal(cursor.expectName()));
    } else {
      cursor.expect("ON");
      if (cursor.accept("SCHEMA")) {
        functions.add("schema");
        objects.add(Sql.literal(cursor.expectName()));
      } else if (cursor.accept("ALL", "TABLES", "IN", "SCHEMA")) {
        functions.add("all");
        objects.add(Sql.literal(cursor.expectName()));
      } else {
        cursor.accept("TABLE");
        do {
          functions.add("table");
          objects.add(ShareStatements.regclass(cursor.expectQualifiedName()));
        } while (cursor.acceptSymbol(","));
      }
    }
    direction();
    cursor.expect("DATASHARE");
    String share = Sql.literal(cursor.expectName());
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      calls.add(
          call(
              (grants ? "share_add_" : "share_remove_") + functions.get(i), share, objects.get(i)));
    }
    return calls;
  }

  private void requireReading(List<String> privileges) throws SqlError {
    for (String privilege : privileges) {
      if (!privilege.equals("SELECT") && !privilege.equals("USAGE")) {
        throw new SqlError(
            SqlStates.FEATURE_NOT_SUPPORTED,
            "The sandbox's data shares are for reading: %s cannot be granted to one."
                .formatted(privilege));
      }
    }
  }

  private static String call(String function, String... arguments) {
    return ShareStatements.call(function, arguments);
  }
}
