package dev.starlift.sandbox.share;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.catalog.SystemCatalog;
import dev.starlift.sandbox.dialect.SharedTable;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.dialect.TokenCursor;
import dev.starlift.sandbox.dialect.Translation;
import dev.starlift.sandbox.session.AdminSessions;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Executes the statements about data shares and databases, and brings shared tables to the
 * consumers' statements. One for all namespaces; used by many threads.
 */
public final class Shares {
  private final AdminSessions admin;
  private final NamespaceDatabases own;
  private final List<NamespaceIdentity> namespaces;
  private final ForeignTables foreignTables;

  /** Per consumer namespace, by the database's name. */
  private final Map<String, Map<String, SharedDatabase>> databases = new ConcurrentHashMap<>();

  /**
   * @param owner the role that databases of clients belong to
   */
  public Shares(
      AdminSessions admin,
      SystemCatalog catalog,
      List<NamespaceIdentity> namespaces,
      ShareReader reader,
      String owner) {
    this.admin = admin;
    this.own = new NamespaceDatabases(admin, catalog, owner);
    this.namespaces = List.copyOf(namespaces);
    this.foreignTables = new ForeignTables(reader);
  }

  /**
   * Makes the databases that are missing, reads what earlier runs left, and connects every
   * namespace's catalog to the others' for the inbound half of the {@code SVV_DATASHARE} views.
   */
  public void open() throws SqlError, IOException {
    for (NamespaceIdentity namespace : namespaces) {
      own.ensure(namespace);
    }
    for (NamespaceIdentity namespace : namespaces) {
      databases.put(namespace.name(), new ConcurrentHashMap<>());
      admin.inDatabase(
          namespace.name(),
          namespace.database(),
          session -> {
            load(namespace, session);
            connectCatalogs(namespace, session);
            return null;
          });
    }
  }

  private void load(NamespaceIdentity namespace, BackendSession session)
      throws SqlError, IOException {
    for (List<String> row :
        session.query(
            "SELECT name, share, producer_id, producer_namespace, producer_database"
                + " FROM starlift_sandbox.share_database")) {
      remember(
          namespace.name(),
          new SharedDatabase(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
    }
    // The ports and passwords of this run.
    for (SharedDatabase database : databases.get(namespace.name()).values()) {
      session.query(
          "DROP SERVER IF EXISTS %s CASCADE"
              .formatted(Sql.name(ForeignTables.server(database.name()))));
      session.query(
          foreignTables.createServer(
              ForeignTables.server(database.name()),
              database.producerNamespace(),
              database.producerDatabase()));
    }
  }

  private void connectCatalogs(NamespaceIdentity namespace, BackendSession session)
      throws SqlError, IOException {
    for (NamespaceIdentity other : namespaces) {
      if (other.equals(namespace)) {
        continue;
      }
      String server = "catalog:" + other.name();
      session.query("DROP SERVER IF EXISTS %s CASCADE".formatted(Sql.name(server)));
      session.query(foreignTables.createServer(server, other.name(), other.database()));
      for (String kind : List.of("share", "object")) {
        session.query(
            """
            CREATE FOREIGN TABLE starlift_sandbox.%s () INHERITS (starlift_sandbox.inbound_%s)
              SERVER %s OPTIONS (schema_name 'starlift_sandbox', table_name 'granted_%s')"""
                .formatted(
                    Sql.name("inbound_" + kind + ":" + other.name()),
                    kind,
                    Sql.name(server),
                    kind));
      }
    }
  }

  private void remember(String namespace, SharedDatabase database) {
    databases.get(namespace).put(database.name(), database);
  }

  /** The databases of a namespace that were made from data shares. */
  public Set<String> sharedDatabases(String namespace) {
    return databases.get(namespace).keySet();
  }

  /**
   * Sees to it that the consumer's next statement finds the shared table with its present columns.
   *
   * @throws SqlError if the consumer may not read it, or it is not shared
   */
  public void fetch(String namespace, String database, SharedTable table)
      throws SqlError, IOException {
    SharedDatabase from = databases.get(namespace).get(table.database());
    if (from == null) {
      throw new SqlError(
          SqlStates.UNDEFINED_DATABASE, "database \"" + table.database() + "\" does not exist");
    }
    String consumerId = identity(namespace).id();
    List<List<String>> columns =
        admin.inDatabase(
            from.producerNamespace(),
            from.producerDatabase(),
            producer ->
                producer.query(
                    "SELECT starlift_sandbox.shared_columns(%s, %s, %s, %s)"
                        .formatted(
                            Sql.literal(from.share()),
                            Sql.literal(consumerId),
                            Sql.literal(table.schema()),
                            Sql.literal(table.table()))));
    admin.inDatabase(
        namespace,
        database,
        consumer -> {
          foreignTables.refresh(consumer, table, columns.get(0).get(0));
          return null;
        });
  }

  /**
   * Executes one statement.
   *
   * @param session the client's
   * @param inBlock whether it is in a transaction block
   * @return the command tag
   */
  public String execute(Translation.Sharing statement, BackendSession session, boolean inBlock)
      throws SqlError, IOException {
    List<Token> tokens = statement.tokens();
    TokenCursor cursor = new TokenCursor(tokens);
    if (cursor.accept("CREATE", "DATABASE")) {
      requireNoBlock(statement, inBlock);
      create(cursor, session);
    } else if (cursor.accept("DROP", "DATABASE")) {
      requireNoBlock(statement, inBlock);
      drop(cursor, session);
    } else if (cursor.accept("ALTER", "DATABASE")) {
      requireNoBlock(statement, inBlock);
      alter(cursor, session);
    } else if (isUsageOfDatabase(cursor)) {
      // Every user of the sandbox's namespaces may read what is shared with the namespace.
      return statement.head();
    } else {
      runTogether(new ShareStatements(tokens).calls(), session, inBlock);
    }
    return statement.head();
  }

  private static boolean isUsageOfDatabase(TokenCursor cursor) {
    return cursor.at("GRANT", "USAGE", "ON", "DATABASE")
        || cursor.at("REVOKE", "USAGE", "ON", "DATABASE");
  }

  private static void requireNoBlock(Translation.Sharing statement, boolean inBlock)
      throws SqlError {
    if (inBlock) {
      throw new SqlError(
          SqlStates.ACTIVE_TRANSACTION,
          statement.head() + " cannot run inside a transaction block");
    }
  }

  private static void runTogether(List<String> calls, BackendSession session, boolean inBlock)
      throws SqlError, IOException {
    String all = String.join("; ", calls);
    // Outside a block, PostgreSQL makes one transaction of the statements of one text.
    session.query(inBlock || calls.size() == 1 ? all : all + ";");
  }

  private void create(TokenCursor cursor, BackendSession session) throws SqlError, IOException {
    String name = cursor.expectName();
    boolean permissions = cursor.accept("WITH", "PERMISSIONS");
    if (cursor.accept("FROM", "DATASHARE")) {
      createFromShare(name, cursor, session);
      return;
    }
    if (permissions) {
      throw cursor.syntaxError();
    }
    boolean serializable = new CreateDatabaseOptions(cursor).read();
    createOwn(name, session);
    if (serializable) {
      own.isolate(identity(session.namespace()), name, true);
    }
  }

  /** Of what ALTER DATABASE changes, the sandbox has the isolation level. */
  private void alter(TokenCursor cursor, BackendSession session) throws SqlError, IOException {
    String name = cursor.expectName();
    if (!cursor.accept("ISOLATION", "LEVEL")) {
      throw new SqlError(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "ALTER DATABASE … %s is not supported by the sandbox.".formatted(cursor.peek().text()));
    }
    boolean serializable = CreateDatabaseOptions.readLevel(cursor);
    cursor.expectEnd();
    own.isolate(identity(session.namespace()), name, serializable);
  }

  private void createOwn(String name, BackendSession session) throws SqlError, IOException {
    NamespaceIdentity namespace = identity(session.namespace());
    if (sharedDatabases(namespace.name()).contains(name)) {
      throw NamespaceDatabases.duplicate(name);
    }
    own.create(namespace, name);
  }

  private void createFromShare(String name, TokenCursor cursor, BackendSession session)
      throws SqlError, IOException {
    String share = cursor.expectName();
    cursor.expect("OF");
    if (cursor.accept("ACCOUNT")) {
      cursor.expectString();
    }
    cursor.expect("NAMESPACE");
    String producerId = cursor.expectString();
    cursor.expectEnd();
    NamespaceIdentity consumer = identity(session.namespace());
    NamespaceIdentity producer = producer(producerId, share);
    requireGranted(producer, share, consumer);
    requireUnused(name, share, producer, consumer);
    SharedDatabase database =
        new SharedDatabase(name, share, producerId, producer.name(), producer.database());
    admin.inDatabase(
        consumer.name(),
        consumer.database(),
        superuser ->
            superuser.query(
                foreignTables.createServer(
                        ForeignTables.server(name), producer.name(), producer.database())
                    + "INSERT INTO starlift_sandbox.share_database VALUES (%s, %s, %s, %s, %s)"
                        .formatted(
                            Sql.literal(name),
                            Sql.literal(share),
                            Sql.literal(producerId),
                            Sql.literal(producer.name()),
                            Sql.literal(producer.database()))));
    remember(consumer.name(), database);
  }

  private NamespaceIdentity producer(String id, String share) throws SqlError {
    return namespaces.stream()
        .filter(namespace -> namespace.id().equals(id))
        .findFirst()
        .orElseThrow(() -> notAccessible(share, id));
  }

  private static SqlError notAccessible(String share, String namespaceId) {
    return new SqlError(
        SqlStates.INSUFFICIENT_PRIVILEGE,
        "Datashare \"%s\" of namespace '%s' does not exist or is not granted to this namespace"
            .formatted(share, namespaceId));
  }

  private void requireGranted(NamespaceIdentity producer, String share, NamespaceIdentity consumer)
      throws SqlError, IOException {
    List<List<String>> granted =
        admin.inDatabase(
            producer.name(),
            producer.database(),
            session ->
                session.query(
                    "SELECT 1 FROM starlift_sandbox.share_consumer WHERE share = %s AND namespace_id = %s"
                        .formatted(Sql.literal(share), Sql.literal(consumer.id()))));
    if (granted.isEmpty()) {
      throw notAccessible(share, producer.id());
    }
  }

  private void requireUnused(
      String name, String share, NamespaceIdentity producer, NamespaceIdentity consumer)
      throws SqlError {
    Map<String, SharedDatabase> present = databases.get(consumer.name());
    if (present.containsKey(name) || name.equals(consumer.database())) {
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

  private void drop(TokenCursor cursor, BackendSession session) throws SqlError, IOException {
    boolean ifExists = cursor.accept("IF", "EXISTS");
    String name = cursor.expectName();
    cursor.accept("FORCE");
    cursor.expectEnd();
    NamespaceIdentity namespace = identity(session.namespace());
    SharedDatabase shared = databases.get(namespace.name()).get(name);
    if (shared == null) {
      own.drop(namespace, name, ifExists);
      return;
    }
    admin.inDatabase(
        namespace.name(),
        namespace.database(),
        superuser -> {
          ForeignTables.drop(superuser, name);
          return superuser.query(
              "DELETE FROM starlift_sandbox.share_database WHERE name = " + Sql.literal(name));
        });
    databases.get(namespace.name()).remove(name);
  }

  private NamespaceIdentity identity(String namespace) {
    return namespaces.stream()
        .filter(candidate -> candidate.name().equals(namespace))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No namespace " + namespace));
  }
}
