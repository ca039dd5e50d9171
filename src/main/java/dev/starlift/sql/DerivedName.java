package dev.starlift.sql;

import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of what Starlift keeps for a table: no two tables ever share one. */
final class DerivedName {
  private static final String SEPARATOR = "__";
  private static final int HASH_DIGITS = 16;

  private DerivedName() {}

  /**
   * {@code prefix}, schema and table; shortened and told apart by a hash when that would be too
   * long for Redshift or could be read as another schema and table.
   */
  static Identifier of(String prefix, TableName table) {
    String schema = table.schema().value();
    String joined = schema + SEPARATOR + table.table().value();
    String name = prefix + joined;
    boolean unambiguous =
        joined.indexOf(SEPARATOR) == schema.length()
            && joined.lastIndexOf(SEPARATOR) == schema.length();
    if (unambiguous && bytes(name) <= Identifier.MAX_BYTES) {
      return Identifier.of(name);
    }
    String suffix = "_" + hash(table.sql());
    return Identifier.of(cut(name, Identifier.MAX_BYTES - suffix.length()) + suffix);
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static String cut(String name, int maxBytes) {
    int end = name.length();
    while (bytes(name.substring(0, end)) > maxBytes) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
