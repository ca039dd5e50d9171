package dev.starlift.sandbox.share;

import dev.starlift.sandbox.catalog.SystemCatalog;
import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.session.AdminSessions;
import dev.starlift.sandbox.session.Databases;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;

/** The databases that are a namespace's own, each one of PostgreSQL's with the catalog in it. */
final class NamespaceDatabases {
  private final AdminSessions admin;
  private final SystemCatalog catalog;
  private final String owner;

  NamespaceDatabases(AdminSessions admin, SystemCatalog catalog, String owner) {
    this.admin = admin;
    this.catalog = catalog;
    this.owner = owner;
  }

  /**
   * The database that the namespace starts with: made if missing. Brings the catalogs of all
   * databases up to date.
   */
  void ensure(NamespaceIdentity namespace) throws SqlError, IOException {
    try {
      create(namespace, namespace.database());
    } catch (SqlError e) {
      if (!e.state().equals(SqlStates.DUPLICATE_DATABASE)) {
        throw e;
      }
    }
    for (String database : names(namespace)) {
      installCatalog(namespace, database);
    }
  }

  /** The namespace's own databases. */
  List<String> names(NamespaceIdentity namespace) throws SqlError, IOException {
    String prefix = Databases.physicalName(namespace.name(), "");
    return admin.inCluster(
        session ->
            session
                .query(
                    "SELECT substr(datname, %d) FROM pg_database WHERE starts_with(datname, %s)"
                            .formatted(prefix.length() + 1, Sql.literal(prefix))
                        + " ORDER BY datname")
                .stream()
                .map(row -> row.get(0))
                .toList());
  }

  /**
   * Makes a database.
   *
   * @throws SqlError if there is one of that name
   */
  void create(NamespaceIdentity namespace, String name) throws SqlError, IOException {
    String physical = Databases.physicalName(namespace.name(), name);
    try {
      admin.inCluster(
          session ->
              session.query(
                  // Characters compare by their codes, and have upper case beyond ASCII.
                  ("CREATE DATABASE %s OWNER %s TEMPLATE template0"
                          + " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")
                      .formatted(Sql.name(physical), Sql.name(owner))));
    } catch (SqlError e) {
      throw e.state().equals(SqlStates.DUPLICATE_DATABASE) ? duplicate(name) : e;
    }
    installCatalog(namespace, name);
  }

  /** Sets the isolation level of transactions in sessions that begin from now on. */
  void isolate(NamespaceIdentity namespace, String name, boolean serializable)
      throws SqlError, IOException {
    String physical = Databases.physicalName(namespace.name(), name);
    String change =
        serializable
            ? "SET default_transaction_isolation = 'serializable'"
            : "RESET default_transaction_isolation";
    try {
      admin.inCluster(
          session -> session.query("ALTER DATABASE %s %s".formatted(Sql.name(physical), change)));
    } catch (SqlError e) {
      throw new SqlError(e.state(), e.getMessage().replace(physical, name));
    }
  }

  private void installCatalog(NamespaceIdentity namespace, String database)
      throws SqlError, IOException {
    admin.inDatabase(
        namespace.name(),
        database,
        session -> {
          catalog.install(session, namespace.id(), namespace.serverless());
          return null;
        });
  }

  /**
   * @throws SqlError if the namespace cannot be without the database
   */
  void requireDroppable(NamespaceIdentity namespace, String name) throws SqlError {
    if (name.equals(namespace.database())) {
      throw new SqlError("55006", "cannot drop the database that the sandbox was started with");
    }
  }

  void drop(NamespaceIdentity namespace, String name, boolean ifExists)
      throws SqlError, IOException {
    String physical = Databases.physicalName(namespace.name(), name);
    admin.release(namespace.name(), name);
    try {
      admin.inCluster(
          session ->
              session.query(
                  "DROP DATABASE %s%s"
                      .formatted(ifExists ? "IF EXISTS " : "", Sql.name(physical))));
    } catch (SqlError e) {
      throw e.state().equals(SqlStates.UNDEFINED_DATABASE)
          ? new SqlError(e.state(), "database \"" + name + "\" does not exist")
          : new SqlError(e.state(), e.getMessage().replace(physical, name));
    }
  }

  static SqlError duplicate(String database) {
    return new SqlError(
        SqlStates.DUPLICATE_DATABASE, "database \"" + database + "\" already exists");
  }
}
