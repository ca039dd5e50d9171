package dev.starlift.sandbox.dialect;

import dev.starlift.sandbox.session.Databases;
import java.util.Set;

/**
 * What the names in a statement may refer to.
 *
 * @param database that the client is connected to
 * @param sharedDatabases of the namespace, made from data shares
 */
public record NameScope(String namespace, String database, Set<String> sharedDatabases) {
  /**
   * Schemas of this kind hold the foreign tables of a shared database; clients cannot name them.
   */
  static final String SHARED_SCHEMA_PREFIX = "share:";

  public NameScope {
    sharedDatabases = Set.copyOf(sharedDatabases);
  }

  /** Where PostgreSQL keeps what a client calls {@code database.schema}. */
  public static String sharedSchema(String database, String schema) {
    return SHARED_SCHEMA_PREFIX + database + "." + schema;
  }

  String physicalDatabase() {
    return Databases.physicalName(namespace, database);
  }
}
