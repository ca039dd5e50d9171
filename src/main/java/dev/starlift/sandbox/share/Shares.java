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
import java.util.Set;

/**
 * Executes the statements about data shares and databases, and brings shared tables to the
 * consumers' statements. One for all namespaces; used by many threads.
 */
public final class Shares {
  private final AdminSessions admin;
  private final NamespaceDatabases own;
  private final List<NamespaceIdentity> namespaces;
  private final SharedDatabases shared;
  private final CatalogLinks links;

  /**
   * @param owner the role that databases of clients belong to
   */
  public Shares(
      AdminSessions admin,
      SystemCatalog catalog,
      List<NamespaceIdentity> namespaces,
      ShareReader reader,
      String owner) {
    ForeignTables foreignTables = new ForeignTables(reader);
    this.admin = admin;
    this.own = new NamespaceDatabases(admin, catalog, owner);
    this.namespaces = List.copyOf(namespaces);
    this.shared = new SharedDatabases(admin, own, this.namespaces, foreignTables);
    this.links = new CatalogLinks(admin, foreignTables);
  }

  /**
   * Makes the databases that are missing, reads what earlier runs left, and connects every
   * namespace's catalog to the others' for the inbound half of the {@code SVV_DATASHARE} views.
   */
  public void open() throws SqlError, IOException {
    for (NamespaceIdentity namespace : namespaces) {
      own.ensure(namespace);
    }
    for (NamespaceIdentity consumer : namespaces) {
      shared.load(consumer);
      for (String database : own.names(consumer)) {
        linkToOthers(consumer, database);
      }
    }
  }

  private void linkToOthers(NamespaceIdentity consumer, String database)
      throws SqlError, IOException {
    for (NamespaceIdentity other : namespaces) {
      if (!other.equals(consumer)) {
        for (String granting : own.names(other)) {
          links.link(consumer, database, other, granting);
        }
      }
    }
  }

  /** The databases of a namespace that were made from data shares. */
  public Set<String> sharedDatabases(String namespace) {
    return shared.names(namespace);
  }

  /**
   * Sees to it that the consumer's next statement finds the shared table with its present columns.
   *
   * @throws SqlError if the consumer may not read it, or it is not shared
   */
  public void fetch(String namespace, String database, SharedTable table)
      throws SqlError, IOException {
    shared.fetch(identity(namespace), database, table);
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
    TokenCursor cursor = new TokenCursor(statement.tokens());
    NamespaceIdentity namespace = identity(session.namespace());
    if (cursor.accept("CREATE", "DATABASE")) {
      requireNoBlock(statement, inBlock);
      create(cursor, namespace);
    } else if (cursor.accept("DROP", "DATABASE")) {
      requireNoBlock(statement, inBlock);
      drop(cursor, namespace);
    } else if (cursor.accept("ALTER", "DATABASE")) {
      requireNoBlock(statement, inBlock);
      alter(cursor, namespace);
    } else if (cursor.at("GRANT") || cursor.at("REVOKE")) {
      grant(statement.tokens(), session, inBlock);
    } else {
      if (cursor.accept("CREATE", "DATASHARE")) {
        requireNewShare(cursor.expectName(), namespace, session.database());
      }
      runTogether(new ShareStatements(statement.tokens()).calls(), session, inBlock);
    }
    return statement.head();
  }

  private static void requireNoBlock(Translation.Sharing statement, boolean inBlock)
      throws SqlError {
    if (inBlock) {
      throw new SqlError(
          SqlStates.ACTIVE_TRANSACTION,
          statement.head() + " cannot run inside a transaction block");
    }
  }

  private void grant(List<Token> tokens, BackendSession session, boolean inBlock)
      throws SqlError, IOException {
    if (ConsumerGrants.concern(tokens)) {
      // Every user of the sandbox's namespaces may read what is shared with the namespace.
      new ConsumerGrants(tokens, name -> shared.find(session.namespace(), name)).check();
    } else {
      runTogether(new ShareGrants(tokens).calls(), session, inBlock);
    }
  }

  private static void runTogether(List<String> calls, BackendSession session, boolean inBlock)
      throws SqlError, IOException {
    String all = String.join("; ", calls);
    // Outside a block, PostgreSQL makes one transaction of the statements of one text.
    session.query(inBlock || calls.size() == 1 ? all : all + ";");
  }

  /** A share's name is unique in the namespace, though each belongs to one database. */
  private void requireNewShare(String share, NamespaceIdentity namespace, String database)
      throws SqlError, IOException {
    for (String other : own.names(namespace)) {
      boolean there =
          !other.equals(database)
              && !admin
                  .inDatabase(
                      namespace.name(),
                      other,
                      session ->
                          session.query(
                              "SELECT 1 FROM starlift_sandbox.share WHERE name = "
                                  + Sql.literal(share)))
                  .isEmpty();
      if (there) {
        throw new SqlError(
            SqlStates.DUPLICATE_OBJECT, "datashare \"%s\" already exists".formatted(share));
      }
    }
  }

  private void create(TokenCursor cursor, NamespaceIdentity namespace)
      throws SqlError, IOException {
    String name = cursor.expectName();
    boolean permissions = cursor.accept("WITH", "PERMISSIONS");
    if (cursor.accept("FROM", "DATASHARE")) {
      shared.create(name, permissions, cursor, namespace);
      return;
    }
    if (permissions) {
      throw cursor.syntaxError();
    }
    boolean serializable = new CreateDatabaseOptions(cursor).read();
    if (sharedDatabases(namespace.name()).contains(name)) {
      throw NamespaceDatabases.duplicate(name);
    }
    own.create(namespace, name);
    if (serializable) {
      own.isolate(namespace, name, true);
    }
    shared.copyTo(namespace, name);
    linkToOthers(namespace, name);
    for (NamespaceIdentity other : namespaces) {
      if (!other.equals(namespace)) {
        for (String database : own.names(other)) {
          links.link(other, database, namespace, name);
        }
      }
    }
  }

  /** Of what ALTER DATABASE changes, the sandbox has the isolation level. */
  private void alter(TokenCursor cursor, NamespaceIdentity namespace) throws SqlError, IOException {
    String name = cursor.expectName();
    if (!cursor.accept("ISOLATION", "LEVEL")) {
      throw new SqlError(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "ALTER DATABASE … %s is not supported by the sandbox.".formatted(cursor.peek().text()));
    }
    boolean serializable = CreateDatabaseOptions.readLevel(cursor);
    cursor.expectEnd();
    own.isolate(namespace, name, serializable);
  }

  private void drop(TokenCursor cursor, NamespaceIdentity namespace) throws SqlError, IOException {
    boolean ifExists = cursor.accept("IF", "EXISTS");
    String name = cursor.expectName();
    cursor.accept("FORCE");
    cursor.expectEnd();
    if (sharedDatabases(namespace.name()).contains(name)) {
      shared.drop(namespace, name);
      return;
    }
    own.requireDroppable(namespace, name);
    for (NamespaceIdentity other : namespaces) {
      if (!other.equals(namespace)) {
        for (String database : own.names(other)) {
          links.unlink(other, database, namespace, name);
        }
      }
    }
    own.drop(namespace, name, ifExists);
  }

  private NamespaceIdentity identity(String namespace) {
    return namespaces.stream()
        .filter(candidate -> candidate.name().equals(namespace))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No namespace " + namespace));
  }
}
