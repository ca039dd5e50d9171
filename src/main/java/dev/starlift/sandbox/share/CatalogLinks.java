package dev.starlift.sandbox.share;

import dev.starlift.sandbox.session.AdminSessions;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;

/**
 * Foreign tables by which the catalog of one namespace's database reads what another namespace's
 * database grants: the inbound half of the {@code SVV_DATASHARE} views.
 */
final class CatalogLinks {
  private static final List<String> KINDS = List.of("share", "object", "column");

  private final AdminSessions admin;
  private final ForeignTables foreignTables;

  CatalogLinks(AdminSessions admin, ForeignTables foreignTables) {
    this.admin = admin;
    this.foreignTables = foreignTables;
  }

  /** Made anew if it is there: ports and passwords are of this run. */
  void link(
      NamespaceIdentity consumer, String database, NamespaceIdentity producer, String granting)
      throws SqlError, IOException {
    String server = server(producer, granting);
    admin.inDatabase(
        consumer.name(),
        database,
        session -> {
          session.query("DROP SERVER IF EXISTS %s CASCADE".formatted(Sql.name(server)));
          session.query(foreignTables.createServer(server, producer.name(), granting));
          // A connection that stays would keep the other database from being dropped.
          session.query(
              "ALTER SERVER %s OPTIONS (ADD keep_connections 'off')".formatted(Sql.name(server)));
          for (String kind : KINDS) {
            session.query(
                """
                CREATE FOREIGN TABLE starlift_sandbox.%s () INHERITS (starlift_sandbox.inbound_%s)
                  SERVER %s OPTIONS (schema_name 'starlift_sandbox', table_name 'granted_%s')"""
                    .formatted(
                        Sql.name("inbound_" + kind + ":" + producer.name() + "/" + granting),
                        kind,
                        Sql.name(server),
                        kind));
          }
          return null;
        });
  }

  /** Before the granting database is dropped. */
  void unlink(
      NamespaceIdentity consumer, String database, NamespaceIdentity producer, String granting)
      throws SqlError, IOException {
    admin.inDatabase(
        consumer.name(),
        database,
        session ->
            session.query(
                "SET lock_timeout = '10s'; DROP SERVER IF EXISTS %s CASCADE; RESET lock_timeout"
                    .formatted(Sql.name(server(producer, granting)))));
  }

  private static String server(NamespaceIdentity producer, String database) {
    return "catalog:" + producer.name() + "/" + database;
  }
}
