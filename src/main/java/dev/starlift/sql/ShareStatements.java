package dev.starlift.sql;

import dev.starlift.model.Identifier;
import dev.starlift.model.Literal;
import dev.starlift.model.TableName;

/**
 * Data sharing. Only reading is ever granted.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/datashare-overview.html">Data
 *     sharing</a>
 */
public final class ShareStatements {
  private ShareStatements() {}

  public static Statement create(Identifier share, boolean publicAccessible) {
    return new Statement(
        "create share " + share,
        "CREATE DATASHARE %s SET PUBLICACCESSIBLE %s"
            .formatted(share.sql(), keyword(publicAccessible)));
  }

  public static Statement setPublicAccessible(Identifier share, boolean publicAccessible) {
    return new Statement(
        "accessibility of share " + share,
        "ALTER DATASHARE %s SET PUBLICACCESSIBLE %s"
            .formatted(share.sql(), keyword(publicAccessible)));
  }

  /** Adds the schema, not what is in it. */
  public static Statement addSchema(Identifier share, Identifier schema) {
    return new Statement(
        "add schema %s to share %s".formatted(schema, share),
        "ALTER DATASHARE %s ADD SCHEMA %s".formatted(share.sql(), schema.sql()));
  }

  public static Statement addTable(Identifier share, TableName table) {
    return new Statement(
        "add table %s to share %s".formatted(table, share),
        "ALTER DATASHARE %s ADD TABLE %s".formatted(share.sql(), table.sql()));
  }

  public static Statement setIncludeNew(Identifier share, Identifier schema, boolean includeNew) {
    return new Statement(
        "new tables of schema %s in share %s".formatted(schema, share),
        "ALTER DATASHARE %s SET INCLUDENEW %s FOR SCHEMA %s"
            .formatted(share.sql(), keyword(includeNew), schema.sql()));
  }

  /**
   * @param namespaceId GUID of the consumer; unquoted, Redshift would take it for a user
   */
  public static Statement grantUsage(Identifier share, String consumer, String namespaceId) {
    return new Statement(
        "let %s use share %s".formatted(consumer, share),
        "GRANT USAGE ON DATASHARE %s TO NAMESPACE %s"
            .formatted(share.sql(), Literal.sql(namespaceId)));
  }

  /** Runs on the consumer, and never inside a transaction. */
  public static Statement createDatabase(
      Identifier database, Identifier share, String producerNamespaceId) {
    return new Statement(
        "database %s from share %s".formatted(database, share),
        "CREATE DATABASE %s FROM DATASHARE %s OF NAMESPACE %s"
            .formatted(database.sql(), share.sql(), Literal.sql(producerNamespaceId)));
  }

  public static Statement count(TableName table) {
    return new Statement("count rows of " + table, "SELECT COUNT(*) FROM " + table.sql());
  }

  public static Statement countShared(Identifier database, TableName table) {
    return new Statement(
        "count rows of %s.%s".formatted(database, table),
        "SELECT COUNT(*) FROM %s.%s".formatted(database.sql(), table.sql()));
  }

  /** Would delete nothing if it were allowed, which it must not be. */
  public static Statement tryToWrite(Identifier database, TableName table) {
    return new Statement(
        "try to write to %s.%s".formatted(database, table),
        "DELETE FROM %s.%s WHERE 1 = 0".formatted(database.sql(), table.sql()));
  }

  private static String keyword(boolean value) {
    return value ? "TRUE" : "FALSE";
  }
}
