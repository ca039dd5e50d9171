package dev.starlift.sandbox.share;

import dev.starlift.sandbox.dialect.SharedTable;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.TokenCursor;
import dev.starlift.sandbox.session.AdminSessions;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The databases that consumers made from data shares: in memory, and in their catalogs. */
final class SharedDatabases {
  private static final String ACCOUNT = "000000000000";

  private final AdminSessions admin;
  private final NamespaceDatabases own;
  private final List<NamespaceIdentity> namespaces;
  private final ForeignTables foreignTables;

  /** Per consumer namespace, by the database's name. */
  private final Map<String, Map<String, SharedDatabase>> databases = new ConcurrentHashMap<>();

  SharedDatabases(
      AdminSessions admin,
      NamespaceDatabases own,
      List<NamespaceIdentity> namespaces,
      ForeignTables foreignTables) {
    this.admin = admin;
    this.own = own;
    this.namespaces = namespaces;
    this.foreignTables = foreignTables;
  }

  /** Reads what earlier runs left. */
  void load(NamespaceIdentity consumer) throws SqlError, IOException {
    Map<String, SharedDatabase> found = new ConcurrentHashMap<>();
    databases.put(consumer.name(), found);
    admin.inDatabase(
        consumer.name(),
        consumer.database(),
        session -> {
          for (List<String> row :
              session.query(
                  "SELECT name, share, producer_id, producer_namespace, producer_database,"
                      + " with_permissions FROM starlift_sandbox.share_database")) {
            found.put(
                row.get(0),
                new SharedDatabase(
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    row.get(4),
                    row.get(5).equals("t")));
          }
          return null;
        });
    for (String name : own.names(consumer)) {
      admin.inDatabase(
          consumer.name(),
          name,
          session -> {
            for (SharedDatabase database : found.values()) {
              // Statements make it again, with the port and the password of this run.
              ForeignTables.drop(session, database.name());
            }
            return null;
          });
    }
  }

  Set<String> names(String namespace) {
    return databases.get(namespace).keySet();
  }

  Optional<SharedDatabase> find(String namespace, String name) {
    return Optional.ofNullable(databases.get(namespace).get(name));
  }

  /**
   * Sees to it that the consumer's next statement finds the shared table with its present columns.
   *
   * @throws SqlError if the consumer may not read it, or it is not shared
   */
  void fetch(NamespaceIdentity consumer, String database, SharedTable table)
      throws SqlError, IOException {
    SharedDatabase from =
        find(consumer.name(), table.database())
            .orElseThrow(
                () ->
                    new SqlError(
                        SqlStates.UNDEFINED_DATABASE,
                        "database \"" + table.database() + "\" does not exist"));
    List<List<String>> columns =
        admin.inDatabase(
            from.producerNamespace(),
            from.producerDatabase(),
            producer ->
                producer.query(
                    "SELECT starlift_sandbox.shared_columns(%s, %s, %s, %s, %s)"
                        .formatted(
                            Sql.literal(from.share()),
                            Sql.literal(consumer.id()),
                            consumer.publiclyAccessible(),
                            Sql.literal(table.schema()),
                            Sql.literal(table.table()))));
    admin.inDatabase(
        consumer.name(),
        database,
        session -> {
          foreignTables.refresh(session, from, table, columns.get(0).get(0));
          return null;
        });
  }

  /** The cursor stands behind {@code FROM DATASHARE}. */
  void create(String name, boolean permissions, TokenCursor cursor, NamespaceIdentity consumer)
      throws SqlError, IOException {
    String share = cursor.expectName();
    cursor.expect("OF");
    String account = cursor.accept("ACCOUNT") ? cursor.expectString() : ACCOUNT;
    cursor.expect("NAMESPACE");
    String producerId = cursor.expectString();
    // The clause has stood in either place in Redshift's own pages.
    boolean withPermissions = cursor.accept("WITH", "PERMISSIONS") || permissions;
    cursor.expectEnd();
    NamespaceIdentity producer =
        namespaces.stream()
            .filter(namespace -> namespace.id().equals(producerId) && account.equals(ACCOUNT))
            .findFirst()
            .orElseThrow(() -> notAccessible(share, producerId));
    String source = source(producer, share, consumer);
    requireUnused(name, share, producer, consumer);
    SharedDatabase database =
        new SharedDatabase(name, share, producerId, producer.name(), source, withPermissions);
    for (String present : own.names(consumer)) {
      admin.inDatabase(consumer.name(), present, session -> session.query(insert(database)));
    }
    databases.get(consumer.name()).put(name, database);
  }

  private static String insert(SharedDatabase database) {
    return "INSERT INTO starlift_sandbox.share_database (name, share, producer_id,"
        + " producer_namespace, producer_database, with_permissions)"
        + " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
            .formatted(
                Sql.literal(database.name()),
                Sql.literal(database.share()),
                Sql.literal(database.producerId()),
                Sql.literal(database.producerNamespace()),
                Sql.literal(database.producerDatabase()),
                database.withPermissions());
  }

  /** Tells a new database of the consumer what is there. */
  void copyTo(NamespaceIdentity consumer, String database) throws SqlError, IOException {
    for (SharedDatabase shared : databases.get(consumer.name()).values()) {
      admin.inDatabase(consumer.name(), database, session -> session.query(insert(shared)));
    }
  }

  /** The producer's database that has the share and grants it to the consumer. */
  private String source(NamespaceIdentity producer, String share, NamespaceIdentity consumer)
      throws SqlError, IOException {
    for (String database : own.names(producer)) {
      List<List<String>> granted =
          admin.inDatabase(
              producer.name(),
              database,
              session ->
                  session.query(
                      "SELECT 1 FROM starlift_sandbox.share_consumer WHERE share = %s AND namespace_id IN (%s, %s)"
                          .formatted(
                              Sql.literal(share),
                              Sql.literal(consumer.id()),
                              Sql.literal("account:" + ACCOUNT))));
      if (!granted.isEmpty()) {
        return database;
      }
    }
    throw notAccessible(share, producer.id());
  }

  private static SqlError notAccessible(String share, String namespaceId) {
    return new SqlError(
        SqlStates.INSUFFICIENT_PRIVILEGE,
        "Datashare \"%s\" of namespace '%s' does not exist or is not granted to this namespace"
            .formatted(share, namespaceId));
  }

  private void requireUnused(
      String name, String share, NamespaceIdentity producer, NamespaceIdentity consumer)
      throws SqlError, IOException {
    Map<String, SharedDatabase> present = databases.get(consumer.name());
    if (present.containsKey(name) || own.names(consumer).contains(name)) {
      throw NamespaceDatabases.duplicate(name);
    }
    for (SharedDatabase other : present.values()) {
      if (other.share().equals(share) && other.producerId().equals(producer.id())) {
        throw new SqlError(
            SqlStates.DUPLICATE_OBJECT,
            "Database \"%s\" was already created from datashare \"%s\""
                .formatted(other.name(), share));
      }
    }
  }

  void drop(NamespaceIdentity consumer, String name) throws SqlError, IOException {
    for (String database : own.names(consumer)) {
      admin.inDatabase(consumer.name(), database, session -> forget(session, name));
    }
    databases.get(consumer.name()).remove(name);
  }

  private static List<List<String>> forget(BackendSession session, String name)
      throws SqlError, IOException {
    ForeignTables.drop(session, name);
    return session.query(
        "DELETE FROM starlift_sandbox.share_database WHERE name = " + Sql.literal(name));
  }
}
