package dev.starlift.sandbox.catalog;

import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Puts Redshift's system catalog into a database. */
public final class SystemCatalog {
  private static final List<String> SCRIPTS =
      List.of(
          "1-tables.sql",
          "2-functions.sql",
          "2-functions-dates.sql",
          "2-functions-texts.sql",
          "2-functions-fingerprint.sql",
          "2-functions-super.sql",
          "2-functions-aggregates.sql",
          "3-notes.sql",
          "3-tables.sql",
          "4-sharing.sql",
          "5-views.sql",
          "6-client-views.sql",
          "7-activity.sql",
          "8-history.sql",
          "9-grants.sql");

  private final List<String> scripts;
  private final String digest;

  private SystemCatalog(List<String> scripts, String digest) {
    this.scripts = List.copyOf(scripts);
    this.digest = digest;
  }

  /** Reads the scripts that come with the program. */
  public static SystemCatalog load() throws IOException {
    List<String> scripts = new ArrayList<>();
    MessageDigest digest = sha256();
    for (String name : SCRIPTS) {
      try (InputStream in = SystemCatalog.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IOException("The sandbox's catalog script is not on the class path: " + name);
        }
        byte[] bytes = in.readAllBytes();
        digest.update(bytes);
        scripts.add(new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return new SystemCatalog(scripts, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Installs the catalog, unless this very one is there. All or nothing.
   *
   * @param session as superuser, in the database
   * @param namespaceId what {@code current_namespace} is to say
   * @param serverless whether the views of provisioned clusters are denied to clients
   */
  public void install(BackendSession session, String namespaceId, boolean serverless)
      throws SqlError, IOException {
    String wanted = digest + " " + namespaceId + (serverless ? " serverless" : "");
    if (wanted.equals(installed(session))) {
      return;
    }
    session.query("BEGIN; SET LOCAL client_min_messages = warning");
    try {
      session.query(identity(session.database(), namespaceId));
      for (String script : scripts) {
        session.query(script);
      }
      if (serverless) {
        session.query("SELECT starlift_sandbox.deny_cluster_views()");
      }
      session.query("COMMENT ON SCHEMA starlift_sandbox IS " + Sql.literal(wanted));
      session.query("COMMIT");
    } catch (SqlError e) {
      session.query("ROLLBACK");
      throw e;
    }
  }

  private static String installed(BackendSession session) throws SqlError, IOException {
    List<List<String>> rows =
        session.query(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace"
                + " WHERE nspname = 'starlift_sandbox'");
    String comment = rows.isEmpty() ? null : rows.get(0).get(0);
    return comment == null ? "" : comment;
  }

  private static String identity(String database, String namespaceId) {
    return """
        CREATE SCHEMA IF NOT EXISTS starlift_sandbox;
        CREATE OR REPLACE FUNCTION starlift_sandbox.namespace_id() RETURNS text
          LANGUAGE sql IMMUTABLE AS $body$ SELECT %s::text $body$;
        CREATE OR REPLACE FUNCTION starlift_sandbox.current_database() RETURNS name
          LANGUAGE sql IMMUTABLE AS $body$ SELECT %s::name $body$;
        """
        .formatted(Sql.literal(namespaceId), Sql.literal(database));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
