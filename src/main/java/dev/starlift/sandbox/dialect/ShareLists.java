package dev.starlift.sandbox.dialect;

import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.Set;

/** SHOW DATASHARES and DESC DATASHARE, as queries of the system views. */
final class ShareLists {
  private ShareLists() {}

  /** The cursor stands behind {@code SHOW DATASHARES}. */
  static Translation show(TokenCursor cursor) throws SqlError {
    String filter = "";
    if (cursor.accept("LIKE")) {
      filter = " WHERE share_name LIKE " + Sql.literal(cursor.expectString());
    }
    cursor.expectEnd();
    return query(
        "SHOW",
        "SELECT share_name, share_owner, source_database, consumer_database, share_type, createdate,"
            + " is_publicaccessible, share_acl, producer_account, producer_namespace"
            + " FROM pg_catalog.svv_datashares"
            + filter
            + " ORDER BY share_name");
  }

  /**
   * The cursor stands behind {@code DESC}.
   *
   * @param refused for anything but a data share
   */
  static Translation describe(TokenCursor cursor, SqlError refused) throws SqlError {
    if (!cursor.accept("DATASHARE")) {
      throw refused;
    }
    String filter = " WHERE share_name = " + Sql.literal(cursor.expectName());
    if (cursor.accept("OF")) {
      if (cursor.accept("ACCOUNT")) {
        cursor.expectString();
      }
      cursor.expect("NAMESPACE");
      filter += " AND producer_namespace = " + Sql.literal(cursor.expectString());
    }
    cursor.expectEnd();
    return query(
        "DESC",
        "SELECT producer_account, producer_namespace, share_type, share_name, object_type, object_name,"
            + " include_new FROM pg_catalog.svv_datashare_objects"
            + filter
            + " ORDER BY object_type, object_name");
  }

  private static Translation query(String head, String sql) {
    return new Translation.Query(head, RewrittenSql.of(sql), Set.of(), false);
  }
}
