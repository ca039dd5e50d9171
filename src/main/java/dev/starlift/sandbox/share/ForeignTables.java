package dev.starlift.sandbox.share;

import dev.starlift.sandbox.dialect.NameScope;
import dev.starlift.sandbox.dialect.SharedTable;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.Databases;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;

/**
 * The consumer's side of shares in PostgreSQL: a foreign server for each shared database, and
 * foreign tables that are made when a statement first names them.
 */
final class ForeignTables {
  /** How long a change of a foreign table waits for the transactions that read it. */
  private static final String LOCK_TIMEOUT = "SET lock_timeout = '5s'; ";

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final ShareReader reader;

  ForeignTables(ShareReader reader) {
    this.reader = reader;
  }

  /** The connection from a consumer's database to the producer's. */
  String createServer(String server, String producerNamespace, String producerDatabase) {
    return """
        CREATE SERVER IF NOT EXISTS %1$s FOREIGN DATA WRAPPER postgres_fdw
          OPTIONS (host '127.0.0.1', port '%2$d', dbname %3$s, updatable 'false', fetch_size '10000');
        CREATE USER MAPPING IF NOT EXISTS FOR PUBLIC SERVER %1$s OPTIONS (user %4$s, password %5$s);
        """
        .formatted(
            Sql.name(server),
            reader.postgresPort(),
            Sql.literal(Databases.physicalName(producerNamespace, producerDatabase)),
            Sql.literal(reader.role()),
            Sql.literal(reader.password()));
  }

  static String server(String sharedDatabase) {
    return "share:" + sharedDatabase;
  }

  /** Makes the foreign table again if the producer's columns are no longer what it has. */
  void refresh(BackendSession consumer, SharedDatabase from, SharedTable table, String columns)
      throws SqlError, IOException {
    String schema = NameScope.sharedSchema(table.database(), table.schema());
    String name = Sql.name(schema) + "." + Sql.name(table.table());
    List<List<String>> present =
        consumer.query(
            "SELECT obj_description(to_regclass(%s), 'pg_class')".formatted(Sql.literal(name)));
    if (columns.equals(present.get(0).get(0))) {
      return;
    }
    try {
      consumer.query(
          LOCK_TIMEOUT
              + """
              BEGIN;
              %8$s
              CREATE SCHEMA IF NOT EXISTS %1$s;
              GRANT USAGE ON SCHEMA %1$s TO PUBLIC;
              DROP FOREIGN TABLE IF EXISTS %2$s;
              CREATE FOREIGN TABLE %2$s (%3$s) SERVER %4$s
                OPTIONS (schema_name %5$s, table_name %6$s);
              GRANT SELECT ON %2$s TO PUBLIC;
              COMMENT ON FOREIGN TABLE %2$s IS %7$s;
              COMMIT"""
                  .formatted(
                      Sql.name(schema),
                      name,
                      columns,
                      Sql.name(server(table.database())),
                      Sql.literal(table.schema()),
                      Sql.literal(table.table()),
                      Sql.literal(columns),
                      createServer(
                          server(table.database()),
                          from.producerNamespace(),
                          from.producerDatabase())));
    } catch (SqlError e) {
      consumer.query("ROLLBACK");
      if (e.state().equals(LOCK_NOT_AVAILABLE)) {
        throw new SqlError(
            e.state(),
            "Accessing the datashare object %s.%s failed: it had a concurrent DDL"
                .formatted(table.schema(), table.table()));
      }
      throw e;
    }
  }

  /** Removes all that was made for a shared database. */
  static void drop(BackendSession consumer, String sharedDatabase) throws SqlError, IOException {
    consumer.query(
        "BEGIN; DROP SERVER IF EXISTS %s CASCADE".formatted(Sql.name(server(sharedDatabase))));
    List<List<String>> schemas =
        consumer.query(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)"
                .formatted(Sql.literal(NameScope.sharedSchema(sharedDatabase, ""))));
    for (List<String> schema : schemas) {
      consumer.query("DROP SCHEMA %s CASCADE".formatted(Sql.name(schema.get(0))));
    }
    consumer.query("COMMIT");
  }
}
